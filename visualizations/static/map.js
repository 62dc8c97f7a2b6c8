// A map's page: picture, tree, table and the box about the chosen goal, in step. Reads the JSON
// in #rt-data. No texts of its own, no markup made from texts, no storage. Without it the page
// still has its picture as SVG, tree, table, form and links.
"use strict";
(() => {
  const root = document.getElementById("rt-map");
  if (!root) return;
  const parts = globalThis.rtMap;
  const by = (id) => document.getElementById(id);
  const data = JSON.parse(by("rt-data").textContent);
  const map = {
    root,
    by,
    base: root.dataset.base,
    live: root.dataset.url !== "",
    calm: matchMedia("(prefers-reduced-motion: reduce)"),
    words: data.words,
    chosen: null,
    // Told to those who listen; shown to all where nothing else shows it.
    say: (text, shown) => {
      by("rt-live").textContent = text;
      by("rt-live").toggleAttribute("data-seen", Boolean(shown));
    },
    read: (read) => {
      map.data = read;
      map.nodes = new Map(read.nodes.map((node) => [node.key, node]));
      map.chosen = null;
    },
    // The same goal in picture, tree, table and box; null for none.
    choose: (key, from) => {
      const node = map.nodes.get(key);
      map.chosen = node ? key : null;
      map.tree.mark(map.chosen);
      for (const row of by("rt-rows").children) {
        if (row.dataset.key === map.chosen) row.setAttribute("aria-current", "true");
        else row.removeAttribute("aria-current");
      }
      if (node) {
        map.panel.tell(node);
        if (from !== "tree") map.tree.stand(key);
        map.say([node.title, ...node.notes].join(", "));
      } else {
        const held = by("rt-chosen-box").contains(document.activeElement);
        map.panel.close();
        if (held && from !== "page") map.tree.focus();
      }
      if (from !== "page" || node) map.picture?.select(map.chosen, from === "tree");
      map.ways?.remember(map.chosen);
    },
    // What a click on a box means: boxes that count goals open.
    pick: (key) => {
      if (map.live && map.nodes.get(key).kind === "count") map.open(key);
      else map.choose(key, "picture");
    },
    open: (key) => map.act(key, map.nodes.get(key).kind === "count" ? "more" : "focus"),
    act: (key, name) => {
      const way = map.panel.ways(map.nodes.get(key)).find(([each]) => each === name);
      if (!way) return;
      if (map.ways) map.ways.load(way[1], { key });
      else if (map.base) location.href = map.base + way[1];
      else map.choose(key, "picture");
    },
  };
  map.read(data);
  map.tree = parts.tree(map);
  map.tree.dress();
  map.panel = parts.chosen(map);
  if (map.live) map.ways = parts.ways(map);
  if (window.vis) {
    map.picture = parts.picture(map);
    map.picture.draw(data.picture);
  }
  if (map.ways && map.nodes.has(map.ways.ofHash())) map.choose(map.ways.ofHash(), "page");
  // On a narrow page the picture comes first.
  if (by("rt-controls") && matchMedia("(max-width: 62rem)").matches) by("rt-controls").open = false;
  root.dataset.ready = "";
})();
