"""
What other sites show: an embed's page, its fragment, its JSON, and oEmbed.

Nobody is asked who they are, and no cookie is read or set. An embed is seen where reading is
open, or where an admin has made it public.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from urllib.parse import unquote

from flask import Blueprint, Response, current_app, g, request
from werkzeug.exceptions import NotFound, Unauthorized

from service.accounts.who import current_store
from service.api.address import as_json as written
from service.asking import reading_of, whole
from service.embeds import keeping, rendering, snippets
from service.embeds.content import Content
from service.embeds.embed import Embed
from service.embeds.framing import framed, known, shared
from service.embeds.kinds import content
from service.embeds.rendering import base
from service.guard import stamp
from service.settings import settings
from service.words import say

blueprint = Blueprint("embeds", __name__)
LARGEST = 10_000


class Shut(Exception):
    """Why an embed isn't shown: nothing is wrong, and what is told is calm."""

    def __init__(self, status: int, key: str, language: str) -> None:
        """The status, and the key of what is said."""
        super().__init__(key)
        self.status = status
        self.key = key
        self.language = language


@blueprint.get("/embed/<ident>")
def frame(ident: str) -> Response:
    """The page that is framed."""
    origins = _origins()

    def made(embed: Embed, told: Content) -> Response:
        discovery = snippets.oembed_address(base(), snippets.address(base(), embed.id))
        page = rendering.page(embed, told, origins=origins, discovery=discovery)
        return Response(page, content_type="text/html; charset=utf-8")

    try:
        answer = _answered(ident, made)
    except Shut as shut:
        following = "embed.dropped_next" if shut.key == "embed.dropped" else None
        answer = Response(
            rendering.calm(
                say(shut.key, shut.language),
                say(following, shut.language) if following else "",
                shut.language, ident=ident, base=base(), origins=origins,
            ),
            status=shut.status, content_type="text/html; charset=utf-8",
        )
    return framed(answer, origins)


@blueprint.get("/embed/<ident>/fragment")
def fragment(ident: str) -> Response:
    """HTML without script or style, for a page of another site to take in."""
    def made(embed: Embed, told: Content) -> Response:
        return Response(rendering.fragment(embed, told), content_type="text/html; charset=utf-8")

    return shared(_plainly(ident, made), _origins())


@blueprint.get("/embed/<ident>.json", endpoint="data")
def as_json(ident: str) -> Response:
    """`rodtrad.embed/1`."""
    def made(embed: Embed, told: Content) -> Response:
        return written(rendering.as_json(embed, told))

    return shared(_plainly(ident, made), _origins())


@blueprint.get("/embed/host.js")
def host_script() -> Response:
    """The script of pages that hold embeds: the only file that other sites load as theirs."""
    # Asked for anew each time, and rarely sent: its address holds no version.
    g.etag = stamp()
    if request.if_none_match.contains_weak(g.etag):
        response = Response(status=304)
    else:
        with current_app.open_resource("static/embed-host.js") as script:
            response = Response(script.read(), content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.get("/oembed")
def oembed() -> Response:
    """What oEmbed tells of an address of this service: an embed, or a goal's or unit's page."""
    args = request.args
    most = tuple(
        whole(args, name, 1, LARGEST, "sv") if args.get(name) else LARGEST
        for name in ("maxwidth", "maxheight")
    )
    if args.get("format", "json") != "json":
        return Response(status=501)
    asked_for = snippets.own_path(args.get("url", ""), (base(), rendering.root()))
    if asked_for is None:
        raise NotFound
    named = re.fullmatch("/embed/([^/.]+)", asked_for[0])
    embed = _open(named[1]) if named else _of_page(*asked_for)
    told = content(embed, reading_of(embed.view), base())
    answer = (
        snippets.rich(embed, base(), told.title, (most[0], most[1]))
        if embed.id else snippets.plain(base(), told.title)
    )
    return shared(written(answer), _origins())


def _of_page(path: str, beside: str | None) -> Embed:
    """
    The first embed of a goal's or unit's page; one without an id where there is none.

    An id that can't stand in a path stands `beside` it.
    """
    found = re.fullmatch("/(mal|enhet)(?:/(.+))?", path)
    if found is None or (found[2] is None) == (beside is None):
        raise NotFound
    section, kind = {"mal": ("goals", "sight"), "enhet": ("units", "unit")}[found[1]]
    ident = beside or unquote(found[2] or "")
    about = keeping.about_of(section, ident)
    made = next(keeping.all_kept(current_store(), about=about), None)
    if made is None and settings().reading != "open":
        raise Unauthorized
    if made is None:
        p = reading_of(Embed(id="", kind=kind).view).audit.projection
        there = p.number if section == "goals" else p.unit_number
        if ident not in there:
            raise NotFound
        return Embed(id="", kind=kind, subject=ident)
    return _open(made.id)


def _open(ident: str) -> Embed:
    """The embed, where it may be seen; else what oEmbed answers."""
    try:
        return _seen(ident)
    except Shut as shut:
        if shut.status == 403:
            raise Unauthorized from None
        raise NotFound from None


def _seen(ident: str) -> Embed:
    """The embed, where it may be seen; Shut otherwise."""
    embed = keeping.kept(current_store(), ident)
    if embed is None:
        raise Shut(404, "embed.missing", "sv")
    if embed.dropped:
        raise Shut(410, "embed.dropped", embed.language)
    if settings().reading != "open" and not embed.public:
        raise Shut(403, "embed.closed", embed.language)
    return embed


def _answered(ident: str, made: Callable[[Embed, Content], Response]) -> Response:
    """The embed as `made` spells it, or 304 for who has that already."""
    embed = _seen(ident)
    reading = reading_of(embed.view)
    name = f"{reading.name} {embed.version} {request.path} {base()} {_origins()} {stamp()}"
    g.etag = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    if request.if_none_match.contains_weak(g.etag):
        return Response(status=304)
    changed = keeping.last_change(current_store(), embed)
    return made(embed, content(embed, reading, base(), changed))


def _plainly(ident: str, made: Callable[[Embed, Content], Response]) -> Response:
    """The same, what isn't shown as a status and a sentence."""
    try:
        return _answered(ident, made)
    except Shut as shut:
        return Response(
            f"{say(shut.key, shut.language)}\n", shut.status,
            content_type="text/plain; charset=utf-8",
        )


def _origins() -> tuple[str, ...]:
    return known(settings().frame_ancestors)
