"""What rules select and require is the same as the slow and obvious version has it."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from queries.rules.check import check
from queries.rules.municipal import book_of
from queries.rules.naming import hold_against
from tests.asking import audit_of
from tests.chains import DAYS, STATES, random_chain
from tests.oracle import DEFAULT_LEVELS, Doc
from tests.slow_rules import SlowRules

TITLES = ["Trygg skola för ALLA", "Skolan  är trygg", "Lägre kostnad", "Trygghet i skolan"]
PLAN_HAS = ["name", "unit", "period", "decided_on", "in_force_from", "replaces", "part_of"]


class Maker:
    """Random rules about a chain, and a chain with more said in it than the usual ones."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.doc, self.view = random_chain(seed)
        for goal in self.doc["goals"]:
            goal["title"] = self.rng.choice(TITLES)
            for key, values in (("kind", ["mål", "uppdrag"]), ("code", ["1.1"]),
                                ("tags", [["barn"], ["barn", "äldre"]]),
                                ("basis", ["made_up", "inferred"])):  # fmt: skip
                if self.rng.random() < 0.4:
                    goal[key] = self.rng.choice(values)
        for each in self.doc.get("indicators", []):
            if self.rng.random() < 0.5:
                each.update(target=80, definition="Andel")
            if self.rng.random() < 0.7:
                reading: Doc = {"period": self.rng.choice(["2023", "2024-T1", "2025"])}
                reading[self.rng.choice(["target", "value"])] = 79
                each["readings"] = [reading]
        levels = self.doc.get("model", {}).get("levels", DEFAULT_LEVELS)
        self.kinds = sorted({each["kind"] for each in self.doc["units"]})
        self.levels = [each["id"] for each in levels]
        kinds = {each.get("plan") for each in levels} | {each["kind"] for each in self.doc["plans"]}
        self.plan_kinds = sorted(kinds - {None})

    def some(self, values: list[Any]) -> Any:
        found = self.rng.sample(values, min(len(values), self.rng.randint(1, 2)))
        return found[0] if len(found) == 1 and self.rng.random() < 0.5 else found

    def ids(self, section: str) -> Any:
        return self.some([each["id"] for each in self.doc[section]])

    def goals(self, most: int = 2) -> Doc:
        ways = {
            "id": lambda: self.ids("goals"),
            "level": lambda: self.some(self.levels),
            "stands": lambda: self.some(["above_root", "at_root", "below_root"]),
            "state": lambda: self.some(STATES),
            "unit": lambda: self.ids("units"),
            "area": lambda: self.ids("areas"),
            "area_by_tag": lambda: self.ids("areas"),
            "area_by_chain": lambda: self.ids("areas"),
            "plan": lambda: self.ids("plans"),
            "plan_kind": lambda: self.some(self.plan_kinds),
            "kind": lambda: self.some(["mål", "uppdrag"]),
            "tags": lambda: self.some(["barn", "äldre"]),
            "basis": lambda: self.some(["made_up", "stated"]),
            "contains": lambda: self.some(["SKOLA", "kostnad", "är t"]),
            "like": lambda: self.some(["trygg*", "*skola*", "*s*k*", "Lägre kostnad", "*"]),
        }
        keys = self.rng.sample(sorted(ways), self.rng.randint(0, most))
        return {key: ways[key]() for key in keys}

    def numbers(self) -> Doc:
        least, most = self.rng.randint(0, 2), self.rng.randint(2, 4)
        return self.rng.choice([{}, {"min": least}, {"max": most}, {"min": least, "max": most}])

    def linked(self) -> Doc:
        steps = self.rng.choice([None, 1, 2, 3, "any", "any"])
        far = self.rng.choice([{}, {"max": 0}, {"min": 1}])
        numbers = self.numbers() if steps in (None, 1) else far
        return {**self.goals(), **numbers, **({} if steps is None else {"steps": steps})}

    def decided(self) -> Doc:
        ways: list[Doc] = [
            {"by": self.rng.choice(DAYS)}, {"since": self.rng.choice(DAYS)},
            {"before_start": True}, {"known": True},
        ]  # fmt: skip
        return {**self.rng.choice(ways), **self.rng.choice(ways)}

    def needs(self, what: str) -> Doc:
        measured = {key: True for key in ("with_definition", "with_target", "with_outcome")
                    if self.rng.random() < 0.4}  # fmt: skip
        ways: dict[str, Any] = {
            "goals": {
                "up": self.linked, "down": self.linked,
                "must_be": self.goals, "must_not_be": self.goals,
                "indicators": lambda: {**self.numbers(), **measured}, "decided": self.decided,
                "has": lambda: self.some(["code", "kind", "tags", "plan", "unit", "area"]),
                "plan_has": lambda: self.some(PLAN_HAS),
            },
            "units": {
                "goals": lambda: {**self.goals(), **self.numbers()},
                "plans": lambda: {**self.plans(), **self.numbers()},
            },
            "plans": {
                "goals": lambda: {**self.goals(), **self.numbers()}, "decided": self.decided,
                "has": lambda: self.some(PLAN_HAS),
            },
            "indicators": {
                "has": lambda: self.some(["definition", "target", "owner"]),
                "with_outcome": lambda: True,
            },
        }[what]  # fmt: skip
        keys = self.rng.sample(sorted(ways), self.rng.randint(1, 2))
        return {key: ways[key]() for key in keys}

    def plans(self) -> Doc:
        ways: list[Doc] = [{}, {"kind": self.plan_kinds[-1]}, {"unit": self.ids("units")}]
        return dict(self.rng.choice(ways))

    def rule(self, number: int) -> Doc:
        what = self.rng.choice(["goals"] * 6 + ["units", "plans", "indicators"])
        units: list[Doc] = [
            {}, {"kind": self.some(self.kinds)}, {"under": self.ids("units")},
        ]  # fmt: skip
        select: dict[str, Doc] = {
            "goals": self.goals(),
            "units": self.rng.choice(units),
            "plans": self.plans(),
            "indicators": {"goals": self.goals(1)},
        }
        chosen: Doc = {what: select[what]}
        if what == "goals" and self.rng.random() < 0.3:
            chosen["but_not"] = self.goals()
        return {
            "id": f"K{number:02}", "severity": "warning", "title": "Regel",
            "message": "{id} {title} {count}", "select": chosen, "require": self.needs(what),
        }  # fmt: skip


@pytest.mark.parametrize("block", range(0, 100, 20))
def test_rules_find_what_the_slow_version_finds(block: int) -> None:
    failing = looked = 0
    for seed in range(block, block + 20):
        maker = Maker(seed)
        rules = [maker.rule(number) for number in range(20)]
        book = book_of(json.dumps({"rodtrad_rules": 1, "rules": rules}), "regler.json")
        audit = audit_of(maker.doc, maker.view)
        hold_against(book, audit.projection)
        slow = SlowRules(maker.doc, maker.view)
        told = {each.rule.id: each for each in check(audit, book)}
        for rule in rules:
            of, expected = slow.failing(rule)
            outcome = told[rule["id"]]
            assert outcome.of == of, (seed, rule)
            assert {each.subject for each in outcome.findings} == expected, (seed, rule)
            failing, looked = failing + len(expected), looked + of
    # Rules that find nothing, or everything, would prove little.
    assert 0.1 < failing / looked < 0.9
