"""
Inbäddningar: where editors build embeds, and the register of those that stand and what changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from graph.errors import UsageError
from graph.store.shelf import Taken, instant
from service.accounts.who import Forbidden, current_store, who
from service.api.address import as_json
from service.asking import asked, reading_of
from service.embeds import keeping, rendering, snippets
from service.embeds.choosing import chosen, faults_of, named, pages_of, suggestions
from service.embeds.embed import KINDS, PICTURES, SUBJECTS, Embed
from service.embeds.framing import framed, known
from service.embeds.kinds import content
from service.embeds.warnings import Warned, placed, warnings_of
from service.guard import POLICY
from service.pages.embeds import base
from service.reports.words import STATES, pick
from service.settings import settings
from service.words import say

if TYPE_CHECKING:
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
    given = request.form if request.method == "POST" else request.args
    choice = chosen(question, given)
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        faults = faults_of(given, question.language)
        if not choice.settled:
            faults.insert(0, ("find", say("embed.no_subject", question.language)))
        public = bool(given.get("public")) and who().may("admin")
        if not faults:
            try:
                made = _made(replace(
                    choice.embed, id=named(given), public=public,
                    pages=tuple(filter(None, [given.get("page", "").strip()])),
                ))
            except Taken:
                faults.append(("name", say("embed.taken", question.language)))
            else:
                return redirect(question.address(f"/inbaddning/{made.id}"), 303)
    page = render_template(
        "embed_build.html",
        choice=choice, embed=choice.embed, faults=faults, given=given,
        kinds=KINDS, pictures=PICTURES, drawable=SUBJECTS[choice.embed.kind] == "goals",
        preview=question.address("/inbaddning/ny/prov", **_asked_for(choice.embed)),
        closed=settings().reading != "open", nowhere=not settings().frame_ancestors,
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
    offered = suggestions(asked(), section, request.args.get("q", "")[:200]) if section else []
    return as_json({"found": [{"id": each.id, "name": each.name} for each in offered[:12]]})


@blueprint.route("/inbaddning/<ident>", methods=["GET", "POST"])
def one(ident: str) -> Response | BaseResponse:
    """One embed: what is pasted, where it stands, and what has changed since it was placed."""
    question, embed = asked(), keeping.kept(current_store(), ident)
    if embed is None or embed.dropped:
        raise NotFound
    faults: list[tuple[str, str]] = []
    if request.method == "POST":
        changed, faults = _changed(embed, question.language)
        if not faults:
            keeping.put(current_store(), changed)
            here = "/inbaddning" if changed.dropped else f"/inbaddning/{ident}"
            return redirect(question.address(here), 303)
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
        typed=request.form.get("pages", "\n".join(embed.pages)),
    )
    return Response(page, 422 if faults else 200)


def _asked_for(embed: Embed) -> dict[str, object]:
    """The embed as the builder's address has it."""
    return {
        "kind": embed.kind, "subject": embed.subject, "sprak": embed.language,
        "picture": embed.picture,
    }


def _made(embed: Embed) -> Embed:
    """Keep a new embed, with the wording of now; UsageError with the code `taken`."""
    reading, now = reading_of(embed.view), instant()
    told = content(embed, reading, base())
    return keeping.add(current_store(), replace(
        embed, title=told.title, placed=placed(reading, told.goals),
        made_by=who().name, made_at=now, reviewed_by=who().name, reviewed_at=now,
    ))


def _changed(embed: Embed, language: str) -> tuple[Embed, list[tuple[str, str]]]:
    """The embed as the form wants it, and what is wrong with the form."""
    form, now = request.form, instant()
    version = form.get("version", "")
    embed = replace(embed, version=int(version) if version.isdigit() and len(version) < 9 else 0)
    match form.get("do"):
        case "pages":
            pages, faults = pages_of(form.get("pages", ""), language)
            return replace(embed, pages=pages), faults
        case "review":
            reading = reading_of(embed.view)
            told = content(embed, reading, base())
            return replace(
                embed, title=told.title, placed=placed(reading, told.goals),
                reviewed_by=who().name, reviewed_at=now,
            ), []
        case "public":
            if not who().may("admin"):
                raise Forbidden("forbidden.admin")
            return replace(embed, public=bool(form.get("public"))), []
        case "drop":
            return replace(embed, dropped=now), []
    raise UsageError("unknown_name", name=form.get("do", ""), near=", ".join(CHANGES))


@dataclass(frozen=True, slots=True)
class Explained:
    """A warning in words, with who changed it and when, where the log knows."""

    kind: str
    said: str
    was: str
    now: str
    url: str | None
    by: list[tuple[str, str]]
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
        log[0] if log else None,
    )


def _standing(name: str, language: str) -> str:
    """How a goal stands, in a word."""
    found = STATES.get(name)
    return pick(found, language) if found else say(f"embed.was_{name}", language)
