// Keys between the cells of a matrix. Without this file Tab reaches them all the same.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const STOP = "summary, th > a";

function next(table, cell, [down, right]) {
  const rows = [...table.tBodies[0].rows];
  let row = rows.indexOf(cell.parentElement);
  let column = cell.cellIndex;
  for (;;) {
    row += down;
    column += right;
    const met = rows[row]?.cells[column];
    if (!met) return null;
    const stop = met.querySelector(STOP);
    if (stop) return stop;
  }
}

function aim(table, from, key) {
  if (STEPS[key]) return next(table, from.closest("td, th"), STEPS[key]);
  const stops = [...from.closest("tr").querySelectorAll(STOP)];
  if (key === "Home") return stops[0];
  return key === "End" ? stops.at(-1) : null;
}

for (const table of document.querySelectorAll("[data-matrix]")) {
  table.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const open = event.key === "Escape" && event.target.closest("details[open]");
    if (open) open.open = false;
    const from = event.target.closest(STOP);
    const stop = open ? open.querySelector("summary") : from && aim(table, from, event.key);
    if (!stop) return;
    event.preventDefault();
    stop.focus();
  });
}
