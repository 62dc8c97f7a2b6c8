// The menu is folded on a narrow screen; before it is painted, so that nothing jumps.
const menu = document.querySelector("details.menu");
const narrow = matchMedia("(max-width: 34rem)");
const fit = () => { menu.open = !narrow.matches; };
fit();
narrow.addEventListener("change", fit);
