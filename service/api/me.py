"""
One's own account: where one is signed in, and the tokens of one's programs.
"""

from __future__ import annotations

from typing import Any

from flask import Response

from graph.errors import UsageError
from service.accounts.granting import check_reach, me, new_token
from service.accounts.people import LONGEST_NAME, plain_user
from service.accounts.sessions import Sessions
from service.accounts.tokens import LONGEST_DAYS, SCOPES, Token, Tokens
from service.accounts.who import current_store, who
from service.api.address import as_json, blueprint
from service.api.bodies import fields_sent, number, text, texts, word
from service.api.declared import Answer, Parameter, route
from service.api.parameters import KEY, LANG
from service.api.replies import once
from service.api.users import LONGEST_UNIT

SESSION, TOKEN = (Parameter(name, place="path") for name in ("session", "token"))
ENDED = Answer(())


@route(blueprint, "GET", "/me", LANG, answers="me", name="me")
def account() -> Response:
    """One's own account, and what the token or session at hand may do of it."""
    person = who()
    return as_json({
        "format": "rodtrad.me/1",
        **plain_user(me()),
        "allowed": {
            "role": person.role, "units": sorted(person.within), "until": person.until or None,
        },
    })  # fmt: skip


@route(blueprint, "GET", "/me/sessions", LANG, answers="sessions")
def sessions() -> Response:
    """Where one is signed in, the newest first."""
    found = Sessions(current_store()).of(me().id)
    told = [
        {
            "id": each.id, "how": each.how, "address": each.address, "since": each.since,
            "seen": each.seen, "own": each.id == who().session,
        }
        for each in found
    ]  # fmt: skip
    return as_json({"format": "rodtrad.sessions/1", "sessions": told})


@route(
    blueprint, "DELETE", "/me/sessions/<session>", SESSION, LANG,
    answers={204: ENDED}, errors=(413,),
)  # fmt: skip
def session_end(session: str) -> Response:
    """End a session of one's own; by a token that allows all that the session does."""
    user = me()
    check_reach(user.role)
    if not Sessions(current_store()).end(session, user.id):
        raise UsageError("unknown_name", name=session)
    return Response(status=204)


@route(blueprint, "GET", "/me/tokens", LANG, answers="tokens")
def tokens() -> Response:
    """One's tokens, those first that end last; never what they are."""
    told = [_token(each) for each in Tokens(current_store()).of(me().id)]
    return as_json({"format": "rodtrad.tokens/1", "tokens": told})


@route(
    blueprint, "POST", "/me/tokens", LANG, KEY,
    answers={201: Answer(schema="token_made")}, errors=(409, 413, 415, 422), body="token_new",
)  # fmt: skip
def token_new() -> Response:
    """Make a token that allows no more, and lasts no longer, than the one it is made by."""

    def work() -> Response:
        said = fields_sent(
            {"label": text(LONGEST_NAME), "scope": word(tuple(SCOPES)),
             "days": number(1, LONGEST_DAYS)},
            {"units": texts(LONGEST_UNIT)},
        )  # fmt: skip
        secret = new_token(**{"units": (), **said})
        made = Tokens(current_store()).find(secret)
        response = as_json({
            "format": "rodtrad.token_made/1", **_token(made), "token": secret,
        })  # fmt: skip
        response.status_code = 201
        return response

    return once(work, secret="token")


@route(
    blueprint, "DELETE", "/me/tokens/<token>", TOKEN, LANG, answers={204: ENDED}, errors=(413,)
)
def token_end(token: str) -> Response:
    """End a token and those it has made; by itself, or by one that allows as much."""
    held = Tokens(current_store())
    found = next((each for each in held.of(me().id) if each.id == token), None)
    if found is None:
        raise UsageError("unknown_name", name=token)
    if found.id != who().token:
        check_reach(SCOPES[found.scope], found.units)
    held.end(found.id, found.user)
    return Response(status=204)


def _token(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "label": token.label,
        "scope": token.scope,
        "units": list(token.units),
        "made": token.made,
        "until": token.until,
        "used": token.used or None,
        "made_by": token.by or None,
        "own": token.id == who().token,
    }
