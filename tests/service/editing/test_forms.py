"""The form of an item and what is read out of it again."""

from __future__ import annotations

from typing import Any

import pytest

from graph.checking import read_chain
from graph.governance import Governance
from graph.model import SECTIONS, Goal
from graph.plain import written_item
from service.editing.answers import Answers
from service.editing.forms import Maker, flat, prefilled
from service.samples import tyreso_files

CHAIN, _ = read_chain(tyreso_files())
MAKER = Maker("sv", Governance(), lambda section, id: "")


def anything(section: str, id: str) -> bool:
    return True


def read(section: str, language: str = "sv", **boxes: str) -> Answers:
    values = {name.replace("__", "."): value for name, value in boxes.items()}
    return Answers(section, values, language, anything)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("section", SECTIONS)
def test_a_form_sent_back_untouched_says_what_it_was_made_of(section: str, language: str) -> None:
    assert CHAIN.section(section)
    for item in CHAIN.section(section):
        answers = Answers(section, flat(item, language), language, anything)
        assert answers.faults == {}
        assert answers.item == item


@pytest.mark.parametrize("section", SECTIONS)
def test_every_value_of_an_item_has_a_box_in_the_form(section: str) -> None:
    for item in CHAIN.section(section)[:20]:
        values = flat(item, "sv")
        form = MAKER.form(section, values)
        shown = {box.name: box.value for box in form.boxes}
        assert {name: value for name, value in shown.items() if value} == {
            name: value for name, value in values.items() if value
        }


def test_there_is_an_empty_row_after_those_that_are_filled_in() -> None:
    goal = next(goal for goal in CHAIN.goals if len(goal.contributes_to) > 1)
    links = next(
        part for part in MAKER.form("goals", flat(goal, "sv")).parts
        if part.key == "contributes_to"
    )
    assert len(links.rows) == len(goal.contributes_to) + 1
    assert not any(box.value for box in links.rows[-1])


def test_a_row_left_empty_says_nothing() -> None:
    answers = read("goals", id="a", title="A", level="namnd", contributes_to__1__to="b",
                   contributes_to__0__to=" ", contributes_to__2__how="")
    assert [link.to for link in answers.item.contributes_to] == ["b"]


def test_numbers_are_taken_as_people_write_them() -> None:
    answers = read("indicators", id="i", name="I", target="1 234,5")
    assert answers.item.target == 1234.5


FAULTY: list[tuple[str, dict[str, str], str, str]] = [
    ("goals", {"id": "a", "level": "namnd"}, "title", "Här saknas 'Mål'."),
    ("goals", {"id": "a", "title": "A", "level": "namnd", "valid_from": "2024-13-01"},
     "valid_from", "Datumet 2024-13-01 finns inte."),
    ("goals", {"id": "a", "title": "A", "level": "namnd", "valid_from": "2024-05-01",
               "valid_to": "2024-04-01"}, "valid_to", "(Gäller från 2024-05-01)"),
    ("goals", {"id": "a", "title": "A", "level": "namnd", "contributes_to.0.how": "så"},
     "contributes_to.0.to", "Här saknas 'Till'."),
    ("goals", {"id": "a", "title": "A", "level": "namnd", "contributes_to.0.to": "b",
               "contributes_to.1.to": "b"}, "contributes_to.1", "b"),
    ("exemptions", {"reason": "x"}, "", "Mål, Enhet"),
    ("exemptions", {"goal": "g", "area": "a", "reason": "x"}, "area", "'Enhet'"),
    ("participation", {"unit": "u", "date": "2024-01-01", "took_part": "9", "of": "8"},
     "took_part", "Deltog"),
    ("indicators", {"id": "i", "name": "I", "readings.0.period": "2024",
                    "readings.0.value": "tolv"}, "readings.0.value", "tolv"),
]  # fmt: skip


@pytest.mark.parametrize(("section", "values", "box", "said"), FAULTY)
def test_a_fault_is_told_at_its_box_in_the_words_of_the_form(
    section: str, values: dict[str, str], box: str, said: str
) -> None:
    answers = Answers(section, values, "sv", anything)
    assert answers.item is None
    assert said in answers.faults[box]


def test_all_faults_are_told_at_once() -> None:
    values = {"level": "namnd", "valid_to": "x", "budget_tkr": "y", "unit.0": "nowhere"}
    answers = Answers("goals", values, "sv", lambda section, id: False)
    assert set(answers.faults) == {"id", "title", "valid_to", "budget_tkr", "unit.0"}


def test_an_id_that_leads_nowhere_is_a_slip_in_a_form() -> None:
    boxes = {"id": "a", "title": "A", "level": "namnd", "contributes_to.0.to": "borta"}
    answers = Answers("goals", boxes, "sv", lambda section, id: False)
    assert "borta" in answers.faults["contributes_to.0.to"]
    assert "Mål" in answers.faults["contributes_to.0.to"]


def test_what_the_service_fills_in_itself_is_carried_along_unseen() -> None:
    link = {"to": "b", "fingerprint_to": "sha256:abc"}
    values = {f"contributes_to.0.{key}": said for key, said in link.items()}
    form = MAKER.form("goals", values)
    assert {box.name: box.sort for box in form.boxes}["contributes_to.0.fingerprint_to"] == "kept"
    answers = read("goals", id="a", title="A", level="namnd",
                   contributes_to__0__to="b", contributes_to__0__fingerprint_to="sha256:abc")
    assert answers.item.contributes_to[0].fingerprint_to == "sha256:abc"


def test_a_new_item_begins_with_what_is_usual_and_what_the_address_says() -> None:
    given = {"contributes_to": "kf", "unit": "bun", "title": "", "nonsense": "x"}
    found = prefilled("goals", given)
    assert found == {
        "status": "adopted", "basis": "stated", "contributes_to.0.to": "kf", "unit.0": "bun",
    }  # fmt: skip


def test_rows_that_nobody_could_mean_are_left_out() -> None:
    values: dict[str, Any] = {"title": "A", "tags.99999999": "x", "tags.-1": "y", "tags.a": "z"}
    answers = Answers("goals", {**values, "id": "a", "level": "namnd"}, "sv", anything)
    assert isinstance(answers.item, Goal)
    assert written_item(answers.item) == {"id": "a", "title": "A", "level": "namnd"}
