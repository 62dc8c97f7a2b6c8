// Arrow keys between the cells of a matrix. Without this file Tab reaches them all the same.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function next(table, cell, [down, right]) {
  const rows = [...table.tBodies[0].rows];
  let row = rows.indexOf(cell.parentElement);
  let column = cell.cellIndex;
  for (;;) {
    row += down;
    column += right;
    const met = rows[row]?.cells[column];
    if (!met) return null;
    const stop = met.querySelector("summary, a");
    if (stop) return stop;
  }
}

for (const table of document.querySelectorAll("[data-matrix]")) {
  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const from = event.target.closest("summary, th > a");
    if (!step || !from || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const stop = next(table, from.closest("td, th"), step);
    if (!stop) return;
    event.preventDefault();
    stop.focus();
  });
}
