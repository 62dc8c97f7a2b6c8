"""Behind a proxy that takes a path off: signing in, changing, importing and embedding."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import TestResponse

from graph.store import Store
from service.settings import Settings
from tests.conftest import wipe
from tests.service import signing
from tests.service.editing.small import CHAIN, fill

PUBLIC = "https://intranat.kommun.se/rodtrad"
ADDRESS = re.compile(r'(?:href|src|action|content|data-[a-z-]*)="((?:/|https?:)[^"]*)')


class Proxied:
    """A browser whose every request goes through a proxy that takes the path off and says so."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self._cookies: dict[str, str] = {}

    def ask(self, path: str, fields: dict[str, object] | None = None) -> TestResponse:
        """The answer, when every address in it lies under the path."""
        assert path.startswith("/rodtrad/"), path
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = self._client.open(
            path.removeprefix("/rodtrad"),
            method="GET" if fields is None else "POST",
            data=fields,
            headers={
                "X-Forwarded-Host": "intranat.kommun.se", "X-Forwarded-Proto": "https",
                "X-Forwarded-For": "10.1.2.3", "X-Forwarded-Prefix": "/rodtrad",
                "Origin": "https://intranat.kommun.se", "Cookie": cookie,
            },
        )  # fmt: skip
        for said in answer.headers.getlist("Set-Cookie"):
            name, _, value = said.partition(";")[0].partition("=")
            assert "Path=/rodtrad" in said
            self._cookies[name] = value
        if answer.location:
            assert urlsplit(answer.location).path.startswith("/rodtrad/"), answer.location
        if "html" in (answer.content_type or ""):
            for each in ADDRESS.findall(answer.text):
                assert each.removeprefix("https://intranat.kommun.se").startswith("/rodtrad/"), each
        return answer

    def send(self, path: str, action: str, **more: object) -> TestResponse:
        """Send the form of a page that goes to an address that holds `action`, and follow on."""
        text = self.ask(path).text
        forms = re.findall(r"<form\b.*?</form>", text, re.DOTALL)
        (form, *_) = [each for each in forms if action in each.partition(">")[0]
                      and 'method="post"' in each]  # fmt: skip
        fields: dict[str, object] = {}
        for name, value in re.findall(r'name="(\w+)"[^>]*value="([^"]*)', form):
            fields.setdefault(name, value)
        target = re.search(r'action="([^"]+)"', form.partition(">")[0])
        answer = self.ask(target[1].replace("&amp;", "&") if target else path, {**fields, **more})
        assert answer.status_code == 303, answer.text
        return self.ask(answer.location.removeprefix("https://intranat.kommun.se"))


@pytest.fixture
def proxied(embedded_store: Store, tmp_path: Path) -> Proxied:
    wipe(embedded_store.url)
    fill(embedded_store, tmp_path)
    signing.person(embedded_store, "editor", password=signing.PASSWORD)
    app = signing.service(embedded_store)
    app.extensions["rodtrad.settings"].save(Settings(public_address=PUBLIC))
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)  # type: ignore[method-assign]
    browser = Proxied(app.test_client(use_cookies=False))
    said = {"name": "editor", "password": signing.PASSWORD}
    assert "Editor Öberg" in browser.send("/rodtrad/logga-in", "/logga-in", **said).text
    return browser


def test_a_goal_is_linked_and_the_change_taken_back(
    proxied: Proxied, embedded_store: Store
) -> None:
    page = proxied.send("/rodtrad/mal/skola-1", "/koppla")
    assert page.status_code == 200
    actions = [each.action for each in embedded_store.changes(limit=2)]
    assert actions[0] == "connect"
    page = proxied.send(f"/rodtrad/andringar/{embedded_store.changes()[0].number}", "/angra")
    assert page.status_code == 200 and embedded_store.changes()[0].undoes is not None


def test_a_file_is_sent_and_looked_at(proxied: Proxied) -> None:
    goals = [{**each, "title": "Nytt namn"} if each["id"] == "bun-1" else each
             for each in CHAIN["goals"]]  # fmt: skip
    body = json.dumps({**CHAIN, "goals": goals}).encode()
    page = proxied.send("/rodtrad/las-in", "/las-in", filer=(io.BytesIO(body), "liten.json"))
    assert page.status_code == 200
    path = page.request.path
    assert path.startswith("/las-in/")


def test_pages_of_embeds_and_maps_name_only_addresses_under_the_path(proxied: Proxied) -> None:
    for path in (
        "/", "/karta", "/karta?centrum=bun-1", "/inbaddning", "/inbaddning/ny", "/konto",
        "/andringar", "/undantag", "/andra/goals?id=bun-1", "/las-in", "/ny/goals", "/matris",
        "/granskning",
    ):  # fmt: skip
        assert proxied.ask(f"/rodtrad{path}").status_code == 200, path
