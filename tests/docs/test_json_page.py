"""docs/json.md names the formats there are, and what commands answer holds to the schema."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from service.cli import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
SCHEMA = json.loads(files("queries").joinpath("answers.schema.json").read_text("utf-8"))
HOLDS = jsonschema_rs.validator_for(SCHEMA)
SAMPLE = sorted((ROOT / "samples" / "tyreso").glob("*.yaml"))


def asked(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    """What a command answers as JSON, held against the schema."""
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main([*map(str, words), "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert not [str(fault) for fault in HOLDS.iter_errors(told)], words
    return told


def test_the_page_names_every_format_of_the_schema_and_no_other() -> None:
    named = re.findall(r"^\| `(rodtrad\.[a-z]+/1)`", PAGE, re.MULTILINE)
    shapes = [SCHEMA["$defs"][one["$ref"].rpartition("/")[2]] for one in SCHEMA["oneOf"]]
    assert sorted(named) == sorted(one["properties"]["format"]["const"] for one in shapes)


def test_the_page_names_every_key_of_the_exact_formats() -> None:
    for line in PAGE.splitlines():
        if said := re.match(r"\| `rodtrad\.([a-z]+)/1`[^|]*\|[^|]*\|(.*)\|$", line):
            keys = SCHEMA["$defs"][said[1]]
            if keys.get("additionalProperties") is False and said[1] != "errors":
                missing = [key for key in keys["properties"] if f"`{key}`" not in said[2]]
                assert missing in ([], ["format"]), said[1]


def test_maps_and_models_hold_to_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    given = [word for file in SAMPLE for word in ("--from", file)]
    assert asked(capsys, "map", "boll24-1", *given)["nodes"]
    assert asked(capsys, "map", *given, "--lang", "en", "--state", "orphan")["language"] == "en"
    assert asked(capsys, "model", *given)["model"]["current_year"] == 2024
    assert asked(capsys, "model", "--default")["model"]["levels"]


def test_a_way_is_tried_both_ways_round(capsys: pytest.CaptureFixture[str]) -> None:
    given = [word for file in SAMPLE for word in ("--from", file)]
    told = asked(capsys, "path", "vision2030", "boll24-1", *given)
    assert (told["from"], told["to"]) == ("boll24-1", "vision2030")
    assert (told["path"][0], told["path"][-1]) == ("boll24-1", "vision2030")


def test_what_a_store_answers_holds_to_the_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ("--store", f"embedded:{tmp_path / 'lager'}")
    assert asked(capsys, "import", *SAMPLE, *store, "--dry-run")["dry_run"]
    assert asked(capsys, "import", *SAMPLE, *store)["new"]["goals"]
    assert asked(capsys, "import", *SAMPLE, *store)["unchanged"]
    assert asked(capsys, "store", "info", *store)["revision"] == 1
    assert asked(capsys, "store", "log", *store)["changes"][0]["new"]["goals"]
    assert asked(capsys, "query", "orphans", *store)["rows"]
