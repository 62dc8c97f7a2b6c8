// The picture of a map on a canvas that can be moved and zoomed, by vis-network (global `vis`).
"use strict";
(() => {
  const parts = (globalThis.rtMap ??= {});
  const MARGIN = 24;
  const LARGEST = 1.1;
  const LOOKS = ["plain", "root", "problem", "advice", "count"];
  // How long a pointer rests before it is told what it rests on.
  const RESTS = 200;
  const OPTIONS = {
    physics: { enabled: false },
    interaction: { dragNodes: false, selectable: false, hover: false, keyboard: false, zoomView: true },
  };

  parts.picture = (map) => {
    const { by, calm } = map;
    const [box, still] = ["rt-canvas", "rt-still"].map(by);
    // What is drawn, its boxes by key; which is chosen, which has the pointer.
    let shown = null;
    let at = new Map();
    let drawing = null;
    let lit = null;
    let hovered = null;
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
      const found = { looks: {} };
      for (const name of LOOKS) {
        found.looks[name] = { background: real(`--rt-${name}`), border: real(`--rt-${name}-line`) };
      }
      for (const name of ["ink", "soft", "paper", "line", "weak", "accent"]) found[name] = real(`--rt-${name}`);
      probe.remove();
      return found;
    }
    // vis-network holds nothing but what is moved and zoomed: a picture is there as soon as its
    // numbers are, and the next one takes its place.
    function begin() {
      net = new vis.Network(box, { nodes: [], edges: [] }, OPTIONS);
      for (const each of box.querySelectorAll("[tabindex]")) each.setAttribute("tabindex", "-1");
      net.on("beforeDrawing", (ctx) => {
        drawing.draw(ctx, shades, lit, hovered);
        tellBeyond();
      });
      for (const moving of ["dragStart", "zoom"]) net.on(moving, () => { fittedTo = 0; });
      const picked = (event) => {
        const found = drawing.boxAt(event.pointer.canvas);
        return found && map.nodes.has(found.key) ? found.key : null;
      };
      net.on("click", (event) => { if (picked(event)) map.pick(picked(event)); });
      net.on("doubleClick", (event) => { if (picked(event)) map.open(picked(event)); });
    }
    // `seen` is what `view` gave: what was on screen then stays where it was.
    function draw(picture, seen) {
      shown = picture;
      at = new Map(picture.boxes.map((each) => [each.key, each]));
      drawing = parts.drawing(picture);
      lit = at.has(lit) ? lit : null;
      hovered = null;
      shades ??= colours();
      still.hidden = true;
      box.hidden = false;
      const kept = seen && at.get(seen.anchor.key);
      size(kept ? box.clientHeight : 0);
      if (net) net.setSize("100%", "100%");
      else begin();
      fitted = false;
      if (kept) {
        const { anchor, position, scale } = seen;
        const moved = { x: position.x + kept.x - anchor.x, y: position.y + kept.y - anchor.y };
        net.moveTo({ position: moved, scale, animation: false });
        fitted = true;
        fittedTo = 0;
      } else fit(true);
    }
    // What is on screen now, if the next picture is of the same; its anchor is the goal that is
    // acted on, else the most central one that both have.
    function view(key, next) {
      if (!net || !fitted || String(next.about) !== String(shown.about)) return null;
      const position = net.getViewPosition();
      const far = (each) => Math.hypot(each.x - position.x, each.y - position.y);
      const both = next.boxes.map((each) => at.get(each.key)).filter(Boolean);
      const anchor = both.find((each) => each.key === key) || both.sort((a, b) => far(a) - far(b))[0];
      return anchor ? { anchor, position, scale: net.getScale() } : null;
    }

    // The smallest scale at which a picture is first shown.
    const readable = () => box.clientWidth < 700 ? 0.85 : 0.7;
    // As tall as the picture needs at this width, within reason and within the window.
    function size(least = 0) {
      const width = box.clientWidth || map.root.clientWidth;
      const scale = Math.max(readable(), Math.min(LARGEST, width / (shown.size.width + MARGIN)));
      const most = Math.min(920, Math.max(420, innerHeight - 120));
      const needed = Math.min(most, Math.max(300, (shown.size.height + MARGIN) * scale));
      box.style.height = `${Math.round(Math.max(least, needed))}px`;
    }
    // The whole picture; at first no smaller than can be read, then from the goal it is about.
    function fit(first) {
      if (!net || !box.clientWidth || !box.clientHeight) return;
      const { width, height } = shown.size;
      const whole = Math.min(LARGEST, box.clientWidth / (width + MARGIN), box.clientHeight / (height + MARGIN));
      const scale = first ? Math.max(whole, readable()) : whole;
      const position = { x: width / 2, y: height / 2 };
      if (scale > whole) {
        const about = at.get(shown.focus) || shown.boxes[0];
        const within = (middle, room, size_) => size_ <= room ? size_ / 2
          : Math.min(size_ - room / 2 + 12, Math.max(room / 2 - 12, middle));
        if (about) {
          position.x = within(about.x, box.clientWidth / scale, width);
          position.y = within(about.y, box.clientHeight / scale, height);
        }
      }
      net.moveTo({ position, scale, animation: false });
      fitted = true;
      fittedTo = box.clientWidth;
    }
    function zoom(by_) {
      fittedTo = 0;
      const scale = Math.min(4, Math.max(0.05, net.getScale() * by_));
      net.moveTo({ scale, animation: !calm.matches && { duration: 150 } });
    }

    // What lies outside what is seen of the picture: how many boxes, and on which sides.
    function tellBeyond() {
      const near = net.DOMtoCanvas({ x: 0, y: 0 });
      const far = net.DOMtoCanvas({ x: box.clientWidth, y: box.clientHeight });
      const sides = {
        left: ({ x }) => x < near.x, right: ({ x }) => x > far.x,
        up: ({ y }) => y < near.y, down: ({ y }) => y > far.y,
      };
      const out = shown.boxes.filter((each) => Object.values(sides).some((beyond) => beyond(each)));
      const told = Object.keys(sides).filter((side) => out.some(sides[side])).join(" ");
      if (told !== by("rt-picture").dataset.beyond) by("rt-picture").dataset.beyond = told;
      const text = out.length === 0 ? ""
        : map.words.beyond.replace("{n}", out.length).replace("{total}", shown.boxes.length);
      if (text !== by("rt-beyond").textContent) by("rt-beyond").textContent = text;
    }

    // Light a box up with its lines, and bring it into sight.
    function select(key, centre) {
      if (!net) return;
      lit = at.has(key) ? key : null;
      net.redraw();
      if (lit === null) return;
      const { x, y } = at.get(lit);
      const place = net.canvasToDOM({ x, y });
      const half = 110 * net.getScale();
      const away = place.x < half || place.x > box.clientWidth - half
        || place.y < 20 || place.y > box.clientHeight - 20;
      if (!centre && !away) return;
      fittedTo = 0;
      net.moveTo({ position: { x, y }, animation: !calm.matches && { duration: 200 } });
    }
    // What a box or a line is, when a pointer rests on it.
    const tip = document.createElement("div");
    tip.className = "rt-tip";
    tip.hidden = true;
    by("rt-picture").append(tip);
    let resting = 0;
    function hover(place) {
      clearTimeout(resting);
      tip.hidden = true;
      const found = place && drawing.boxAt(net.DOMtoCanvas(place));
      box.classList.toggle("rt-over", Boolean(found));
      if ((found?.key ?? null) !== hovered) {
        hovered = found?.key ?? null;
        net.redraw();
      }
      if (place) resting = setTimeout(() => tell(place), RESTS);
    }
    function tell(place) {
      const there = net.DOMtoCanvas(place);
      const found = drawing.boxAt(there) || drawing.lineAt(there, net.getScale());
      if (!found) return;
      tip.textContent = found.told;
      tip.hidden = false;
      tip.style.left = `${Math.max(0, Math.min(place.x + 8, box.clientWidth - tip.offsetWidth))}px`;
      tip.style.top = `${place.y + 14}px`;
    }
    box.addEventListener("pointermove", (event) => {
      if (!net || event.pointerType !== "mouse") return;
      const { left, top } = box.getBoundingClientRect();
      hover(event.buttons ? null : { x: event.clientX - left, y: event.clientY - top });
    });
    box.addEventListener("pointerleave", () => { if (net) hover(null); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });

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
      matchMedia(query).addEventListener("change", () => {
        shades = null;
        if (net) draw(shown, view(lit, shown));
      });
    }
    by("rt-tools").hidden = false;
    return { draw, view, select };
  };
})();
