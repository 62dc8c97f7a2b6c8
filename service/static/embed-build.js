// The builder shows each choice at once, offers subjects while they are typed, and copies code.
// Without this file the button "Visa" and one's own hands do the same.
function copies() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy);
      text.select();
      await navigator.clipboard.writeText(text.value).catch(() => document.execCommand("copy"));
      button.nextElementSibling.textContent = button.dataset.done;
    });
  }
}

async function suggest(form, field) {
  const kind = form.elements.kind.value;
  const asked = new URLSearchParams({ kind, q: field.value, year: form.elements.year.value });
  const answer = await fetch(`${form.dataset.suggest}?${asked}`);
  if (!answer.ok) return;
  const { found } = await answer.json();
  const list = document.getElementById("found");
  list.replaceChildren(...found.map(({ id, name }) => {
    const option = document.createElement("option");
    option.value = id;
    option.label = name;
    return option;
  }));
}

let latest = 0;

async function show(form) {
  const turn = ++latest;
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  const answer = await fetch(address);
  if (!answer.ok || turn !== latest) return;
  const focused = document.activeElement?.id;
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  const typed = Object.fromEntries(["f-name", "f-page"].map((id) => [id, document.getElementById(id)?.value]));
  document.querySelector("main").replaceWith(document.importNode(made.querySelector("main"), true));
  for (const [id, value] of Object.entries(typed)) {
    const field = document.getElementById(id);
    if (field && value) field.value = value;
  }
  history.replaceState(null, "", address);
  document.getElementById(focused)?.focus();
  build();
}

function build() {
  const form = document.getElementById("choose");
  if (!form) return;
  let waiting;
  form.addEventListener("change", () => show(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(form);
  });
  form.elements.find?.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest(form, event.target), 150);
  });
}

copies();
build();
