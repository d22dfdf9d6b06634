// What is like an idea, while somebody writes it. Without this a button sends it and shows the same as a page.

const PAUSE = 700;
const SHORTEST = 20;

for (const place of document.querySelectorAll("[data-idea]")) {
  const form = place.closest("form");
  const shown = place.querySelector("[data-idea-here]") ?? document.querySelector("[data-idea-here]");
  const status = place.querySelector("[role=status]");
  const names = place.dataset.ideaFields.split(" ");
  const text = () => names.map((name) => form.elements.namedItem(name)?.value?.trim()).filter(Boolean).join("\n");
  let timer;
  let asked;
  let answered = "";

  form.addEventListener("input", (event) => {
    if (!names.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => text().length >= SHORTEST && text() !== answered && ask(), PAUSE);
  });

  place.querySelector("[data-idea-ask]").addEventListener("click", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    await ask();
    shown.focus({ preventScroll: true });
    shown.scrollIntoView({ block: "nearest" });
  });

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const idea = text();
    try {
      const answer = await fetch(place.dataset.idea, {
        method: "POST",
        headers: { "X-Requested-With": "fetch" },
        body: new URLSearchParams({ idea }),
        signal: asked.signal,
      });
      if (!answer.ok) throw new Error(answer.status);
      shown.innerHTML = await answer.text();
      answered = idea;
      const summary = shown.querySelector("[data-idea-summary]");
      status.textContent = summary?.dataset.ideaSummary || summary?.textContent || "";
    } catch (error) {
      if (error.name !== "AbortError") shown.textContent = status.textContent = place.dataset.unanswered;
    }
  }
}
