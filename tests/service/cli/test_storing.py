"""Commands on a store: import, export, audit with Cypher, info; and a store that isn't there."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.store import Store
from queries.catalogue import questions
from tests.service.cli.conftest import ROOT, Run


def address(store: Store) -> str:
    return store.url


def test_import_then_audit_answers_as_check_does(
    run: Run, store: Store, sample: list[Path]
) -> None:
    url = address(store)
    first = run("import", *sample, "--store", url)
    assert first.code == 0
    assert "nya: 108 enheter" in first.out
    again = run("import", *sample, "--store", url, "--format", "json").json()
    assert again["unchanged"] and again["revision"] == 1
    checked = run("check", *sample, "--format", "json").json()
    audited = run("audit", "--store", url, "--format", "json").json()
    assert checked.pop("data")["digest"] == audited.pop("data")["digest"]
    assert json.dumps(checked) == json.dumps(audited)


def test_audit_verified_by_cypher_finds_no_difference(
    run: Run, store: Store, sample: list[Path]
) -> None:
    url = address(store)
    run("import", *sample, "--store", url)
    told = run("audit", "--store", url, "--verify")
    assert told.code == 1
    assert "Databasen svarar likadant (Cypher)." in told.out


def test_export_gives_back_what_was_imported(
    run: Run, store: Store, sample: list[Path], tmp_path: Path
) -> None:
    url = address(store)
    run("import", *sample, "--store", url)
    whole = tmp_path / "allt.yaml"
    assert run("export", "--store", url, "--out", whole).code == 0
    for name, form in (("allt.docx", "yaml"), ("allt.xlsx", "yaml"), ("allt.yaml", "json")):
        other = run("export", "--store", url, "--out", whole.with_name(name), "--format", form)
        assert other.code == 2 and f"slutar inte som {form}" in other.out + other.err
    refused = run("export", "--store", url, "--out", whole)
    assert refused.code == 2
    assert "finns redan" in refused.err
    before = run("check", *sample, "--format", "json").json()["data"]["digest"]
    assert run("check", whole, "--format", "json").json()["data"]["digest"] == before
    unknown = run("export", "--store", url, "--source", "nej")
    assert unknown.code == 2


def test_a_dry_run_stores_nothing(run: Run, store: Store, sample: list[Path]) -> None:
    url = address(store)
    told = run("import", *sample, "--store", url, "--dry-run")
    assert told.code == 0
    assert "skulle ändras" in told.out
    empty = run("audit", "--store", url)
    assert empty.code == 2
    assert "är tomt" in empty.err


def test_store_info_says_what_is_there(run: Run, store: Store, sample: list[Path]) -> None:
    url = address(store)
    run("import", *sample, "--store", url)
    told = run("store", "info", "--store", url, "--format", "json").json()
    assert told["revision"] == 1
    assert told["counts"]["goals"] == 180
    assert "revision" in run("store", "info", "--store", url).out


def test_the_log_tells_who_did_what_and_a_change_can_be_undone(
    run: Run, store: Store, sample: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = address(store)
    monkeypatch.setenv("LOGNAME", "åsa\u202e")
    assert run("store", "log", "--store", url).out == "Inga ändringar.\n"
    run("import", *sample, "--store", url)
    told = run("store", "log", "--store", url)
    assert "åsa<202E> (cli)" in told.out
    assert "inläsning; nya: 9 källor, 108 enheter" in told.out
    (change,) = run("store", "log", "--store", url, "--format", "json").json()["changes"]
    assert (change["number"], change["by"], change["via"]) == (1, "åsa\u202e", "cli")
    undone = run("store", "undo", "1", "--store", url)
    assert (undone.code, undone.out) == (0, "Ändring 1 är ångrad, genom ändring 2.\n")
    assert run("audit", "--store", url).code == 2
    again = run("store", "undo", "1", "--store", url)
    assert (again.code, "redan ångrad, av ändring 2" in again.err) == (2, True)
    assert "inläsning (ångrat av 2); nya" in run("store", "log", "--store", url).out
    page = run("store", "log", "--store", url, "--limit", "1", "--format", "json").json()
    assert (page["changes"][0]["undoes"], page["next"]) == (1, 2)
    older = run("store", "log", "--store", url, "--before", "2", "--format", "json").json()
    assert ([each["number"] for each in older["changes"]], older["next"]) == ([1], None)
    assert run("store", "undo", "7", "--store", url).code == 2


def test_the_log_of_one_item_is_asked_for_by_section_and_id(
    run: Run, store: Store, sample: list[Path]
) -> None:
    url = address(store)
    run("import", *sample, "--store", url)
    assert "inläsning" in run("store", "log", "--about", "goals:webb24-2", "--store", url).out
    assert run("store", "log", "--about", "goals:x", "--store", url).out == "Inga ändringar.\n"
    wrong = run("store", "log", "--about", "mål:x", "--store", url)
    assert wrong.code == 2
    assert "Avsnitten är: sources, units" in wrong.err


def test_tampering_with_log_or_content_is_found(
    run: Run, store: Store, sample: list[Path], run_cypher: Callable[[str], Any]
) -> None:
    url = address(store)
    assert run("store", "verify", "--store", url).out == "Loggen är tom.\n"
    run("import", *sample, "--store", url)
    good = run("store", "verify", "--store", url)
    assert (good.code, store.changes()[0].hash in good.out) == (0, True)
    run_cypher("MATCH (g:Goal) WHERE g.id = 'webb24-2' SET g.title = 'Annat'")
    changed = run("store", "verify", "--store", url)
    assert (changed.code, "Innehållet är inte" in changed.out) == (1, True)
    run_cypher("MATCH (c:Change) SET c.signed = 'någon'")
    broken = run("store", "verify", "--store", url)
    assert (broken.code, broken.out) == (1, "Loggen är bruten vid ändring 1.\n")


def test_a_named_question_is_answered(run: Run, store: Store, sample: list[Path]) -> None:
    url = address(store)
    run("import", *sample, "--store", url)
    assert "orphans" in run("query", "--store", url).out
    told = run("query", "orphans", "--store", url, "--year", "2024")
    assert told.code == 0
    assert "webb24-2" in told.out
    assert run("query", "orphanss", "--store", url).code == 2
    twice = run("query", "orphans", "--store", url, "--year", "2024", "--all")
    assert (twice.code, twice.err) == (2, "Välj ett av --year, --as-of och --all.\n")
    bare = run("query", "orphans", "--store", url, "--set", "goal")
    assert (bare.code, bare.err) == (
        2, "--set 'goal' saknar likhetstecken. Skriv --set NAMN=VÄRDE.\n"
    )  # fmt: skip


def test_a_question_of_a_view_tells_the_view(run: Run, store: Store, sample: list[Path]) -> None:
    url = address(store)
    run("import", *sample, "--store", url)
    told = run("query", "orphans", "--store", url, "--format", "json").json()
    assert told["view"]["year"] == 2024
    viewless = next(
        question.name for question in questions() if not (question.viewed or question.parameters)
    )
    keys = run("query", viewless, "--store", url, "--format", "json").json()
    assert list(keys) == ["format", "query", "rows"]


@pytest.mark.parametrize("command", [["audit"], ["store", "info"], ["export"]])
def test_a_store_that_is_not_there_exits_with_three(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    told = run(*command, "--store", f"embedded:{tmp_path / 'inget'}")
    assert told.code == 3
    assert len(told.err.strip().splitlines()) == 1
    assert not (tmp_path / "inget").exists()


def test_a_server_that_is_not_there_exits_with_three(run: Run) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = run("audit", "--store", f"bolt://127.0.0.1:{port}")
    assert told.code == 3
    assert len(told.err.strip().splitlines()) == 1


def test_the_installed_command_starts_from_any_folder(tmp_path: Path) -> None:
    command = Path(sys.executable).parent / "rodtrad"
    told = subprocess.run(
        [command, "check", *sorted((ROOT / "samples" / "tyreso").glob("*.yaml"))],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 1, told.stderr
    assert told.stderr == ""
    assert not list(tmp_path.iterdir())
