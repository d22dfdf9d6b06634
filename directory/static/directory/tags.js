// Tags chosen while one writes: a field with suggestions in the place of the checkboxes, which still hold
// the choice. A word that is no tag can be proposed. Without this they are plain checkboxes.

import { combobox, newOption } from "../design/js/combobox.js";

const MOST = 8;

for (const picker of document.querySelectorAll("[data-tags]")) enhance(picker);

function enhance(picker) {
  const fieldset = picker.querySelector("fieldset");
  const choices = fieldset.querySelector(".choices");
  const boxes = [...choices.querySelectorAll("input[type=checkbox]")];
  // Where a word can be proposed, there is a field for it.
  const proposal = picker.querySelector("input[type=text]");
  const chips = document.createElement("ul");
  const field = document.createElement("div");
  const label = document.createElement("label");
  const input = document.createElement("input");
  // For those who see it what the status of the suggestions says to those who hear it.
  const unknown = document.createElement("p");

  input.type = "text";
  input.id = "tag-picker";
  label.htmlFor = input.id;
  label.className = "field-label";
  label.textContent = picker.dataset.label;
  chips.className = "chips";
  field.className = "tag-picker-field";
  unknown.className = "help";
  unknown.hidden = true;
  unknown.textContent = picker.dataset.none;
  field.append(label, input, unknown);
  choices.hidden = true;
  choices.after(chips, field);
  fieldset.classList.add("tag-picker");
  show();

  combobox(input, {
    holder: field,
    label: picker.dataset.found.replace(/:$/, ""),
    found: picker.dataset.found,
    none: picker.dataset.none,
    shortest: 1,
    pause: 0,
    ask,
    choose,
  });
  // Enter chooses; it does not save the whole profile.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    tell();
  });
  input.addEventListener("input", () => (unknown.hidden = true));
  // Who writes a whole word and goes on means it.
  input.addEventListener("blur", () => {
    const meant = boxes.find((box) => wordsOf(box).some((one) => folded(one) === folded(input.value)));
    if (!meant) return tell();
    meant.checked = true;
    input.value = "";
    show();
  });

  // A word that stays in the field is not kept, and nobody sees why.
  function tell() {
    unknown.hidden = !input.value.trim() || ask(input.value).length > 0;
  }

  function ask(text) {
    const asked = folded(text);
    const fitting = boxes
      .filter((box) => !box.checked)
      .map((box) => ({ box, word: wordsOf(box).find((one) => begins(folded(one), asked)) }))
      .filter(({ word }) => word !== undefined)
      .slice(0, MOST)
      .map(({ box, word }) => tag(box, word));
    const known = boxes.some((box) => wordsOf(box).some((one) => folded(one) === asked));
    return known || asked.length < 3 || !proposal ? fitting : [...fitting, proposed(text.trim())];
  }

  function tag(box, word) {
    const name = nameOf(box);
    const option = newOption(name);
    option.dataset.value = box.value;
    if (folded(word) !== folded(name)) {
      const synonym = document.createElement("small");
      synonym.textContent = word;
      option.append(" ", synonym);
    }
    return option;
  }

  function proposed(text) {
    const option = newOption(`${picker.dataset.propose} ${text}`);
    option.dataset.proposal = text;
    return option;
  }

  function choose(option) {
    input.value = "";
    if (option.dataset.proposal) {
      proposal.value = option.dataset.proposal;
      proposal.focus();
      return;
    }
    boxes.find((box) => box.value === option.dataset.value).checked = true;
    show();
  }

  function show() {
    chips.replaceChildren(...boxes.filter((box) => box.checked).map(chip));
  }

  function chip(box) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const take = document.createElement("span");
    const cross = document.createElement("span");
    button.type = "button";
    button.className = "chip chip-chosen";
    take.className = "visually-hidden";
    take.textContent = `${picker.dataset.take} `;
    cross.ariaHidden = "true";
    cross.textContent = "✕";
    button.append(take, nameOf(box), cross);
    button.addEventListener("click", () => {
      box.checked = false;
      show();
      input.focus();
    });
    item.append(button);
    return item;
  }
}

function nameOf(box) {
  return box.closest("label").textContent.trim();
}

function wordsOf(box) {
  return box.dataset.words.split("|");
}

function folded(text) {
  return text.trim().toLocaleLowerCase("sv");
}

// Any word of it begins so: "ohälsa" in "Psykisk ohälsa".
function begins(text, asked) {
  return text.startsWith(asked) || text.split(/[\s-]+/).some((part) => part.startsWith(asked));
}
