// The tree of a map: made of nested lists, which need no script to be read, into one flat list of
// items that know their depth, walked by keys.
"use strict";
(() => {
  const parts = (globalThis.rtMap ??= {});

  parts.tree = (map) => {
    const tree = map.by("rt-tree");
    let typed = "";
    let typedAt = 0;
    const items = () => [...tree.children];
    const seen = () => items().filter((item) => !item.hidden);
    const depth = (item) => Number(item.getAttribute("aria-level"));
    const found = (key) => items().find((item) => item.dataset.key === key);

    function stand(item) {
      for (const each of items()) each.tabIndex = -1;
      item.tabIndex = 0;
    }
    function go(item) { stand(item); item.focus(); }
    function above(item) {
      let at = item.previousElementSibling;
      while (at && depth(at) >= depth(item)) at = at.previousElementSibling;
      return at;
    }
    // True if what is under it stands in the tree; else it is fetched when it opens.
    const below = (item) => item.nextElementSibling !== null && depth(item.nextElementSibling) > depth(item);
    function fold(item, open) {
      if (!below(item)) return;
      item.setAttribute("aria-expanded", String(open));
      // Items below a folded one stay hidden when what is above them opens.
      let shut = Infinity;
      for (const each of items()) {
        const level = depth(each);
        if (level <= shut) shut = Infinity;
        each.hidden = level > shut;
        if (shut === Infinity && each.getAttribute("aria-expanded") === "false") shut = level;
      }
      const held = tree.querySelector("[tabindex='0']");
      if (held && held.hidden) stand(item);
    }
    function typeahead(item, letter) {
      const now = Date.now();
      typed = now - typedAt < 700 ? typed + letter : letter;
      typedAt = now;
      const all = seen();
      const from = all.indexOf(item) + (typed.length === 1 ? 1 : 0);
      // A name may be found by its number, as by the words after it.
      const name = (each) => each.querySelector(".rt-name").textContent.toLowerCase();
      const begins = (each) => name(each).startsWith(typed) || name(each).split(/^\S*\d\S*\s+/).at(-1).startsWith(typed);
      const met = [...all.slice(from), ...all.slice(0, from)].find(begins);
      if (met) go(met);
    }
    function right(item, all) {
      const state = item.getAttribute("aria-expanded");
      if (state === "true") go(all[all.indexOf(item) + 1]);
      else if (below(item)) fold(item, true);
      else map.act(item.dataset.key, "more");
    }
    function left(item) {
      if (item.getAttribute("aria-expanded") === "true") fold(item, false);
      else if (above(item)) go(above(item));
    }
    tree.addEventListener("keydown", (event) => {
      const item = event.target.closest("[role=treeitem]");
      if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
      const { key } = item.dataset;
      const all = seen();
      const at = all.indexOf(item);
      const moves = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: all[0], End: all[all.length - 1] };
      const acts = { Delete: "drop", "+": "more", "-": "shut", "−": "shut", H: "hide" };
      if (event.key in moves) { if (moves[event.key]) go(moves[event.key]); }
      else if (event.key === "ArrowRight") right(item, all);
      else if (event.key === "ArrowLeft") left(item);
      else if (event.key === "Enter" && (event.shiftKey || map.nodes.get(key).kind === "count")) map.open(key);
      else if (event.key === "Enter" || event.key === " ") map.choose(key, "tree");
      else if (event.key in acts && (event.key !== "H" || event.shiftKey)) map.act(key, acts[event.key]);
      else if (event.key.length === 1) typeahead(item, event.key.toLowerCase());
      else return;
      event.preventDefault();
    });
    tree.addEventListener("click", (event) => {
      const item = event.target.closest("[role=treeitem]");
      if (!item) return;
      go(item);
      // The mark before the words folds; the room after them doesn't.
      if (event.target === item && event.offsetX < 24 && below(item)) fold(item, item.getAttribute("aria-expanded") === "false");
      map.choose(item.dataset.key, "tree");
    });
    tree.addEventListener("dblclick", (event) => {
      const item = event.target.closest("[role=treeitem]");
      if (item) map.open(item.dataset.key);
    });

    function dress() {
      const out = [];
      const walk = (list, depth_) => {
        const own = [...list.children];
        for (const [place, item] of own.entries()) {
          const held = item.querySelector(":scope > ul");
          const told = { level: depth_, posinset: place + 1, setsize: own.length, selected: false };
          if (held || item.dataset.more !== undefined) told.expanded = held !== null;
          for (const [name, value] of Object.entries(told)) item.setAttribute(`aria-${name}`, value);
          item.setAttribute("role", "treeitem");
          item.tabIndex = out.length ? -1 : 0;
          out.push(item);
          if (held) {
            held.remove();
            walk(held, depth_ + 1);
          }
        }
      };
      walk(tree, 1);
      tree.replaceChildren(...out);
      tree.setAttribute("role", "tree");
      tree.setAttribute("aria-describedby", "rt-tree-help");
    }

    return {
      dress,
      holdsFocus: () => tree.contains(document.activeElement),
      // Where keys go on from.
      stand: (key) => { if (found(key)) stand(found(key)); },
      focus: () => tree.querySelector("[tabindex='0']")?.focus({ preventScroll: true }),
      mark: (key) => {
        for (const item of items()) item.setAttribute("aria-selected", String(item.dataset.key === key));
      },
    };
  };
})();
