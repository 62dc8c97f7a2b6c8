// For a page that holds embeds from Röda tråden: gives each frame the height that it tells.
(() => {
  const service = new URL(document.currentScript.src).origin;
  const [LEAST, MOST] = [60, 6000];
  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== service || data?.rodtrad !== "height" || !Number.isFinite(data.height)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === source) frame.style.height = `${Math.min(Math.max(data.height, LEAST), MOST)}px`;
    }
  });
})();
