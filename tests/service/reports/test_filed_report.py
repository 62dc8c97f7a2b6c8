"""What a filed report says, whatever form it is written in."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import UsageError
from queries.audit import Audit
from queries.contract import audit_json
from queries.rules.check import Outcome, check
from queries.rules.spec import SEVERITIES
from service.reports.filed.answer import report_json
from service.reports.filed.forms import FORMS, file_name, written
from service.reports.filed.gather import report_of
from service.reports.filed.result import Report
from service.reports.filed.selection import Selection
from service.reports.filed.sheets import sheets_of
from service.reports.filed.terminal import audit_text
from service.reports.filed.wording import leaves_of
from tests.asking import audit_of
from tests.chains import random_chain
from tests.service.reports.conftest import Make

ROOT = Path(__file__).parents[3]


def test_the_json_is_the_contracts(
    audit: Audit, outcomes: list[Outcome], report: Report, make: Make
) -> None:
    assert report_json(report) == audit_json(audit, outcomes)
    assert report_json(make("en")) == audit_json(audit, outcomes, "en")


@pytest.mark.parametrize("seed", range(25))
def test_the_json_is_the_contracts_on_any_chain(seed: int) -> None:
    audit = audit_of(*random_chain(seed))
    outcomes = check(audit)
    assert report_json(report_of(audit, outcomes)) == audit_json(audit, outcomes)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("form", FORMS)
def test_any_chain_can_be_written_in_every_form(seed: int, form: str) -> None:
    audit = audit_of(*random_chain(seed))
    report = report_of(audit, check(audit), "en" if seed % 2 else "sv")
    done = written(report, form)
    assert done
    assert done == written(report, form)


def test_page_one_says_what_was_audited(report: Report) -> None:
    leaves = leaves_of(report)
    told = {fact.label: fact.value for fact in leaves.facts}
    assert told["Kontrollsumma för underlaget"] == report.data.digest
    assert told["Kontrollsumma för reglerna"] == report.book
    assert told["Vy"] == "det som gäller någon gång under 2024, alla nivåer, utan utkast"
    assert "tyreso-organisation" in told["Källor"]
    assert told["Urval"] == "Inget är utelämnat ur vyn."
    assert told["Påhittade mål"].startswith("163 av 169 mål är påhittade exempel")
    assert told["Senaste beslut i underlaget"] == "25 januari 2024"
    assert told["Utskriven"] == "utan datum"
    assert leaves.statement.startswith("2024: 151 av 161 mål leder till fullmäktige (93")
    assert [score.share for score in leaves.scores] == [
        "151 av 161 (93\u00a0%)", "97 av 103 (94\u00a0%)"
    ]
    assert "2 misstänkta kopplingar och 2 undantagna mål" in leaves.beside


def test_every_rule_is_told_with_version_and_denominator(
    report: Report, outcomes: list[Outcome]
) -> None:
    rules = {rule.id: rule for rule in leaves_of(report).rules}
    assert sorted(rules) == sorted(outcome.rule.id for outcome in outcomes)
    assert rules["T001"].share == "4 av 161 mål under fullmäktige, undantagna oräknade"
    for outcome in outcomes:
        rule = rules[outcome.rule.id]
        assert rule.version == outcome.rule.version
        if outcome.rule.kind != "view":
            assert f"{len(outcome.findings)} av {outcome.of} " in rule.share


def test_findings_stand_gravest_first_and_then_by_rule(report: Report) -> None:
    groups = leaves_of(report).groups
    keys = [(SEVERITIES.index(group.severity), group.id) for group in groups]
    assert keys == sorted(keys)
    assert all(len(group.findings) == group.found for group in groups)


def test_every_goal_is_in_the_appendix_with_its_way(report: Report, audit: Audit) -> None:
    leaves = [goal for level in leaves_of(report).levels for goal in level.goals]
    assert sorted(goal.id for goal in leaves) == sorted(
        audit.projection.ids[goal] for goal in audit.goals_in_force
    )
    for goal in leaves:
        assert bool(goal.way) == (goal.token == "rooted")
    one = next(goal for goal in leaves if goal.id == "boll24-1")
    assert one.way == ("hem24-1", "aon24-1", "kf24-3")
    assert one.address == "https://malen.example.se/mal/boll24-1?year=2024"
    assert one.mark == "Exempel"


def test_links_lead_to_the_report_s_own_view(make: Make) -> None:
    assert leaves_of(make()).groups[0].findings[0].address is None
    address = leaves_of(make("en", base="https://a.se/x/")).groups[0].findings[0].address
    assert address == "https://a.se/x/mal/asn24-4?year=2024&lang=en"


def test_findings_about_units_lead_to_the_unit(report: Report) -> None:
    rules = {rule.id: rule for rule in leaves_of(report).groups}
    assert rules["T020"].findings[0].address == "https://malen.example.se/enhet/tyr-bn?year=2024"
    assert rules["T022"].findings[0].address == "https://malen.example.se/enhet/tyr-asn?year=2024"


def test_the_matrix_is_summed_both_ways(report: Report) -> None:
    (matrix,) = leaves_of(report).matrices
    statuses = [cell.status for row in matrix.rows for cell in row.cells]
    exempt = statuses.count("exempt")
    filled = sum(status in ("covered", "forwarded") for status in statuses)
    assert matrix.total == f"{filled} av {len(statuses) - exempt}" == "20 av 31"
    assert sum(int(row.sum.split()[0]) for row in matrix.rows) == filled
    assert sum(int(each.split()[0]) for each in matrix.sums) == filled
    assert matrix.sentence.startswith("20 av 31 rutor")


def test_a_selection_narrows_what_is_listed_and_says_so(make: Make, report: Report) -> None:
    chosen = make(selection=Selection(severity="error", unit="tyr-bun"))
    told = {fact.label: fact.value for fact in leaves_of(chosen).facts}["Urval"]
    assert told.startswith("Bara fel; Barn- och utbildningsnämnden med enheter under. ")
    shown = sum(len(rule.shown) for rule in chosen.rules)
    assert f"{shown} av {len(report.findings)} iakttagelser" in told
    assert f"{len(chosen.goals)} av 169 mål" in told
    assert 0 < shown < len(report.findings)
    assert 0 < len(chosen.goals) < 169
    # What shares are of stays the whole.
    assert chosen.score == report.score and chosen.matrix == report.matrix
    assert [(rule.of, rule.found) for rule in chosen.rules] == [
        (rule.of, rule.found) for rule in report.rules
    ]
    assert report_json(chosen)["selection"] == {
        "rules": [], "severity": "error", "level": None, "unit": "tyr-bun", "area": None
    }


@pytest.mark.parametrize(
    ("selection", "rules"),
    [
        (Selection(rules=("T001", "T024")), {"T001", "T024"}),
        (Selection(unit="tyr-bn"), {"T020", "T023"}),
        (Selection(area="mo4", severity="error", level="namnd"), {"T001", "T022", "T023", "T024"}),
        (Selection(unit="tyr-gvn", severity="error"), {"T024"}),
    ],
)
def test_findings_are_placed_by_what_they_are_about(
    make: Make, selection: Selection, rules: set[str]
) -> None:
    found = {each.rule for each in make(selection=selection).findings}
    # The rules of the chain itself; those about plans, indicators and the like come beside.
    assert {rule for rule in found if rule < "T026"} == rules


def test_findings_about_plans_and_indicators_are_placed_by_their_unit(make: Make) -> None:
    found = {each.subject for each in make(selection=Selection(unit="tyr-gvn")).findings}
    assert {"np-gvn-2024", "ind-examen", "namnd/tyr-gvn/mo4", "gvn24-1"} <= found
    assert not {"np-kfn-2024", "namnd/tyr-asn/mo4", "asn24-4"} & found


@pytest.mark.parametrize(
    "selection",
    [Selection(rules=("T999",)), Selection(unit="x"), Selection(level="x"), Selection(area="x")],
)
def test_a_selection_of_what_isnt_there_is_refused(make: Make, selection: Selection) -> None:
    with pytest.raises(UsageError):
        make(selection=selection)


def test_what_is_left_out_and_when_it_was_printed_is_said(make: Make) -> None:
    report = make(appendix=False, printed_on=datetime.date(2025, 3, 1))
    told = {fact.label: fact.value for fact in leaves_of(report).facts}
    assert told["Urval"].endswith("Bilagan med varje mål är utelämnad.")
    assert told["Utskriven"] == "1 mars 2025"
    assert leaves_of(report).levels == ()


def test_decisions_that_excuse_are_told_with_reason_decider_and_end(report: Report) -> None:
    decided = {each.subject: each for each in leaves_of(report).decided}
    assert decided["Valnämnden"].reason.startswith("Valnämnden har bara uppgifter")
    assert decided["Valnämnden"].decided == "Kommunfullmäktige, 21 juni 2023"
    assert decided["Valnämnden"].until == "31 december 2025"
    assert decided["kf24-1 · Kultur- och fritidsnämnden"].until == "tills vidare"
    own = decided["bun24-6"]
    assert own.title.startswith("Alla skolpliktiga")
    assert own.reason.startswith("Skolpliktsbevakningen följer av skollagen")
    assert own.decided == "Barn- och utbildningsnämnden, 25 oktober 2023"


def test_the_terminal_tells_the_same(report: Report) -> None:
    text = audit_text(report)
    leaves = leaves_of(report)
    assert text.startswith(leaves.statement[:60])
    shown = "4 av 161 mål under fullmäktige, undantagna oräknade"
    assert f"T001  Mål utan koppling uppåt (fel, {shown})" in text
    assert "\n    Kan bidra till: kom24-1 (Varje sida på webbplatsen" in text
    assert text.count("Kan bidra till:") == 10
    assert report.data.digest[:19] in text and report.book[:19] in text
    assert max(map(len, text.splitlines())) <= 100


PRINTED = """
import hashlib, sys
from queries.rules.check import check
from queries.view import View
from service.data import from_files
from service.reports.filed.forms import FORMS, written
from service.reports.filed.gather import report_of
from service.samples import tyreso_files
files = tyreso_files()
data, _ = from_files(files if sys.argv[1] == "on" else files[::-1])
audit = data.audit(View())
report = report_of(audit, check(audit))
for form in FORMS:
    print(form, hashlib.sha256(written(report, form)).hexdigest())
