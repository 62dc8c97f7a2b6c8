"""Where the service is reached: hosts, a path of its own, proxies, https, and large bodies."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.middleware.proxy_fix import ProxyFix

from graph.errors import UsageError
from graph.reading import read_files
from graph.store import Store
from service.app import create_app
from service.data import Data
from service.samples import tyreso_files
from service.serving import check_reach
from service.settings import Settings
from tests.conftest import wipe
from tests.service.signing import browser_of, form, person, service

PUBLIC = "https://intranat.kommun.se/rodtrad"
HERE = {"Host": "intranat.kommun.se"}


@pytest.fixture
def app(sample: Data, embedded_store: Store) -> Flask:
    wipe(embedded_store.url)
    return reached(create_app(sample, store=embedded_store))


def reached(app: Flask) -> Flask:
    app.extensions["rodtrad.settings"].save(Settings(public_address=PUBLIC))
    return app


def links(page: str) -> set[str]:
    found = re.findall(r'(?:href|src|action|data-[a-z-]*url|content)="([^"#]+)', page)
    return {each.replace("&amp;", "&") for each in found if each.startswith(("/", "?", "http"))}


@pytest.mark.parametrize("stripped", [True, False])
def test_the_whole_menu_works_under_a_path(embedded_store: Store, stripped: bool) -> None:
    """Every address that any page of the menu writes lies under the path and leads somewhere."""
    wipe(embedded_store.url)
    embedded_store.import_files(read_files(tyreso_files()).files)
    app = reached(service(embedded_store))
    client = browser_of(app, person(app.extensions["rodtrad.store"], "admin"))
    with client.session_transaction() as session:
        held = dict(session)
    client = app.test_client()
    with client.session_transaction(base_url=PUBLIC, path="/") as session:
        session.update(held)

    def get(path: str) -> tuple[int, str, str]:
        assert path.startswith("/rodtrad/") or path == "/rodtrad", path
        sent = path.removeprefix("/rodtrad") or "/" if stripped else path
        answer = client.get(sent, base_url="https://intranat.kommun.se", headers=HERE)
        answer.close()
        text = answer.text if "html" in (answer.content_type or "") else ""
        return answer.status_code, answer.location or "", text

    start = get("/rodtrad/")[2]
    menu = {urljoin("/rodtrad/", each) for each in links(start)}
    seen: dict[str, str] = {}
    for path in sorted(menu):
        for each in links(get(urlsplit(path).path)[2]):
            assert not each.startswith("http") or each.startswith(PUBLIC + "/"), each
            target = urljoin(path, each.removeprefix("https://intranat.kommun.se"))
            assert target.startswith("/rodtrad/"), (path, each)
            seen[urlsplit(target).path] = target
    assert len(seen) > 40
    for _, path in sorted(seen.items())[::12]:
        status, location, _ = get(path)
        assert status in (200, 303, 405), (path, status)
        assert not location or location.startswith("/rodtrad/"), (path, location)


def test_under_a_path_nobody_is_led_to_sign_in_and_back(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/rodtrad/konto?a=1", base_url="https://intranat.kommun.se")
    assert answer.location == "/rodtrad/logga-in?next=/konto%3Fa%3D1"


def test_the_public_host_is_answered_and_no_other(app: Flask) -> None:
    client = app.test_client()
    for host, code in (
        ("intranat.kommun.se", 200), ("INTRANAT.kommun.se:443", 200), ("127.0.0.1", 200),
        ("kommun.se", 400), ("intranat.kommun.se.evil.example", 400), ("", 400),
    ):  # fmt: skip
        assert client.get("/healthz", headers={"Host": host}).status_code == code, host


def test_over_https_the_cookie_and_the_browser_stay_on_https(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/logga-in", headers=HERE)
    said = answer.headers["Set-Cookie"]
    assert said.startswith("__Secure-rodtrad=") and "Secure" in said and "Path=/rodtrad" in said
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    at_home = client.get("/logga-in")
    assert "Strict-Transport-Security" not in at_home.headers
    assert at_home.headers["Set-Cookie"].startswith("rodtrad=")
    keeper = app.extensions["rodtrad.settings"]
    keeper.save(replace(keeper.anew(), public_address="https://rodtrad.kommun.se"))
    alone = app.test_client().get("/logga-in", headers={"Host": "rodtrad.kommun.se"})
    assert alone.headers["Set-Cookie"].startswith("__Host-rodtrad=")
    assert "Path=/;" in alone.headers["Set-Cookie"]


def test_a_form_sent_through_a_proxy_that_ends_https_is_ours(app: Flask) -> None:
    person(app.extensions["rodtrad.store"], "reader")
    client = app.test_client(use_cookies=False)
    page = client.get("/logga-in", headers=HERE)
    token = re.search(r'name="csrf_token" value="([^"]+)', page.text)
    assert token
    name, _, value = page.headers["Set-Cookie"].partition(";")[0].partition("=")
    sent = {**HERE, "Origin": "https://intranat.kommun.se", "Cookie": f"{name}={value}"}
    data = {"csrf_token": token[1], "name": "reader", "password": "x"}
    answer = client.post("/logga-in", data=data, headers=sent)
    assert "hör inte ihop" in answer.text
    other = client.post("/logga-in", data=data, headers={**sent, "Origin": "https://x.kommun.se"})
    assert "för gammalt" in other.text


def test_a_proxy_is_believed_only_when_it_is_said_to_be_there(app: Flask) -> None:
    spoken = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/x",
              "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.1.1.1"}  # fmt: skip
    plain = app.test_client().get("/konto", headers=spoken)
    assert plain.location == "/logga-in?next=/konto"
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)  # type: ignore[method-assign]
    assert app.test_client().get("/", headers=spoken).status_code == 400
    believed = {**spoken, "X-Forwarded-Host": "intranat.kommun.se"}
    assert app.test_client().get("/konto", headers=believed).location == "/x/logga-in?next=/konto"


@pytest.mark.parametrize("path", ["/logga-in", "/konto/namn", "/mal", "/api/v1/goals"])
def test_a_body_that_is_too_large_is_413_and_nothing_is_read(app: Flask, path: str) -> None:
    client = app.test_client()
    answer = client.post(path, data=form(client, name="x" * 1_100_000))
    assert answer.status_code in (413, 405)
    if path.startswith(("/logga", "/konto")):
        assert answer.status_code == 413 and "för stort" in answer.text


def test_beyond_this_machine_there_must_be_an_admin(app: Flask) -> None:
    store: Store = app.extensions["rodtrad.store"]
    person(store, "editor")
    check_reach(store, "127.0.0.1", False)
    for host, proxy in (("0.0.0.0", False), ("192.168.1.5", False), ("127.0.0.1", True)):
        with pytest.raises(UsageError, match="ingen administratör"):
            check_reach(store, host, proxy)
    with pytest.raises(UsageError):
        check_reach(None, "0.0.0.0", False)
    person(store, "admin")
    check_reach(store, "0.0.0.0", False)


def client_of(app: Flask) -> FlaskClient:
    return browser_of(app, person(app.extensions["rodtrad.store"], "admin"))


GOOD = {"reading": "open", "idle_hours": "8", "absolute_days": "7"}


def test_settings_are_kept_and_hold_at_once(app: Flask) -> None:
    client = client_of(app)
    said = {**GOOD, "title": "Tyresö", "reading": "signed-in", "version": "1",
            "frame_ancestors": "https://intranat.kommun.se/\nhttps://*.kommun.se"}  # fmt: skip
    answer = client.post("/installningar", data=form(client, **said))
    assert answer.status_code == 303 and "sparade" in client.get(answer.location).text
    known = app.extensions["rodtrad.settings"].now()
    assert known.frame_ancestors == ("https://intranat.kommun.se", "https://*.kommun.se")
    assert (known.title, known.version) == ("Tyresö", 2)
    assert app.test_client().get("/").status_code == 303


def test_settings_that_somebody_else_saved_are_not_written_over_unseen(app: Flask) -> None:
    client = client_of(app)
    for version, code in (("1", 303), ("1", 409)):
        said = {**GOOD, "title": f"från {code}", "version": version}
        answer = client.post("/installningar", data=form(client, **said))
        assert answer.status_code == code
    assert "från 409" in answer.text and "från 303" in answer.text and 'value="2"' in answer.text
    assert app.extensions["rodtrad.settings"].anew().title == "från 303"


def test_every_address_that_cannot_embed_is_told_at_once(app: Flask) -> None:
    sites = "https://a.se/x\nhttps://b.se\nftp://c.se"
    said = {**GOOD, "version": "1", "frame_ancestors": sites}
    client = client_of(app)
    answer = client.post("/installningar", data=form(client, **said)).text
    assert "&#39;https://a.se/x&#39;, &#39;ftp://c.se&#39;." in answer
    said["frame_ancestors"] = "\n".join(f"https://a{n}.se" for n in range(51))
    assert "högst 50" in client.post("/installningar", data=form(client, **said)).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("public_address", "ftp://x"), ("public_address", "https://"),
        ("public_address", "https://x.se/mal"), ("public_address", "https://x.se/a b"),
        ("public_address", "javascript:alert(1)"), ("public_address", "https://u@x.se"),
        ("public_address", "https://x.se/api/v2"), ("public_address", "https://x.se/a//b"),
        ("frame_ancestors", "*"), ("frame_ancestors", "https://x.se; script-src *"),
        ("frame_ancestors", "https://x.se/path"), ("frame_ancestors", "'self'"),
        ("idle_hours", "0"), ("idle_hours", "x"), ("absolute_days", "31"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_meant_are_refused(app: Flask, field: str, value: str) -> None:
    client = client_of(app)
    said = {**GOOD, "version": "1", field: value}
    answer = client.post("/installningar", data=form(client, **said))
    assert answer.status_code == 400 and 'role="alert"' in answer.text
    assert app.extensions["rodtrad.settings"].anew().version == 1
