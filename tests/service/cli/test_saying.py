"""What every text answer says: its view, what isn't in force, counts, and nothing that steers."""

import re
from pathlib import Path

import pytest

from service.cli import COMMANDS
from service.reports.words import counted
from tests.service.cli.conftest import Ran, Run

CHAIN = """
rodtrad: 1
source: {id: bra}
units:
- {id: kf, name: Fullmäktige, kind: fullmäktige}
- {id: n, name: Nämnden, kind: nämnd, parent: kf}
- {id: m, name: Andra nämnden, kind: nämnd, parent: kf}
plans:
- {id: np, name: Nämndens plan, kind: nämndplan, unit: n, period: 2024}
areas: [{id: a, name: Området, period: 2024}]
goals:
- {id: k, title: Fullmäktiges mål, level: fullmaktige, unit: kf, areas: [a], addressed_to: [n, m]}
- {id: n1, title: Nämndens mål, level: namnd, plan: np, contributes_to: [k]}
- {id: old, title: Gammalt mål, level: namnd, unit: n, valid_to: 2019-12-31, contributes_to: [k]}
exemptions:
- {unit: m, decided_on: 2024-01-01, reason: Har inget eget ansvar}
model:
  levels:
  - {id: fullmaktige, name: Fullmäktigemål, root: true, needs: [namnd]}
  - {id: namnd, name: Nämndmål, owed_by: [nämnd], every_area: true, plan: nämndplan}
"""
ASKED = {
    "trace": ["n1"],
    "path": ["n1", "k"],
    "coverage": [],
    "impact": ["k"],
}


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    file = tmp_path / "kedja.yaml"
    file.write_text(CHAIN, encoding="utf-8")
    return file


def ask(run: Run, file: Path, command: str, *more: str) -> Ran:
    return run(command, *more, "--from", file)


@pytest.mark.parametrize("command", ASKED)
def test_every_text_answer_says_its_view(run: Run, chain: Path, command: str) -> None:
    names = ASKED[command]
    told = ask(run, chain, command, *names, "--year", "2024", "--through", "namnd", "--drafts")
    said = "Vy: 2024, delspårning till och med Nämndmål, utkast medräknade."
    assert said in told.out.splitlines(), told
    assert "Vy: all tid." in ask(run, chain, command, *names, "--all").out
    on_day = ask(run, chain, command, *names, "--as-of", "2024-03-01", "--lang", "en").out
    assert "View: 2024-03-01." in on_day


@pytest.mark.parametrize("format_", ["text", "json"])
@pytest.mark.parametrize("command", [["trace", "old"], ["path", "old", "k"], ["path", "k", "old"]])
def test_a_goal_that_is_not_in_force_is_refused_in_every_format(
    run: Run, chain: Path, command: list[str], format_: str
) -> None:
    told = ask(run, chain, *command, "--year", "2024", "--format", format_)
    assert told.code == 2
    said = told.err if format_ == "text" else told.json()["errors"][0]["message"]
    assert "Målet 'old' gäller inte i vyn." in said


def test_an_impact_of_what_is_not_in_force_says_so(run: Run, chain: Path) -> None:
    told = ask(run, chain, "impact", "old", "--year", "2024")
    assert told.code == 0
    assert told.out.startswith("Inget av det gäller i vyn.\n")
    answer = ask(run, chain, "impact", "old", "--year", "2024", "--format", "json").json()
    assert answer["loses_last"] == answer["loses_one"] == answer["lost_cells"] == []


def test_an_impact_says_first_what_goes(run: Run, chain: Path) -> None:
    told = ask(run, chain, "impact", "unit:n", "--year", "2024").out
    assert told.startswith("Tas bort: 1 enhet, 1 plan, 1 mål.\n")
    link = ask(run, chain, "impact", "n1->k", "--year", "2024", "--lang", "en").out
    assert link.startswith("Goes: 1 link.\n")
    assert "1 goal loses its last support" in link


def test_coverage_prints_who_answers_which_root_goal(run: Run, chain: Path) -> None:
    told = ask(run, chain, "coverage", "--year", "2024").out
    assert told.startswith(
        "1 av 1 rutor är täckta eller vidarebefordrade (100\u00a0%). "
        "1 är undantagen och räknas inte.\n"
    )
    assert "1 av 1 utpekanden är besvarade med mål (100\u00a0%). 1 är undantagen" in told
    second = told[told.index("utpekanden") :]
    rows = {line[:13].strip(): line.split()[-1] for line in second.splitlines() if "ämnden" in line}
    assert rows == {"Nämnden": "1*", "Andra nämnden": "⊖*"}
    assert "● besvarat  – inget svar  ⊖ undantagen  * utpekad  ↷ vidarebefordrat" in told


def test_coverage_says_when_no_area_is_in_force(run: Run, chain: Path) -> None:
    told = ask(run, chain, "coverage", "--year", "2019").out
    assert told.startswith("Inget målområde gäller i vyn.\n")


