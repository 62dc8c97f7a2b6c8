"""Files that are given together must fit together, and say so where they don't."""

from pathlib import Path

import pytest

from graph.checking import join, read_chain
from graph.circles import circles
from graph.errors import InputError
from graph.nearest import Nearest
from graph.reading import read_text

UNIT = "units: [{id: u, name: U, kind: k}]\n"


def folder(path: Path, **contents: str) -> list[Path]:
    paths = []
    for name, content in contents.items():
        paths.append(path / f"{name}.yaml")
        paths[-1].write_text(f"rodtrad: 1\nsource: {{id: {name}}}\n{content}", encoding="utf-8")
    return paths


def faults(path: Path, **contents: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_chain(folder(path, **contents))
    return [fault.text().replace(f"{path.as_posix()}/", "") for fault in caught.value.faults]


def test_files_may_refer_to_each_other_in_any_order(tmp_path: Path) -> None:
    goal = "goals: [{id: g, title: T, level: namnd, unit: u}]"
    paths = folder(tmp_path, a=goal, b=UNIT)
    chain, notices = read_chain(paths)
    assert chain == read_chain(paths[::-1])[0]
    assert ([unit.id for unit in chain.units], chain.sources, notices) == (["u"], ("a", "b"), ())


def test_an_id_may_stand_once_in_all_the_files(tmp_path: Path) -> None:
    assert faults(tmp_path, a=UNIT, b=UNIT) == [
        "b.yaml:3:14: Id:t 'u' finns redan i units, på a.yaml:3. "
        "Ett id får stå en gång i varje avsnitt."
    ]


def test_the_same_id_in_two_sections_is_two_ids(tmp_path: Path) -> None:
    read_chain(folder(tmp_path, a=UNIT + "areas: [{id: u, name: A}]"))


def test_one_source_given_twice_is_one_fault(tmp_path: Path) -> None:
    paths = folder(tmp_path, a=UNIT)
    with pytest.raises(InputError) as caught:
        read_chain(paths * 2)
    assert [(fault.code, fault.line, fault.column) for fault in caught.value.faults] == [
        ("same_source", 2, 14)
    ]


def test_two_models_must_be_equal(tmp_path: Path) -> None:
    first = "model: {current_year: 2024, unit_kinds: {a: enhet, b: grupp}}"
    same = "model: {unit_kinds: {b: grupp, a: enhet}, current_year: 2024}"
    read_chain(folder(tmp_path, a=first, b=same, c=""))
    assert faults(tmp_path, a=first, b="\nmodel: {}") == [
        "b.yaml:4:1: Styrmodellen ('model') är en annan än i a.yaml. "
        "Låt bara en av filerna ha den, eller gör dem lika."
    ]


def test_an_item_with_another_fault_is_still_there_to_refer_to(tmp_path: Path) -> None:
    goal = "goals: [{id: g, title: T, level: namnd, unit: u}]"
    assert faults(tmp_path, a=goal, b="units: [{id: u, name: U}]") == [
        "b.yaml:3:9: Här saknas 'kind'."
    ]


def test_levels_of_a_faulty_model_are_not_held_against_goals(tmp_path: Path) -> None:
    goal = "goals: [{id: g, title: T, level: a}]\n"
    assert faults(tmp_path, a=goal + "model: [a]") == [
        "a.yaml:4:8: Här ska stå nycklar med värden, inte […]."
    ]


def test_a_link_or_replacement_to_a_goal_that_isnt_there_is_no_fault(tmp_path: Path) -> None:
    content = "goals: [{id: g, title: T, level: namnd, contributes_to: [x, g], replaces: y}]"
    assert len(read_chain(folder(tmp_path, a=content))[0].goals) == 1


def test_any_other_reference_must_lead_somewhere(tmp_path: Path) -> None:
    content = (
        "areas: [{id: a, name: A, contributes_to: v}]\n"
        "plans: [{id: p, kind: k, based_on: [q]}]\n"
        "indicators: [{id: i, name: I, measures: [x], owner: y}]\n"
        "forwards: [{goal: g, unit: u, level: l, reason: r}]\n"
    )
    with pytest.raises(InputError) as caught:
        read_chain(folder(tmp_path, a=content))
    found = [(f.line, f.column, f.code, dict(f.values)["value"]) for f in caught.value.faults]
    assert found == [
        (3, 42, "unknown_reference", "v"),
        (4, 37, "unknown_reference", "q"),
        (5, 42, "unknown_reference", "x"),
        (5, 53, "unknown_reference", "y"),
        (6, 19, "unknown_reference", "g"),
        (6, 28, "unknown_reference", "u"),
        (6, 38, "unknown_level", "l"),
    ]


def test_files_that_were_never_on_disk_are_told_by_line() -> None:
    content = "rodtrad: 1\nsource: {id: s}\ngoals: [{id: g, title: T, level: namnd, unit: u}]"
    with pytest.raises(InputError) as caught:
        join(read_text(content, "inklistrat").files)
    assert [(f.file, f.line, f.column) for f in caught.value.faults] == [("inklistrat", 3, 0)]


def test_circles_are_told_once_from_their_least_id_on() -> None:
    upward = {"c": ["a"], "a": ["b"], "b": ["c", "d"], "d": ["e"], "f": ["f"], "g": ["a"]}
    assert circles(upward) == [("a", "b", "c"), ("f",)]


def test_a_circle_of_a_hundred_thousand_is_found_without_recursion() -> None:
    ring = {str(n): [str((n + 1) % 100_000)] for n in range(100_000)}
    assert [len(circle) for circle in circles(ring)] == [100_000]


def test_a_long_circle_is_shown_in_short(tmp_path: Path) -> None:
    units = "".join(
        f"- {{id: u{n:02}, name: U, kind: k, parent: u{(n + 1) % 30:02}}}\n" for n in range(30)
    )
    (said,) = faults(tmp_path, a="units:\n" + units)
    assert said == (
        "a.yaml:4:39: 'parent' går i en cirkel: u00 → u01 → u02 → u03 → u04 → u05 → u06 → u07 → "
        "u08 → u09 → …. Ta bort ett av stegen."
    )


def test_slips_at_either_end_of_an_id_are_understood() -> None:
    nearest = Nearest([f"enhet-{n:05}" for n in range(20_000)] + ["np-bun-2024"])
    assert nearest.like("np-bun-2023") == {"near": "np-bun-2024"}
    assert nearest.like("mp-bun-2024") == {"near": "np-bun-2024"}
    assert nearest.like("xyz") == {}
