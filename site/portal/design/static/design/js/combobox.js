// Suggestions while somebody writes: an ARIA combobox of a field that works without it.
// `ask(text, signal)` gives the options, `choose(option)` takes the chosen one.

const SHORTEST = 2;
const PAUSE = 120;

export function combobox(input, { holder, label, found, none, ask, choose, shortest = SHORTEST, pause = PAUSE }) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let options = [];
  let active = -1;
  let timer;
  let asked;

  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = label;
  list.hidden = true;
  status.className = "visually-hidden";
  status.role = "status";
  holder.append(list, status);
  input.autocomplete = "off";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    asked?.abort();
    // What was offered was for another text.
    if (active >= 0) mark(-1);
    if (input.value.trim().length < shortest) {
      options = [];
      return close();
    }
    timer = setTimeout(suggest, pause);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return options.length ? open() : suggest();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      // The first Escape closes the list only, not what it stands in.
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      take(options[active]);
    }
  });
  input.addEventListener("blur", close);
  input.form?.addEventListener("submit", close);
  // The field keeps the focus while an option is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });

  async function suggest() {
    // Asked for by an arrow key, while the pause after a letter still runs: answered once, or the choice would be lost.
    clearTimeout(timer);
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await ask(input.value, asked.signal);
      if (answer === null) return close();
      if (document.activeElement === input) show(answer);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function show(answer) {
    options = answer;
    options.forEach((option, number) => (option.id = `${list.id}-${number}`));
    list.replaceChildren(...options);
    active = -1;
    input.removeAttribute("aria-activedescendant");
    status.textContent = options.length ? `${found} ${options.length}` : none;
    options.length ? open() : close(true);
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

  function take(option) {
    close();
    options = [];
    choose(option);
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

export function newOption(text) {
  const option = document.createElement("li");
  const label = document.createElement("span");
  option.role = "option";
  option.ariaSelected = "false";
  label.textContent = text;
  option.append(label);
  return option;
}
