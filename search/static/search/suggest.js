// Suggestions while somebody writes, on every search field that names where to ask.
// Without this the field is a plain form.

import { combobox, newOption } from "../design/js/combobox.js";

for (const form of document.querySelectorAll("form[data-suggest]")) enhance(form);

function enhance(form) {
  const input = form.querySelector("input[type=search]");

  combobox(input, {
    holder: form,
    label: form.dataset.found.replace(/:$/, ""),
    found: form.dataset.found,
    none: form.dataset.none,
    ask,
    choose,
  });

  async function ask(text, signal) {
    const address = new URL(form.dataset.suggest, location.href);
    address.searchParams.set("q", text);
    address.searchParams.set("language", document.documentElement.lang === "en" ? "en" : "sv");
    const answer = await fetch(address, { signal, credentials: "omit" });
    if (!answer.ok) return null;
    const found = await answer.json();
    return [...found.words.map(word), ...found.things.map(thing)];
  }

  function choose(option) {
    if (option.dataset.url) return location.assign(option.dataset.url);
    input.value = option.dataset.question;
    form.requestSubmit();
  }
}

function word(text) {
  const option = newOption(text);
  option.dataset.question = text;
  return option;
}

function thing({ title, kind_label, municipalities, url, language }) {
  const option = newOption(title);
  option.dataset.url = url;
  if (language !== document.documentElement.lang) option.firstChild.lang = language;
  const kind = document.createElement("small");
  kind.textContent = [kind_label, ...municipalities.slice(0, 3)].join(", ");
  option.append(" ", kind);
  return option;
}
