"""
Builds a map: selects, gathers, lays out, and says in words what is there and what isn't.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from graph.text import thousands
from visualizations.drawing import Box, Placement
from visualizations.facts import Facts
from visualizations.gather import Gathering, clean, joined, short
from visualizations.legend import legend_of
from visualizations.lens import Lens
from visualizations.model import Counts, Edge, Heading, Line, MapModel, Node, Row
from visualizations.opening import Stage, place_in_turn
from visualizations.request import MapRequest
from visualizations.selection import Selection, select
from visualizations.wording import STATES_TO_TELL, number_of, say


def build(
    facts: Facts, request: MapRequest, language: str = "sv", lens: Lens | None = None
) -> MapModel:
    """
    The map that was asked for; time in what is shown, not in the size of the chain.

    UsageError for a goal, level, area, unit, plan, state or change that there isn't.
    """
    request = request.among(facts.projection.number)
    selection = select(facts, request, lens)
    asked, page = request.page, selection.skipped // request.page_size(chosen=selection.chosen)
    request = replace(request, page=page)
    found = Gathering(facts, request, selection, lens, language)
    stage, edges = _stage(found)
    keys = stage.names
    if keys:
        earlier = (
            _stage(Gathering(facts, each, select(facts, each, lens), lens, language))[0]
            for each in _earlier(request)
        )
        placed = place_in_turn([*earlier, stage])
    else:
        placed = Placement([], [], [], [], {}, [], 0.0, 0.0, 0)
    parents, also = _parents(facts, found, edges)
    nodes = tuple(
        replace(
            found.nodes[key],
            x=placed.x[place_],
            y=placed.y[place_],
            parent=parents.get(key),
            also=also.get(key, ()),
        )
        for place_, key in enumerate(keys)
    )
    shown = sum(node.kind == "goal" for node in nodes)
    counts = Counts(
        goals_shown=shown,
        goals_total=selection.total,
        links_drawn=sum(edge.state != "merged" for edge in edges),
        links_counted=found.counted,
        crossings=placed.crossings,
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
            *_apart(facts, request, selection, language),
            *_absent(facts, request, asked, language),
            *(lens.summary if lens is not None else ()),
            *_summary(facts, selection, nodes, edges, counts, language),
        ),
        hidden=_hidden(selection, counts, language),
        nodes=nodes,
        edges=tuple(edges),
        lines=lines_of(keys, stage.links, edges, placed),
        levels=tuple(
            Heading(names[level].id, clean(names[level].name), left, right)
            for level, left, right in placed.columns
        ),
        tree=tree_of(nodes),
        legend=legend_of(nodes, edges, language, lens.name if lens else ""),
        counts=counts,
        width=placed.width,
        height=placed.height,
    )


def _earlier(request: MapRequest) -> Iterator[MapRequest]:
    """The maps that goals were opened in before this one, so that what they showed stays."""
    whole = replace(request, closed=(), hidden=())
    for opened in range(len(request.expanded)):
        yield replace(whole, expanded=request.expanded[:opened])
    if whole != request:
        yield whole


def _stage(found: Gathering) -> tuple[Stage, list[Edge]]:
    """Boxes and links in the order they are laid out in, with the links' edges."""
    keys = sorted(found.nodes, key=lambda key: (found.column[key], key))
    number = {key: place for place, key in enumerate(keys)}
    edges = sorted(found.edges, key=lambda edge: (number[edge.source], number[edge.target]))
    boxes = [Box(found.column[key], found.nodes[key].height) for key in keys]
    links = [(number[edge.source], number[edge.target]) for edge in edges]
    return Stage(keys, boxes, links), edges


def _title(facts: Facts, request: MapRequest, lens: Lens | None, language: str) -> str:
    if request.root is not None and request.to is not None:
        ends = (_named(facts, request.root), _named(facts, request.to))
        return say("title.between", language, one=ends[0], other=ends[1])
    about = f".{lens.name}" if lens is not None else ""
    if request.root is not None:
        return say(f"title{about}", language, title=_named(facts, request.root))
    if request.chosen:
        return say("title.chosen", language)
    return say(f"title.top{about}", language)


def _apart(
    facts: Facts, request: MapRequest, selection: Selection, language: str
) -> list[str]:
    """That no way carries between the two goals the map is about, where none does."""
    if not selection.apart:
        return []
    one, other = (_named(facts, goal) for goal in (request.root, request.to) if goal is not None)
    return [say("apart", language, one=one, other=other)]


def _absent(facts: Facts, request: MapRequest, page: int, language: str) -> list[str]:
    """That a goal which the map is about, or the page that was asked for, isn't there."""
    out = []
    for name in filter(None, (request.root, request.to)):
        number = facts.projection.number[name]
        if facts.projection.exists[number] and not facts.in_force[number]:
            title, when = _named(facts, name), when_of(facts, language)
            out.append(say("absent", language, title=title, when=when))
    return out + absent_page(request, page, language)


def absent_page(request: MapRequest, page: int, language: str) -> list[str]:
    """That the page that was asked for isn't the one that is shown."""
    if page == request.page:
        return []
    return [say("no_page", language, n=page + 1, shown=request.page + 1)]


def _hidden(selection: Selection, counts: Counts, language: str) -> str:
    """What isn't drawn, in numbers: links, and goals that somebody hid or that hung on those."""
    out = []
    barred = int(np.count_nonzero(selection.barred))
    if barred:
        out.append(number_of("hidden.goals", barred, language))
        if selection.behind:
            code = "hidden.behind" if barred > 1 else "hidden.behind.it"
            out[0] += say(code, language, n=selection.behind)
        out[0] += "."
    if counts.links_counted:
        out.append(number_of("hidden", counts.links_counted, language))
    elif counts.goals_shown:
        out.append(say("hidden.none", language))
    return " ".join(out)


