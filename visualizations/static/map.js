// A map's page: picture, tree and table in step, and the way from one map to the next.
// Reads the JSON in #rt-data; needs vis-network (global `vis`). No texts of its own, no markup
// made from texts, no storage. Without it the page still has SVG, tree, table and links.
"use strict";
(() => {
  const root = document.getElementById("rt-map");
  if (!root) return;
  const by = (id) => document.getElementById(id);
  const [tree, rows, live, panel, box, still] =
    ["rt-tree", "rt-rows", "rt-live", "rt-chosen", "rt-canvas", "rt-still"].map(by);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const dataUrl = root.dataset.url;
  const base = root.dataset.base;
  const alone = "alone" in root.dataset;
  let data = JSON.parse(by("rt-data").textContent);
  const words = data.words;
  let nodes = new Map();
  let chosen = null;
  let net = null;
  let fitted = false;
  let typed = "";
  let typedAt = 0;

  const make = (tag, text, cls) => {
    const out = document.createElement(tag);
    if (text !== undefined) out.textContent = text;
    if (cls) out.className = cls;
    return out;
  };

  // --- colours: from the style sheet, so that dark and forced colours hold in the canvas too
  function colours() {
    const style = getComputedStyle(root);
    const probe = make("span");
    root.append(probe);
    const real = (name) => {
      probe.style.color = "";
      probe.style.color = style.getPropertyValue(name);
      return getComputedStyle(probe).color;
    };
    const ink = real("--rt-ink");
    const paper = real("--rt-paper");
    const groups = {};
    for (const name of ["plain", "root", "problem", "advice", "count"]) {
      const background = real(`--rt-${name}`);
      const border = real(`--rt-${name}-line`);
      const lit = { background, border: real("--rt-accent") };
      groups[name] = { color: { background, border, highlight: lit, hover: lit }, font: { color: ink } };
    }
    const found = { ink, paper, groups, line: real("--rt-line"), weak: real("--rt-weak"), lit: real("--rt-accent") };
    probe.remove();
    return found;
  }
  function dress(all) {
    const c = colours();
    const color = (own) => ({ color: own, highlight: c.lit, hover: c.lit, inherit: false });
    for (const edge of all) edge.color = color(edge.color ? c.weak : c.line);
    const font = { ...data.vis.options.edges.font, color: c.ink, strokeColor: c.paper, strokeWidth: 4 };
    return {
      ...data.vis.options,
      groups: c.groups,
      edges: { ...data.vis.options.edges, color: color(c.line), font },
    };
  }

  // --- picture
  function draw() {
    const edges = data.vis.edges.map((edge) => ({ ...edge }));
    const options = dress(edges);
    still.hidden = true;
    box.hidden = false;
    fitted = false;
    size();
    if (net) net.destroy();
    net = new vis.Network(box, { nodes: new vis.DataSet(data.vis.nodes), edges: new vis.DataSet(edges) }, options);
    for (const each of box.querySelectorAll("[tabindex]")) each.setAttribute("tabindex", "-1");
    net.on("click", (event) => { if (nodes.has(event.nodes[0])) choose(event.nodes[0], "picture", true); });
    net.on("doubleClick", (event) => { if (nodes.has(event.nodes[0])) open(nodes.get(event.nodes[0])); });
    fit();
  }
  // As tall as the picture needs at this width, within reason.
  function size() {
    const width = box.clientWidth || root.clientWidth;
    const scale = Math.min(1.1, width / (data.size.width + 24));
    box.style.height = `${Math.round(Math.max(300, Math.min(920, (data.size.height + 24) * scale)))}px`;
  }
  function fit() {
    if (!net || !box.clientWidth || !box.clientHeight) return;
    net.redraw();
    net.moveTo({
      position: { x: data.size.width / 2, y: data.size.height / 2 },
      scale: Math.min(1.1, box.clientWidth / (data.size.width + 24), box.clientHeight / (data.size.height + 24)),
      animation: false,
    });
    fitted = true;
  }
  function zoom(by_) {
    net.moveTo({ scale: Math.min(4, Math.max(0.05, net.getScale() * by_)), animation: !calm.matches && { duration: 150 } });
  }
  new ResizeObserver(() => { if (!fitted) { size(); fit(); } }).observe(box);
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; fitted = false; size(); fit(); } });
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey || !net) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
  }, { passive: false });
  by("rt-tools").addEventListener("click", (event) => {
    const act = event.target.dataset.act;
    if (act === "in") zoom(1.25);
    if (act === "out") zoom(0.8);
    if (act === "fit") { size(); fit(); }
  });
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", () => { if (net) draw(); });
  }

  // --- tree: one flat list of items that know their depth
  const items = () => [...tree.children];
  const seen = () => items().filter((item) => !item.hidden);
  const depth = (item) => Number(item.getAttribute("aria-level"));
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
  function fold(item, open_) {
    if (!item.hasAttribute("aria-expanded")) return;
    item.setAttribute("aria-expanded", String(open_));
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
    const name = (each) => each.querySelector(".rt-name").textContent.toLowerCase();
    const met = [...all.slice(from), ...all.slice(0, from)].find((each) => name(each).startsWith(typed));
    if (met) go(met);
  }
  tree.addEventListener("keydown", (event) => {
    const item = event.target.closest("[role=treeitem]");
    if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = seen();
    const at = all.indexOf(item);
    const state = item.getAttribute("aria-expanded");
    const moves = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: all[0], End: all[all.length - 1] };
    if (event.key in moves) { if (moves[event.key]) go(moves[event.key]); }
    else if (event.key === "ArrowRight") {
      if (state === "false") fold(item, true);
      else if (state === "true") go(all[at + 1]);
      else if (nodes.get(item.dataset.key).more && dataUrl) open(nodes.get(item.dataset.key), true);
    } else if (event.key === "ArrowLeft") {
      if (state === "true") fold(item, false);
      else if (above(item)) go(above(item));
    } else if (event.key === "Enter" || event.key === " ") {
      if (nodes.get(item.dataset.key).kind === "count" && event.key === "Enter") open(nodes.get(item.dataset.key));
      else choose(item.dataset.key, "tree");
    } else if (event.key.length === 1) typeahead(item, event.key.toLowerCase());
    else return;
    event.preventDefault();
  });
  tree.addEventListener("click", (event) => {
    const item = event.target.closest("[role=treeitem]");
    if (!item) return;
    go(item);
    if (event.target === item && item.hasAttribute("aria-expanded")) fold(item, item.getAttribute("aria-expanded") === "false");
    choose(item.dataset.key, "tree");
  });
  tree.addEventListener("dblclick", (event) => {
    const item = event.target.closest("[role=treeitem]");
    if (item) open(nodes.get(item.dataset.key));
  });

  // --- choosing: the same goal in picture, tree, table and panel
  function choose(key, from, opens) {
    const node = nodes.get(key);
    if (!node) return;
    if (opens && node.kind === "count" && dataUrl) { open(node); return; }
    chosen = key;
    for (const item of items()) item.setAttribute("aria-selected", String(item.dataset.key === key));
    for (const row of rows.children) {
      if (row.dataset.key === key) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    if (net) {
      const lit = data.vis.edges.filter((edge) => edge.links.some((link) => link.includes(key)));
      net.setSelection({ nodes: [key], edges: lit.map((edge) => edge.id) }, { highlightEdges: false });
      if (from === "tree") net.moveTo({ position: { x: node.x, y: node.y }, animation: !calm.matches && { duration: 200 } });
    }
    if (from !== "tree") {
      const item = items().find((each) => each.dataset.key === key);
      if (item) stand(item);
    }
    tell(node);
    live.textContent = [node.title, ...node.notes].join(", ");
  }
  function link(address, text) {
    const out = make("a", text);
    out.href = (base || "") + address;
    return out;
  }
  function tell(node) {
    const said = [make("p", `${node.mark} ${node.title}`)];
    const facts = [node.level_name, ...node.notes, ...node.units].filter(Boolean);
    if (facts.length) said.push(make("p", facts.join(" · ")));
    const to = data.edges.filter((edge) => edge.from === node.key && edge.state !== "merged");
    if (to.length) {
      said.push(make("p", `${words["column.to"]}:`));
      const list = make("ul");
      for (const edge of to) {
        const parts = [nodes.get(edge.to).title, edge.text, edge.how].filter(Boolean);
        list.append(make("li", parts.join(" – ")));
      }
      said.push(list);
    }
    const ways = [];
    if (node.more) ways.push([node.more, node.more_text]);
    if (node.focus_on) ways.push([node.focus_on, words["open.goal"].replace("{title}", () => node.title)]);
    for (const [address, text] of ways) {
      if (dataUrl || base) {
        const line = make("p");
        line.append(link(address, text));
        said.push(line);
      } else if (alone) {
        said.push(make("p", `${text}. ${words.outside}`), make("code", command(address)));
      }
    }
    panel.replaceChildren(...said);
  }
  // The command that shows what isn't in this file; a text to copy, quoted for a shell.
  function command(address) {
    const names = { expanded: "--expanded", level: "--level", state: "--state", unit: "--unit", area: "--area", page: "--page" };
    const quoted = (value) => `'${value.replaceAll("'", "'\\''")}'`;
    const asked = new URLSearchParams(address);
    const parts = ["rodtrad map"];
    if (asked.get("root")) parts.push(quoted(asked.get("root")));
    for (const [name, value] of asked) {
      if (names[name]) parts.push(names[name], quoted(value));
    }
    return parts.join(" ");
  }

  // --- from map to map
  function open(node, below) {
    const address = below || node.kind === "count" ? node.more : node.focus_on;
    if (!address) return;
    if (!dataUrl) {
      if (base) location.href = base + address;
      else choose(node.key, "picture");
      return;
    }
    load(address, true, node.key);
  }
  async function load(address, push, key) {
    live.textContent = words.loading;
    root.setAttribute("aria-busy", "true");
    const held = tree.contains(document.activeElement);
    try {
      const answer = await fetch(dataUrl + address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      data = await answer.json();
    } catch {
      live.textContent = words.failed;
      root.removeAttribute("aria-busy");
      return;
    }
    if (push) history.pushState(null, "", address);
    root.removeAttribute("aria-busy");
    show();
    document.title = data.title;
    const heading = by("rt-title");
    if (heading) heading.textContent = data.title;
    const again = nodes.has(key) ? key : (data.nodes.find((node) => node.focused) || {}).key;
    const item = items().find((each) => each.dataset.key === again) || tree.firstElementChild;
    if (item) { stand(item); if (held) item.focus(); }
    live.textContent = [words.loaded, ...data.summary].join(" ");
  }
  if (dataUrl) {
    addEventListener("popstate", () => load(location.search || "?", false));
    root.addEventListener("click", (event) => {
      const way = event.target.closest("a");
      if (!way || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      const address = way.getAttribute("href");
      if (!address.startsWith("?")) return;
      event.preventDefault();
      load(address, true, chosen);
    });
  }

  // --- all of it anew from the data
  function item(row, node) {
    const out = make("li");
    const set = (name, value) => out.setAttribute(name, value);
    out.dataset.key = node.key;
    set("role", "treeitem");
    set("aria-level", row.depth);
    set("aria-posinset", row.position);
    set("aria-setsize", row.size);
    set("aria-selected", "false");
    if (row.children) set("aria-expanded", "true");
    out.tabIndex = -1;
    const mark = make("span", node.mark, "rt-mark");
    mark.setAttribute("aria-hidden", "true");
    out.append(mark, " ", make("span", node.title, "rt-name"));
    if (node.notes.length) out.append(" ", make("span", node.notes.join(", "), "rt-notes"));
    if (node.also.length) out.append(" ", make("span", words.also.replace("{titles}", () => node.also.join("; ")), "rt-also"));
    return out;
  }
  function line(node) {
    const out = make("tr");
    out.dataset.key = node.key;
    const head = make("th");
    head.scope = "row";
    const mark = make("span", node.mark);
    mark.setAttribute("aria-hidden", "true");
    const address = node.focus_on || node.more;
    head.append(mark, " ", address ? link(address, node.title) : node.title);
    if (node.example) head.append(" ", make("span", words.example, "rt-example"));
    const to = data.edges.filter((edge) => edge.from === node.key && edge.state !== "merged")
      .map((edge) => nodes.get(edge.to).title + (edge.text ? ` (${edge.text})` : "")).join("; ");
    const cells = [node.level_name, node.state_text, node.units.join(", "), to].map((text) => make("td", text));
    const numbers = [node.kind === "count" ? node.count : node.below, node.troubled];
    out.append(head, ...cells, ...numbers.map((number) => make("td", number, "rt-n")));
    return out;
  }
  function show() {
    nodes = new Map(data.nodes.map((node) => [node.key, node]));
    chosen = null;
    by("rt-summary").textContent = data.summary.join(" ");
    by("rt-hidden").textContent = data.hidden;
    by("rt-legend").replaceChildren(...data.legend.map((sign) => {
      const out = make("li");
      const mark = make("span", sign.mark, "rt-mark");
      mark.setAttribute("aria-hidden", "true");
      out.append(mark, ` ${sign.text} (${sign.count})`);
      return out;
    }));
    tree.replaceChildren(...data.tree.map((row) => item(row, nodes.get(row.key))));
    rows.replaceChildren(...data.tree.map((row) => line(nodes.get(row.key))));
    panel.replaceChildren(make("p", words["chosen.none"]));
    if (window.vis) draw();
  }

  nodes = new Map(data.nodes.map((node) => [node.key, node]));
  if (window.vis) {
    by("rt-tools").hidden = false;
    draw();
  }
  root.dataset.ready = "";
})();
