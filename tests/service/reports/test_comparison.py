"""A report held against an earlier one."""

from __future__ import annotations

import copy
import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from graph.errors import UsageError
from service.reports.filed.answer import report_json
from service.reports.filed.earlier import compared, read_earlier
from service.reports.filed.forms import FORMS, written
from service.reports.filed.result import Report
from service.reports.filed.selection import Selection
from service.reports.filed.terminal import audit_text
from service.reports.filed.wording import leaves_of
from tests.service.reports.conftest import Make


@pytest.fixture
def told(report: Report) -> dict[str, Any]:
    return copy.deepcopy(report_json(report))


def held(report: Report, told: Any, tmp_path: Path) -> Report:
    path = tmp_path / "förra.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return compared(report, read_earlier(path))


def test_a_report_held_against_itself_has_no_news(
    report: Report, told: Any, tmp_path: Path
) -> None:
    change = held(report, told, tmp_path).change
    assert change is not None
    assert (change.new, change.gone, change.states) == ((), (), ())
    assert change.unchanged == len(report.findings)
    assert change.same_view and change.digest == report.data.digest


def test_new_gone_and_left_findings_are_told_apart(
    report: Report, told: Any, tmp_path: Path
) -> None:
    missing = told["findings"].pop(0)
    told["findings"].append({**missing, "subject": {"kind": "goal", "id": "borta"},
                             "witness": ["borta"], "message": "Målet borta saknar koppling."})
    now = held(report, told, tmp_path)
    assert now.change is not None
    assert [found.subject for found in now.change.new] == [missing["subject"]["id"]]
    assert [found.subject for found in now.change.gone] == ["borta"]
    assert now.change.unchanged == len(report.findings) - 1
    marked = [found.message for rule in leaves_of(now).groups
              for found in rule.findings if found.mark == "Ny"]
    assert marked == [missing["message"]]
    text = audit_text(now)
    assert "Nya iakttagelser: 1. Borta: 1." in text and "Målet borta saknar koppling." in text


def test_a_reworded_message_is_the_same_finding(
    report: Report, told: Any, tmp_path: Path
) -> None:
    told["findings"][0]["message"] = "The goal has no link upward."
    change = held(report, told, tmp_path).change
    assert change is not None and not change.new and not change.gone


def test_findings_that_differ_in_words_alone_are_matched_one_to_one(
    report: Report, told: Any, tmp_path: Path
) -> None:
    """Several units may be asked by one goal: same rule, subject and witness."""
    asked = [each for each in told["findings"] if each["rule"] == "T025"]
    assert len(asked) == 3 and len({each["subject"]["id"] for each in asked}) == 1
    told["findings"].remove(asked[1])
    change = held(report, told, tmp_path).change
    assert change is not None
    assert [found.message for found in change.new] == [asked[1]["message"]]


def test_changed_states_are_told_with_before_and_after(
    report: Report, told: Any, tmp_path: Path
) -> None:
    goals = {goal["id"]: goal for goal in told["goals"]}
    goals["asn24-4"]["state"] = "rooted"
    told["goals"] = [{**goals["kf24-1"], "id": "gammalt"},
                     *(goal for name, goal in goals.items() if name != "bun24-1")]
    now = held(report, told, tmp_path)
    change = leaves_of(now).change
    assert change is not None
    assert change.states[0][::2] + change.states[0][3:] == ("asn24-4", "rotad", "föräldralös")
    assert [(each[0], each[2]) for each in change.added] == [("bun24-1", "fanns inte i vyn")]
    assert [(each[0], each[3]) for each in change.left] == [("gammalt", "finns inte i vyn")]
    assert len(change.states) == 1
    assert change.sentence.endswith(
        "Mål som har ändrat läge: 1. Nya mål: 1. Mål som är borta: 1.")
    text = audit_text(now)
    assert "asn24-4: rotad → föräldralös" in text and "gammalt: fullmäktigemål → finns" in text


