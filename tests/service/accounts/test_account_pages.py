"""One's own account, and the accounts as an admin sees them."""

from __future__ import annotations

import html
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from flask import Flask

from graph.errors import UsageError
from graph.store import Store
from service.accounts.people import People, User
from service.accounts.roles import lies_under
from service.accounts.secret_texts import print_of
from service.accounts.sessions import Sessions
from service.accounts.tokens import Tokens
from service.accounts.who import Who, may_edit
from service.app import create_app
from service.data import Data
from service.settings import Settings
from service.showing import moment_text
from tests.conftest import wipe
from tests.service.signing import PASSWORD, bearer, browser_of, form, person, service


@pytest.fixture
def app(sample: Data, embedded_store: Store) -> Flask:
    wipe(embedded_store.url)
    return create_app(sample, store=embedded_store)


@pytest.fixture
def held(app: Flask) -> Store:
    store: Store = app.extensions["rodtrad.store"]
    return store


def shown(page: str) -> str:
    found = re.search(r"<code>([^<]+)</code>", page)
    assert found
    return html.unescape(found[1])


def test_one_changes_ones_own_name_and_password(app: Flask, held: Store) -> None:
    client = browser_of(app, person(held, "reader", password=PASSWORD))
    client.post("/konto/namn", data=form(client, title="Eva <b>Ek"))
    assert "Eva &lt;b&gt;Ek" in client.get("/").text
    elsewhere = browser_of(app, People(held).known("reader"))
    new = "tranbär i norrsken"
    for current, one, other in ((PASSWORD, new, "x"), ("wrong", new, new), (PASSWORD, "x", "x")):
        said = form(client, current=current, password=one, again=other)
        assert client.post("/konto/losenord", data=said).status_code == 400
    said = form(client, current=PASSWORD, password=new, again=new)
    answer = client.post("/konto/losenord", data=said)
    assert answer.status_code == 303
    assert "utloggad på alla andra" in client.get(answer.location).text
    assert elsewhere.get("/konto").status_code == 303


def test_one_sees_and_ends_ones_own_sessions_and_no_other(app: Flask, held: Store) -> None:
    user, other = person(held, "reader"), person(held, "editor")
    client, second, third = (browser_of(app, user) for _ in range(3))
    foreign = browser_of(app, other)
    sessions = Sessions(held)
    page = client.get("/konto").text
    assert page.count('name="session"') == 3
    told = re.findall('<time datetime="([^"]+)">([^<]+)</time>', page)
    assert len(told) >= 3 and all(words == moment_text(at, "sv") for at, words in told)
    client.post("/konto/session", data=form(client, session=sessions.of(other.id)[0].id))
    assert foreign.get("/konto").status_code == 200
    with second.session_transaction() as session:
        wanted = print_of(session["token"])
    client.post("/konto/session", data=form(client, session=wanted))
    assert [each.get("/konto").status_code for each in (client, second, third)] == [200, 303, 200]
    client.post("/konto/session", data=form(client, session="others"))
    assert [each.get("/konto").status_code for each in (client, third)] == [200, 303]


def test_a_token_is_shown_once_kept_as_a_print_and_ended(app: Flask, held: Store) -> None:
    client = browser_of(app, person(held, "editor", units=["tyr-bun"]))
    said = form(client, label="=cmd()", scope="edit", days="30", units=["tyr-bun"])
    text = shown(client.post("/konto/nyckel", data=said).text)
    assert text.startswith("rt_") and len(text) > 40
    page = client.get("/konto").text
    assert text not in page and text not in f"{held.shelf('Token').all()}"
    header = {"Authorization": f"Bearer {text}"}
    assert app.test_client().get("/api/v1/info", headers=header).status_code == 200
    assert "senast använd" in client.get("/konto").text
    token = Tokens(held).of("editor")[0]
    reader = browser_of(app, person(held, "reader"))
    reader.post("/konto/nyckel-slut", data=form(reader, token=token.id))
    assert app.test_client().get("/api/v1/info", headers=header).status_code == 200
    client.post("/konto/nyckel-slut", data=form(client, token=token.id))
    assert app.test_client().get("/api/v1/info", headers=header).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [{"scope": "admin"}, {"scope": "x"}, {"days": "366"}, {"days": "0"}, {"days": "-1"},
     {"units": ["tyr-kfn"]}, {"units": ["nope"]}],
)  # fmt: skip
def test_a_token_is_never_for_more_than_its_owner_may(
    app: Flask, held: Store, wrong: dict[str, object]
) -> None:
    client = browser_of(app, person(held, "editor", units=["tyr-bun"]))
    said = form(client, **{"label": "x", "scope": "edit", "days": "9", **wrong})
    answer = client.post("/konto/nyckel", data=said)
    assert answer.status_code == 400 and 'role="alert"' in answer.text
    assert not held.shelf("Token").all()


