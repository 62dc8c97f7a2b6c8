"""
An embed spelled out: its page, its fragment, and its JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, request
from markupsafe import Markup

from service.embeds.content import Content
from service.embeds.embed import Embed
from service.embeds.warnings import Warned
from service.settings import settings
from service.words import say
from visualizations.page import SCRIPTS, VENDORED
from visualizations.page import fragment as map_fragment
from visualizations.svg import svg


def page(
    embed: Embed, told: Content, *, origins: Sequence[str] | None, discovery: str = ""
) -> str:
    """
    The page that is framed; `origins` are told its height, None sends no script of our own.
    """
    moving = embed.picture == "interactive" and origins is not None
    picture = None
    if told.map is not None:
        picture = map_fragment(told.map, embed.language) if moving else Markup(svg(told.map))
    return render_template(
        "embed_frame.html",
        embed=embed,
        told=told,
        t=words(embed.language),
        picture=picture,
        scripts=(VENDORED, *SCRIPTS) if moving and picture else (),
        origins=origins,
        discovery=discovery,
    )


def calm(said: str, following: str, language: str, *, ident: str, base: str,
         origins: Sequence[str]) -> str:
    """A page that says calmly why nothing is shown."""
    return render_template(
        "embed_calm.html", said=said, next=following, lang=language, t=words(language),
        ident=ident, base=base.rstrip("/"), origins=origins,
    )


def fragment(embed: Embed, told: Content) -> str:
    """HTML to paste into another page: classes that begin with `rodtrad-`, nothing that runs."""
    return render_template("embed_fragment.html", embed=embed, told=told, t=words(embed.language))


def as_json(embed: Embed, told: Content) -> dict[str, Any]:
    """`rodtrad.embed/1`: what the page says."""
    return {
        "format": "rodtrad.embed/1",
        "id": embed.id,
        "kind": embed.kind,
        "subject": embed.subject,
        "language": embed.language,
        "title": told.title,
        "url": told.url,
        "made_up": told.made_up,
        "notices": [
            {"kind": each.kind, "text": each.text, "title": each.link, "url": each.url}
            for each in told.notices
        ],
        "sentences": list(told.sentences),
        "lines": [
            {"text": line.text, "url": line.url, "about": line.about, "state": line.state,
             "how": line.how, "made_up": line.made_up, "depth": line.depth}
            for line in told.lines
        ],
        "more": told.more,
        "facts": [{"name": name, "value": value} for name, value in told.facts],
    }


def registered(embed: Embed, warned: Sequence[Warned]) -> dict[str, Any]:
    """An embed in `rodtrad.embeds/1`: what it is, where it stands, and what has changed."""
    return {
        "id": embed.id,
        "kind": embed.kind,
        "subject": embed.subject,
        "year": embed.year,
        "language": embed.language,
        "picture": embed.picture,
        "title": embed.title,
        "pages": list(embed.pages),
        "public": embed.public,
        "made_by": embed.made_by,
        "made_at": embed.made_at,
        "reviewed_by": embed.reviewed_by,
        "reviewed_at": embed.reviewed_at,
        "warnings": [
            {"kind": each.kind, "section": each.section, "id": each.id, "was": each.was,
             "now": each.now, "replaced_by": list(each.by), "to": each.to}
            for each in warned
        ],
    }


def words(language: str) -> Callable[..., str]:
    """What templates say texts with."""
    return lambda key, **values: say(key, language, **values)


def root() -> str:
    """The address that this request reached the service at."""
    return request.url_root.rstrip("/")


def base() -> str:
    """The address that links begin with: the public one, else the one this was asked at."""
    return settings().public_address.rstrip("/") or root()
