"""Signing in by a real OpenID Connect provider, and every way that mustn't work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from graph.errors import UsageError
from graph.store import Store
from service.accounts.entries import SignIns
from service.accounts.oidc import Identity, Provider, provider_of
from service.accounts.people import People
from tests import identity_provider
from tests.conftest import wipe
from tests.service import signing

pytestmark = [pytest.mark.oidc]

HOME = "http://localhost"
BACK = f"{HOME}/logga-in/oidc/svar"
CLIENT = {"client_id": "rodtrad", "client_secret": "s" * 40, "redirect_uris": [BACK]}
OTHER = {"client_id": "annan", "client_secret": "t" * 40, "redirect_uris": [BACK]}
PEOPLE: dict[str, dict[str, Any]] = {
    "asa": {"name": "Åsa Öberg", "email": "asa@tyreso.example", "groups": ["rt-bun", "alla"]},
    "bo": {"name": "Bo Ek", "email": "bo@tyreso.example", "groups": ["alla"]},
    "cia": {"name": "Cia", "email": "chef@tyreso.example", "email_verified": False},
}
SETTINGS = {"RODTRAD_OIDC_CLIENT_ID": "rodtrad", "RODTRAD_OIDC_CLIENT_SECRET": "s" * 40}
GROUPS = {"RODTRAD_OIDC_GROUPS": "rt-bun=editor:bun; rt-admin = admin"}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The municipality's provider."""
    with identity_provider.running(PEOPLE, CLIENT) as address:
        yield address


@pytest.fixture(scope="module")
def stranger() -> Iterator[str]:
    """Somebody else's provider, with keys of its own."""
    with identity_provider.running(PEOPLE, CLIENT, key="second") as address:
        yield address


@pytest.fixture
def emptied(embedded_store: Store) -> Store:
    wipe(embedded_store.url)
    return embedded_store


def service(store: Store, issuer: str, **more: str) -> Flask:
    said = {"RODTRAD_OIDC_ISSUER": issuer, **SETTINGS, **more}
    return signing.service(store, provider=provider_of(said))


def leave(client: FlaskClient, next: str = "/mal") -> str:
    """Begin at the service; where it sends the browser."""
    answer = client.get("/logga-in/oidc", query_string={"next": next})
    assert answer.status_code == 302, answer.text
    return answer.location


def at_provider(address: str, login: str) -> str:
    """Sign in and agree at the provider, as a browser would; where it sends the browser back."""
    browser = requests.Session()
    found = browser.get(address)
    for prompt in ({"prompt": "login", "login": login, "password": "x"}, {"prompt": "consent"}):
        action = re.search(r'action="([^"]+)"', found.text)
        assert action, found.text[:500]
        found = browser.post(action[1], data=prompt, allow_redirects=False)
        while found.status_code in (302, 303):
            onward = found.headers["Location"]
            if onward.startswith(BACK):
                return onward
            found = browser.get(requests.compat.urljoin(found.url, onward), allow_redirects=False)
    raise AssertionError(found.text[:500])


def come_back(client: FlaskClient, address: str) -> Any:
    return client.get(address.removeprefix(HOME))


def name_of(client: FlaskClient) -> str:
    found = re.search(r'class="me".*?<bdi>([^<]+)</bdi>', client.get("/").text, re.DOTALL)
    return found[1] if found else ""


def test_somebody_signs_in_and_is_led_to_the_page_asked_for(emptied: Store, issuer: str) -> None:
    client = service(emptied, issuer).test_client()
    answer = come_back(client, at_provider(leave(client), "asa"))
    assert (answer.status_code, answer.location) == (303, "/mal")
    user = People(emptied).known("asa@tyreso.example")
    assert (user.title, user.role, user.password) == ("Åsa Öberg", "reader", "")
    assert user.subject == f"{issuer} asa"
    assert "Åsa Öberg" in client.get("/konto").text
    assert [each.how for each in SignIns(emptied).latest(user.id)] == ["oidc"]


def test_the_button_stands_on_the_page_with_the_providers_name(
    emptied: Store, issuer: str
) -> None:
    app = service(emptied, issuer, RODTRAD_OIDC_NAME="Tyresö <b>")
    page = app.test_client().get("/logga-in?next=/mal").text
    assert "Logga in med Tyresö &lt;b&gt;" in page
    assert 'href="/logga-in/oidc?next=/mal"' in page


def test_groups_give_role_and_namnder_anew_at_each_sign_in(emptied: Store, issuer: str) -> None:
    app = service(emptied, issuer, **GROUPS)
    for login, role, units in (("asa", "editor", ("bun",)), ("bo", "reader", ())):
        client = app.test_client()
        assert come_back(client, at_provider(leave(client), login)).status_code == 303
        user = People(emptied).known(f"{login}@tyreso.example")
        assert (user.role, user.units) == (role, units)
    People(emptied).set_role(People(emptied).known("bo@tyreso.example"), "editor")
    client = app.test_client()
    come_back(client, at_provider(leave(client), "bo"))
    assert People(emptied).known("bo@tyreso.example").role == "reader"


def test_an_account_made_beforehand_is_theirs_and_one_with_a_password_never(
    emptied: Store, issuer: str
) -> None:
    people = People(emptied)
    people.add("asa@tyreso.example", role="admin")
    people.add("bo@tyreso.example", role="admin", password=signing.PASSWORD)
    app = service(emptied, issuer)
    client = app.test_client()
    assert come_back(client, at_provider(leave(client), "asa")).status_code == 303
    assert people.known("asa@tyreso.example").role == "admin"
    taken = app.test_client()
    answer = come_back(taken, at_provider(leave(taken), "bo"))
    assert answer.status_code == 400
    assert "bo@tyreso.example" in answer.text
    assert taken.get("/konto").status_code == 303
    assert [each.outcome for each in SignIns(emptied).latest(limit=1)] == ["wrong"]


