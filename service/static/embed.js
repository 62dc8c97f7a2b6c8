// Tells the page around an embed how high it is: only pages on the list, and nothing else.
(() => {
  const { id, origins } = document.currentScript.dataset;
  const listed = origins.split(" ").filter(Boolean);
  const around = location.ancestorOrigins?.[0] ?? (document.referrer && new URL(document.referrer).origin);

  function fits(allowed, origin) {
    if (!allowed.includes("*")) return allowed === origin;
    const [before, after] = allowed.split("*");
    return origin.length > before.length + after.length && origin.startsWith(before) && origin.endsWith(after);
  }

  // A browser that doesn't say who is around hands each message to the right page only.
  const told = around ? (listed.some((each) => fits(each, around)) ? [around] : []) : listed.filter((each) => !each.includes("*"));

  if (parent !== window && told.length) {
    let last = 0;
    new ResizeObserver(() => {
      const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
      if (height === last) return;
      last = height;
      for (const origin of told) parent.postMessage({ rodtrad: "height", id, height }, origin);
    }).observe(document.documentElement);
  }
})();
