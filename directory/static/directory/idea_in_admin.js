// What is like a new initiative, under its title in the Wagtail admin. A hint: nothing is hindered.

const { idea: address, heading } = document.querySelector("script[data-idea]").dataset;
const title = document.querySelector("#id_title");
const FIELDS = ["title", "summary_sv", "challenge_sv", "solution_sv"];
const PAUSE = 700;
const SHORTEST = 20;

if (title && /\/snippets\/directory\/initiative\/add\//.test(location.pathname)) {
  const shown = document.createElement("div");
  shown.setAttribute("role", "status");
  title.after(shown);
  let timer;
  let asked;
  for (const name of FIELDS)
    document.querySelector(`#id_${name}`)?.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE);
    });

  async function look() {
    asked?.abort();
    asked = new AbortController();
    const idea = FIELDS.map((name) => document.querySelector(`#id_${name}`)?.value.trim()).filter(Boolean).join("\n");
    if (idea.length < SHORTEST) return shown.replaceChildren();
    try {
      const headers = { "X-Requested-With": "fetch" };
      const body = new URLSearchParams({ idea });
      const answer = await fetch(address, { method: "POST", headers, body, signal: asked.signal });
      if (answer.ok && !answer.redirected) show(await answer.text());
    } catch {
      // Aborted, or the network is away: the form works without.
    }
  }

  function show(html) {
    const rows = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll(".row")];
    const list = document.createElement("ul");
    for (const row of rows) {
      const item = document.createElement("li");
      const link = row.querySelector("h4 a").cloneNode(true);
      link.target = "_blank";
      item.append(link, ` (${row.querySelector(".kind").textContent.trim()}) `, row.querySelector(".small")?.textContent ?? "");
      list.append(item);
    }
    const text = document.createElement("p");
    text.textContent = heading;
    const block = document.createElement("div");
    block.className = "help-block help-info";
    block.append(text, list);
    shown.replaceChildren(...(rows.length ? [block] : []));
  }
}
