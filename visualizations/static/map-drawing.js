// Draws a map on a canvas as the numbers of its picture say: the same boxes, lines, words and plots
// as in the SVG.
"use strict";
(() => {
  const parts = (globalThis.rtMap ??= {});
  const HEAD = 12;
  const RADIUS = 4;
  const AFTER_MARK = 18;
  // How near a pointer must be to a line to ask about it, in pixels of the screen.
  const NEAR = 8;
  const probe = document.createElement("canvas").getContext("2d");

  function pathOf([x, y, ...way]) {
    const path = new Path2D();
    path.moveTo(x, y);
    if (way.length > 2) path.bezierCurveTo(...way);
    else path.lineTo(...way);
    return path;
  }
  // The head's tip and the point that it comes from.
  const ends = ({ arrow, way }) => arrow === "start" ? way.slice(0, 4)
    : [...way.slice(-2), ...way.slice(-4, -2)];

  parts.drawing = (picture) => {
    const { width, line: lineHeight } = picture.box;
    const lines = picture.lines.map((line) => ({ ...line, path: pathOf(line.way) }));
    const joins = (line, key) => line.links.some((link) => link.includes(key));
    const font = (size) => `${size}px ${picture.font}`;

    function line(ctx, one, color, more) {
      ctx.strokeStyle = ctx.fillStyle = color;
      ctx.lineWidth = one.width + more;
      ctx.setLineDash(one.dashed ? [6, 4] : []);
      ctx.stroke(one.path);
      if (!one.arrow) return;
      const [x, y, fromX, fromY] = ends(one);
      const far = Math.hypot(x - fromX, y - fromY) || 1;
      const [dx, dy] = [(x - fromX) / far * HEAD, (y - fromY) / far * HEAD];
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x - dx - dy / 2, y - dy + dx / 2);
      ctx.lineTo(x - dx + dy / 2, y - dy - dx / 2);
      ctx.fill();
    }
    function box(ctx, one, shades, lit, hovered) {
      const { background, border } = shades.looks[one.look];
      ctx.fillStyle = background;
      ctx.strokeStyle = lit || hovered ? shades.accent : border;
      ctx.lineWidth = lit ? Math.max(3, one.border) : one.border;
      ctx.setLineDash(one.dashed ? [5, 4] : []);
      ctx.beginPath();
      ctx.roundRect(one.x - width / 2, one.y - one.height / 2, width, one.height, RADIUS);
      ctx.fill();
      ctx.stroke();
      ctx.fillStyle = shades.ink;
      const [left, foot] = one.label_at;
      for (const [place, text] of one.label.entries()) {
        const down = foot + place * lineHeight;
        const marked = text.startsWith(`${one.mark} `);
        if (marked) ctx.fillText(one.mark, left, down);
        const rest = marked ? text.slice(one.mark.length + 1) : text;
        ctx.fillText(rest, left + (marked ? AFTER_MARK : 0), down, width - (marked ? AFTER_MARK : 0) - 10);
      }
    }
    function words(ctx, { words: said, middle: [x, y] }) {
      for (const [place, text] of said.entries()) {
        const down = y + 4 + 14 * (place - (said.length - 1) / 2);
        ctx.strokeText(text, x, down);
        ctx.fillText(text, x, down);
      }
    }
    function plot(ctx, one, shades) {
      ctx.fillStyle = shades.line;
      for (const bar of one.bars) ctx.fillRect(...bar);
      ctx.fillStyle = shades.ink;
      for (const [x, y, across] of one.marks) ctx.fillRect(x, y - 1, across, 2);
      ctx.fillText(one.name, ...one.name_at);
      ctx.fillText(one.figures, ...one.figures_at);
    }
    // The box `lit` stands out with its lines, the box `hovered` a little.
    function draw(ctx, shades, lit, hovered) {
      ctx.save();
      ctx.textBaseline = "alphabetic";
      ctx.textAlign = "center";
      ctx.fillStyle = shades.soft;
      ctx.font = font(16);
      for (const [name, middle] of picture.headings) ctx.fillText(name, middle, 14);
      for (const one of lines) line(ctx, one, one.dashed ? shades.weak : shades.line, 0);
      for (const one of lines) if (lit && joins(one, lit)) line(ctx, one, shades.accent, 1);
      ctx.textAlign = "left";
      ctx.font = font(13.5);
      for (const one of picture.boxes) box(ctx, one, shades, one.key === lit, one.key === hovered);
      ctx.setLineDash([]);
      ctx.font = font(11);
      for (const one of picture.plots) plot(ctx, one, shades);
      ctx.textAlign = "center";
      ctx.font = font(12.5);
      ctx.lineJoin = "round";
      ctx.lineWidth = 4;
      ctx.strokeStyle = shades.paper;
      ctx.fillStyle = shades.ink;
      for (const one of lines) words(ctx, one);
      ctx.restore();
    }
    return {
      draw,
      boxAt: ({ x, y }) => picture.boxes.find((each) => Math.abs(x - each.x) <= width / 2
        && Math.abs(y - each.y) <= each.height / 2),
      lineAt({ x, y }, scale) {
        probe.lineWidth = NEAR / scale;
        return lines.find((each) => each.told && probe.isPointInStroke(each.path, x, y));
      },
    };
  };
})();
