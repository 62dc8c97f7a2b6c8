"""What is written is what is read, with its place; what is sloppy is put right and said."""

import datetime
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.chain import PlanFile
from graph.checking import join
from graph.fields import fields_of
from graph.governance import Governance
from graph.model import SECTIONS, Link, Place
from graph.period import Period
from graph.reading import read_files, read_text
from tests.timing import took

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.yaml"))
HEAD = "rodtrad: 1\nsource: {id: s}\n"
GOAL = "id: g, title: T, level: namnd"


def read(rest: str, head: str = HEAD) -> PlanFile:
    return read_text(head + rest, "f.yaml").files[0]


def notices(content: str | bytes) -> list[str]:
    return [notice.text() for notice in read_text(content, "f.yaml").notices]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_worked_example_reads_alike_as_yaml_and_json(path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))["plan_file"]
    as_json = json.dumps(case, default=str, ensure_ascii=False)
    as_yaml = yaml.safe_dump(case, allow_unicode=True, sort_keys=False)
    first, second = read_text(as_yaml, "f.yaml"), read_text(as_json, "f.json")
    assert first.files == second.files
    assert join(first.files).goals


def test_texts_are_texts_whatever_yaml_thinks() -> None:
    file = read("units: [{id: no, name: on, kind: 1:30}, {id: 010, name: 2024-01-01, kind: 1.20}]")
    assert [(unit.id, unit.name, unit.kind) for unit in file.units] == [
        ("no", "on", "1:30"), ("010", "2024-01-01", "1.20"),
    ]


def test_json_numbers_in_texts_stay_as_they_are_written() -> None:
    head = '{"rodtrad": 1, "source": {"id": 7}, '
    file = read('"goals": [{"id": 1, "title": true, "level": "namnd", "code": 1.20}]}', head)
    goal = file.goals[0]
    assert (file.source.id, goal.id, goal.title, goal.code) == ("7", "1", "true", "1.20")


def test_what_says_nothing_is_absent_and_what_is_quoted_is_text() -> None:
    file = read(f"goals: [{{{GOAL}, note: ~, code: null, description: , kind: 'null', tags: }}]")
    goal = file.goals[0]
    assert (goal.note, goal.code, goal.description, goal.kind, goal.tags) == (
        None, None, None, "null", (),
    )


def test_one_may_stand_where_several_may() -> None:
    file = read(f"goals: [{{{GOAL}, unit: u, areas: [a, b], contributes_to: k}}]")
    goal = file.goals[0]
    assert (goal.unit, goal.areas, goal.contributes_to) == (("u",), ("a", "b"), (Link(to="k"),))


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024", (2024, 1, 1), (2024, 12, 31)),
        ("2024-2027", (2024, 1, 1), (2027, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2024-T2", (2024, 5, 1), (2024, 8, 31)),
        ("2024-Q4", (2024, 10, 1), (2024, 12, 31)),
        ("{from: 2024-02-01, to: 2024-03-15}", (2024, 2, 1), (2024, 3, 15)),
        ("{from: 2024-02-01}", (2024, 2, 1), (9999, 12, 31)),
        ("{to: 2024-02-01}", (1, 1, 1), (2024, 2, 1)),
    ],
)
def test_a_period_may_be_written_in_any_form(
    written: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    period = read(f"plans: [{{id: p, kind: k, period: {written}}}]").plans[0].period
    assert isinstance(period, Period)
    assert (period.first, period.last) == (datetime.date(*first), datetime.date(*last))


def test_whole_numbers_stay_whole() -> None:
    file = read(f"goals: [{{{GOAL}, budget_tkr: 12.0}}, {{{GOAL}, budget_tkr: 12.5}}]")
    assert [repr(goal.budget_tkr) for goal in file.goals] == ["12", "12.5"]


def test_items_know_file_and_line_in_both_forms() -> None:
    assert read("units:\n\n- {id: a, name: A, kind: k}\n- id: b\n  name: B\n  kind: k").units[
        1
    ].place == Place("f.yaml", 6)
    content = json.dumps({"rodtrad": 1, "source": {"id": "s"}, "units": [
        {"id": "a", "name": "A", "kind": "k"}, {"id": "b", "name": "B", "kind": "k"}]}, indent=1)
    assert read_text(content, "f.json").files[0].units[1].place == Place("f.json", 12)


def test_a_yaml_file_may_begin_with_a_brace() -> None:
    assert read("{rodtrad: 1, source: {id: å}}", head="").source.id == "å"


def test_a_model_without_levels_keeps_the_usual_ones() -> None:
    model = read("model: {current_year: 2024, unit_kinds: {skola: enhet, 1: grupp}}").governance
    assert model == Governance(
        current_year=2024, unit_kinds=(("1", "grupp"), ("skola", "enhet"))
    )
    assert read("").governance is None


def test_every_area_may_name_kinds_of_area() -> None:
    levels = "[{id: a, name: A, root: true, every_area: [fokus]}, {id: b, name: B, owed_by: n}]"
    model = read(f"model: {{levels: {levels}}}").governance
    assert model is not None
    assert (model.levels[0].every_area, model.levels[1].owed_by) == (("fokus",), ("n",))


TEXT = HEAD + "units: [{id: å, name: Förskolan Äpplet, kind: enhet}]\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT.encode(), []),
        (TEXT.encode("latin-1"),
         ["f.yaml:3: Filen är inte UTF-8; den är läst som Windows-1252."]),
        (TEXT.encode("utf-8-sig"),
         ["f.yaml: Filen började med ett osynligt märke (BOM); det är överhoppat."]),
        (TEXT.encode("utf-16"), [
            "f.yaml: Filen började med ett osynligt märke (BOM); det är överhoppat.",
            "f.yaml: Filen är läst som UTF-16."]),
        (TEXT.replace("\n", "\r\n").encode(),
         ["f.yaml: Filen hade Windows radbrytningar; de är lästa som vanliga."]),
        (unicodedata.normalize("NFD", TEXT).encode(),
         ["f.yaml:3:14: Tecken som å, ä och ö var skrivna i två delar; de är hopsatta "
          "(antal texter: 2)."]),
    ],
    ids=["utf-8", "latin-1", "bom", "utf-16", "crlf", "nfd"],
)
def test_any_encoding_gives_the_same_file(content: bytes, said: list[str]) -> None:
    reading = read_text(content, "f.yaml")
    assert reading.files[0].units[0].id == "å"
    assert reading.files[0].units[0].name == "Förskolan Äpplet"
    assert [notice.text() for notice in reading.notices] == said


