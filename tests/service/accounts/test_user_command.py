"""`rodtrad user`, also while a service holds the store."""

from __future__ import annotations

import io
import json

import pytest

from graph.store import Store
from service.accounts.identity import API
from service.accounts.passwords import matches
from service.accounts.people import People
from service.cli import main
from tests.conftest import wipe
from tests.service.signing import PASSWORD, bearer, form, service


@pytest.fixture
def held(embedded_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store that this process holds; the command attaches to it."""
    wipe(embedded_store.url)
    monkeypatch.setenv("RODTRAD_STORE", embedded_store.url)
    return embedded_store


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, typed: str = "") -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    with pytest.raises(SystemExit) as ended:
        main(["user", *arguments])
    return int(ended.value.code or 0)


def test_the_first_admin_is_made_while_the_service_runs(
    held: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "list") == 0
    assert "user add" in capsys.readouterr().out
    typed = f"{PASSWORD}\n"
    made = ("add", "Åsa", "--role", "admin", "--title", "Åsa Ö", "--password-stdin")
    assert run(monkeypatch, *made, typed=typed) == 0
    user = People(held).known("åsa")
    assert user.role == "admin" and matches(PASSWORD, user.password)
    assert run(monkeypatch, *made, typed=typed) == 2
    assert run(monkeypatch, "list", "--format", "json") == 0
    out = capsys.readouterr().out
    told = json.loads(out[out.index("{") :])
    by_api = service(held).test_client().get("/api/v1/users", headers=bearer(held, "admin"))
    assert told["users"] == [each for each in by_api.get_json()["users"] if each["name"] == "Åsa"]
    assert told["users"][0]["name"] == "Åsa" and "argon2" not in out and PASSWORD not in out


def test_role_state_and_password_are_changed(
    held: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    people = People(held)
    people.add("bo")
    people.add("eva", role="admin")
    assert run(monkeypatch, "role", "bo", "editor") == 0
    assert run(monkeypatch, "role", "bo", "editor", "--unit", "nope") == 2
    assert run(monkeypatch, "disable", "bo") == 0 and people.known("bo").disabled
    assert run(monkeypatch, "enable", "bo") == 0 and not people.known("bo").disabled
    assert run(monkeypatch, "disable", "eva") == 2
    assert run(monkeypatch, "password", "bo", "--password-stdin", typed="sommar2024!!\n") == 2
    assert run(monkeypatch, "password", "bo") == 2
    assert run(monkeypatch, "password", "bo", "--password-stdin", typed=PASSWORD) == 0
    assert matches(PASSWORD, people.known("bo").password)
    assert run(monkeypatch, "role", "nobody", "admin") == 2
    assert "inget konto" in capsys.readouterr().err


def test_a_token_is_printed_once_and_works(
    held: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    People(held).add("bo", role="editor")
    assert run(monkeypatch, "token", "bo", "--scope", "edit", "--days", "3") == 0
    text = capsys.readouterr().out.strip()
    header = {"Authorization": f"Bearer {text}"}
    assert service(held).test_client().get(f"{API}v1/info", headers=header).status_code == 200
    assert run(monkeypatch, "token", "bo", "--scope", "admin") == 2


def test_an_account_without_password_waits_for_the_municipalitys_sign_in(
    held: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, "add", "asa@kommun.se", "--role", "admin", "--without-password") == 0
    user = People(held).known("asa@kommun.se")
    assert (user.role, user.password, user.subject) == ("admin", "", "")
    client = service(held).test_client()
    for password in ("", " ", PASSWORD):
        said = form(client, name=user.name, password=password)
        assert client.post("/logga-in", data=said).status_code == 400
    assert client.get("/konto").status_code == 303