def _named(facts: Facts, goal: str) -> str:
    p = facts.projection
    return short(clean(p.titles[p.number[goal]]) or clean(goal))


def _parents(
    facts: Facts, found: Gathering, edges: list[Edge]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """For each box the one it stands under in the tree, and the others it is linked to."""
    p = facts.projection
    above: dict[str, list[tuple[bool, bool, str]]] = {}
    for edge in edges:
        node = found.nodes[edge.source]
        if edge.source == edge.target:
            continue
        nearest = False
        if node.goal is not None:
            following = int(facts.next_up[p.number[node.goal]])
            nearest = following >= 0 and edge.target == f"g:{p.ids[following]}"
        above.setdefault(edge.source, []).append((not nearest, not edge.carries, edge.target))
    parents: dict[str, str] = {}
    also: dict[str, tuple[str, ...]] = {}
    for key, each in above.items():
        ordered = [target for _, _, target in sorted(each)]
        # Only a higher level can hold a place in the tree: so no ring can either.
        higher = [target for target in ordered if found.column[target] < found.column[key]]
        if higher:
            parents[key] = higher[0]
        also[key] = tuple(target for target in ordered if target != parents.get(key))
    return parents, also


def tree_of(nodes: tuple[Node, ...]) -> tuple[Row, ...]:
    """The boxes as rows of a tree, from the top of the picture; each stands once."""
    children: dict[str | None, list[Node]] = {}
    for node in nodes:
        children.setdefault(node.parent, []).append(node)
    for each in children.values():
        each.sort(key=lambda node: (node.kind == "count", node.y, node.x, node.key))
    out: list[Row] = []
    tops = children.get(None, [])
    tops.sort(key=lambda node: (node.kind == "count", node.x, node.y, node.key))
    waiting = [(node, 1, k, len(tops)) for k, node in enumerate(tops, start=1)][::-1]
    while waiting:
        node, depth, position, size = waiting.pop()
        own = children.get(node.key, [])
        out.append(Row(node.key, depth, position, size, len(own)))
        waiting += reversed(
            [(each, depth + 1, k, len(own)) for k, each in enumerate(own, start=1)]
        )
    return tuple(out)


def lines_of(
    keys: Sequence[str], ends: Sequence[tuple[int, int]], edges: list[Edge], placed: Placement
) -> tuple[Line, ...]:
    """The stretches of line as they were placed; `keys` name the boxes, `ends` join them."""
    own = {segment: edge for edge, segment in placed.own.items()}
    out = []
    for number, segment in enumerate(placed.segments):
        # Links that share a stretch at a box lead the same way there.
        target = ends[segment.links[0]][1]
        arrow = "start" if segment.start == target else "end" if segment.end == target else ""
        out.append(
            Line(
                _end(keys, segment.start, "b" if segment.start == segment.end else "e"),
                _end(keys, segment.end, "e" if segment.start == segment.end else "b"),
                segment.points,
                segment.links,
                own.get(number, -1),
                arrow,
                any(edges[edge].carries for edge in segment.links),
            )
        )
    return tuple(out)


def _end(keys: Sequence[str], end: int, side: str) -> str:
    """The key of a box, or the name of the left (b) or right (e) end of a wire."""
    return keys[end] if end >= 0 else f"w:{-1 - end}:{side}"


def when_of(facts: Facts, language: str) -> str:
    """The time of the view, as words that go on from others."""
    for key in ("year", "as_of", "all"):
        if facts.view.get(key):
            return say(f"when.{key}", language, **{key: str(facts.view[key])})
    return ""


def through_of(facts: Facts, language: str) -> list[str]:
    """Sentences on levels left out and drafts let in."""
    view, out = facts.view, []
    if view.get("through"):
        name = facts.projection.governance.level(str(view["through"])).name
        out.append(say("through", language, level=clean(name)))
    if view.get("drafts"):
        out.append(say("drafts", language))
    return out


def _summary(
    facts: Facts,
    selection: Selection,
    nodes: tuple[Node, ...],
    edges: list[Edge],
    counts: Counts,
    language: str,
) -> tuple[str, ...]:
    """What the picture says, as sentences."""
    when = when_of(facts, language)
    if not nodes:
        code = "nothing.chosen" if selection.chosen else "nothing"
        return (say(code, language, when=when),)
    levels = len({node.level for node in nodes if node.kind != "count"})
    where = say(
        "summary.where",
        language,
        levels=number_of("summary.levels", levels, language),
        links=number_of("summary.links", counts.links_drawn, language),
    )
    if selection.chosen:
        chosen = selection.total - sum(len(goals) for goals in selection.rest.values())
        others = len(selection.shown) - chosen
        more = "more" if selection.opened else "up"
        out = [
            number_of("summary.chosen", selection.total, language, shown=chosen, when=when)
            + (number_of(f"summary.{more}", others, language) if others else "")
            + where
        ]
    else:
        out = [
            number_of(
                "summary", counts.goals_total, language, shown=counts.goals_shown, when=when
            )
            + where
        ]
    out += through_of(facts, language)
    states = Counter(node.state for node in nodes)
    told = [
        f"{thousands(states[s], language)} {say(s if states[s] == 1 else f'{s}.many', language)}"
        for s in STATES_TO_TELL
        if states[s]
    ]
    if told:
        out.append(say("states", language, list=joined(told, language)))
    links = Counter(edge.state for edge in edges if edge.state not in ("valid", "merged"))
    if links:
        told = [
            thousands(links[s], language)
            + f" {say(f'link.{s}' if links[s] == 1 else f'link.{s}.many', language)}"
            for s in sorted(links)
        ]
        out.append(say("weak_links", language, list=joined(told, language)))
    return tuple(out)
