"""
Maps: how long a picture takes, from the question to what is seen, and how many links cross in it.

Crossings are counted beside graphviz' dot, and a page's first paint beside pyvis as it comes: a
network of the whole chain with its own options, its page with everything in it, what it asks of
the network refused. Ours shows a focus and its context, whatever the size of the chain. Painted
is the end of the first frame in which a canvas was drawn on and no loading bar covers it.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as TooLong
from pyvis.network import Network

from benchmarks.interfaces import VIEW, served
from benchmarks.towns import projection
from graph.projection import Projection
from queries.audit import Audit
from service.app import create_app
from service.data import Data
from service.maps import focus_map
from tests.visualizations import crossings
from visualizations.page import standalone
from visualizations.request import MapRequest

Row = tuple[str, str, str]
SIZES = (500, 2_000, 5_000)
CLICKS = 40
WAIT = 60_000
CHAIN = 10_000
# By the page's clock: when a canvas was last drawn on before a frame, and when that was over.
PAINTS = """
window.paints = []; window.steps = [];
let waiting = false, drawn = 0;
const covered = () => {
  const bar = document.getElementById("loadingBar");
  return bar && bar.style.opacity !== "0" && bar.style.display !== "none";
};
for (const name of ["fill", "stroke"]) {
  const plain = CanvasRenderingContext2D.prototype[name];
  CanvasRenderingContext2D.prototype[name] = function (...given) {
    drawn = performance.now();
    if (!waiting && this.canvas.isConnected) {
      waiting = true;
      const see = () => {
        if (covered()) { setTimeout(see, 5); return; }
        waiting = false;
        paints.push([drawn, performance.now()]);
      };
      requestAnimationFrame(() => setTimeout(see));
    }
    return plain.apply(this, given);
  };
}
const push = history.pushState;
history.pushState = function (...given) {
  steps.push(performance.now());
  return push.apply(this, given);
};
"""
OPEN = """
(link) => new Promise((done) => {
  const begun = performance.now(), before = steps.length;
  link.click();
  const look = () => {
    const from = steps[before];
    const seen = from && paints.find(([drawn]) => drawn >= from);
    const whole = seen && !document.querySelector("#rt-map[aria-busy]");
    if (whole) done([seen[1] - begun, performance.now() - begun]); else setTimeout(look, 5);
  };
  look();
})
"""
WEIGHTS = """
["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
  .map((each) => each.decodedBodySize)
"""


def rows(quick: bool, goals: int) -> Iterator[Row]:
    """All figures of this module."""
    yield _models(goals, 100 if quick else 400)
    yield from _crossings()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        for size in SIZES[:1] if quick else SIZES:
            yield _first_paint(browser, size, 3 if quick else 7)
        yield from _page(browser, CLICKS)
        browser.close()


def _audit(p: Projection) -> Audit:
    return Data(lambda: None, lambda: p, lambda _: None).audit(VIEW)


def _models(count: int, times: int) -> Row:
    p = projection(count)
    audit = _audit(p)
    rng = np.random.default_rng(7)
    goals = [p.ids[goal] for goal in rng.choice(np.flatnonzero(p.exists), times).tolist()]
    focus_map(audit, MapRequest(root=goals[0]))
    took, worked = [], []
    for goal in goals:
        begin, busy = time.perf_counter(), time.process_time()
        focus_map(audit, MapRequest(root=goal))
        took.append(1000 * (time.perf_counter() - begin))
        worked.append(1000 * (time.process_time() - busy))
    name = f"focus map at {count} goals, model and layout, p95"
    return name, f"{_p95(took):.1f} ms, {_p95(worked):.1f} ms of processor time", "≤ 10 ms"


def _crossings() -> Iterator[Row]:
    if shutil.which("dot") is None:
        yield "crossings on 100 maps", "not measured: graphviz' dot isn't installed", "≤ dot's"
        return
    for kind, models in crossings.views().items():
        own = [crossings.ours(model) for model in models]
        theirs = [crossings.dot(model) for model in models]
        ratio = statistics.median((a + 1) / (b + 1) for a, b in zip(own, theirs, strict=True))
        yield (
            f"crossings, {len(models)} {kind} maps, median",
            f"{statistics.median(own):g}, dot {statistics.median(theirs):g}; "
            f"map by map {ratio:.2f} × dot's; in all {sum(own)} and {sum(theirs)}",
            "≤ dot's",
        )


def _first_paint(browser: Browser, size: int, times: int) -> Row:
    p = projection(size)
    with tempfile.TemporaryDirectory() as folder:
        own, theirs = Path(folder, "own.html"), Path(folder, "pyvis.html")
        own.write_text(standalone(focus_map(_audit(p))), "utf-8")
        theirs.write_text(_stock(p), "utf-8")
        ours = statistics.median(_painted(browser, own) for _ in range(times))
        stock = _painted(browser, theirs)
    more = "more than " if stock >= WAIT else ""
    return (
        f"first paint of a map, a chain of {size} goals, against pyvis' page of it",
        f"{more}{stock / ours:.0f} × faster ({ours:.0f} ms and {more}{stock / 1000:.1f} s)",
        "≥ 10" if size == SIZES[-1] else "–",
    )


def _stock(p: Projection) -> str:
    net = Network(directed=True, cdn_resources="in_line")
    seen = np.flatnonzero(p.exists).tolist()
    net.add_nodes(seen, label=[p.titles[goal] for goal in seen])
    held = set(seen)
    net.add_edges(
        [
            (int(a), int(b))
            for a, b in zip(p.source, p.target, strict=True)
            if int(a) in held and int(b) in held
        ]
    )
    return str(net.generate_html())


@contextmanager
def _tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1700, "height": 900})
    page.add_init_script(PAINTS)
    try:
        yield page
    finally:
        page.close()


def _painted(browser: Browser, file: Path) -> float:
    """Milliseconds from the start of loading to the first picture; WAIT for never so far."""
    def refuse(route: Route) -> None:
        route.abort()

    with _tab(browser) as page:
        page.route("http*://**", refuse)
        try:
            page.goto(file.as_uri(), wait_until="commit")
            page.wait_for_function("() => window.paints && paints.length", timeout=WAIT)
        except TooLong:
            return float(WAIT)
        return float(page.evaluate("paints[0][1]"))


def _page(browser: Browser, clicks: int) -> Iterator[Row]:
    """Opening goals on the served page, and what the page weighs."""
    p = projection(CHAIN)
    data = Data(lambda: None, lambda: p, lambda _: None)
    rng = np.random.default_rng(8)
    inner = np.flatnonzero(p.exists & (p.level >= 1) & (p.level <= 2))
    roots = [p.ids[goal] for goal in rng.choice(inner, 10 * clicks).tolist()]
    took: list[tuple[float, float]] = []
    weights: list[int] = []
    with served(create_app(data)) as port, _tab(browser) as page:
        for root in roots:
            page.goto(
                f"http://127.0.0.1:{port}/karta?year=2024&down=1&root={quote(root, safe='')}"
            )
            page.wait_for_function("() => paints.length", timeout=WAIT)
            # The first page fetches what the others have.
            weights = weights or page.evaluate(WEIGHTS)
            link = _to_open(page)
            if link is not None:
                took.append(link.evaluate(OPEN))
            if len(took) == clicks:
                break
    told = ("to painted", "≤ 200 ms"), ("until tree, table and panel are there too", "–")
    for (what, bar), each in zip(told, zip(*took, strict=True), strict=True):
        yield (
            f"opening a goal, from click {what}, a chain of {CHAIN} goals, p95",
            f"{_p95(each):.0f} ms ({len(each)} clicks, median {statistics.median(each):.0f} ms)",
            bar,
        )
    whole = len(standalone(focus_map(_audit(p), MapRequest(root=roots[0]))).encode())
    yield (
        "weight of a map's page",
        f"{weights[0] / 1000:.0f} kB, {sum(weights) / 1000:.0f} kB with scripts and styles; "
        f"as one file {whole / 1000:.0f} kB",
        "–",
    )


def _to_open(page: Page) -> Any:
    """A link that opens a goal of the picture; None where all are open."""
    items = page.locator("#rt-tree [role=treeitem]")
    for place in range(items.count()):
        items.nth(place).click()
        link = page.query_selector("#rt-chosen a[href*='expanded=']")
        if link is not None:
            return link
    return None


def _p95(took: Sequence[float]) -> float:
    return sorted(took)[int(0.95 * len(took))]
