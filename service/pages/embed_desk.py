"""
Inbäddningar: where editors build embeds, and the register of those that stand and what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from graph.errors import UsageError
from graph.store.shelf import Taken
from service.accounts.who import current_store, who
from service.api.address import as_json
from service.asking import asked, reading_of
from service.embeds import changing, keeping, rendering, snippets
from service.embeds.choosing import Chosen, chosen, faults_of, named, pages_of, suggestions
from service.embeds.embed import KINDS, PICTURES, SUBJECTS, Embed
from service.embeds.framing import framed, known
from service.embeds.kinds import content
from service.embeds.rendering import base
from service.embeds.tally import tally
from service.embeds.warnings import Warned, warnings_of
from service.guard import POLICY
from service.reading import Readings
from service.reports.words import STATES, pick
from service.searching import LONGEST
from service.settings import settings
from service.words import say

if TYPE_CHECKING:
    from graph.projection import Projection
    from graph.store.log import Change

blueprint = Blueprint("embed_desk", __name__)
PREVIEWED = f"{POLICY}; frame-src 'self'"
CHANGES = ("pages", "review", "public", "drop")


@dataclass(frozen=True, slots=True)
class Entry:
    """An embed in the register, with its warnings."""

    embed: Embed
    title: str
    url: str
    warnings: list[Warned]


@blueprint.app_context_processor
def _in_menu() -> dict[str, Callable[[], int]]:
    """What the menu tells editors: how many embeds there are to look into."""
    readings: Readings = current_app.extensions["rodtrad"]
    return {"embeds_due": lambda: tally().of(current_store(), readings)}


@blueprint.get("/inbaddning")
def register() -> str:
    """Every embed that stands, those with warnings first."""
    question = asked()
    entries = [
        Entry(
            embed,
            content(embed, reading_of(embed.view), base()).title,
            question.address(f"/inbaddning/{embed.id}"),
            warnings_of(embed, reading_of(embed.view)),
        )
        for embed in keeping.all_kept(current_store())
    ]
    entries.sort(key=lambda each: not each.warnings)
    return render_template(
        "embeds.html", entries=entries, warned=sum(bool(each.warnings) for each in entries)
    )


@blueprint.route("/inbaddning/ny", methods=["GET", "POST"])
def build() -> Response | BaseResponse:
    """The builder; what it makes is kept by a POST."""
    question = asked()
    if request.method == "GET":
        return _bench(chosen(question, request.args), request.args)
    form = request.form
    choice, faults = chosen(question, form), faults_of(form, question.language)
    if not choice.settled:
        faults.insert(0, ("find", say("embed.no_subject", question.language)))
    if not faults:
        wanted = replace(
            choice.embed,
            id=named(form),
            public=bool(form.get("public")) and who().may("admin"),
            pages=tuple(filter(None, [form.get("page", "").strip()])),
        )
        try:
            made = changing.make(wanted)
        except Taken:
            faults.append(("name", say("embed.taken", question.language)))
        else:
            return redirect(question.address(f"/inbaddning/{made.id}"), 303)
    return _bench(choice, form, faults)


@blueprint.route("/inbaddning/<ident>/andra", methods=["GET", "POST"])
def rebuild(ident: str) -> Response | BaseResponse:
    """The builder with an embed that stands: it may show something else at the same address."""
    question, was = asked(), _standing_embed(ident)
    if request.method == "GET":
        if "kind" not in request.args:
            said = {**_asked_for(was), "year": was.year}
            return redirect(question.address(f"/inbaddning/{ident}/andra", **said), 303)
        return _bench(chosen(question, request.args), request.args, was=was)
    choice = chosen(question, request.form)
    if not choice.settled:
        faults = [("find", say("embed.no_subject", question.language))]
        return _bench(choice, request.form, faults, was=was)
    wanted = choice.embed
    changing.save(was, replace(
        was, kind=wanted.kind, subject=wanted.subject, year=wanted.year,
        language=wanted.language, picture=wanted.picture, version=_version_seen(),
    ))
    return redirect(question.address(f"/inbaddning/{ident}", year=None), 303)


def _bench(
    choice: Chosen, given: Mapping[str, str], faults: Sequence[tuple[str, str]] = (),
    was: Embed | None = None,
) -> Response:
    """The builder's page, of a new embed or of one that `was` something already."""
    question, embed = asked(), choice.embed
    page = render_template(
        "embed_build.html",
        choice=choice, embed=embed, faults=faults, given=given, was=was,
        here=f"/inbaddning/{was.id}/andra" if was else "/inbaddning/ny",
        kinds=KINDS, pictures=PICTURES, drawable=SUBJECTS[embed.kind] == "goals",
        preview=question.address("/inbaddning/ny/prov", **_asked_for(embed)),
        closed=settings().reading != "open", nowhere=not settings().frame_ancestors,
        mine=changing.may_change(embed) and (was is None or changing.may_change(was)),
    )
    response = Response(page, 422 if faults else 200)
    response.headers["Content-Security-Policy"] = PREVIEWED
    return response


