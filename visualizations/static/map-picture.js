// The picture of a map on a canvas. Needs vis-network (global `vis`).
"use strict";
(() => {
  const parts = (globalThis.rtMap ??= {});
  const MARGIN = 24;
  const LARGEST = 1.1;
  const GROUPS = ["plain", "root", "problem", "advice", "count"];

  parts.picture = (map) => {
    const { by, calm } = map;
    const [box, still] = ["rt-canvas", "rt-still"].map(by);
    let net = null;
    let fitted = false;
    // The width at which the whole was fitted, 0 once somebody has moved or zoomed.
    let fittedTo = 0;
    let shades = null;

    // Colours come from the style sheet, so that dark and forced colours hold in the canvas too.
    function colours() {
      const style = getComputedStyle(map.root);
      const probe = document.createElement("span");
      map.root.append(probe);
      const real = (name) => {
        probe.style.color = "";
        probe.style.color = style.getPropertyValue(name);
        return getComputedStyle(probe).color;
      };
      const groups = {};
      for (const name of GROUPS) {
        const background = real(`--rt-${name}`);
        const border = real(`--rt-${name}-line`);
        const lit = { background, border: real("--rt-accent") };
        groups[name] = {
          color: { background, border, highlight: lit, hover: lit },
          font: { color: real("--rt-ink") },
        };
      }
      const found = { groups };
      for (const name of ["ink", "paper", "line", "weak", "accent"]) found[name] = real(`--rt-${name}`);
      probe.remove();
      return found;
    }
    function dress(edges) {
      shades = colours();
      const color = (own) => ({ color: own, highlight: shades.accent, hover: shades.accent, inherit: false });
      for (const edge of edges) edge.color = color(edge.color ? shades.weak : shades.line);
      const own = map.data.vis.options;
      const font = { ...own.edges.font, color: shades.ink, strokeColor: shades.paper, strokeWidth: 4 };
      return { ...own, groups: shades.groups, edges: { ...own.edges, color: color(shades.line), font } };
    }

    // `seen` is what `view` gave: what was on screen then stays where it was.
    function draw(seen) {
      const edges = map.data.vis.edges.map((edge) => ({ ...edge }));
      const options = dress(edges);
      still.hidden = true;
      box.hidden = false;
      const kept = seen && map.nodes.get(seen.anchor.key);
      size(kept ? box.clientHeight : 0);
      if (net) net.destroy();
      net = new vis.Network(box, {
        nodes: new vis.DataSet(map.data.vis.nodes),
        edges: new vis.DataSet(edges),
      }, options);
      for (const each of box.querySelectorAll("[tabindex]")) each.setAttribute("tabindex", "-1");
      net.on("afterDrawing", charts);
      for (const moving of ["dragStart", "zoom"]) net.on(moving, () => { fittedTo = 0; });
      net.on("click", (event) => { if (map.nodes.has(event.nodes[0])) map.pick(event.nodes[0]); });
      net.on("doubleClick", (event) => { if (map.nodes.has(event.nodes[0])) map.open(event.nodes[0]); });
      fitted = false;
      if (kept) {
        const { anchor, position, scale } = seen;
        const moved = { x: position.x + kept.x - anchor.x, y: position.y + kept.y - anchor.y };
        net.redraw();
        net.moveTo({ position: moved, scale, animation: false });
        fitted = true;
        fittedTo = 0;
      } else fit(true);
    }
    // What is on screen now; its anchor is the goal that is acted on, else the most central one.
    function view(key, wanted) {
      if (!net || !fitted) return null;
      const position = net.getViewPosition();
      const far = (node) => Math.hypot(node.x - position.x, node.y - position.y);
      const both = map.data.nodes.filter((node) => wanted.has(node.key));
      const anchor = both.find((node) => node.key === key)
        || both.sort((a, b) => far(a) - far(b))[0];
      return anchor ? { anchor, position, scale: net.getScale() } : null;
    }

    // The smallest scale at which a picture is first shown.
    const readable = () => box.clientWidth < 700 ? 0.85 : 0.7;
    // As tall as the picture needs at this width, within reason and within the window.
    function size(least = 0) {
      const width = box.clientWidth || map.root.clientWidth;
      const scale = Math.max(readable(), Math.min(LARGEST, width / (map.data.size.width + MARGIN)));
      const most = Math.min(920, Math.max(420, innerHeight - 120));
      const needed = Math.min(most, Math.max(300, (map.data.size.height + MARGIN) * scale));
      box.style.height = `${Math.round(Math.max(least, needed))}px`;
    }
    // The whole picture; at first no smaller than can be read, then from the goal it is about.
    function fit(first) {
      if (!net || !box.clientWidth || !box.clientHeight) return;
      const { width, height } = map.data.size;
      const whole = Math.min(LARGEST, box.clientWidth / (width + MARGIN), box.clientHeight / (height + MARGIN));
      const scale = first ? Math.max(whole, readable()) : whole;
      const position = { x: width / 2, y: height / 2 };
      if (scale > whole) {
        const at = map.data.nodes.find((node) => node.focused) || map.data.nodes[0];
        const within = (middle, room, size_) => size_ <= room ? size_ / 2
          : Math.min(size_ - room / 2 + 12, Math.max(room / 2 - 12, middle));
        if (at) {
          position.x = within(at.x, box.clientWidth / scale, width);
          position.y = within(at.y, box.clientHeight / scale, height);
        }
      }
      net.redraw();
      net.moveTo({ position, scale, animation: false });
      fitted = true;
      fittedTo = box.clientWidth;
    }
    function zoom(by_) {
      fittedTo = 0;
      const scale = Math.min(4, Math.max(0.05, net.getScale() * by_));
      net.moveTo({ scale, animation: !calm.matches && { duration: 150 } });
    }

    // A bar for each period's outcome, a line across at its target, below the words of a box.
    function charts(ctx) {
      const room = map.data.vis.chart;
      for (const node of map.data.nodes) {
        const top = node.y + node.height / 2 - room.height * node.charts.length - 4;
        for (const [place, chart] of node.charts.entries()) {
          one(ctx, chart, room, node.x - room.width / 2, top + place * room.height);
        }
      }
    }
    function one(ctx, chart, room, left, top) {
      const known = [0, ...chart.values, ...chart.targets].filter((value) => value !== null);
      const [low, high] = [Math.min(...known), Math.max(...known)];
      const scale = room.bars / (high - low || 1);
      const foot = top + room.height - 6 + low * scale;
      const step = Math.min((room.width - room.figures) / Math.max(1, chart.values.length), room.step);
      ctx.save();
      ctx.textAlign = "left";
      ctx.textBaseline = "alphabetic";
      ctx.font = `11px ${map.data.vis.options.nodes.font.face}`;
      let name = chart.name;
      while (name && ctx.measureText(`${name}…`).width > room.width) name = name.slice(0, -1);
      ctx.fillStyle = shades.ink;
      ctx.fillText(name === chart.name ? name : `${name}…`, left, top + 10);
      for (const [place, value] of chart.values.entries()) {
        const x = left + place * step;
        ctx.fillStyle = shades.line;
        if (value !== null) ctx.fillRect(x, foot - Math.max(value, 0) * scale, step * 0.7, Math.max(Math.abs(value) * scale, 1));
        const target = chart.targets[place];
        ctx.fillStyle = shades.ink;
        if (target !== null) ctx.fillRect(x - 1, foot - target * scale - 1, step * 0.7 + 2, 2);
      }
      ctx.fillText(chart.figures, left + chart.values.length * step + 2, top + room.height - 12, room.figures);
      ctx.restore();
    }

    // Light a box up with its lines, and bring it into sight.
    function select(key, centre) {
      if (!net) return;
      if (key === null) { net.unselectAll(); return; }
      const lit = map.data.vis.edges.filter((edge) => edge.links.some((link) => link.includes(key)));
      net.setSelection({ nodes: [key], edges: lit.map((edge) => edge.id) }, { highlightEdges: false });
      const { x, y } = map.nodes.get(key);
      const at = net.canvasToDOM({ x, y });
      const half = 110 * net.getScale();
      const away = at.x < half || at.x > box.clientWidth - half || at.y < 20 || at.y > box.clientHeight - 20;
      if (!centre && !away) return;
      fittedTo = 0;
      net.moveTo({ position: { x, y }, animation: !calm.matches && { duration: 200 } });
    }

    new ResizeObserver(() => {
      if (fitted && (!fittedTo || fittedTo === box.clientWidth)) return;
      size();
      fit(true);
    }).observe(box);
    // The wheel scrolls the page; only with Ctrl, as when two fingers pinch, it is the picture's.
    box.addEventListener("wheel", (event) => { if (!event.ctrlKey) event.stopPropagation(); }, { capture: true });
    by("rt-tools").addEventListener("click", (event) => {
      const act = event.target.dataset.act;
      if (act === "in") zoom(1.25);
      if (act === "out") zoom(0.8);
      if (act === "fit") { size(); fit(false); }
    });
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => { if (net) draw(); });
    }
    by("rt-tools").hidden = false;
    return { draw, view, select };
  };
})();
