"""
The whole municipality in one picture: a box for each level and unit, or level and area.

A box counts goals and says what is wrong with how many; a line between two boxes stands for all
links between them. However many goals there are, there are never more boxes than can be read.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from graph.text import thousands
from visualizations.build import absent_page, lines_of, through_of, tree_of, when_of
from visualizations.drawing import Box, Placement
from visualizations.facts import Facts
from visualizations.gather import clean, joined, short
from visualizations.group_boxes import GroupBoxes
from visualizations.grouping import NONE, Bundle, bundles
from visualizations.layout import place
from visualizations.legend import legend_of
from visualizations.lens import Lens
from visualizations.model import PLAIN_WIDTH, Counts, Edge, Heading, MapModel
from visualizations.request import MapRequest
from visualizations.wording import STATES_TO_TELL, number_of, say

# Lines for each box.
LINES = 1.25
# A smaller share of a box' links than this gets no line, only a number.
LEAST_SHARE = 0.04
THICKEST = 8.0


def overview(
    facts: Facts, request: MapRequest, language: str = "sv", lens: Lens | None = None
) -> MapModel:
    """
    The overview that was asked for with `groups`; linear in goals and links.

    UsageError for a goal, level, area, unit, plan, state or change that there isn't.
    """
    found, asked = GroupBoxes(facts, request, language, lens), request.page
    if asked and not found.turned:
        request = replace(request, page=0)
        found = GroupBoxes(facts, request, language, lens)
    links = _Lines(facts, found, language, lens)
    keys = sorted(found.nodes, key=lambda key: (found.column[key], key))
    number = {key: k for k, key in enumerate(keys)}
    edges = sorted(links.edges, key=lambda edge: (number[edge.source], number[edge.target]))
    ends = [(number[edge.source], number[edge.target]) for edge in edges]
    boxes = [Box(found.column[key], found.nodes[key].height) for key in keys]
    placed = place(boxes, ends) if boxes else Placement([], [], [], [], {}, [], 0.0, 0.0, 0)
    parents, also = _parents(found, edges)
    nodes = tuple(
        replace(
            found.nodes[key],
            notes=(*found.nodes[key].notes, *links.unlined(key)),
            hidden_up=links.up[key],
            hidden_down=links.down[key],
            x=placed.x[k],
            y=placed.y[k],
            parent=parents.get(key),
            also=also.get(key, ()),
        )
        for k, key in enumerate(keys)
    )
    names = facts.projection.governance.levels
    return MapModel(
        request=request,
        language=language,
        view=dict(facts.view),
        digest=facts.projection.digest,
        revision=facts.projection.revision,
        title=_title(facts, request, lens, language),
        lens=lens.name if lens is not None else "",
        summary=(
            *(lens.summary if lens is not None else ()),
            *absent_page(request, asked, language),
            *_summary(facts, found, links, language),
        ),
        hidden=_hidden(links, language),
        nodes=nodes,
        edges=tuple(edges),
        lines=lines_of(keys, ends, edges, placed),
        levels=tuple(
            Heading(names[level].id, clean(names[level].name), left, right)
            for level, left, right in placed.columns
        ),
        tree=tree_of(nodes),
        legend=legend_of(nodes, edges, language, lens.name if lens else ""),
        counts=Counts(
            goals_shown=found.total,
            goals_total=found.total,
            links_drawn=links.drawn,
            links_counted=links.inside + links.between + links.outside,
            crossings=placed.crossings,
        ),
        width=placed.width,
        height=placed.height,
    )


def _parents(
    found: GroupBoxes, edges: list[Edge]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """For each box the higher one that most links lead to, and the others it has a line to."""
    above: dict[str, list[tuple[int, str]]] = {}
    for edge in edges:
        if edge.source != edge.target:
            above.setdefault(edge.source, []).append((-edge.count, edge.target))
    parents: dict[str, str] = {}
    also: dict[str, tuple[str, ...]] = {}
    for key, each in above.items():
        ordered = [target for _, target in sorted(each)]
        higher = [target for target in ordered if found.column[target] < found.column[key]]
        if higher:
            parents[key] = higher[0]
        also[key] = tuple(target for target in ordered if target != parents.get(key))
    return parents, also


class _Lines:
    """
    The lines between boxes. `drawn`, `inside`, `between` and `outside` count each link once:
    those in a line, within one box, between boxes without a line, and to elsewhere; `up` and
    `down` count those of each box without a line. `given` are widths by link, if a lens has any.
    """

    def __init__(
        self, facts: Facts, boxes: GroupBoxes, language: str, lens: Lens | None
    ) -> None:
        """Linear in links, but for sorting them."""
        self.given = None if lens is None else lens.width
        self._facts, self._boxes, self._language = facts, boxes, language
        self.edges: list[Edge] = []
        self.drawn = self.inside = self.between = self.outside = 0
        self._within: Counter[str] = Counter()
        self.up: Counter[str] = Counter()
        self.down: Counter[str] = Counter()
        self._join()

    def _join(self) -> None:
        """Lines for the largest bundles of links; the others become numbers on the boxes."""
        made, several = self._boxes, self._boxes.several
        # Cells of one and the same box need not be told apart.
        group = np.array([*(min(each.values()) for each in made.box_of), NONE], dtype=np.intp)
        group[several] = len(made.keys) + np.arange(len(several))
        self._ends = [*made.rows_in, *(made.box_of[k] for k in several)]
        found = [
            (each, self._between(each))
            for each in bundles(self._facts, group[made.cell], len(self._ends), self.given)
        ]
        sums: dict[tuple[int, int], list[int]] = {}
        widest: dict[tuple[int, int], float] = {}
        for each, between in found:
            for pair in between:
                both = sums.setdefault(pair, [0, 0])
                both[0] += each.links
                both[1] += each.carrying
                widest[pair] = max(widest.get(pair, 0.0), each.width)
        lined = self._lined({pair: n for pair, (n, _) in sums.items() if pair[0] != pair[1]})
        for each, between in found:
            if not between:
                self.outside += each.links
            elif any(pair in lined for pair in between):
                self.drawn += each.links
            elif all(source == target for source, target in between):
                self.inside += each.links
            else:
                self.between += each.links
        most = max((sums[pair][0] for pair in lined), default=1)
        for pair in sorted(lined):
            width = _thick(sums[pair][0], most) if self.given is None else widest[pair]
            self._line(pair, sums[pair], width, told=lined[pair])
        for (source, target), (count, _) in sums.items():
            one, other = self._boxes.keys[source], self._boxes.keys[target]
            if source == target:
                self._within[one] += count
            elif (source, target) not in lined:
                self.up[one] += count
                self.down[other] += count

    def _between(self, bundle: Bundle) -> Collection[tuple[int, int]]:
        """
        The boxes that links join. Where goals stand in several, those of rows that both ends
        share; where they share none, each with each.
        """
        if NONE in (bundle.source, bundle.target):
            return ()
        below, above = self._ends[bundle.source], self._ends[bundle.target]
        if max(bundle.source, bundle.target) < len(self._boxes.keys):
            return ((bundle.source, bundle.target),)
        shared = below.keys() & above.keys()
        if shared:
            return {(below[row], above[row]) for row in shared}
        return {(one, other) for one in below.values() for other in above.values()}

    def _lined(self, sums: dict[tuple[int, int], int]) -> dict[tuple[int, int], bool]:
        """
        Which bundles get a line: the largest upward from each box (True), then the largest of
        those that aren't next to nothing beside the other links of their box.
        """
        column = [self._boxes.column[key] for key in self._boxes.keys]
        ordered = sorted(sums, key=lambda pair: (-sums[pair], pair))
        upward: dict[int, tuple[int, int]] = {}
        total: Counter[int] = Counter()
        for source, target in ordered:
            total[source] += sums[source, target]
            if column[target] < column[source]:
                upward.setdefault(source, (source, target))
        out = dict.fromkeys(upward.values(), True)
        most = math.floor(len(column) * LINES)
        for pair in ordered:
            if len(out) < most and sums[pair] >= total[pair[0]] * LEAST_SHARE:
                out.setdefault(pair, False)
        return out

    def _line(self, pair: tuple[int, int], sums: list[int], width: float, *, told: bool) -> None:
        count, carrying = sums
        one, other = (self._boxes.keys[box] for box in pair)
        dead = count - carrying
        code = "links" if not dead else "links.some" if carrying else "links.dead"
        self.edges.append(
            Edge(
                key=f"b:{len(one)}:{one}>{other}",
                source=one,
                target=other,
                state="bundle",
                carries=carrying > 0,
                text=thousands(count, self._language) if told else "",
                how=say(f"group.{code}", self._language, n=count, dead=dead),
                count=count,
                width=round(width, 1),
            )
        )

    def unlined(self, key: str) -> list[str]:
        """How many links of a box have no line, in words."""
        counted = (
            ("inside", self._within[key]), ("unlined", self.up[key] + self.down[key])
        )
        return [number_of(f"group.{name}", n, self._language) for name, n in counted if n]


def _thick(count: int, most: int) -> float:
    """How thick a line is for so many links, where the thickest stands for `most`."""
    scale = math.log(count) / math.log(most) if most > 1 else 0.0
    return PLAIN_WIDTH + (THICKEST - PLAIN_WIDTH) * scale


def _title(facts: Facts, request: MapRequest, lens: Lens | None, language: str) -> str:
    p = facts.projection
    title = say(f"title.groups.{request.groups}", language)
    if lens is not None:
        title = say(f"title.{lens.name}", language, title=title)
    named = [p.titles[p.number[each]] for each in (request.root,) if each is not None]
    named += [p.frame.units[p.unit_number[each]].name for each in request.units]
    named += [p.frame.areas[p.area_number[each]].name for each in request.areas]
    if not named:
        return title
    return f"{title}, {joined([short(clean(each)) for each in named], language)}"


def _summary(
    facts: Facts, boxes: GroupBoxes, links: _Lines, language: str
) -> tuple[str, ...]:
    """What the picture says, as sentences."""
    when, cells = when_of(facts, language), boxes.cells
    if not cells:
        return (say("nothing", language, when=when),)
    root, tally = facts.projection.governance.root, boxes.of(range(len(cells)))
    under = boxes.of([k for k, cell in enumerate(cells) if cell.level > root])
    counted = (
        ("goals", boxes.total),
        ("levels", len({cell.level for cell in cells})),
        ("boxes", len(boxes.keys)),
    )
    said = {name: number_of(f"group.{name}", n, language) for name, n in counted}
    out = [say("summary.groups", language, when=when, **said), *through_of(facts, language)]
    # Who is exempt owes no way up: the numbers of the trace score.
    asked = under["goals"] - under["exempt"]
    if asked:
        out.append(say("groups.rooted", language, rooted=under["rooted"], n=asked))
    states = [boxes.counted_state(s, tally[s]) for s in STATES_TO_TELL if tally[s]]
    if states:
        out.append(say("groups.states", language, list=joined(states, language)))
    joint = boxes.of(boxes.several)["goals"]
    if joint:
        out.append(number_of("groups.joint", joint, language))
    if links.drawn:
        code = "groups.drawn" if links.given is None else "groups.drawn.lens"
        out.append(number_of(code, links.drawn, language))
    return tuple(out)


def _hidden(links: _Lines, language: str) -> str:
    """What isn't drawn, in numbers."""
    counted = (("inside", links.inside), ("between", links.between), ("outside", links.outside))
    told = [number_of(f"groups.{name}", n, language) for name, n in counted if n]
    if not told:
        return say("groups.all_drawn", language)
    return say("groups.hidden", language, list=joined(told, language))
