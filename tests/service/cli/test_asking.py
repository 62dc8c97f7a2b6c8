"""Commands that ask of plan files, without a store."""

from pathlib import Path
from typing import Any

import pytest

from service.cli import COMMANDS
from service.samples import tyreso_files
from tests.service.cli.conftest import Ran, Run

GOOD = """
rodtrad: 1
source: {id: bra}
units:
- {id: kf, name: Fullmäktige, kind: fullmäktige}
- {id: n, name: Nämnden, kind: nämnd, parent: kf}
areas: [{id: a, name: Området, period: 2024}]
goals:
- {id: v, title: Visionen, level: vision}
- {id: k, title: Fullmäktiges mål, level: fullmaktige, unit: kf, areas: [a], contributes_to: [v]}
- {id: n1, title: Nämndens mål, level: namnd, unit: n, contributes_to: [{to: k, how: Genom arbete}]}
model:
  levels:
  - {id: vision, name: Vision}
  - {id: fullmaktige, name: Fullmäktigemål, root: true, needs: [namnd]}
  - {id: namnd, name: Nämndmål, owed_by: [nämnd], every_area: true}
"""


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "bra å.yaml"
    file.write_text(GOOD, encoding="utf-8")
    return file


def ask(run: Run, command: str, file: Path, *more: str) -> Ran:
    return run(command, *more, "--from", file, "--year", "2024")


def test_help_lists_every_command_in_swedish_and_english(run: Run) -> None:
    swedish, english = run("--help"), run("--help", "--lang", "en")
    assert swedish.code == english.code == 0
    for name, (_, sv, en) in COMMANDS.items():
        assert name in swedish.out
        assert " ".join(sv.split()[:3]) in swedish.out
        assert " ".join(en.split()[:3]) in english.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(run: Run, name: str) -> None:
    told = run(name, "--help")
    assert told.code == 0
    assert len(told.out) > 100


def test_a_mistyped_command_is_answered_with_the_nearest(run: Run) -> None:
    told = run("audti")
    assert told.code == 2
    assert "Menade du 'audit'?" in told.err


def test_a_sound_chain_exits_with_zero(run: Run, good: Path) -> None:
    told = run("check", good, "--year", "2024")
    assert told.code == 0
    assert told.out.startswith("2024: 1 av 1 mål leder till fullmäktige (100\u00a0%).")
    assert "Inget att anmärka på." in told.out


def test_findings_exit_with_one_from_the_severity_asked_for(run: Run, good: Path) -> None:
    text = GOOD.replace("contributes_to: [{to: k, how: Genom arbete}]", "contributes_to: []")
    good.write_text(text, encoding="utf-8")
    assert run("check", good, "--year", "2024").code == 1
    predated = GOOD.replace("owed_by: [nämnd], every_area: true", "owed_by: []")
    good.write_text(predated + "\nforwards: []\n", encoding="utf-8")
    assert run("check", good, "--year", "2024").code == 0


def test_faults_exit_with_two_and_name_file_line_and_column(run: Run, good: Path) -> None:
    good.write_text(GOOD.replace("title: Visionen", "titel: Visionen"), encoding="utf-8")
    told = run("check", good)
    assert told.code == 2
    assert told.out == ""
    assert f"{good.as_posix()}:9:11: " in told.err
    assert "Menade du 'title'?" in told.err
    as_json = run("check", good, "--format", "json").json()
    assert as_json["format"] == "rodtrad.errors/1"
    assert {"unknown_key", "missing"} <= {each["code"] for each in as_json["errors"]}
    assert all(each["line"] for each in as_json["errors"])


def test_json_stands_alone_on_standard_output(run: Run, good: Path) -> None:
    told = run("check", good, "--year", "2024", "--format", "json")
    answer = told.json()
    assert told.err == ""
    assert list(answer) == [
        "format", "view", "data", "goals", "links", "matrix", "answers", "cycles", "score",
        "decisions", "rules", "rules_digest", "findings",
    ]  # fmt: skip
    assert answer["data"]["revision"] is None
    assert answer["goals"][0]["id"] == "k"


def test_check_and_audit_of_files_give_the_same_bytes(run: Run, good: Path) -> None:
    checked = run("check", good, "--year", "2024", "--format", "json")
    audited = ask(run, "audit", good, "--format", "json")
    assert checked.out == audited.out


def test_the_view_is_one_of_year_day_and_all(run: Run, good: Path) -> None:
    told = run("check", good, "--year", "2024", "--all")
    assert (told.code, told.err.strip()) == (2, "Välj ett av --year, --as-of och --all.")
    assert run("check", good, "--as-of", "2024-02-30").code == 2
    unknown = run("check", good, "--through", "enhet")
    assert unknown.code == 2
    assert "Nivåerna är: vision, fullmaktige, namnd." in unknown.err


def test_a_trace_reads_as_a_chain_with_how(run: Run, good: Path) -> None:
    told = ask(run, "trace", good, "n1")
    assert told.code == 0
    assert "Nämndens mål [Nämndmål n1]" in told.out
    assert "· Genom arbete" in told.out
    assert "↑ Fullmäktiges mål [Fullmäktigemål k]" in told.out
    assert ask(run, "trace", good, "n1", "--format", "json").json()["witness"] == ["n1", "k"]


