"""README.md shows a plan file that holds, and commands that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.checking import join
from graph.projection import project
from graph.reading import read_text
from queries.audit import audit
from queries.findings import findings, worst
from queries.view import View
from service.cli import main

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """What stands in the fenced blocks of a language."""
    return [part.partition("```")[0] for part in README.split(f"```{language}\n")[1:]]


def commands() -> list[list[str]]:
    """The words after `rodtrad` of each command in the shell blocks, up to its arguments."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    found = {
        tuple(said[1].split("--")[0].split())
        for line in lines
        if (said := re.match(r"rodtrad (.*?)\s*(?:#|$)", line))
    }
    # Only `store` has commands of its own below it.
    return sorted(list(words[: 2 if words[0] == "store" else 1]) for words in found)


def test_the_plan_file_is_read_and_audited_with_the_finding_told_of() -> None:
    (block,) = blocks("yaml")
    read = read_text(block, "readme.yaml")
    assert not read.notices
    found = audit(project(join(read.files)), View())
    told = findings(found)
    assert [(each.rule, each.subject) for each in told] == [("T010", "bun1")]
    assert "T010" in README
    assert not worst(told, "error") and worst(told, "warning")


def help_of(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command says of itself; the test fails if there is no such command."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert not ended.value.code, words
    return capsys.readouterr().out


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_named_is_there(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert help_of(capsys, *words)


def test_the_commands_are_found() -> None:
    assert ["check"] in commands() and ["store", "info"] in commands()


def test_every_asking_command_but_query_takes_files(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("audit", "trace", "path", "coverage", "impact", "map", "model"):
        assert "--from" in help_of(capsys, name), name
    assert "--from" not in help_of(capsys, "query")


def test_every_page_linked_to_is_there() -> None:
    root = Path(__file__).parents[2]
    for link in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (root / link).exists(), link
