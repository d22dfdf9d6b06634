// Likely duplicates under the name of an organisation that an editor adds or changes. A hint: nothing is hindered.

const ask = document.querySelector("script[data-ask]").dataset.ask;
const here = location.pathname.match(/\/snippets\/directory\/organisation\/(?:add|edit\/(\d+))\//);
const name = document.querySelector("#id_name");
const PAUSE = 300;

if (here && name) {
  const shown = document.createElement("div");
  shown.setAttribute("role", "status");
  name.after(shown);
  const value = (id) => document.getElementById(`id_${id}`)?.value ?? "";
  let timer;
  let asked;
  for (const id of ["name", "website", "contact_phone", "organisation_number"])
    document.getElementById(`id_${id}`)?.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE);
    });

  async function look() {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams({
      name: value("name"),
      website: value("website"),
      phone: value("contact_phone"),
      number: value("organisation_number"),
      municipality: value("municipality"),
      besides: here[1] ?? "",
    });
    try {
      const answer = await fetch(`${ask}?${query}`, { signal: asked.signal });
      if (answer.ok && !answer.redirected) shown.innerHTML = await answer.text();
    } catch {
      // Aborted, or the network is away: the form works without.
    }
  }
}