def test_a_token_ends_in_its_time(app: Flask, held: Store) -> None:
    header = bearer(held, "reader")
    kept = held.shelf("Token").all()[0]
    assert kept.until
    past = {"version": kept.version, "key": kept.key, "until": "2020-01-01"}
    held.shelf("Token").put(kept.id, kept.body, **past)  # type: ignore[arg-type]
    assert app.test_client().get("/api/v1/info", headers=header).status_code == 401


def test_an_admin_adds_somebody_and_gets_a_link_for_them(app: Flask, held: Store) -> None:
    client = browser_of(app, person(held, "admin"))
    said = {"name": "bo@kommun.se", "title": "Bo", "role": "editor", "units": ["tyr-bun"]}
    page = client.post("/anvandare", data=form(client, **said)).text
    link = shown(page)
    assert link.startswith("http://localhost/losenord/")
    user = People(held).known("BO@kommun.se")
    assert (user.role, user.units, user.password) == ("editor", ("tyr-bun",), "")
    assert "Barn- och utbildningsnämnden" in client.get("/anvandare").text
    again = client.post("/anvandare", data=form(client, **said))
    assert again.status_code == 400 and "finns redan" in again.text


def test_an_admin_changes_role_shuts_and_opens(app: Flask, held: Store) -> None:
    client, user = browser_of(app, person(held, "admin")), person(held, "editor")
    theirs = browser_of(app, user)
    said = {"name": "editor", "role": "reader", "units": ["tyr-bun"]}
    client.post("/anvandare/roll", data=form(client, **said))
    changed = People(held).known("editor")
    assert (changed.role, changed.units) == ("reader", ("tyr-bun",))
    assert theirs.get("/konto").status_code == 303
    client.post("/anvandare/stang", data=form(client, name="editor"))
    assert People(held).known("editor").disabled
    assert "kontot är stängt" in client.get("/anvandare/konto?namn=editor").text
    client.post("/anvandare/oppna", data=form(client, name="editor"))
    weak = client.post("/anvandare/losenord", data=form(client, name="editor", password="x"))
    assert weak.status_code == 400
    client.post("/anvandare/losenord", data=form(client, name="editor", password=PASSWORD))
    assert People(held).known("editor").password.startswith("$argon2id$")


def test_two_admins_who_shut_each_other_out_at_once_leave_one(held: Store) -> None:
    people = People(held)
    for turn in range(6):
        one, other = (people.add(f"{name}{turn}", role="admin") for name in ("a", "b"))
        for user in people.all():
            if user.role == "admin" and user not in (one, other):
                people.set_role(user, "reader")
        door = threading.Barrier(2)

        def shut(user: User, door: threading.Barrier = door) -> None:
            door.wait()
            with suppress(UsageError):
                People(held).set_disabled(user, True)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(shut, (one, other)))
        assert people.has_admin(), turn


def test_the_last_admin_stays(app: Flask, held: Store) -> None:
    client = browser_of(app, person(held, "admin"))
    for path, more in (("roll", {"role": "reader"}), ("stang", {})):
        answer = client.post(f"/anvandare/{path}", data=form(client, name="admin", **more))
        assert answer.status_code == 400 and "sista administratören" in answer.text
    person(held, "admin", name="second")
    assert client.post("/anvandare/stang", data=form(client, name="admin")).status_code == 303
    with pytest.raises(UsageError, match="sista"):
        People(held).set_disabled(People(held).known("second"), True)


