// The box about the chosen goal: what is to be known of it, and what can be asked of it.
"use strict";
(() => {
  const parts = (globalThis.rtMap ??= {});
  const make = (tag, text, cls) => {
    const out = document.createElement(tag);
    if (text !== undefined) out.textContent = text;
    if (cls) out.className = cls;
    return out;
  };

  parts.chosen = (map) => {
    const { by, words } = map;
    const [box, panel] = ["rt-chosen-box", "rt-chosen"].map(by);
    const filled = (word, title) => words[word].replace("{title}", () => title);

    // What can be asked of a box: [name, address, words].
    function ways(node) {
      const out = [];
      if (node.focus_on) out.push(["focus", node.focus_on, words["act.focus"]]);
      if (node.more) out.push(["more", node.more, node.kind === "goal" ? words["act.more"] : node.more_text]);
      if (node.shut) out.push(["shut", node.shut, words["act.shut"]]);
      if (node.hide) out.push(["hide", node.hide, words["act.hide"]]);
      if (node.drop) out.push(["drop", node.drop, words[node.dropped ? "act.keep" : "act.drop"]]);
      for (const [place, each] of node.drops.entries()) {
        const word = each.dropped ? "act.keep_other" : "act.drop_other";
        out.push([`drop-${place}`, each.address, filled(word, each.title)]);
      }
      return out;
    }
    // The command that shows what isn't in this file; a text to copy, quoted for a shell.
    function command(address) {
      const quoted = (value) => `'${value.replaceAll("'", "'\\''")}'`;
      const asked = new URLSearchParams(address);
      const out = ["rodtrad map"];
      if (asked.get("root")) out.push(quoted(asked.get("root")));
      for (const [name, value] of asked) {
        if (name !== "root" && name !== "lang") out.push(`--${name}`, quoted(value));
      }
      return out.join(" ");
    }
    function list(node) {
      const out = make("ul", undefined, "rt-acts");
      for (const [name, address, text] of ways(node)) {
        const line = make("li");
        if (map.live || map.base) {
          const link = make("a", text);
          link.href = map.base + address;
          link.dataset.act = name;
          line.append(link);
        } else if (name === "focus" || name === "more") {
          line.append(`${text}. ${words.outside} `, make("code", command(address)));
        } else continue;
        out.append(line);
      }
      const page = map.data.pages[node.goal];
      if (page) {
        const line = make("li");
        const link = make("a", words["act.page"]);
        link.href = page;
        line.append(link);
        out.append(line);
      }
      return out;
    }
    function tell(node) {
      const said = [make("p", `${node.mark} ${node.title}`, "rt-chosen-title")];
      const facts = [node.level_name, ...node.notes, ...node.units].filter(Boolean);
      if (facts.length) said.push(make("p", facts.join(" · ")));
      const to = map.data.edges.filter((edge) => edge.from === node.key && edge.state !== "merged");
      if (to.length) {
        const links = make("ul");
        for (const edge of to) {
          links.append(make("li", [map.nodes.get(edge.to).title, edge.text, edge.how].filter(Boolean).join(" – ")));
        }
        said.push(make("p", `${words["column.to"]}:`), links);
      }
      panel.replaceChildren(...said, list(node));
      box.hidden = false;
    }
    function close() {
      panel.replaceChildren();
      box.hidden = true;
    }
    by("rt-chosen-close").addEventListener("click", () => map.choose(null));
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") map.choose(null); });
    return {
      tell,
      close,
      ways,
      refocus: (name) => {
        const link = [...panel.querySelectorAll("[data-act]")].find((each) => each.dataset.act === name);
        if (link) link.focus({ preventScroll: true });
        return Boolean(link);
      },
    };
  };
})();
