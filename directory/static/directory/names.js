// Names of organisations while somebody writes one. Without this it is a plain field.

import { combobox, newOption } from "../design/js/combobox.js";

const MOST = 8;
// The search finds by other words of a profile, too.
const ASKED = 40;

for (const input of document.querySelectorAll("[data-names]")) enhance(input);

function enhance(input) {
  const holder = document.createElement("div");
  holder.className = "name-field";
  input.replaceWith(holder);
  holder.append(input);
  combobox(input, {
    holder,
    label: input.dataset.found.replace(/:$/, ""),
    found: input.dataset.found,
    none: input.dataset.none,
    ask,
    choose: (option) => (input.value = option.firstChild.textContent),
  });

  async function ask(text, signal) {
    const address = new URL(input.dataset.names, location.href);
    address.searchParams.set("q", text.trim());
    address.searchParams.set("limit", ASKED);
    const answer = await fetch(address, { signal, credentials: "omit" });
    if (!answer.ok) return null;
    const asked = folded(text);
    const named = (await answer.json()).items.filter(({ name }) => folded(name).includes(asked));
    return named.slice(0, MOST).map(organisation);
  }
}

function folded(text) {
  return text.trim().toLocaleLowerCase("sv");
}

function organisation({ name, municipality }) {
  const option = newOption(name);
  if (municipality) {
    const where = document.createElement("small");
    where.textContent = municipality.name;
    option.append(" ", where);
  }
  return option;
}
