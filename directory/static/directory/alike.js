// Likely duplicates while somebody writes a name. Without this they are shown when the form is sent.

const PAUSE = 300;
const SHORTEST = 3;

for (const form of document.querySelectorAll("form[data-alike]")) {
  const shown = form.querySelector("[data-alike-here]");
  const field = (name) => form.elements.namedItem(name)?.value ?? "";
  let timer;
  let asked;
  form.addEventListener("input", (event) => {
    if (!["name", "website", "municipality"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    if (field("name").trim().length < SHORTEST && !field("website")) return shown.replaceChildren();
    const query = new URLSearchParams({
      name: field("name"),
      website: field("website"),
      municipality: field("municipality"),
    });
    try {
      const answer = await fetch(`${form.dataset.alike}?${query}`, { signal: asked.signal });
      if (answer.ok && !answer.redirected) shown.innerHTML = await answer.text();
    } catch {
      // Aborted, or the network is away: the form works without.
    }
  }
}
