// Suggestions below fields that a goal is searched in: a combobox with a list. Without it the
// words are searched when the form is sent.
"use strict";
(() => {
  const controls = document.getElementById("rt-controls");
  if (!controls) return;
  const data = JSON.parse(document.getElementById("rt-data").textContent);
  const WAIT = 120;
  let waiting = 0;
  let asked = 0;
  const fieldOf = (event) => event.target.closest?.("[role=combobox]");
  const listOf = (field) => document.getElementById(field.getAttribute("aria-controls"));

  function close(field) {
    clearTimeout(waiting);
    asked += 1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    listOf(field).hidden = true;
  }
  function show(field, goals) {
    const list = listOf(field);
    list.replaceChildren(...goals.map((goal, place) => {
      const out = document.createElement("li");
      out.id = `${list.id}-${place}`;
      out.setAttribute("role", "option");
      out.setAttribute("aria-selected", "false");
      out.dataset.goal = goal.id;
      const more = document.createElement("span");
      more.className = "rt-help";
      more.textContent = goal.about;
      out.append(goal.title, " ", more);
      return out;
    }));
    list.hidden = !goals.length;
    field.setAttribute("aria-expanded", String(goals.length > 0));
    field.removeAttribute("aria-activedescendant");
    document.getElementById("rt-live").textContent = data.words["panel.suggested"].replace("{n}", goals.length);
  }
  async function ask(field) {
    const turn = ++asked;
    const words = field.value.trim();
    if (!words) { close(field); return; }
    const query = new URLSearchParams(location.search);
    const kept = [...query].filter(([name]) => ["year", "as_of", "all", "through", "drafts", "lang"].includes(name));
    try {
      const answer = await fetch(`${field.dataset.from}?${new URLSearchParams([...kept, ["q", words]])}`);
      const found = answer.ok ? (await answer.json()).goals : [];
      if (turn === asked && document.contains(field)) show(field, found);
    } catch {
      if (turn === asked) close(field);
    }
  }
  function take(field, option) {
    field.value = option.dataset.goal;
    close(field);
    field.form.requestSubmit();
  }
  function move(field, step) {
    const options = [...listOf(field).children];
    if (!options.length) return;
    const at = options.findIndex((each) => each.id === field.getAttribute("aria-activedescendant"));
    const next = options[(at + step + (at < 0 && step < 0 ? 1 : 0) + options.length) % options.length];
    for (const each of options) each.setAttribute("aria-selected", String(each === next));
    field.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }
  controls.addEventListener("input", (event) => {
    const field = fieldOf(event);
    if (!field) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(field), WAIT);
  });
  controls.addEventListener("keydown", (event) => {
    const field = fieldOf(event);
    if (!field) return;
    const list = listOf(field);
    const active = document.getElementById(field.getAttribute("aria-activedescendant"));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) ask(field);
      else move(field, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active && !list.hidden) take(field, active);
    else if (event.key === "Escape" && !list.hidden) close(field);
    else return;
    event.preventDefault();
  });
  // Before the field loses the focus, so that the list is still there.
  controls.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    take(controls.querySelector(`[aria-controls="${option.parentElement.id}"]`), option);
  });
  controls.addEventListener("focusout", (event) => { if (fieldOf(event)) close(fieldOf(event)); });
  controls.addEventListener("submit", () => { for (const field of controls.querySelectorAll("[role=combobox]")) close(field); });
})();