def test_many_columns_are_told_in_several_tables(run: Run, chain: Path) -> None:
    areas = ", ".join(f"{{id: område-{n:02}, name: Område {n}, period: 2024}}" for n in range(30))
    chain.write_text(CHAIN.replace("areas: [{id: a,", f"areas: [{areas}, {{id: a,"), "utf-8")
    told = ask(run, chain, "coverage", "--year", "2024").out
    assert max(map(len, told.splitlines())) <= 100
    heads = [line for line in told.splitlines() if line.startswith("Nämndmål ")]
    assert len(heads) > 1
    assert sum(line.count("område-") for line in heads) == 30


@pytest.mark.parametrize(
    ("name", "kind"), [("n", "en enhet"), ("unit:n", "en enhet"), ("np", "en plan")]
)
def test_a_unit_or_a_plan_is_not_taken_for_a_goal(
    run: Run, chain: Path, name: str, kind: str
) -> None:
    for command in (["trace", name], ["path", "k", name]):
        told = ask(run, chain, *command, "--year", "2024")
        assert told.code == 2
        assert f"'{name}' är {kind}, inte ett mål." in told.err


def test_wrong_use_is_told_as_json_where_json_is_asked_for(run: Run, chain: Path) -> None:
    told = ask(run, chain, "trace", "nej", "--format", "json")
    assert (told.code, told.err) == (2, "")
    assert told.json()["format"] == "rodtrad.errors/1"
    (error,) = told.json()["errors"]
    assert list(error) == ["file", "line", "column", "code", "message", "hint"]
    assert (error["file"], error["line"], error["column"]) == ("", 0, 0)
    assert error["code"] == "unknown_name"


HOSTILE = "a\u202eb"


@pytest.mark.parametrize(
    "command",
    [
        ["check"], ["audit"], ["coverage"], ["model"],
        ["trace", f"n1{HOSTILE}"], ["path", f"n1{HOSTILE}", f"k{HOSTILE}"],
        ["impact", f"k{HOSTILE}"], ["impact", f"unit:n{HOSTILE}"],
        ["trace", f"n{HOSTILE}"], ["trace", f"nej{HOSTILE}"], ["audit", "--through", HOSTILE],
        ["path", f"old{HOSTILE}", f"k{HOSTILE}"], ["map", f"nej{HOSTILE}"],
        ["audit", "--year", HOSTILE], ["audit", f"--{HOSTILE}"], [HOSTILE],
    ],
)  # fmt: skip
def test_nothing_printed_carries_marks_that_turn_the_text(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    data, model = CHAIN.split("model:")
    data = re.sub(r"\b(id|unit|parent|plan|name|title): ([^,}]+)", rf'\1: "\2{HOSTILE}"', data)
    data = re.sub(r"\[([a-z]+)\]", rf'["\1{HOSTILE}"]', data)
    data = data.replace("[n, m]", f'["n{HOSTILE}", "m{HOSTILE}"]')
    text = data + "model:" + re.sub(r"name: ([^,}]+)", rf'name: "\1{HOSTILE}"', model)
    file = tmp_path / f"fil{HOSTILE}.yaml"
    file.write_text(text, encoding="utf-8")
    name, *more = command
    source = [file] if name == "check" else ["--from", file] if name in COMMANDS else []
    year = [] if name not in COMMANDS or name == "model" or "--year" in more else ["--year", "2024"]
    told = run(name, *more, *source, *year)
    assert told.code in (0, 1, 2)
    assert told.out + told.err
    assert all(each.isprintable() or each in "\n\u00a0" for each in told.out + told.err)
    if told.code < 2:
        assert "<202E>" in told.out


def test_faults_in_a_file_are_told_without_marks_that_turn_the_text(run: Run, chain: Path) -> None:
    chain.write_text(CHAIN.replace("level: namnd, plan", f'"level{HOSTILE}": namnd, plan'), "utf-8")
    told = run("check", chain)
    assert told.code == 2
    assert HOSTILE not in told.err


def test_counts_are_told_in_one_and_many() -> None:
    assert [counted(n, "areas") for n in (1, 2)] == ["1 område", "2 områden"]
    assert [counted(n, "warning") for n in (1, 19)] == ["1 varning", "19 varningar"]
    assert [counted(n, "steps", "en") for n in (1, 2)] == ["1 step", "2 steps"]
    assert [counted(n, "error") for n in (1, 21)] == ["1 fel", "21 fel"]


def test_a_path_of_one_step_is_told_as_one(run: Run, chain: Path) -> None:
    told = ask(run, chain, "path", "n1", "k", "--year", "2024", "--lang", "en")
    assert told.out.startswith("n1 → k: 1 step\n")


def test_without_a_store_the_model_is_the_built_in_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = run("model")
    assert told.code == 0
    assert told.err == "Här finns inget lager. Det här är den inbyggda modellen.\n"
    assert told.out == run("model", "--default").out
    assert run("model", "--store", "embedded:borta").code == 3


def test_lists_of_commands_write_their_use_in_the_language_in_use(run: Run) -> None:
    assert run("--help").out.startswith("Användning: rodtrad [VAL] KOMMANDO [ARGUMENT]…")
    assert "rodtrad store [VAL] KOMMANDO" in run("store", "--help").out