@blueprint.get("/inbaddning/ny/prov")
def preview() -> Response:
    """What the embed would say, for the builder's own frame."""
    embed = chosen(asked(), request.args).embed
    told = content(embed, reading_of(embed.view), base())
    page = rendering.page(embed, told, origins=None)
    return framed(Response(page, content_type="text/html; charset=utf-8"), ("'self'",))


@blueprint.get("/inbaddning/forslag")
def suggested() -> Response:
    """What the words `q` may mean, for a field that is being typed in."""
    section = SUBJECTS.get(request.args.get("kind", ""), "")
    words = request.args.get("q", "")[:LONGEST]
    offered = suggestions(asked(), section, words) if section else []
    return as_json({"found": [{"id": each.id, "name": each.name} for each in offered[:12]]})


@blueprint.route("/inbaddning/<ident>", methods=["GET", "POST"])
def one(ident: str) -> Response | BaseResponse:
    """One embed: what is pasted, where it stands, and what has changed since it was placed."""
    question, embed = asked(), _standing_embed(ident)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        faults = _change(embed, question.language)
        if not faults:
            gone = request.form["do"] == "drop"
            return redirect(question.address(f"/inbaddning{'' if gone else f'/{ident}'}"), 303)
    reading = reading_of(embed.view)
    told = content(embed, reading, base())
    page = render_template(
        "embed_one.html",
        embed=embed, told=told, faults=faults,
        warnings=[_explained(each, question.language) for each in warnings_of(embed, reading)],
        iframe=snippets.iframe(embed, base(), told.title),
        script=snippets.script(base()),
        fragment=rendering.fragment(embed, told).strip(),
        address=snippets.address(base(), embed.id),
        oembed=snippets.oembed_address(base(), snippets.address(base(), embed.id)),
        origins=known(settings().frame_ancestors),
        closed=settings().reading != "open",
        mine=changing.may_change(embed),
        typed=request.form.get("pages", "\n".join(embed.pages)),
    )
    return Response(page, 422 if faults else 200)


def _asked_for(embed: Embed) -> dict[str, object]:
    """The embed as the builder's address has it."""
    return {
        "kind": embed.kind, "subject": embed.subject, "sprak": embed.language,
        "picture": embed.picture,
    }


def _standing_embed(ident: str) -> Embed:
    embed = keeping.kept(current_store(), ident)
    if embed is None or embed.dropped:
        raise NotFound
    return embed


def _version_seen() -> int:
    """The version that the form was made of, 0 where it doesn't say."""
    said = request.form.get("version", "")
    return int(said) if said.isdigit() and len(said) < 9 else 0


def _change(was: Embed, language: str) -> list[tuple[str, str]]:
    """Do what the form asks for; what is wrong with the form, and nothing done then."""
    form, embed = request.form, replace(was, version=_version_seen())
    match form.get("do"):
        case "pages":
            pages, faults = pages_of(form.get("pages", ""), language)
            if not faults:
                changing.save(was, replace(embed, pages=pages))
            return faults
        case "review":
            changing.review(embed)
        case "public":
            changing.save(was, replace(embed, public=bool(form.get("public"))))
        case "drop":
            changing.drop(embed)
        case other:
            raise UsageError("unknown_name", name=other or "", near=", ".join(CHANGES))
    return []


@dataclass(frozen=True, slots=True)
class Explained:
    """A warning in words, with who changed it and when, where the log knows."""

    kind: str
    said: str
    was: str
    now: str
    url: str | None
    by: list[tuple[str, str]]
    title: str
    to: str
    change: Change | None


def _explained(each: Warned, language: str) -> Explained:
    question = asked()
    p = question.audit.projection
    log = current_store().changes(about=(each.section, each.id), limit=1)
    was, now = each.was, each.now
    if each.kind == "state":
        was, now = _standing(was, language), _standing(now, language)
    return Explained(
        each.kind,
        say(f"embed.warn_{each.kind}", language),
        was,
        now,
        question.goal(each.id) if each.section == "goals" and each.id in p.number else None,
        [(p.titles[p.number[goal]], question.goal(goal)) for goal in each.by],
        _titled(p, each.id),
        _titled(p, each.to),
        log[0] if log else None,
    )


def _titled(p: Projection, goal: str) -> str:
    """What a goal is called; its id where it has no title."""
    return (goal in p.number and p.titles[p.number[goal]]) or goal


def _standing(name: str, language: str) -> str:
    """How a goal stands, in a word."""
    found = STATES.get(name)
    return pick(found, language) if found else say(f"embed.was_{name}", language)
