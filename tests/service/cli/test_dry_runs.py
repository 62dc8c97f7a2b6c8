"""`rodtrad import --dry-run`: what would change, and what it would do."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.reading import read_files
from graph.store import open_store
from graph.writing import write_yaml
from service.commands.imports import command
from service.samples import tyreso_files


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A store with the sample, and a file of it in which a goal has lost its links."""
    folder = tmp_path_factory.mktemp("dry")
    url = f"embedded:{folder / 'store'}"
    files = read_files(tyreso_files()).files
    with open_store(url) as store:
        store.import_files(files)
    school = next(file for file in files if file.source.id == "tyreso-bun")
    goals = (replace(school.goals[0], title="Nytt", contributes_to=()), *school.goals[1:])
    path = folder / "bun.yaml"
    path.write_text(write_yaml(replace(school, goals=goals)), encoding="utf-8")
    return url, path


def run(stored: tuple[str, Path], *more: str) -> str:
    url, path = stored
    done = CliRunner().invoke(command, [str(path), "--store", url, "--dry-run", *more])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_text_tells_fields_and_verdicts(stored: tuple[str, Path]) -> None:
    said = run(stored)
    assert "Mål, ändrade: 1" in said and "→ Nytt" in said
    assert "Spårningsgrad, uppåt: 151 av 161" in said and "rotad → föräldralös" in said


def test_the_json_tells_the_same(stored: tuple[str, Path]) -> None:
    found = json.loads(run(stored, "--format", "json"))["preview"]
    (section,) = found["sections"]
    assert (section["section"], section["changed"]["total"]) == ("goals", 1)
    assert {each["field"] for each in section["changed"]["rows"][0]["fields"]} == {
        "title", "contributes_to",
    }
    assert found["verdicts"]["score"]["before"]["up"]["satisfied"] == 151
