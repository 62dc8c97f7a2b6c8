"""
The web service: pages for people and `/api/v1` for programs, over one source of data.

Answers loopback names and the public address of the settings. Nothing is opened before the first
request.
"""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response, current_app, g, jsonify, request

from graph.governance import Governance
from graph.store import Store
from queries.rules.book import RuleBook
from service import api, pages
from service.accounts.oidc import Provider
from service.accounts.opening import open_accounts
from service.asking import Asked, asked, language_of
from service.data import Data
from service.guard import LOOPBACK, guard, program_version, stamp
from service.problems import handle_problems
from service.reading import Readings
from service.reports import words as shared
from service.showing import (
    day_text,
    ident,
    moment_text,
    number,
    parts_of,
    period_text,
    stored_day,
    visible,
)
from service.words import say


def create_app(
    data: Data,
    *,
    hosts: tuple[str, ...] = LOOPBACK,
    book: RuleBook | None = None,
    store: Store | None = None,
    provider: Provider | None = None,
) -> Flask:
    """
    The application; `hosts` are the names it answers to, against DNS rebinding, and `book` the
    rules it audits by, else the built-in ones. Without a `store` nobody signs in and nothing can
    be written; with a `provider` people may sign in by it.
    """
    app = Flask("service", static_folder="static", template_folder="templates")
    app.config.update(JSON_AS_ASCII=False, JSON_SORT_KEYS=False)
    # Ids may hold several slashes in a row.
    app.url_map.merge_slashes = False
    app.extensions["rodtrad"] = Readings(data, book)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.add_template_filter(visible, "text")
    app.add_template_filter(ident, "id")
    app.context_processor(_page_words)
    open_accounts(app, store)
    pages.oidc.offer(app, provider)
    guard(app, hosts)
    handle_problems(app)
    app.add_url_rule("/healthz", "healthz", _healthz)
    for blueprint in (*pages.blueprints(), *api.blueprints()):
        app.register_blueprint(blueprint)
    return app


def _healthz() -> Response:
    """200 with the revision while the data can be reached; the error handler says 503."""
    readings: Readings = current_app.extensions["rodtrad"]
    revision, digest = readings.revision()
    return jsonify(status="ok", revision=revision, digest=digest, version=program_version())


def _page_words() -> dict[str, object]:
    """What every template can use; a problem page has no question."""
    language = language_of(request)
    question: Asked | None = g.get("asked")
    audit = question.audit if question else None
    governance = audit.projection.governance if audit else Governance()

    def tell(key: str, **values: object) -> str:
        return say(key, language, **values)

    return {
        "t": tell,
        "lang": language,
        "asked": question,
        "audit": audit,
        "governance": governance,
        "stamp": stamp(),
        "state_word": lambda state: shared.pick(shared.STATES[state], language),
        "link_word": lambda state: shared.pick(shared.LINK_STATES[state], language),
        "cell_word": lambda status: shared.pick(shared.CELLS[status], language),
        "severity_word": lambda severity: shared.pick(shared.SEVERITIES[severity], language),
        "share": lambda part, whole: shared.share(part, whole, language),
        "of": lambda part, whole: parts_of(part, whole, language),
        "day": lambda value: day_text(value, language),
        "stored_day": stored_day,
        "moment": lambda at: moment_text(at, language),
        "period": lambda value: period_text(value, language),
        "num": lambda value: number(value, language),
        "page_url": lambda **more: asked().address(
            quote(request.path, safe="/"), **{**request.args.to_dict(), "andring": None, **more}
        ),
    }