def test_a_trace_begins_with_the_line_of_sight_in_words(run: Run, good: Path) -> None:
    told = ask(run, "trace", good, "n1").out
    sentence = "Det bidrar till fullmäktiges mål ”Fullmäktiges mål”. Så här: Genom arbete."
    assert " ".join(told.split()).index(sentence) < told.index("Så leder målet till fullmäktige:")
    english = " ".join(ask(run, "trace", good, "n1", "--lang", "en").out.split())
    assert "It contributes to fullmäktige's goal “Fullmäktiges mål”." in english


def test_a_trace_of_a_root_goal_or_a_vision_says_that_the_chain_ends(run: Run, good: Path) -> None:
    for goal in ("k", "v"):
        told = ask(run, "trace", good, goal).out
        assert "\nHär slutar kedjan.\n" in told and "fullmäktige:" not in told.casefold()


def test_a_goal_that_is_not_there_is_answered_with_the_nearest(run: Run, good: Path) -> None:
    told = ask(run, "trace", good, "n11")
    assert told.code == 2
    assert "Närmast: n1" in told.err


def test_a_path_is_found_either_way_round(run: Run, good: Path) -> None:
    up, down = ask(run, "path", good, "n1", "v"), ask(run, "path", good, "v", "n1")
    assert up.code == down.code == 0
    assert up.out == down.out
    assert "2 steg" in up.out
    assert ask(run, "path", good, "v", "n1", "--format", "json").json()["path"] == ["n1", "k", "v"]


def test_coverage_prints_the_matrix(run: Run, good: Path) -> None:
    assert (
        "1 av 1 rutor är täckta eller vidarebefordrade (100\u00a0%)."
        in ask(run, "coverage", good).out
    )
    told = ask(run, "coverage", good, "--format", "json").json()
    assert [cell["status"] for cell in told["matrix"]] == ["covered"]


def test_impact_tells_what_is_lost_and_who_could_carry(run: Run, good: Path) -> None:
    told = ask(run, "impact", good, "k")
    assert told.code == 0
    assert "mister 1 mål sitt sista stöd" in told.out
    answer = ask(run, "impact", good, "n1->k", "--format", "json").json()
    assert answer["loses_last"] == [{"id": "n1", "candidates": ["k"]}]
    assert answer["lost_cells"] == [{"level": "namnd", "unit": "n", "area": "a"}]
    assert ask(run, "impact", good, "gone").code == 2


def test_a_map_is_written_as_one_page_that_asks_for_nothing(
    run: Run, good: Path, tmp_path: Path
) -> None:
    page = tmp_path / "karta.html"
    assert ask(run, "map", good, "k", "--out", str(page)).code == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "Nämndens mål" in text
    assert 'src="http' not in text and 'href="http' not in text
    again = ask(run, "map", good, "k", "--out", str(page))
    assert again.code == 2
    told = ask(run, "map", good, "k", "--level", "fullmaktige", "--format", "json").json()
    assert told["format"] == "rodtrad.map/1"
    assert ask(run, "map", good, "nej").code == 2


def test_the_model_and_the_schema_are_shown(run: Run, good: Path) -> None:
    assert "Nämndmål" in run("model", "--from", good).out
    assert "Gruppmål" in run("model", "--default").out
    assert run("model", "--schema").json()["$schema"].endswith("2020-12/schema")
    answers = run("model", "--schema", "answers").json()
    assert "audit" in answers["$defs"]


def test_english_answers_are_english(run: Run, good: Path) -> None:
    told = run("check", good, "--year", "2024", "--lang", "en")
    assert told.out.startswith("2024: 1 of 1 goals lead to fullmäktige")


@pytest.mark.parametrize("hostile", ["\x1b[31mröd", "‮bakvänt", "=cmd()", "<script>"])
def test_a_hostile_title_does_not_steer_the_terminal(run: Run, good: Path, hostile: str) -> None:
    if "\x1b" in hostile:
        good.write_text(GOOD.replace("Nämndens mål", f'"{hostile}"'), encoding="utf-8")
        assert run("check", good).code == 2
        return
    good.write_text(GOOD.replace("Nämndens mål", f'"{hostile}"'), encoding="utf-8")
    told = ask(run, "trace", good, "n1")
    assert told.code == 0
    assert all(each.isprintable() or each in "\n\u00a0" for each in told.out)


def test_no_line_is_wider_than_the_terminal(run: Run, sample: list[Path]) -> None:
    for command in ("check", "coverage", "trace", "impact"):
        files: list[Any] = sample if command == "check" else []
        more = [] if command == "check" else [x for file in sample for x in ("--from", file)]
        names = ["kf24-1"] if command in ("trace", "impact") else []
        told = run(command, *files, *names, *more)
        assert told.code in (0, 1)
        assert max(map(len, told.out.splitlines())) <= 100, command


def test_a_trace_names_who_exempted_or_handed_on_why_and_until_when(run: Run) -> None:
    files = [part for file in tyreso_files() for part in ("--from", file)]
    exempt = " ".join(run("trace", "bun24-6", *files, "--year", "2024").out.split())
    assert (
        "Undantaget: Skolpliktsbevakningen följer av skollagen och prövas inte mot kommunplanen. "
        "(Barn- och utbildningsnämnden, 25 oktober 2023) Till och med 31 december 2024."
    ) in exempt
    forward = " ".join(run("trace", "kf24-1", *files, "--year", "2024").out.split())
    assert "Vidarebefordrat av Kultur- och fritidsnämnden: Nämnden vill att" in forward
    assert "(Kultur- och fritidsnämnden, 23 oktober 2023) Tills vidare." in forward