def test_an_address_that_nobody_has_verified_is_nobodys_name(emptied: Store, issuer: str) -> None:
    People(emptied).add("chef@tyreso.example", role="admin")
    client = service(emptied, issuer).test_client()
    assert come_back(client, at_provider(leave(client), "cia")).status_code == 303
    assert People(emptied).known("cia").role == "reader"
    assert People(emptied).known("chef@tyreso.example").subject == ""


def test_who_is_shut_out_stays_out(emptied: Store, issuer: str) -> None:
    app = service(emptied, issuer)
    first = app.test_client()
    come_back(first, at_provider(leave(first), "asa"))
    people = People(emptied)
    people.set_disabled(people.known("asa@tyreso.example"), True)
    again = app.test_client()
    assert come_back(again, at_provider(leave(again), "asa")).status_code in (400, 403)
    assert again.get("/konto").status_code == 303


def changed(address: str, **more: str) -> str:
    parts = urlsplit(address)
    return parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), **more})).geturl()


@pytest.mark.parametrize(
    "forging",
    [{"state": "x" * 30}, {"code": "y" * 43}, {"iss": "https://evil.example"},
     {"error": "access_denied", "error_description": "<script>alert(1)</script>"}],
    ids=["state", "code", "issuer", "error"],
)  # fmt: skip
def test_a_forged_answer_signs_nobody_in(
    emptied: Store, issuer: str, forging: dict[str, str]
) -> None:
    client = service(emptied, issuer).test_client()
    answer = come_back(client, changed(at_provider(leave(client), "asa"), **forging))
    assert answer.status_code == 400
    assert "går inte att lita på" in answer.text
    assert "<script>alert" not in answer.text
    assert client.get("/konto").status_code == 303
    assert list(People(emptied).all()) == []
    assert [each.outcome for each in SignIns(emptied).latest()] == ["wrong"]


def test_an_answer_is_good_once_and_in_one_browser_only(emptied: Store, issuer: str) -> None:
    app = service(emptied, issuer)
    mine, theirs = app.test_client(), app.test_client()
    answer = at_provider(leave(mine), "asa")
    assert come_back(theirs, answer).status_code == 400
    assert come_back(mine, answer).status_code == 303
    assert come_back(mine, answer).status_code == 400


def test_an_answer_of_another_provider_is_not_taken(
    emptied: Store, issuer: str, stranger: str
) -> None:
    ours, others = (service(emptied, each).test_client() for each in (issuer, stranger))
    with ours.session_transaction() as session:
        session.clear()
    leave(ours)
    answer = at_provider(leave(others), "asa")
    assert come_back(ours, answer).status_code == 400


def test_a_provider_that_is_away_is_told_calmly(emptied: Store) -> None:
    client = service(emptied, "http://127.0.0.1:9").test_client()
    answer = client.get("/logga-in/oidc")
    assert answer.status_code == 400
    assert "svarar inte just nu" in answer.text


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_led_to_another_host(emptied: Store, issuer: str, next: str) -> None:
    client = service(emptied, issuer).test_client()
    answer = come_back(client, at_provider(leave(client, next), "bo"))
    assert (answer.status_code, answer.location) == (303, "/")


def test_without_a_provider_there_is_no_such_way(emptied: Store) -> None:
    client = signing.service(emptied).test_client()
    assert client.get("/logga-in/oidc").status_code == 404
    assert client.get("/logga-in/oidc/svar?code=x&state=y").status_code == 404


FAULTY = [
    ({"RODTRAD_OIDC_ISSUER": "https://id.example"}, "oidc.missing"),
    ({**SETTINGS, "RODTRAD_OIDC_ISSUER": "http://id.example"}, "oidc.address"),
    ({**SETTINGS, "RODTRAD_OIDC_ISSUER": "https://id.example", "RODTRAD_OIDC_ISUER": "x"},
     "oidc.unknown"),
    ({**SETTINGS, "RODTRAD_OIDC_ISSUER": "https://id.example", "RODTRAD_OIDC_GROUPS": "a=boss"},
     "oidc.groups"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "code"), FAULTY)
def test_settings_that_can_t_be_meant_are_told(said: dict[str, str], code: str) -> None:
    with pytest.raises(UsageError) as found:
        provider_of(said)
    assert found.value.code == code
    assert "RODTRAD_OIDC_" in found.value.text("sv")


def test_without_settings_there_is_no_provider() -> None:
    assert provider_of({"RODTRAD_OIDC_ISSUER": " ", "HOME": "/"}) is None


def test_of_several_groups_the_highest_role_counts_with_all_its_namnder() -> None:
    groups = {"a": ("editor", ("bun",)), "b": ("editor", ("kfn",)), "c": ("reader", ()),
              "d": ("editor", ())}  # fmt: skip
    provider = Provider("https://id", "c", "s", "n", groups)

    def role(*some: str) -> object:
        return provider.role_of(Identity("s", "n", "t", some))

    assert role("a", "b", "c") == ("editor", ("bun", "kfn"))
    assert role("a", "d") == ("editor", ())
    assert role("x") == ("reader", ())
