"""Vad händer om: what a drop, or merged and moved units, would cost; all of it in the address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import numpy as np
from flask import Blueprint, Response, redirect, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as BaseResponse

from graph.errors import UsageError
from graph.layers import Flags
from graph.model import Plan, Unit
from graph.projection import Projection
from graph.text import swedish_order
from queries.drops import find_link
from queries.impact import impact
from queries.reorganise import reorganise
from service.asking import Asked, asked
from service.maps import focus_map
from service.pages.search import found
from service.pages.what_if_told import Losses, Regrouped, losses, regrouped
from service.reports.losses import impact_csv
from service.reports.regroupings import reorganisation_csv
from service.searching import LONGEST
from service.words import say
from visualizations.gather import short
from visualizations.request import MapRequest
from visualizations.svg import svg

blueprint = Blueprint("what_if", __name__)
SUGGESTED = 10
# More units or plans than this aren't offered in a list; their own pages lead here.
OFFERED = 400
IN_PICTURE, MOST_IN_PICTURE = 24, 40
SEARCHED = ("find", "find_link")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: names to drop; or pairs (stays, goes) to merge and (unit, above) to move."""

    drop: tuple[str, ...] = ()
    merges: Pairs = ()
    moves: Pairs = ()

    def address(self, question: Asked, path: str = "/om") -> str:
        """Where the answer is."""
        pairs = [("drop", each) for each in self.drop]
        pairs += [pair for keep, gone in self.merges for pair in (("merge", gone), ("into", keep))]
        pairs += [pair for unit, to in self.moves for pair in (("move", unit), ("under", to))]
        query = urlencode([*pairs, *question.kept])
        return request.script_root + path + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class Hit:
    """A goal that the words may mean: the way to drop it, or each of its links."""

    title: str
    url: str | None
    links: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Hits:
    """Words that mean no goal, or several."""

    field: str
    words: str
    goals: list[Hit]


@blueprint.get("/om")
def page() -> str | BaseResponse:
    """The form, what is chosen, and what it would cost."""
    question, args = asked(), request.args
    wish, hits = _wish(args, question.language), None
    if "set" in args:
        wish, hits = _form(question, wish, args)
        if hits is None:
            return redirect(wish.address(question), 303)
    told: Losses | Regrouped | None = None
    picture = None
    if wish.drop:
        told = losses(question, impact(question.audit, wish.drop))
        picture = _picture(question, wish)
    elif wish.merges or wish.moves:
        told = regrouped(question, reorganise(question.audit, wish.merges, wish.moves))
    frame, scene = question.audit.projection.frame, question.audit.scene
    return render_template(
        "what_if.html",
        wish=wish,
        chosen=list(_chosen(question, wish)),
        hits=hits,
        units=_offered(frame.units, scene.units),
        plans=_offered(frame.plans, scene.plans),
        told=told,
        picture=picture,
        map_url=question.address("/karta").split("?")[0] + MapRequest(drop=wish.drop).address(
            question.audit.view.as_json(), question.language
        ),
        csv_url=wish.address(question, "/om.csv"),
    )


