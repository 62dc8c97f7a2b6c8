"""
What a request asks for: the view, the language and the page of a list, from its address.

Every link on a page carries them on. Pages and API read the same parameters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Request, current_app, g, request

from graph.errors import UsageError
from graph.messages import LANGUAGES
from graph.nearest import like
from graph.period import parse_day
from graph.text import control_character
from queries.audit import Audit
from queries.view import View
from service.addresses import thing_address
from service.reading import Reading, Readings
from service.refusing import Refused

KEPT = ("year", "as_of", "all", "through", "drafts", "lang")
TRUE = ("1", "true", "ja", "yes", "on")
FALSE = ("0", "false", "nej", "no", "off", "")
MOST_ROWS = 1000


@dataclass(frozen=True)
class Asked:
    """One request's question: the reading of its view, and the language."""

    reading: Reading
    language: str
    kept: tuple[tuple[str, str], ...]

    @property
    def audit(self) -> Audit:
        """The audit of the view asked for."""
        return self.reading.audit

    def keep(self, **more: object) -> str:
        """The query of a link: view and language kept, `more` added, None and '' left out."""
        pairs = {**dict(self.kept), **more}
        said = urlencode([(k, v) for k, v in pairs.items() if v is not None and v != ""])
        return f"?{said}" if said else ""

    def address(self, path: str, **more: object) -> str:
        """A link within the service that keeps the view."""
        return request.script_root + path + self.keep(**more)

    def goal(self, goal: str) -> str:
        """The address of a goal's page."""
        return self._thing("/mal", goal)

    def unit(self, unit: str) -> str:
        """The address of a unit's page."""
        return self._thing("/enhet", unit)

    def plan(self, plan: str) -> str:
        """The address of a plan's page."""
        return self._thing("/plan", plan)

    def area(self, area: str) -> str:
        """The address of an area's page."""
        return self._thing("/omrade", area)

    def indicator(self, indicator: str) -> str:
        """The address of an indicator's page."""
        return self._thing("/indikator", indicator)

    def _thing(self, page: str, ident: str) -> str:
        path, more = thing_address(page, ident)
        return self.address(path, **more)


def asked() -> Asked:
    """The question of this request; Refused or UsageError if it can't be read."""
    if "asked" not in g:
        g.asked = _read(request)
    found: Asked = g.asked
    return found


def language_of(asking: Request) -> str:
    """`sv` or `en`; anything else is Swedish, so that an error can always be told."""
    chosen = asking.args.to_dict().get("lang", "sv")
    return chosen if chosen in LANGUAGES else "sv"


def _read(asking: Request) -> Asked:
    language = language_of(asking)
    # A plain dict: what isn't there costs an exception in the request's own.
    args = asking.args.to_dict()
    for value in args.values():
        if control_character(value):
            raise Refused("control", language)
    view = view_of(args, language)
    kept = tuple((name, args[name]) for name in KEPT if args.get(name))
    return Asked(reading_of(view), language, kept)


def reading_of(view: View) -> Reading:
    """The reading of a view of the data that is served."""
    readings: Readings = current_app.extensions["rodtrad"]
    # Only somebody with a name can have written what they now want to see.
    named = {"HTTP_AUTHORIZATION", "HTTP_COOKIE"} & request.environ.keys()
    return readings.of(view, now=bool(named))


def view_of(args: Mapping[str, str], language: str) -> View:
    """The view in a request's parameters, empty ones as if not there; Refused if unreadable."""
    lang = args.get("lang", "")
    if lang and lang not in LANGUAGES:
        raise Refused("language", language)
    year, as_of = args.get("year", ""), args.get("as_of", "")
    everything = flag(args, "all", language)
    if sum((bool(year), bool(as_of), everything)) > 1:
        raise Refused("one_view", language)
    day = None
    if as_of:
        try:
            day = parse_day(as_of)
        except ValueError:
            raise Refused("as_of", language) from None
    return View(
        year=whole(args, "year", 1, 9999, language) if year else None,
        as_of=day,
        all=everything,
        through=args.get("through") or None,
        drafts=flag(args, "drafts", language),
    )


def flag(args: Mapping[str, str], name: str, language: str) -> bool:
    """A parameter that is on or off."""
    said = args.get(name, "").lower()
    if said not in TRUE and said not in FALSE:
        raise Refused("flag", language, name=name)
    return said in TRUE


def whole(args: Mapping[str, str], name: str, least: int, most: int, language: str) -> int:
    """A parameter that is a whole number; `least` where it isn't given."""
    said = args.get(name) or str(least)
    if not (said.isascii() and said.isdigit() and len(said) < 10 and least <= int(said) <= most):
        raise Refused("number", language, name=name, least=least, most=most)
    return int(said)


def choice(name: str, choices: tuple[str, ...]) -> str | None:
    """A parameter that is one of a few words; None where it isn't given."""
    said = request.args.get(name) or None
    if said is not None and said not in choices:
        known = ", ".join(choices)
        raise Refused("choice", asked().language, name=name, known=known)
    return said


def page_number(name: str = "page") -> int:
    """Which page of a list, from 1."""
    return whole(request.args, name, 1, 10**6, asked().language)


def known(section: str, ident: str | None) -> int | None:
    """The number of a unit or area that a filter names; UsageError if there is none."""
    if not ident:
        return None
    projection = asked().audit.projection
    numbers = {"unit": projection.unit_number, "area": projection.area_number}[section]
    if ident not in numbers:
        raise UsageError("unknown_name", name=ident, near=like(ident, numbers))
    return numbers[ident]
