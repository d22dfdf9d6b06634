// Suggestions while somebody writes: an ARIA combobox on every search field that names where to ask.
// Without this the field is a plain form.

const SHORTEST = 2;
const PAUSE = 120;

for (const form of document.querySelectorAll("form[data-suggest]")) enhance(form);

function enhance(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let options = [];
  let active = -1;
  let timer;
  let asked;

  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = form.dataset.found.replace(/:$/, "");
  list.hidden = true;
  status.className = "visually-hidden";
  status.role = "status";
  form.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    asked?.abort();
    // What was offered was for another text.
    if (active >= 0) mark(-1);
    if (input.value.trim().length < SHORTEST) {
      options = [];
      return close();
    }
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return options.length ? open() : ask();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      // The first Escape closes the list only, not what it stands in.
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      choose(options[active]);
    }
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // The field keeps the focus while an option is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(form.dataset.suggest, location.href);
    address.searchParams.set("q", input.value);
    address.searchParams.set("language", document.documentElement.lang === "en" ? "en" : "sv");
    try {
      const answer = await fetch(address, { signal: asked.signal, credentials: "omit" });
      if (!answer.ok) return close();
      const found = await answer.json();
      if (document.activeElement === input) show(found);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function show(found) {
    options = [...found.words.map(word), ...found.things.map(thing)];
    options.forEach((option, number) => (option.id = `${list.id}-${number}`));
    list.replaceChildren(...options);
    active = -1;
    input.removeAttribute("aria-activedescendant");
    status.textContent = options.length ? `${form.dataset.found} ${options.length}` : form.dataset.none;
    options.length ? open() : close(true);
  }

  function word(text) {
    const option = newOption(text);
    option.dataset.question = text;
    return option;
  }

  function thing({ title, kind_label, municipality, url, language }) {
    const option = newOption(title);
    option.dataset.url = url;
    if (language !== document.documentElement.lang) option.firstChild.lang = language;
    const kind = document.createElement("small");
    kind.textContent = [kind_label, municipality].filter(Boolean).join(", ");
    option.append(" ", kind);
    return option;
  }

  function newOption(text) {
    const option = document.createElement("li");
    const label = document.createElement("span");
    option.role = "option";
    option.ariaSelected = "false";
    label.textContent = text;
    option.append(label);
    return option;
  }

  function move(step) {
    const places = options.length + 1;
    mark(((active + 1 + step + places) % places) - 1);
  }

  function mark(number) {
    if (options[active]) options[active].ariaSelected = "false";
    active = number;
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    options[active].ariaSelected = "true";
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }

  function choose(option) {
    if (option.dataset.url) return location.assign(option.dataset.url);
    input.value = option.dataset.question;
    close();
    form.requestSubmit();
  }

  function open() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function close(keepStatus) {
    clearTimeout(timer);
    asked?.abort();
    if (active >= 0) mark(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    if (keepStatus !== true) status.textContent = "";
  }
}