"""


def test_the_same_data_gives_the_same_bytes_anywhere(make: Make) -> None:
    """Another process, hash seed, time zone, locale and order of files change nothing."""
    expected = [
        f"{form} {hashlib.sha256(written(make(), form)).hexdigest()}" for form in FORMS
    ]
    # Not the bare C locale: Python finds nothing from a folder with å in its name there.
    odd = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANG": "C"}
    done = subprocess.run(
        [sys.executable, "-c", PRINTED, "back"],
        cwd=ROOT, env={**os.environ, **odd}, capture_output=True, text=True, check=True,
    )
    assert done.stdout.splitlines() == expected


def test_a_file_is_called_by_its_view(report: Report) -> None:
    assert file_name(report, "pdf") == "rodtrad-granskning-2024.pdf"


def test_hostile_texts_are_texts_in_json(odd: Report) -> None:
    told = json.loads(written(odd, "json"))
    assert "<script>alert(1)</script>" in {goal["id"] for goal in told["goals"]}


def test_assessments_stand_beside_outcomes_in_every_form(report: Report, make: Make) -> None:
    leaf = leaves_of(report).points
    assert leaf is not None
    assert leaf.sentence.startswith("0 av 5 fullmäktigemål har en bedömning i vyn")
    assert "0 av 5 har ett utfall av en indikator i vyn. Ytterligare 5 har" in leaf.sentence
    assert leaf.sentence.endswith("Bedömningar som inte stämmer med utfallen: 1.")
    odd = [row for row in leaf.rows if row.odds]
    assert {(row.subject[:7], row.period, row.verdict) for row in odd} == {
        ("ks24-s3", "2024-T1", "uppfyllt")
    }
    said = ("Ärenden som kommer in genom en e-tjänst (Exempel): 64\u00a0%, "
            "målvärde minst 70\u00a0% (inte nått)")
    assert odd[0].outcomes == (said,)
    assert {row.root for row in leaf.rows if row.own} == set(report.names.roots)
    assert said in written(report, "html").decode()
    assert said.replace("\u00a0", " ") in " ".join(
        audit_text(report).replace("\u00a0", " ").split()
    )
    (sheet,) = (each for each in sheets_of(report) if each.name == "Bedömningar")
    rows = list(sheet.rows)
    assert any({"64", "70", "inte nått"} <= set(row) for row in rows)
    place = [column.title for column in sheet.columns].index("Kan bedömas")
    assert {row[place] for row in rows} == {"nej: definition saknas", None}
    assert {row.judged for row in leaf.rows if row.own} == {"nej: definition saknas"}
    assert not any(row.judged for row in leaf.rows if not row.own)
    assert ">Kan bedömas</th>" in written(report, "html").decode()
    english = leaves_of(make("en")).points
    assert english is not None and "0 of 5 root goals" in english.sentence
    assert any("target at least 70" in told for row in english.rows for told in row.outcomes)
