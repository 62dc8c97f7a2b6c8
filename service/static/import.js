// Import: files dropped on the form, and a page that waits for its turn to be shown.
const form = document.querySelector("form[data-drop]");
const field = form?.querySelector("input[type=file]");

form?.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("over-it");
});
form?.addEventListener("dragleave", () => form.classList.remove("over-it"));
form?.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over-it");
  if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  field.focus();
});
form?.addEventListener("submit", () => {
  const button = form.querySelector("button");
  button.textContent = form.dataset.sending;
  // A button that is shut before the form has gone would stop it.
  setTimeout(() => { button.disabled = true; });
});
// Back in the history shows the page as it was left.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

const line = document.querySelector("[data-wait]");

async function look() {
  try {
    const answer = await fetch(line.dataset.wait);
    const said = await answer.json();
    if (!answer.ok || !said.running) {
      location.reload();
      return;
    }
    if (line.textContent !== said.line) line.textContent = said.line;
  } catch {
    // The service may be on its way up again.
  }
  setTimeout(look, 1000);
}

if (line) setTimeout(look, 400);
document.getElementById("fel")?.focus();
