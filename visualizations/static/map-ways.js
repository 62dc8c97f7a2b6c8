// The way from one map to the next without a new page: what the address gives is put in place of
// what was there, so that a page is made in one place only. Back and forward undo and redo.
"use strict";
(() => {
  const parts = (globalThis.rtMap ??= {});
  // What is taken from the page that comes, if both have it; the canvas is drawn anew from data.
  const TAKEN = [
    "#rt-title", "#rt-chips", "#rt-panel", "#rt-said", "#rt-still", "#rt-legend", "#rt-tree",
    "#rt-head", "#rt-rows", "#rt-parts", "#rt-source", "#rt-saves", ".view", "body > footer",
  ];

  parts.ways = (map) => {
    const { by, words } = map;
    const whole = by("rt-page") || map.root;
    const { pictures } = map.root.dataset;
    let asked = 0;
    let search = location.search;
    let drawn = null;

    function changes(before) {
      const now = new Set(map.nodes.keys());
      const added = [...now].filter((key) => !before.has(key)).length;
      const gone = [...before].filter((key) => !now.has(key)).length;
      const told = [["changed.added", added], ["changed.gone", gone]].filter(([, n]) => n);
      return told.map(([word, n]) => words[word].replace("{n}", n)).join(" ") || words.loaded;
    }
    // Puts the focus back on what has taken the place of what had it.
    function refocusing() {
      const at = document.activeElement;
      const { id } = at;
      const { act } = at.dataset;
      const held = map.tree.holdsFocus();
      if (!whole.contains(at)) return () => {};
      return () => {
        if (document.activeElement !== document.body && document.contains(document.activeElement)) return;
        if (id && by(id)) by(id).focus({ preventScroll: true });
        else if (act && map.panel.refocus(act)) return;
        else if (held) map.tree.focus();
        else (by("rt-chips") || by("rt-said")).focus({ preventScroll: true });
      };
    }
    function take(page) {
      const open = new Map([...document.querySelectorAll("details[id]")].map((each) => [each.id, each.open]));
      for (const part of TAKEN) {
        const [here, there] = [document, page].map((each) => each.querySelector(part));
        if (here && there) here.replaceChildren(...there.childNodes);
      }
      for (const [id, was] of open) if (by(id)) by(id).open = was;
      document.title = page.title;
    }
    // The map's data in a page's text; nothing in it can end the element it stands in.
    const dataIn = (text) => /id="rt-data">([^<]*)</.exec(text)[1];
    const painted = () => new Promise((done) => {
      if (document.hidden) done();
      else requestAnimationFrame(() => setTimeout(done));
    });
    async function got(address) {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      return answer;
    }
    // The address of what is drawn, and its picture; what was on screen stays where it was.
    async function draw(picture, url, push, key) {
      search = url.search;
      if (push) {
        // Where keys were, for who comes back.
        history.replaceState({ at: key }, "");
        history.pushState(null, "", url.pathname + url.search);
      }
      drawn = picture;
      map.picture?.draw(picture, map.picture.view(key, picture));
      await painted();
    }
    // `key` is what is acted on and where keys go on from, `chosen` what is chosen then.
    async function load(address, { push = true, key = map.chosen, chosen = key } = {}) {
      const turn = ++asked;
      const late = () => turn !== asked;
      const url = new URL(address, location.href);
      map.say(words.loading);
      map.root.setAttribute("aria-busy", "true");
      try {
        // The picture alone is there in half the time, and what stands beside it a moment later.
        // What a form asks for only the page knows.
        const first = map.picture && pictures && !url.searchParams.has("set");
        if (first) {
          const picture = await (await got(pictures + url.search)).json();
          if (late()) return;
          await draw(picture, url, push, key);
          if (late()) return;
        }
        const answer = await got(location.pathname + url.search);
        const text = await answer.text();
        if (late()) return;
        const data = JSON.parse(dataIn(text));
        const changed = String(data.picture.data) !== String(drawn?.data);
        if (!first || changed) await draw(data.picture, new URL(answer.url), push && !first, key);
        if (!late()) put(text, data, key, chosen);
      } catch {
        if (late()) return;
        map.root.removeAttribute("aria-busy");
        map.say(words.failed, true);
      }
    }
    // Everything but the picture.
    function put(text, data, key, chosen) {
      // What isn't there any more leaves its place to what it stood under.
      const near = [key, map.nodes.get(key)?.parent, data.picture.focus, data.tree[0]?.key];
      const before = new Set(map.nodes.keys());
      const refocus = refocusing();
      map.read(data);
      take(new DOMParser().parseFromString(text, "text/html"));
      map.tree.dress();
      map.tree.stand(near.find((each) => map.nodes.has(each)));
      map.choose(map.nodes.has(chosen) ? chosen : null, "page");
      map.root.removeAttribute("aria-busy");
      refocus();
      map.say([changes(before), ...data.summary].join(" "));
    }
    const ofHash = () => {
      try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
    };
    // The chosen goal is in the address too; choosing isn't a step to go back from.
    function remember(key) {
      const hash = key === null ? "" : `#${encodeURIComponent(key)}`;
      if (hash !== location.hash) history.replaceState(history.state, "", location.pathname + location.search + hash);
    }
    addEventListener("popstate", ({ state }) => {
      const chosen = ofHash();
      if (location.search !== search) load(location.search, { push: false, key: chosen || state?.at, chosen });
      else if (map.nodes.has(chosen)) map.choose(chosen, "page");
    });
    document.addEventListener("click", (event) => {
      const way = event.target.closest("a[href^='?']");
      if (!way || !whole.contains(way)) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      load(way.getAttribute("href"));
    });
    const controls = by("rt-controls");
    const send = (form) => load(`?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`);
    controls?.addEventListener("submit", (event) => {
      event.preventDefault();
      send(event.target);
    });
    // Words being typed wait for Enter or the button.
    controls?.addEventListener("change", (event) => {
      if (event.target.form && event.target.type !== "text") send(event.target.form);
    });
    return { load, remember, ofHash };
  };
})();
