"""Logga in med kommunens inloggning: to the identity provider, and back."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, current_app, redirect, request, session, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from graph.errors import UsageError
from graph.store import Store
from service.accounts.entries import UNKNOWN, SignIns
from service.accounts.oidc import Identity, Provider, SignIn
from service.accounts.people import People, User
from service.accounts.roles import READER
from service.accounts.signing_in import sign_in
from service.accounts.who import current_store
from service.pages.forms import local_path
from service.settings import settings
from service.words import say

blueprint = Blueprint("oidc", __name__)
NEXT = "oidc_next"


@dataclass(frozen=True, slots=True)
class Way:
    """A way of signing in besides the password: where it begins, and what its button says."""

    endpoint: str
    name: str

    def label(self, language: str) -> str:
        """What the button says."""
        return say("signing.with", language, name=self.name)


def offer(app: Flask, provider: Provider | None) -> None:
    """Let people sign in by the provider, where there is one."""
    if provider is not None:
        app.extensions["rodtrad.oidc"] = SignIn(app, provider)
        app.extensions["rodtrad.sign_in_ways"] = (Way("oidc.leave", provider.name),)


@blueprint.get("/logga-in/oidc")
def leave() -> Response:
    """Go to the provider."""
    way, back = _way(), settings().public_address.rstrip("/")
    session[NEXT] = local_path(request.args.get("next", ""))
    path = url_for("oidc.returned")
    # The provider knows one address of ours, whatever this request came to.
    return way.leave(f"{back}/logga-in/oidc/svar" if back else request.host_url.rstrip("/") + path)


@blueprint.get("/logga-in/oidc/svar")
def returned() -> Response:
    """Come back signed in; UsageError for an answer that isn't to be trusted."""
    way, store = _way(), current_store()
    try:
        user = account_of(store, way.provider, way.returned())
    except UsageError:
        SignIns(store).note(UNKNOWN, request.remote_addr or "", "oidc", "wrong")
        raise
    goal = local_path(session.get(NEXT, ""))
    sign_in(user, "oidc")
    return redirect(request.script_root + goal, 303)


def account_of(store: Store, provider: Provider, identity: Identity) -> User:
    """
    The account of whom the provider has told, made or given its role anew where need be.

    An account is found by the provider's lasting name for somebody. One that an admin has made
    without a password is theirs the first time they come; one with a password never is, since
    whoever can choose a name at the provider could else take it over.
    """
    people, subject = People(store), f"{provider.issuer} {identity.subject}"
    user, given = people.by_subject(subject), provider.role_of(identity)
    if user is None:
        waiting = people.get(identity.name)
        if waiting is None:
            role, units = given or (READER, ())
            return people.add(
                identity.name, title=identity.title, role=role, units=units, subject=subject
            )
        if waiting.password or waiting.subject:
            raise UsageError("oidc.taken", name=identity.name)
        user = people.bind(waiting, subject)
    if identity.title and user.title != identity.title:
        user = people.rename(user, identity.title)
    return people.set_role(user, *given) if given else user


def _way() -> SignIn:
    way: SignIn | None = current_app.extensions.get("rodtrad.oidc")
    if way is None:
        raise NotFound
    return way
