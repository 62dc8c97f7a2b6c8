"""`rodtrad load`, and `rodtrad impact` of a reorganisation or as CSV, as they are run."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.service.cli.conftest import Ran, Run

SAMPLE = sorted((Path(__file__).parents[3] / "samples" / "tyreso").glob("*.yaml"))
SCHEMA = json.loads(files("queries").joinpath("answers.schema.json").read_text("utf-8"))
HOLDS = jsonschema_rs.validator_for(SCHEMA)
HOSTILE = "=HYPERLINK(1)\u202e"
CHAIN = f"""
rodtrad: 1
source: {{id: s}}
model: {{current_year: 2024}}
units:
- {{id: kf, name: KF, kind: fullmäktige}}
- {{id: n, name: "{HOSTILE}", kind: nämnd, parent: kf}}
- {{id: m, name: Andra nämnden, kind: nämnd, parent: kf}}
- {{id: e, name: Enheten, kind: enhet, parent: n}}
areas: [{{id: a, name: "{HOSTILE}"}}]
goals:
- {{id: k, title: "{HOSTILE}", level: fullmaktige, unit: kf, areas: [a], addressed_to: [n]}}
- {{id: g, title: "{HOSTILE}", level: namnd, unit: n, contributes_to: [k]}}
indicators: [{{id: i, name: "{HOSTILE}", measures: [g]}}]
"""


def sample(run: Run, *words: str) -> Ran:
    return run(*words, *(word for file in SAMPLE for word in ("--from", file)))


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    file = tmp_path / "kedja.yaml"
    file.write_text(CHAIN, encoding="utf-8")
    return file


def held(answer: Ran) -> Any:
    told = answer.json()
    assert not [str(fault) for fault in HOLDS.iter_errors(told)]
    return told


def rows(answer: Ran) -> list[dict[str, str]]:
    assert answer.out.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.out.removeprefix("\ufeff")), delimiter=";"))


def test_load_tells_what_hangs_on_one_unit_and_what_parts_carry(run: Run) -> None:
    told = sample(run, "load")
    assert told.code == 0
    assert told.out.startswith("1 av 5 fullmäktigemål hänger på en enda enhet på någon nivå.")
    assert "fin-2023-2026: Nämndmål, Kommunstyrelsen" in told.out
    assert "Delade planer (1)" in told.out
    answer = held(sample(run, "load", "--format", "json"))
    assert answer["format"] == "rodtrad.load/1"
    (ks,) = [each for each in answer["units"] if each["unit"] == "tyr-ks"]
    assert (ks["goals"], ks["alone"]) == (16, ["fin-2023-2026"])


def test_the_table_of_loads_speaks_the_language_in_use_and_holds_split_plans(run: Run) -> None:
    answer = held(sample(run, "load", "--format", "json"))
    table = rows(sample(run, "load", "--format", "csv"))
    units = {each["enhet"]: each for each in table if each["slag"] == "enhet"}
    assert len(units) == len(answer["units"])
    assert (units["tyr-ks"]["nivå"], units["tyr-ks"]["mål"]) == ("Nämndmål", "16")
    parts = [each for each in table if each["slag"] == "del av plan"]
    (split,) = answer["plans"]
    assert [(each["plan"], each["ensam om fullmäktigemål"]) for each in parts] == [
        (part["plan"], ", ".join(part["roots_alone"])) for part in split["parts"]
    ]
    assert [each["målområden"] for each in parts] == [
        ", ".join(part["areas"]) for part in split["parts"]
    ]
    english = rows(sample(run, "load", "--format", "csv", "--lang", "en"))
    assert {each["kind"] for each in english} == {"unit", "part of a plan"}
    assert [each["unit"] for each in english] == [each["enhet"] for each in table]


def test_a_merge_that_loses_nothing_says_so(run: Run) -> None:
    told = sample(run, "impact", "--merge", "tyr-kfn", "tyr-gvn")
    assert told.code == 0
    assert "Inget går förlorat" in told.out.replace("\n", " ")
    assert "np-gvn-2024, np-kfn-2024" in told.out
    answer = held(sample(run, "impact", "--merge", "tyr-kfn", "tyr-gvn", "--format", "json"))
    assert answer["nothing_lost"] is True
    assert answer["merged"] == [{"keep": "tyr-kfn", "gone": "tyr-gvn"}]
    table = rows(sample(run, "impact", "--merge", "tyr-kfn", "tyr-gvn", "--format", "csv"))
    kinds = Counter(each["slag"] for each in table)
    assert kinds == {"Rutor som ändras": 4, "Svar på fullmäktigemål": 5}


def test_a_merge_into_a_unit_that_is_exempt_names_the_duties_it_covers(run: Run) -> None:
    words = ("impact", "--merge", "tyr-vn", "tyr-asn")
    said = " ".join(sample(run, *words).out.split())
    assert "Inget går förlorat" not in said
    assert "Undantag täcker nu 2 plikter som ingen har fullgjort." in said
    assert "Plikter som undantaget täcker (2)" in said
    assert "3/8 3/7" in said
    answer = held(sample(run, *words, "--format", "json"))
    assert answer["nothing_lost"] is False
    assert [(each["duty"], each["from"], each["about"]) for each in answer["swallowed"]] == [
        ("cell", "tyr-asn", "mo4"), ("answer", "tyr-asn", "kf24-4")
    ]  # fmt: skip
    table = rows(sample(run, *words, "--format", "csv", "--lang", "en"))
    covered = [each for each in table if each["kind"] == "Duties that the exemption covers"]
    assert [(each["unit"], each["area"], each["goal"]) for each in covered] == [
        ("tyr-vn", "mo4", ""), ("tyr-vn", "", "kf24-4")
    ]  # fmt: skip


def test_fullmaktige_is_not_merged_with_a_committee(run: Run) -> None:
    told = sample(run, "impact", "--merge", "tyr-bun", "tyr-kf")
    assert told.code == 2
    assert "de går inte att slå ihop" in told.err
    english = sample(run, "impact", "--merge", "tyr-kf", "tyr-bun", "--lang", "en")
    assert "'tyr-bun' owes goals of its own and 'tyr-kf' owes none" in english.err


def test_what_a_merge_loses_is_named(run: Run, hostile: Path) -> None:
    told = run("impact", "--merge", "e", "n", "--from", hostile)
    assert "Det som går förlorat: 1 ruta" in told.out
    assert "ingen rad (går förlorad)" in told.out
    answer = held(run("impact", "--merge", "e", "n", "--from", hostile, "--format", "json"))
    assert answer["homeless"] == ["g"]
    assert [(each["unit"], each["after"], each["lost"]) for each in answer["cells"]] == [
        ("e", None, True)
    ]
    english = run("impact", "--merge", "e", "n", "--from", hostile, "--lang", "en").out
    assert "What is lost: 1 cell" in english


def test_a_move_tells_coverage_before_and_after(run: Run) -> None:
    told = held(sample(run, "impact", "--move", "tyr-bibliotek", "unit:tyr-buf",
                       "--format", "json"))  # fmt: skip
    assert told["moved"] == [{"unit": "tyr-bibliotek", "to": "tyr-buf"}]
    assert {each["area"] for each in told["coverage"]} == {"mo1", "mo2", "mo3", "mo4"}
    assert told["nothing_lost"] is True


def test_a_move_that_takes_an_answer_along_says_whose(run: Run) -> None:
    words = ("impact", "--move", "tyr-ksf-stab", "tyr-aof")
    told = held(sample(run, *words, "--format", "json"))
    assert told["nothing_lost"] is False
    assert told["lost_answers"] == [{"unit": "tyr-ks", "goal": "fin-2023-2026"}]
    assert "Svar som försvinner (1)" in sample(run, *words).out


def test_the_units_that_must_act_are_told_with_a_drop(run: Run) -> None:
    told = sample(run, "impact", "kf24-4")
    assert "Barn- och utbildningsnämnden: 1 mål mister sista stödet, 1 ruta töms" in told.out
    answer = held(sample(run, "impact", "kf24-4", "--format", "json"))
    by_unit = {each["unit"]: each for each in answer["units"]}
    assert by_unit["tyr-bun"]["loses_last"] == ["bun24-5"]
    assert by_unit["tyr-bun"]["lost_cells"] == [{"level": "namnd", "area": "mo4"}]
    lost = rows(sample(run, "impact", "kf24-4", "--format", "csv"))
    assert [each["id"] for each in lost if each["förlust"] == "Indikatorer utan mål"] == [
        "ind-fossilfritt"
    ]
    last = sum(each["förlust"] == "Mister sista stödet" for each in lost)
    assert last == len(answer["loses_last"])
    english = rows(sample(run, "impact", "kf24-4", "--format", "csv", "--lang", "en"))
    assert [each["loss"] for each in english[:last]] == ["Lose their last support"] * last


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], "nothing_to_change"),
        (["k", "--merge", "n", "m"], "drop_or_reorganise"),
        (["--merge", "n", "n"], "merge_itself"),
        (["--merge", "n", "k"], "goal_not_unit"),
        (["--move", "n", "e"], "move_under_itself"),
        (["--move", "nn", "e"], "unknown_name"),
    ],
)
def test_what_cannot_be_asked_is_told(run: Run, hostile: Path, words: list[str], code: str) -> None:
    told = run("impact", *words, "--from", hostile, "--format", "json")
    assert told.code == 2
    assert [each["code"] for each in told.json()["errors"]] == [code]


@pytest.mark.parametrize("words", [["load"], ["impact", "k"], ["impact", "--merge", "m", "n"]])
def test_hostile_texts_steer_neither_terminal_nor_spreadsheet(
    run: Run, hostile: Path, words: list[str]
) -> None:
    assert "\u202e" not in run(*words, "--from", hostile).out
    told = run(*words, "--from", hostile, "--format", "csv")
    for row in rows(told):
        assert not any(cell.startswith("=") for cell in row.values())


def test_a_duty_of_the_unit_that_is_kept_has_no_arrow_to_itself(run: Run) -> None:
    asked = ("impact", "--merge", "tyr-asn", "tyr-vn")
    assert "\n  • Arbetsmarknads- och socialnämnden: mål inom Hållbar" in sample(run, *asked).out
    own = [row for row in rows(sample(run, *asked, "--format", "csv"))
           if row["slag"] == "Plikter som undantaget täcker"]
    assert [(row["enhet"], row["före"]) for row in own] == [("tyr-asn", "")] * 2
