// Escape folds the moves of a card that were unfolded.
for (const moves of document.querySelectorAll(".board-moves")) {
  moves.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !moves.open) return;
    moves.open = false;
    moves.querySelector("summary").focus();
  });
}