def test_the_terminal_lists_twenty_of_what_has_changed_and_counts_the_rest(
    report: Report, told: Any, tmp_path: Path
) -> None:
    told["goals"] = told["goals"][25:]
    text = audit_text(held(report, told, tmp_path))
    assert "Nya mål (25)" in text and "… och 5 till" in text.split("Nya mål (25)")[1]
    assert text.count("fanns inte i vyn →") == 20


def test_findings_that_are_gone_stand_in_the_csv(
    report: Report, told: Any, tmp_path: Path
) -> None:
    gone = {**told["findings"][0], "subject": {"kind": "goal", "id": "borta-1"},
            "message": "Målet borta-1 saknar koppling."}
    told["findings"].append(gone)
    text = written(held(report, told, tmp_path), "csv").decode("utf-8-sig")
    (row,) = (each for each in csv.DictReader(io.StringIO(text), delimiter=";")
              if each["Ny"] == "borta")
    assert (row["Regel"], row["Iakttagelse"], row["Gäller"]) == (
        gone["rule"], gone["message"], "borta-1")


def test_another_view_is_warned_of(report: Report, told: Any, tmp_path: Path) -> None:
    told["view"]["year"] = 2023
    change = leaves_of(held(report, told, tmp_path)).change
    assert change is not None
    assert any("olika vyer" in line for line in change.lines)


@pytest.mark.parametrize("form", FORMS)
def test_a_comparison_is_written_in_every_form(
    report: Report, told: Any, tmp_path: Path, form: str
) -> None:
    told["findings"] = told["findings"][3:]
    told["goals"][0]["state"] = "orphan"
    now = held(report, told, tmp_path)
    assert written(now, form) != written(report, form)


BROKEN: list[Any] = [
    "", "[]", "null", "{", '{"format": "rodtrad.map/1"}', '{"format": "rodtrad.audit/1"}',
    "[" * 100_000,
]


@pytest.mark.parametrize("text", BROKEN)
def test_what_isnt_an_audit_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        read_earlier(path)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("goals", 0, "state"), "okänd"), (("goals", 0, "id"), "\u0007"),
        (("goals", 0, "id"), 7), (("findings", 0, "severity"), "fatal"),
        (("findings", 0, "witness"), [None]), (("findings", 0, "message"), "\ud800"),
        (("view", "as_of"), "i går"), (("score", "up"), None), (("data", "digest"), {}),
        (("findings", 0, "location"), {"file": "x"}), (("view", "year"), "2024x"),
    ],
)
def test_an_audit_that_no_rodtrad_wrote_is_refused(
    told: Any, tmp_path: Path, where: tuple[Any, ...], value: Any
) -> None:
    *way, last = where
    inner = told
    for step in way:
        inner = inner[step]
    inner[last] = value
    path = tmp_path / "x.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(UsageError):
        read_earlier(path)


def test_files_that_arent_there_or_arent_text_are_refused(tmp_path: Path) -> None:
    binary = tmp_path / "x"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "nope", tmp_path, binary):
        with pytest.raises(UsageError):
            read_earlier(path)


def test_wholes_are_compared_and_nothing_else(make: Make, report: Report, tmp_path: Path) -> None:
    part = make(selection=Selection(severity="error"))
    path = tmp_path / "x.json"
    path.write_bytes(written(part, "json"))
    with pytest.raises(UsageError, match="urval"):
        read_earlier(path)
    path.write_bytes(written(report, "json"))
    with pytest.raises(UsageError):
        compared(part, read_earlier(path))


def test_hostile_texts_of_an_earlier_report_stay_texts(
    report: Report, told: Any, tmp_path: Path
) -> None:
    bad = "<script>alert(1)</script>\u202e🚲"
    told["findings"][0] = {**told["findings"][0], "message": bad, "witness": [bad],
                           "subject": {"kind": "<b>", "id": bad}}
    told["goals"][0]["id"] = bad
    told["data"]["digest"] = bad
    now = held(report, told, tmp_path)
    page = written(now, "html").decode()
    assert "<script" not in page and "\u202e" not in page
    assert written(now, "pdf").startswith(b"%PDF")
    assert all(line.isprintable() for line in audit_text(now).replace("\u00a0", " ").splitlines())
    for form in ("xlsx", "csv", "json"):
        assert written(now, form)
