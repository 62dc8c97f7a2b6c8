"""/api/v1 on the Tyresö sample."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from queries.contract import audit_json, impact_json, path_json, trace_json
from queries.impact import impact
from queries.rules.check import check
from queries.trace import path, trace
from queries.view import View
from service.data import Data
from service.reports.sheet import harmless


def got(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json"
    return json.loads(answer.data)


def test_the_audit_is_the_contract(client: FlaskClient, sample: Data) -> None:
    audit = sample.audit(View())
    assert got(client, "/api/v1/audit") == audit_json(audit, check(audit))
    assert got(client, "/api/v1/audit?lang=en") == audit_json(audit, check(audit), "en")


def test_parts_are_those_of_the_audit(client: FlaskClient) -> None:
    whole = got(client, "/api/v1/audit")
    for part in ("matrix", "answers", "score"):
        answer = got(client, f"/api/v1/{part}")
        assert answer["format"] == f"rodtrad.{part}/1"
        assert answer[part] == whole[part]
        assert answer["view"] == whole["view"] and answer["data"] == whole["data"]
    one = got(client, "/api/v1/goals/bun24-2")
    told = next(goal for goal in whole["goals"] if goal["id"] == "bun24-2")
    assert {key: one["goal"][key] for key in told} == told


def test_questions_are_those_of_the_contract(client: FlaskClient, sample: Data) -> None:
    audit = sample.audit(View())
    number = audit.projection.number
    lower, upper = number["boll24-1"], number["kf24-3"]
    told = trace_json(audit, trace(audit, number["bun24-2"]))
    assert got(client, "/api/v1/trace/bun24-2") == told
    assert got(client, "/api/v1/path?from=boll24-1&to=kf24-3") == path_json(
        audit, lower, upper, path(audit, lower, upper))
    assert got(client, "/api/v1/impact?drop=kf24-3&drop=unit:tyr-bun") == impact_json(
        impact(audit, ["kf24-3", "unit:tyr-bun"]))
    assert got(client, "/api/v1/model")["root"] == "fullmaktige"
    assert got(client, "/api/v1/info")["goals"] == 169
    assert got(client, "/api/v1/map?root=bun24-2")["format"] == "rodtrad.map/1"


@pytest.mark.parametrize("name", ["goals", "findings"])
def test_leafing_gives_every_row_once_in_order(client: FlaskClient, name: str) -> None:
    whole = got(client, f"/api/v1/{name}?limit=1000")
    assert whole["next"] is None and whole["total"] == len(whole[name])
    rows, address = [], f"/api/v1/{name}?limit=7"
    while True:
        answer = got(client, address)
        rows += answer[name]
        if answer["next"] is None:
            break
        address = f"/api/v1/{name}?limit=7&cursor={answer['next']}"
    assert rows == whole[name]


def test_lists_can_be_narrowed(client: FlaskClient) -> None:
    states = {goal["state"] for goal in got(client, "/api/v1/goals?state=orphan")["goals"]}
    assert states == {"orphan"}
    rules = {each["rule"] for each in got(client, "/api/v1/findings?rule=T001")["findings"]}
    assert rules == {"T001"}


@pytest.mark.parametrize(
    ("address", "status"),
    [("/api/v1/goals/nope", 404), ("/api/v1/goals/kf19-3", 404), ("/api/v1/nope", 404),
     ("/api/v1/impact", 400), ("/api/v1/impact?drop=nope", 404), ("/api/v1/path?from=bun24-1", 400),
     ("/api/v1/goals?cursor=x", 400), ("/api/v1/goals?cursor=W10", 200),
     ("/api/v1/goals?cursor=eyJ9", 400), ("/api/v1/goals?cursor=å", 400),
     ("/api/v1/goals?cursor=WyJhIl0", 400), ("/api/v1/goals?limit=0", 400),
     ("/api/v1/goals?limit=99999", 400), ("/api/v1/score?year=x", 400),
     ("/api/v1/map?root=nope", 404), ("/api/v1/map?down=x", 400)],
)
def test_problems_are_problem_json(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    if status == 200:
        return
    assert answer.content_type == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem["status"] == status and problem["title"] and problem["detail"]


def test_a_wrong_method_is_a_problem_with_the_right_ones(client: FlaskClient) -> None:
    answer = client.post("/api/v1/audit")
    assert answer.status_code == 405 and answer.content_type == "application/problem+json"
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(("name", "rows"), [("goals", 169), ("matrix", 36)])
def test_csv_holds_every_row(client: FlaskClient, name: str, rows: int) -> None:
    answer = client.get(f"/api/v1/{name}.csv")
    assert answer.content_type.startswith("text/csv; charset=utf-8")
    assert answer.data.startswith("\ufeff".encode())
    told = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert len(told) == rows + 1
    assert {len(row) for row in told} == {len(told[0])}


def test_the_csv_of_findings_has_them_all(client: FlaskClient) -> None:
    text = client.get("/api/v1/findings.csv").text.removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) - 1 == got(client, "/api/v1/findings")["total"] > 40


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", " =1", "＝1", "\u00a0=1"])
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("a=1") == "a=1"
