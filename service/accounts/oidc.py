"""
Sign-in with the municipality's own identity provider (OpenID Connect, authorization code with
PKCE). What must hold is checked by authlib; docs/accounts.md says how to set it up.

`RODTRAD_OIDC_ISSUER`, `_CLIENT_ID` and `_CLIENT_SECRET` turn it on. `_NAME` is what the button
says, and `_GROUPS` which group gives which role: `rt-admin=admin; rt-bun=editor:tyr-bun,tyr-kfn`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, request
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from graph.errors import UsageError
from service.accounts.roles import ROLES

PREFIX = "RODTRAD_OIDC_"
NEEDED = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
KNOWN = (*NEEDED, "NAME", "GROUPS")
# Seconds to wait for the provider: a person is waiting too.
PATIENCE = 10


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says somebody is. `subject` is theirs for ever, names and groups aren't."""

    subject: str
    name: str
    title: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provider:
    """The identity provider that the environment names."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    groups: Mapping[str, tuple[str, tuple[str, ...]]]

    def role_of(self, identity: Identity) -> tuple[str, tuple[str, ...]] | None:
        """
        The role that somebody's groups give, the highest of several, and its units.

        None where no mapping is set: then each account keeps the role it was given here.
        """
        if not self.groups:
            return None
        found = [self.groups[each] for each in identity.groups if each in self.groups]
        if not found:
            return ROLES[0], ()
        highest = max((role for role, _ in found), key=ROLES.index)
        scopes = [units for role, units in found if role == highest]
        everywhere = () in scopes
        return highest, () if everywhere else tuple(sorted({u for each in scopes for u in each}))


def provider_of(environment: Mapping[str, str]) -> Provider | None:
    """The provider that the environment names; UsageError for settings that can't be meant."""
    said = {
        name.removeprefix(PREFIX): value.strip()
        for name, value in environment.items()
        if name.startswith(PREFIX) and value.strip()
    }
    if not said:
        return None
    for name in sorted(said):
        if name not in KNOWN:
            raise UsageError("oidc.unknown", name=PREFIX + name, known=", ".join(KNOWN))
    for name in NEEDED:
        if name not in said:
            raise UsageError("oidc.missing", name=PREFIX + name)
    if not _is_safe(said["ISSUER"]):
        raise UsageError("oidc.address", name=PREFIX + "ISSUER", value=said["ISSUER"])
    return Provider(
        issuer=said["ISSUER"],
        client_id=said["CLIENT_ID"],
        client_secret=said["CLIENT_SECRET"],
        name=said.get("NAME", urlsplit(said["ISSUER"]).hostname or ""),
        groups=_groups(said.get("GROUPS", "")),
    )


def _is_safe(issuer: str) -> bool:
    """True for https, and for http on this computer."""
    parts = urlsplit(issuer)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        return parts.scheme == "http" and ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def _groups(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    found = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        group, equals, given = part.partition("=")
        role, _, units = given.partition(":")
        if not equals or role.strip() not in ROLES:
            raise UsageError("oidc.groups", value=part, known=", ".join(ROLES))
        scope = tuple(unit.strip() for unit in units.split(",") if unit.strip())
        found[group.strip()] = (role.strip(), scope)
    return found


class SignIn:
    """The two steps of a sign-in: there, and back again."""

    def __init__(self, app: Flask, provider: Provider) -> None:
        self.provider = provider
        self._client = OAuth(app).register(  # type: ignore[no-untyped-call]
            "oidc",
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid profile email" + (" groups" if provider.groups else ""),
                "code_challenge_method": "S256",
                "default_timeout": PATIENCE,
            },
        )

    def leave(self, back: str) -> Response:
        """Send the browser to the provider, which sends it to the address `back`."""
        try:
            self._check_issuer()
            answer: Response = self._client.authorize_redirect(back)
        except (OAuthError, RequestException, ValueError) as error:
            raise UsageError("oidc.away", name=self.provider.name) from error
        return answer

    def returned(self) -> Identity:
        """
        Who the answer at hand says has signed in.

        UsageError for an answer that is forged, stale, used already or another provider's.
        """
        # RFC 9207: an answer that says whose it is must be ours.
        if request.args.get("iss", self.provider.issuer) != self.provider.issuer:
            raise UsageError("oidc.forged", name=self.provider.name)
        try:
            self._check_issuer()
            token: dict[str, Any] = self._client.authorize_access_token()
        except (OAuthError, JoseError, RequestException, ValueError, KeyError) as error:
            raise UsageError("oidc.forged", name=self.provider.name) from error
        return _identity(token.get("userinfo") or {}, self.provider)

    def _check_issuer(self) -> None:
        """The description is fetched by name; it must be of the one it was asked of."""
        if self._client.load_server_metadata().get("issuer") != self.provider.issuer:
            raise ValueError("another issuer")


def _identity(claims: Mapping[str, Any], provider: Provider) -> Identity:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise UsageError("oidc.forged", name=provider.name)
    name = claims.get("email") if claims.get("email_verified") is not False else None
    groups = claims.get("groups")
    return Identity(
        subject=subject,
        name=str(name or claims.get("preferred_username") or subject).strip(),
        title=str(claims.get("name") or "").strip(),
        groups=tuple(str(each) for each in groups) if isinstance(groups, list) else (),
    )
