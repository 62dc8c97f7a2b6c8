"""
What every answer goes through: who may ask, which headers are sent, and what a browser may keep.
"""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from urllib.parse import quote, urlencode, urlsplit

from flask import Flask, Request, Response, g, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from service.access import ACCESS, READ
from service.accounts.cookies import is_encrypted
from service.accounts.gate import admit
from service.accounts.identity import API, comes_with_a_name
from service.accounts.who import who
from service.asking import asked, language_of
from service.refusing import Refused
from service.settings import keeper, settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
POLICY = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
))
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not none at all: browsers then call the origin of our own forms "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SENT = tuple(HEADERS.items())
# Kept by browsers as long as their address, which holds a version.
LASTING = ("static", "map.static")

HSTS = "max-age=31536000"


def guard(app: Flask, hosts: tuple[str, ...]) -> None:
    """Check the host of each request; send the headers; answer 304 to who has it already."""
    allowed = frozenset(hosts)

    @app.before_request
    def check() -> BaseResponse | None:
        host = host_of(request.headers.get("Host", ""))
        if host not in allowed and (not host or host != keeper().known().host):
            raise Refused("host", language_of(request))
        if stopped := admit():
            return stopped
        if ACCESS.get(request.endpoint or "") != READ or request.method not in ("GET", "HEAD"):
            return None
        if "view" in request.args and not request.path.startswith(API):
            return redirect(tidy(request), 303)
        # What somebody signed in is shown is theirs, and not kept.
        if comes_with_a_name(request.environ) and who().name:
            return None
        g.etag = etag()
        held = request.if_none_match
        if not held.star_tag and held.contains_weak(g.etag):
            return Response(status=304)
        return None

    @app.after_request
    def finish(response: Response) -> Response:
        # What a view has said itself stands: embeds are framed by other sites.
        said = {name for name, _ in response.headers}
        response.headers.extend([each for each in SENT if each[0] not in said])
        if response.status_code in (200, 304) and "etag" in g:
            if "ETag" not in response.headers:
                response.set_etag(g.etag, weak=True)
            response.headers["Cache-Control"] = "no-cache"
        elif request.endpoint not in LASTING:
            response.headers["Cache-Control"] = "no-store"
        if is_encrypted():
            response.headers["Strict-Transport-Security"] = HSTS
        return response


def tidy(asking: Request) -> str:
    """The address that the view's form means: one of day, year and all, empty fields left out."""
    given = MultiDict(pair for pair in asking.args.items(multi=True) if pair[1])
    given.poplist("view")
    if "all" in given:
        given.poplist("as_of")
    if "all" in given or "as_of" in given:
        given.poplist("year")
    query = urlencode(list(given.items(multi=True)))
    path = asking.script_root + quote(asking.path, safe="/")
    # A path of two slashes at its start would be read as another host.
    return "/" + path.lstrip("/") + (f"?{query}" if query else "")


@lru_cache(maxsize=64)
def host_of(header: str) -> str | None:
    """The name in a Host header without its port, in small letters; None if it has none."""
    try:
        parts = urlsplit(f"//{header}")
        # A port that isn't a number raises when it is read.
        plain = parts.username is None and (parts.port is None or parts.port >= 0)
    except ValueError:
        return None
    return parts.hostname if plain and not (parts.path or parts.query) else None


def etag() -> str:
    """The name of an answer: data, view, language, address, and this version of the pages."""
    question, environ = asked(), request.environ
    said = (
        f"{question.reading.name} {question.language} {settings().version} "
        f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')} {stamp()}"
    )
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def stamp() -> str:
    """A short name for this version of templates, styles and texts; new when they change."""
    said = hashlib.sha256(program_version().encode())
    for folder in ("templates", "static", "texts"):
        for file in sorted(files("service").joinpath(folder).iterdir(), key=lambda f: f.name):
            if file.is_file():
                said.update(file.read_bytes())
    return said.hexdigest()[:12]


@cache
def program_version() -> str:
    """The version of the program, `0` where it isn't installed."""
    try:
        return version("rodtrad")
    except PackageNotFoundError:
        return "0"
