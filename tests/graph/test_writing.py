"""What is written reads back as it was, and is written the same way every time."""

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.chain import PlanFile
from graph.checking import join
from graph.digest import digest
from graph.fields import Kind, fields_of
from graph.governance import DEFAULT_LEVELS, Governance, Level
from graph.model import SECTIONS, Assessment, Exemption, Goal, Link, Source, Unit
from graph.period import parse_period
from graph.plain import chain_to_file
from graph.reading import read_files, read_text
from graph.reading.items import COMPARED
from graph.text import control_character, nfc, trim
from graph.writing import scalar, write_json, write_yaml

SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "tyreso").glob("*.yaml"))

NASTY = [
    "no", "On", "null", "~", "1:30", "2024", "0x10", "1e3", "=cmd()", "# inte en kommentar",
    "a: b", "a #b", "- x", "? y", "*alias", "&anchor", "!tag", "%", "@", "`", "[a, b]", "{a: b}",
    "'", '"', "\\", "rad ett\nrad två", "\ninledande", "avslutande\n", "två\n\n", "  indrag\nx",
    "x \ny", "a\tb", "\tx\ny", "😀👩‍👩‍👧", "hård\u00a0blank", "\u202ebidi", "\ufeffx", "---",
    "...\nx",
    "<<", "y", "N", ".inf", "x:", ":x", ",", "a,b", "x" * 5000, "ord " * 300 + "slut",
    "r\n\nmed tom rad emellan\n", "|\n>", "é", "𝒳",
]


def is_text(text: str) -> bool:
    return bool(text.strip()) and control_character(text) is None and nfc(text) == text


texts = st.one_of(st.sampled_from(NASTY), st.text(min_size=1, max_size=30)).filter(is_text)
words = texts.filter(lambda text: trim(text) == text)
idents = words.filter(lambda text: "\n" not in text and "\t" not in text)
days = st.dates(min_value=datetime.date(1, 1, 1))
numbers = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(-1e9, 1e9).filter(lambda x: x != int(x) and abs(x) >= 1e-4),
)
periods = st.sampled_from(
    ["2024", "2024-2027", "2024-03", "2024-T1", "2024-Q4", "2024-05-06", "2024-01-01/2024-02-02",
     "2024-01-01/", "/2024-01-01"]
).map(parse_period)


def values(kind: Kind, key: str) -> st.SearchStrategy[Any]:
    if kind.choices:
        one: st.SearchStrategy[Any] = st.sampled_from(kind.choices)
    elif kind.item is not None:
        one = items(kind.item)
    elif kind.name == "text":
        one = words if key in COMPARED or kind.many else texts
    else:
        one = {
            "id": idents, "ref": idents, "level": idents, "day": days, "period": periods,
            "integer": st.integers(0, 10**9), "number": numbers, "flag": st.booleans(),
        }[kind.name]
    if key == "deadline":
        one = st.just("02-29")
    if kind.many:
        unique = (lambda link: link.to) if kind.item is Link else None
        if key == "contributes_to" and unique is None:
            return st.lists(one, max_size=3, unique=True).map(tuple)
        return st.lists(one, max_size=3, unique_by=unique).map(tuple)
    return one if kind.required else st.none() | one


def items(of: type[Any]) -> st.SearchStrategy[Any]:
    parts = {field.key: values(field.kind, field.key) for field in fields_of(of)}
    for field in fields_of(of):
        if field.default is not None and not field.kind.many:
            parts[field.key] |= st.just(field.default)
            parts[field.key] = parts[field.key].filter(lambda value: value is not None)
    for late in ("valid_to", "until"):
        if late in parts:
            parts[late] = st.none()
    if of is Exemption:
        parts |= {"goal": st.none(), "unit": idents}
    if of is Assessment:
        parts |= {"goal": st.none(), "area": st.none(), "plan": idents}
    if "took_part" in parts:
        parts["of"] = st.none()
    return st.builds(of, **parts)


def models() -> st.SearchStrategy[Governance]:
    own = st.lists(items(Level), min_size=1, max_size=3, unique_by=lambda level: level.id).map(
        lambda levels: tuple(
            Level(**{
                **{field.key: getattr(level, field.key) for field in fields_of(Level)},
                "root": place == 0, "needs": tuple(sorted({each.id for each in levels[1:]})),
                "every_area": ("a", "b") if place else level.root,
            })
            for place, level in enumerate(levels)
        )
    )
    kinds = st.dictionaries(words, words, max_size=3).map(lambda each: tuple(sorted(each.items())))
    return st.builds(
        Governance, levels=st.just(DEFAULT_LEVELS) | own, unit_kinds=kinds,
        current_year=st.none() | st.integers(1, 9999),
    )


