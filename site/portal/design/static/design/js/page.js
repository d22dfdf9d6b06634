// What HTML alone cannot do. Every page works without this.

for (const menu of document.querySelectorAll(".header details")) {
  menu.addEventListener("toggle", () => menu.open && menu.querySelector("input")?.focus());
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// After the jump to the address's fragment, which would take the focus away again.
addEventListener("load", () => setTimeout(() => document.querySelector("body:not(.style-guide) .error-summary")?.focus()));

document.querySelector(".side-navigation [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A film of another host: fetched when somebody asks for it, not before.
for (const embed of document.querySelectorAll("[data-frame]")) {
  const button = embed.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = embed.dataset.frame;
    frame.title = embed.dataset.title;
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    embed.replaceChildren(frame);
    frame.focus();
  });
}