@blueprint.get("/om.csv")
def csv() -> Response:
    """The lists of the page, whole."""
    question = asked()
    wish = _wish(request.args, question.language)
    if wish.drop:
        said = impact_csv(impact(question.audit, wish.drop), question.language)
    elif wish.merges or wish.moves:
        found = reorganise(question.audit, wish.merges, wish.moves)
        said = reorganisation_csv(found, question.language)
    else:
        raise UsageError("nothing_to_change")
    response = Response(said, content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = 'attachment; filename="rodtrad-what-if.csv"'
    return response


def _wish(args: MultiDict[str, str], language: str) -> Wish:
    """What the address asks; BadRequest for half a pair, or for drops and units at once."""
    drop = tuple(sorted({each for each in args.getlist("drop") if each}))
    merges = _pairs(args, "into", "merge", language)
    moves = _pairs(args, "move", "under", language)
    if drop and (merges or moves):
        raise BadRequest(say("whatif.one_of", language))
    return Wish(drop, merges, moves)


def _pairs(args: MultiDict[str, str], one: str, other: str, language: str) -> Pairs:
    ones, others = args.getlist(one), args.getlist(other)
    pairs = tuple(dict.fromkeys(
        pair for pair in zip(ones, others, strict=False) if pair != ("", "")
    ))
    if len(ones) != len(others) or any(not all(pair) for pair in pairs):
        raise BadRequest(say("whatif.pairs", language, one=one, other=other))
    return pairs


def _form(question: Asked, wish: Wish, args: MultiDict[str, str]) -> tuple[Wish, Hits | None]:
    """The wish with what the form adds, or what stands in its way."""
    names = [f"{kind}:{args[kind]}" for kind in ("unit", "plan") if args.get(kind)]
    wish = replace(wish, drop=tuple(sorted({*wish.drop, *names})))
    p = question.audit.projection
    for field in SEARCHED:
        words = args.get(field, "").strip()[:LONGEST]
        if not words:
            continue
        goals = found(question, words)[0]
        exact = bool(goals) and p.ids[goals[0]] == words
        offered = [
            _hit(question, wish, goal, field) for goal in goals[: 1 if exact else SUGGESTED]
        ]
        ways = [url for hit in offered for url in ([hit.url] if hit.url else _urls(hit.links))]
        if len(ways) != 1 or (len(goals) > 1 and not exact):
            return wish, Hits(field, words, offered)
        wish = _with(wish, _names(p, goals[0], field)[0])
    return wish, None


def _urls(links: list[tuple[str, str]]) -> list[str]:
    return [url for _, url in links]


def _with(wish: Wish, name: str) -> Wish:
    return replace(wish, drop=tuple(sorted({*wish.drop, name})))


def _names(p: Projection, goal: int, field: str) -> list[str]:
    """What the field may drop of a goal: itself, or its links."""
    if field == "find":
        return [f"goal:{p.ids[goal]}"]
    targets = p.target[p.out[goal] : p.out[goal + 1]].tolist()
    return [f"{p.ids[goal]}->{p.ids[target]}" for target in targets]


def _hit(question: Asked, wish: Wish, goal: int, field: str) -> Hit:
    p = question.audit.projection
    ways = [(name, _with(wish, name).address(question)) for name in _names(p, goal, field)]
    title = p.titles[goal] or p.ids[goal]
    if field == "find":
        return Hit(title, ways[0][1], [])
    targets = p.target[p.out[goal] : p.out[goal + 1]].tolist()
    links = [
        (p.titles[target] or p.ids[target], url)
        for target, (_, url) in zip(targets, ways, strict=True)
    ]
    return Hit(title, None, links)


def _chosen(question: Asked, wish: Wish) -> Iterator[tuple[str, str]]:
    """What is chosen in words, each with the address without it."""
    language = question.language
    names = {unit.id: unit.name for unit in question.audit.projection.frame.units}
    for name in wish.drop:
        left = replace(wish, drop=tuple(each for each in wish.drop if each != name))
        yield _dropped(question, name), left.address(question)
    for pair in wish.merges:
        keep, gone = (short(_unit_name(names, each)) for each in pair)
        left = replace(wish, merges=tuple(each for each in wish.merges if each != pair))
        yield say("whatif.is_merge", language, keep=keep, gone=gone), left.address(question)
    for pair in wish.moves:
        unit, to = (short(_unit_name(names, each)) for each in pair)
        left = replace(wish, moves=tuple(each for each in wish.moves if each != pair))
        yield say("whatif.is_move", language, unit=unit, to=to), left.address(question)


def _unit_name(names: Mapping[str, str], ident: str) -> str:
    return names.get(ident) or names.get(ident.removeprefix("unit:")) or ident


def _dropped(question: Asked, name: str) -> str:
    """`målet ”…”`, `enheten …`, `kopplingen … → …`: what a name in a drop means."""
    p, language = question.audit.projection, question.language
    kind, _, rest = name.partition(":")
    for sort, known in (("goal", p.number), ("unit", p.unit_number), ("plan", p.plan_number)):
        ident = rest if kind == sort and rest in known else name
        if ident in known:
            return say(f"whatif.is_{sort}", language, name=_label(p, sort, known[ident]))
    at = name.find("->")
    while find_link(p, name[:at], name[at + 2 :]) is None:
        at = name.index("->", at + 1)
    titles = (p.titles[p.number[each]] or each for each in (name[:at], name[at + 2 :]))
    ends = (f"”{short(title, 40)}”" for title in titles)
    return say("whatif.is_link", language, name=" → ".join(ends))


def _label(p: Projection, sort: str, place: int) -> str:
    if sort == "goal":
        return f"”{short(p.titles[place] or p.ids[place])}”"
    item = p.frame.units[place] if sort == "unit" else p.frame.plans[place]
    return short(item.name or item.id, 80)


def _offered(things: Sequence[Unit | Plan], in_force: Flags) -> list[tuple[str, str]]:
    """Those in force by name, as (id, name)."""
    held = [things[place] for place in np.flatnonzero(in_force).tolist()]
    named = [(each.id, each.name or each.id) for each in held]
    return sorted(named, key=lambda each: swedish_order(each[1]))[:OFFERED]


def _picture(question: Asked, wish: Wish) -> Markup:
    """What the drop touches, as a still picture."""
    wanted = MapRequest(drop=wish.drop, target=IN_PICTURE, cap=MOST_IN_PICTURE)
    return Markup(svg(focus_map(question.audit, wanted, question.language)))
