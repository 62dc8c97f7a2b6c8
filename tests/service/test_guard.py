"""Hosts, headers, what a browser may keep, and what goes wrong."""

from __future__ import annotations

import json
from typing import NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.errors import StoreError
from queries.view import View
from service.app import create_app
from service.data import Data
from service.guard import host_of

GOOD = ("127.0.0.1", "localhost:8765", "LOCALHOST", "[::1]:80")
BAD = (
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.",
    "a@localhost",
    "",
    "localhost:x",
    "[::1",
    "127.0.0.1/x",
    "0.0.0.0",
)


@pytest.mark.parametrize("host", GOOD)
def test_loopback_names_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", BAD)
def test_other_hosts_are_refused(client: FlaskClient, host: str) -> None:
    assert host_of(host) not in ("127.0.0.1", "localhost", "::1")
    for path in ("/", "/static/site.css", "/api/v1/info", "/healthz"):
        with client.get(path, headers={"Host": host}) as answer:
            assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nope",
        "/api/v1/info",
        "/api/v1/nope",
        "/static/site.css",
        "/healthz",
        "/?year=x",
        "/api/v1/goals.csv",
    ],
)
def test_every_answer_has_the_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


def test_a_browser_that_has_the_answer_gets_304(client: FlaskClient) -> None:
    first = client.get("/mal/bun24-2")
    again = client.get("/mal/bun24-2", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    assert again.headers["ETag"] == first.headers["ETag"]
    tags = {
        client.get(path).headers["ETag"]
        for path in (
            "/mal/bun24-2",
            "/mal/bun24-2?lang=en",
            "/mal/bun24-2?year=2023",
            "/mal/bun24-3",
        )
    }
    assert len(tags) == 4
    assert client.get("/mal/nope", headers={"If-None-Match": "*"}).status_code == 404


@pytest.mark.parametrize("path", ["/", "/api/v1/audit", "/mal/bun24-2", "/healthz"])
def test_head_is_get_without_a_body(client: FlaskClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert head.status_code == 200 and head.data == b""
    assert head.headers["Content-Length"] == str(len(got.data))
    assert head.headers.get("ETag") == got.headers.get("ETag")


def test_a_store_that_is_away_is_503_in_both_forms() -> None:
    def away() -> int:
        raise StoreError("store.unreachable", url="bolt://somewhere")

    client = create_app(
        Data(away, lambda: pytest.fail("must not load"), lambda _: None)
    ).test_client()
    page = client.get("/")
    assert page.status_code == 503 and "går inte att nå" in page.text
    for path in ("/healthz", "/api/v1/info"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.content_type == "application/problem+json"
        assert json.loads(answer.data)["code"] == "store.unreachable"
    assert "can&#39;t be reached" in client.get("/?lang=en").text


def test_a_fault_of_ours_shows_nothing_of_the_inside(
    sample: Data, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Data):
        def audit(self, view: View, *, now: bool = True) -> NoReturn:
            raise ZeroDivisionError("secret detail")

    client = create_app(Broken(lambda: None, sample.projection, sample.goal)).test_client()
    for path in ("/", "/api/v1/audit"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text and "Traceback" not in answer.text
    assert "secret detail" in caplog.text


def test_nothing_is_read_before_the_first_request() -> None:
    app = create_app(
        Data(lambda: pytest.fail("asked"), lambda: pytest.fail("loaded"), lambda _: None)
    )
    assert isinstance(app, Flask)