def test_the_log_is_for_admins_and_ones_own_lines_for_each(app: Flask, held: Store) -> None:
    person(held, "reader", password=PASSWORD)
    app.test_client()
    for name in ("reader", "admin"):
        client = app.test_client()
        client.post("/logga-in", data=form(client, name=name, password="wrong"))
    reader, admin = (browser_of(app, person(held, role)) for role in ("reader", "admin"))
    assert reader.get("/konto").text.count("fel lösenord") == 1
    assert admin.get("/anvandare").text.count("fel lösenord") == 2


def test_hostile_names_are_just_text(app: Flask, held: Store) -> None:
    client = browser_of(app, person(held, "admin"))
    for name in ("<script>alert(1)</script>", "a/b?c#d", "=cmd()", "{{ 7 * 7 }}", "å ä ö 🚲"):
        page = client.post("/anvandare", data=form(client, name=name, role="reader"))
        assert page.status_code == 200 and "<script>alert" not in page.text
        one = client.get("/anvandare/konto", query_string={"namn": name})
        assert one.status_code == 200
    for name, role in (("", "reader"), ("a\x00b", "reader"), ("x" * 101, "reader"), ("q", "root")):
        answer = client.post("/anvandare", data=form(client, name=name, role=role))
        assert answer.status_code == 400


def test_english_pages_are_english(app: Flask, held: Store) -> None:
    client = browser_of(app, person(held, "admin"))
    for path in ("/konto", "/anvandare", "/anvandare/konto?namn=admin", "/installningar"):
        page = client.get(f"{path}{'&' if '?' in path else '?'}lang=en")
        assert page.status_code == 200 and '<html lang="en">' in page.text
        assert "Logga ut" not in page.text and "Sign out" in page.text
    assert "User name" in app.test_client().get("/logga-in?lang=en").text


def test_an_editor_changes_what_lies_under_their_own_units(sample: Data) -> None:
    p = sample.projection()
    below = next(unit.id for unit in p.frame.units if unit.parent == "tyr-bun")
    bun = Who(name="bo", role="editor", units=frozenset(["tyr-bun"]))
    assert may_edit(bun, [below], p) and may_edit(bun, ["tyr-bun"], p)
    assert may_edit(bun, ["tyr-kfn", "tyr-bun"], p)
    assert not may_edit(bun, ["tyr-kfn"], p) and not may_edit(bun, [], p)
    assert not may_edit(bun, ["tyr"], p) and not may_edit(bun, ["nope"], p)
    everywhere = Who(name="eva", role="editor")
    assert may_edit(everywhere, ["tyr-kfn"], p) and may_edit(everywhere, [], p)
    assert not may_edit(Who(name="r", role="reader"), ["tyr-bun"], p)
    assert not may_edit(Who(), ["tyr-bun"], p)
    token = Who(name="eva", role="admin", within=frozenset(["tyr-bun"]), via="api")
    assert may_edit(token, [below], p) and not may_edit(token, ["tyr-kfn"], p)
    one, other = frozenset(["tyr-bun"]), frozenset(["tyr-kfn"])
    both = Who(name="bo", role="editor", units=one, within=other)
    assert not may_edit(both, ["tyr-bun"], p) and not may_edit(both, ["tyr-kfn"], p)
    assert lies_under([below], {"tyr-bun"}, p)


def test_people_are_kept_the_same_on_both_engines(store: Store) -> None:
    people = People(store)
    user = people.add("Åsa", role="editor", units=["b", "a"], subject="iss|42")
    assert people.get("åsa") == people.by_subject("iss|42") == user
    assert people.by_subject("") is None and people.get("nobody") is None
    with pytest.raises(UsageError, match="finns redan"):
        people.add("ÅSA")
    changed = people.set_role(user, "admin", ["a"])
    assert (changed.units, changed.era, changed.version) == ((), 2, 2)
    with pytest.raises(UsageError, match="ändrats av någon annan"):
        people.rename(user, "too late")
    assert people.has_admin() and [each.name for each in people.all()] == ["Åsa"]
    assert service(store).extensions["rodtrad.settings"].now() == Settings()
