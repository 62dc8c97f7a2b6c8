"""The document tells of every route and every code, in both languages; so does docs/api.md."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator
from schemathesis.specs.openapi.definitions import OPENAPI_31

from graph.messages import LANGUAGES
from graph.messages import table as messages
from queries.states import GOAL_STATES
from service.api.declared import OPERATIONS
from service.codes import BY_STATUS, PLAIN, STATUS
from service.words import table as texts

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")


def document(client: FlaskClient, language: str = "sv") -> dict[str, Any]:
    told: dict[str, Any] = json.loads(client.get(f"/api/v1/openapi.json?lang={language}").data)
    return told


def test_every_route_is_declared(app: Flask) -> None:
    hung = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in rule.methods or ()
    }
    assert {each for each in hung if each[1] not in ("HEAD", "OPTIONS")} == OPERATIONS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_is_openapi_3_1_by_the_schema_of_its_authors(
    client: FlaskClient, language: str
) -> None:
    told = document(client, language)
    assert told["openapi"].startswith("3.1.")
    assert [str(error) for error in Draft202012Validator(OPENAPI_31).iter_errors(told)] == []
    del told["paths"]["/goals"]["get"]["responses"]["200"]["description"]
    assert not Draft202012Validator(OPENAPI_31).is_valid(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_operation_is_told_of_in_both_languages(client: FlaskClient, language: str) -> None:
    told = document(client, language)
    operations = [each for path in told["paths"].values() for each in path.values()]
    assert len({each["operationId"] for each in operations}) == len(operations) > 90
    assert all(each["summary"] for each in operations)
    assert all(each["description"] for op in operations for each in op["parameters"])


def test_choices_and_bounds_are_those_that_hold(client: FlaskClient) -> None:
    told = document(client)["paths"]["/goals"]["get"]["parameters"]
    schemas = {each["name"]: each["schema"] for each in told}
    assert schemas["state"]["enum"] == list(GOAL_STATES)
    assert schemas["level"]["enum"] == ["vision", "fullmaktige", "namnd", "enhet", "grupp"]
    most = schemas["limit"]["maximum"]
    assert client.get(f"/api/v1/goals?limit={most}").status_code == 200
    assert client.get(f"/api/v1/goals?limit={most + 1}").status_code == 400


@pytest.mark.parametrize(
    "address",
    ["score?yaer=2024", "score?view=1", "score?limit=5", "goals?limit=5&limit=6", "score?year=",
     "items/goals?year=2024"],
)  # fmt: skip
def test_what_a_route_doesnt_take_is_refused(client: FlaskClient, address: str) -> None:
    assert client.get(f"/api/v1/{address}").status_code == 400


def test_a_mistyped_parameter_is_told_the_right_one(client: FlaskClient) -> None:
    problem = json.loads(client.get("/api/v1/score?yaer=2024&lang=en").data)
    assert problem["code"] == "unknown_parameter" and "year" in problem["detail"]
    assert problem["type"] == "/hjalp/fel#unknown_parameter"


def test_every_code_has_its_words_and_one_status() -> None:
    assert sum(map(len, BY_STATUS.values())) == len(STATUS)
    plain = {*PLAIN.values(), "input"}
    for code, status in STATUS.items():
        assert code in messages() or f"error.{code}" in texts() or code in plain, code
        assert f"error.{status}" in texts() and f"error.{status}_detail" in texts(), status


def test_the_page_of_codes_has_them_all(client: FlaskClient) -> None:
    for language in LANGUAGES:
        text = client.get(f"/hjalp/fel?lang={language}").text
        assert set(re.findall(r'<tr id="([^"]+)">', text)) == STATUS.keys()
        assert "{" not in text.partition("<tbody>")[2].partition("</tbody>")[0]


def test_the_page_for_programs_shows_every_operation(client: FlaskClient) -> None:
    text = client.get("/api?lang=en").text
    shown = re.findall(r"<summary><code>([A-Z]+) ([^<]+)</code>", text)
    assert len(shown) == sum(map(len, document(client)["paths"].values()))
    asking = r"<code>curl &#39;http://localhost(/api/v1/[^&]*(?:&amp;[^&]+)*)&#39;"
    for example in re.findall(asking, text):
        answer = client.get(example.replace("&amp;", "&"))
        # Some sections are empty, and what is to be regrouped only the asker knows.
        right = answer.status_code == 200 or "nothing_to_change" in answer.text
        assert right or "/items/" in example, example


def test_the_documentation_lists_every_route_and_every_code() -> None:
    listed = set(re.findall(r"^\| `([A-Z]+) ([^`]+)` \|", PAGE, re.MULTILINE))
    hung = {
        (each.method, re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", each.rule))
        for each in OPERATIONS.values()
    }
    assert listed == hung
    rows = re.findall(r"^\| ([0-9]{3}) \| (.+) \|$", PAGE, re.MULTILINE)
    told = {int(status): tuple(re.findall("`([^`]+)`", codes)) for status, codes in rows}
    assert told == BY_STATUS