def files_with(sections: list[str]) -> st.SearchStrategy[PlanFile]:
    filled = {name: st.tuples(items(SECTIONS[name])) for name in sections}
    return st.builds(PlanFile, source=items(Source), governance=st.none() | models(), **filled)


# A few sections at a time: one file with everything in it is more than a search can hold.
files = st.lists(st.sampled_from(list(SECTIONS)), max_size=3, unique=True).flatmap(files_with)


@settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                           HealthCheck.filter_too_much],
)
@given(files)
def test_whatever_can_be_said_reads_back_as_it_was(file: PlanFile) -> None:
    for write, name in ((write_yaml, "f.yaml"), (write_json, "f.json")):
        content = write(file)
        again = read_text(content, name)
        assert again.files == (file,)
        assert again.notices == ()
        assert write(again.files[0]) == content


@settings(max_examples=150, deadline=None)
@given(texts)
@example("x" * 100_000)
def test_any_text_reads_back_as_it_was(text: str) -> None:
    goal = Goal(id="g", title=text, level="namnd", note=text, tags=(trim(text) or "x",))
    model = Governance(unit_kinds=((trim(text) or "x", "enhet"),))
    file = PlanFile(source=Source(id="s"), governance=model, goals=(goal,))
    assert read_text(write_yaml(file), "f.yaml").files == (file,)
    assert read_text(write_json(file), "f.json").files == (file,)


@pytest.mark.parametrize("text", NASTY)
def test_other_yaml_readers_see_the_same_text(text: str) -> None:
    assert yaml.safe_load(f"[{scalar(text)}]") == [text]


def test_the_form_is_plain_to_read() -> None:
    file = PlanFile(
        source=Source(id="s", title="Ett: två"),
        governance=Governance(current_year=2024),
        goals=(
            Goal(
                id="g 1", title="Fler läser", description="Rad ett\nRad två", level="namnd",
                unit=("u", "v"), areas=tuple(f"ett-langt-omrade-{n}" for n in range(6)),
                contributes_to=(Link(to="k"), Link(to="m", how="så", status="draft")),
                valid_from=datetime.date(2024, 1, 1), code="1.2", budget_tkr=1.5,
                basis="made_up",
            ),
        ),
    )
    assert write_yaml(file) == """\
rodtrad: 1
source:
  id: s
  title: "Ett: två"
model:
  current_year: 2024
goals:
  - id: g 1
    code: "1.2"
    title: Fler läser
    description: |-
      Rad ett
      Rad två
    level: namnd
    unit: [u, v]
    areas:
      - ett-langt-omrade-0
      - ett-langt-omrade-1
      - ett-langt-omrade-2
      - ett-langt-omrade-3
      - ett-langt-omrade-4
      - ett-langt-omrade-5
    valid_from: 2024-01-01
    contributes_to:
      - k
      - to: m
        how: så
        status: draft
    budget_tkr: 1.5
    basis: made_up
"""
    assert write_json(file).splitlines()[3:6] == [
        ' "model": {"current_year": 2024},',
        ' "goals": [',
        '  {"id": "g 1", "code": "1.2", "title": "Fler läser", '
        '"description": "Rad ett\\nRad två", "level": "namnd", "unit": ["u", "v"], '
        '"areas": ["ett-langt-omrade-0", "ett-langt-omrade-1", "ett-langt-omrade-2", '
        '"ett-langt-omrade-3", "ett-langt-omrade-4", "ett-langt-omrade-5"], '
        '"valid_from": "2024-01-01", "contributes_to": ["k", {"to": "m", "how": "så", '
        '"status": "draft"}], "budget_tkr": 1.5, "basis": "made_up"}',
    ]


def test_the_sample_survives_both_forms() -> None:
    for file in read_files(SAMPLES).files:
        assert read_text(write_yaml(file), "f.yaml").files == (file,)
        assert read_text(write_json(file), "f.json").files == (file,)


def test_a_whole_chain_written_as_one_file_keeps_its_digest() -> None:
    chain = join(read_files(SAMPLES).files)
    whole = chain_to_file(chain, Source(id="hela"))
    assert [goal.id for goal in whole.goals] == sorted(goal.id for goal in chain.goals)
    again = join(read_text(write_yaml(whole), "f.yaml").files)
    assert digest(again) == digest(chain)


def test_an_empty_model_is_not_the_same_as_none() -> None:
    for governance in (None, Governance()):
        file = PlanFile(source=Source(id="s"), governance=governance, units=(
            Unit(id="u", name="U", kind="k"),))
        assert read_text(write_yaml(file), "f.yaml").files[0].governance == governance
