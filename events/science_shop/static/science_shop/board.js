// On a wide screen: opens the columns that there is room for, and says when the board goes on sideways.
const board = document.querySelector(".board");
const frame = board.parentElement;
const room = () => board.clientWidth - board.scrollWidth;

if (matchMedia("(min-width: 60rem)").matches) {
  for (const column of board.querySelectorAll("[data-filled]:not([open])")) {
    column.open = true;
    if (room() < 0) column.open = false;
  }
}

function tell() {
  const hidden = -room();
  frame.classList.toggle("goes-on", hidden > 1);
  frame.classList.toggle("goes-on-left", board.scrollLeft > 1);
  frame.classList.toggle("goes-on-right", hidden - board.scrollLeft > 1);
}
board.addEventListener("scroll", tell, { passive: true });
board.addEventListener("toggle", tell, true);
new ResizeObserver(tell).observe(board);
