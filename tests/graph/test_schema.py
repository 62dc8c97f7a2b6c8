"""The shipped schema is the model's own, and says yes and no where the reader does."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from graph.fields import fields_of
from graph.governance import Level
from graph.model import SECTIONS, Decision, Exempt, Item, Link, Reading, Source
from graph.reading import read_text
from graph.reading.files import TOP_KEYS
from graph.schema import describe, json_schema, schema_text
from graph.writing import write_json

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "samples").glob("*/*.yaml")) + sorted((ROOT / "tests/cases").glob("*.yaml"))
CLASSES = (Source, Level, *SECTIONS.values(), Decision, Link, Exempt, Reading)
CHECK = jsonschema_rs.validator_for(json_schema())


def content(path: Path) -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found: dict[str, Any] = json.loads(json.dumps(said.get("plan_file", said), default=str))
    return found


def faults(said: dict[str, Any]) -> list[str]:
    return [error.message for error in CHECK.iter_errors(said)]


def test_the_shipped_schema_is_the_generated_one() -> None:
    shipped = files("graph").joinpath("plan-file.schema.json").read_text(encoding="utf-8")
    assert shipped == schema_text()


def test_the_schema_is_a_schema() -> None:
    jsonschema_rs.meta.validate(json_schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_samples_and_worked_examples_fit_the_schema(path: Path) -> None:
    assert faults(content(path)) == []


def test_what_we_write_fits_the_schema() -> None:
    for path in FILES:
        written = write_json(read_text(json.dumps(content(path)), "f.json").files[0])
        assert faults(json.loads(written)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"gols": []},
        {"rodtrad": 2},
        {"source": {}},
        {"goals": [{"id": "g", "title": "T", "level": "namnd", "titel": "x"}]},
        {"goals": [{"id": "g", "title": "T"}]},
        {"goals": [{"id": "g", "title": "T", "level": "namnd", "status": "klar"}]},
        {"goals": [{"id": "g", "title": "T", "level": "namnd", "valid_from": "i våras"}]},
        {"goals": [{"id": "g", "title": "T", "level": "namnd", "contributes_to": [{}]}]},
        {"exemptions": [{"reason": "r", "goal": "g", "unit": "u"}]},
        {"model": {"level": []}},
    ],
    ids=json.dumps,
)
def test_the_schema_refuses_what_the_reader_refuses(wrong: dict[str, Any]) -> None:
    said = {"rodtrad": 1, "source": {"id": "s"}} | wrong
    assert faults(said)
    with pytest.raises(Exception, match=r"f\.json:1"):
        read_text(json.dumps(said), "f.json")


def test_every_key_is_described() -> None:
    for of in CLASSES:
        for field in fields_of(of):
            assert describe(of.__name__, field.key).endswith(".")


def test_every_key_stands_in_the_documentation() -> None:
    text = (ROOT / "docs/plan-file.md").read_text(encoding="utf-8")
    parts = dict(re.findall(r"^##+ (.+?)\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL))
    headings = {"source": Source, "levels": Level, **SECTIONS, "plans: decisions": Decision,
                "goals: contributes_to": Link, "goals: exempt": Exempt,
                "indicators: readings": Reading}
    shared = {field.key for field in fields_of(Item)}
    for heading, of in headings.items():
        keys = {field.key for field in fields_of(of)} - shared
        assert keys == set(re.findall(r"^\| `(\w+)` \|", parts[heading], re.MULTILINE)), heading
    assert shared == set(re.findall(r"^\| `(\w+)` \|", parts["Keys that every item may have"],
                                    re.MULTILINE))
    assert set(TOP_KEYS) == set(re.findall(r"^\| `(\w+)` \|", parts["Top of the file"],
                                           re.MULTILINE))


def test_the_example_in_the_documentation_is_a_plan_file() -> None:
    text = (ROOT / "docs/plan-file.md").read_text(encoding="utf-8")
    example = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0]
    assert len(read_text(example, "f.yaml").files[0].goals) == 3