def test_windows_1252_has_quotation_marks_and_dashes() -> None:
    content = (HEAD + "units: [{id: u, name: ”A” – B, kind: k}]").encode("cp1252")
    assert read_text(content, "f.yaml").files[0].units[0].name == "”A” – B"


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ('units: [{id: "\u00a0u\u200b", name: U, kind: k}]',
         "f.yaml:3:14: Blanktecken runt 'u' är borttagna (antal ställen: 1)."),
        (f"goals: [{{{GOAL}, budget_tkr: '1,5'}}, {{{GOAL}, budget_tkr: '2,5'}}]",
         "f.yaml:3:53: Decimalkomma är läst som decimalpunkt, som i 1,5 (antal ställen: 2)."),
        (f"goals: [{{{GOAL}, budget_tkr: '80'}}]",
         "f.yaml:3:53: Tal inom citattecken är lästa som tal, som 80 (antal ställen: 1)."),
    ],
    ids=["blanks", "comma", "quoted"],
)
def test_what_is_put_right_is_said_in_one_line(rest: str, said: str) -> None:
    assert notices(HEAD + rest) == [said]


def test_odd_ids_and_texts_are_data() -> None:
    odd = ["a/b?c#d%e", "👩‍👩‍👧", "\u202egnp", "<script>alert(1)</script>", "=cmd()"]
    units = json.dumps(
        [{"id": each, "name": each, "kind": "k"} for each in odd], ensure_ascii=False
    )
    assert [unit.id for unit in read(f"units: {units}").units] == odd


def test_many_plan_files_are_read_in_the_order_given(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.json"):
        (tmp_path / name).write_text(f'{{"rodtrad": 1, "source": {{"id": "{name}"}}}}')
    reading = read_files([tmp_path / "b.yaml", tmp_path / "a.json"])
    assert [file.source.id for file in reading.files] == ["b.yaml", "a.json"]
    place = reading.files[1].source.place
    assert place is not None and place.file == (tmp_path / "a.json").as_posix()


def test_every_field_of_the_model_can_be_read() -> None:
    wanted = {field.kind.name for of in SECTIONS.values() for field in fields_of(of)}
    assert wanted <= {
        "text", "id", "ref", "level", "day", "period", "integer", "number", "choice", "item",
    }


def test_many_goals_cost_a_few_times_what_json_costs() -> None:
    goals = [
        {"id": f"g{n}", "title": f"Mål {n}", "level": "namnd", "unit": "u", "areas": ["a"],
         "contributes_to": [f"g{n // 2}"], "valid_from": "2024-01-01"}
        for n in range(20_000)
    ]
    content = json.dumps({"rodtrad": 1, "source": {"id": "s"}, "goals": goals}, indent=1)
    assert len(read_text(content, "f.json").files[0].goals) == 20_000
    # About nine times when measured; a quadratic reader would need a thousand.
    plain = took(lambda: json.loads(content))
    assert took(lambda: read_text(content, "f.json"), times=1) < 40 * plain
