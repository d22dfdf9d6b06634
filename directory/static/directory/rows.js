// A row is taken away, and brought back, by a button. Without this it is a tick.

for (const place of document.querySelectorAll("[data-take-away]")) enhance(place);

function enhance(place) {
  const box = place.querySelector("input[type=checkbox]");
  const row = place.closest("fieldset");
  const body = row.querySelector(".form-row-body");
  const status = document.createElement("p");
  const button = document.createElement("button");

  status.className = "small";
  status.role = "status";
  button.type = "button";
  button.className = "button button-outline";
  button.setAttribute("aria-describedby", row.querySelector("legend").id);
  button.addEventListener("click", () => {
    box.checked = !box.checked;
    show();
  });
  for (const child of place.children) child.hidden = true;
  place.classList.add("form-row-foot");
  place.append(status, button);
  show();

  // The button stays where it is, and keeps the focus; what was written comes back with it.
  function show() {
    body.hidden = box.checked;
    status.textContent = box.checked ? place.dataset.gone : "";
    button.textContent = box.checked ? place.dataset.undo : box.closest("label").textContent.trim();
  }
}
