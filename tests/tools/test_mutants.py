"""tools/mutants.py turns one thing around at a time, and names it by words that outlive lines."""

from __future__ import annotations

import ast

from tools.mutants import mutants

SOURCE = """
LIMIT: int = 4

class Goals:
    @cache(size=3)
    def later(self, goals: list[1]) -> bool:
        for goal in goals:
            if goal < 0:
                continue
            self.seen[goal] = True
        return [each for each in goals[1:] if each] and not self.empty
"""
TOLD = [
    ("", "LIMIT: int = 4  =>  LIMIT: int = 5"),
    (".Goals.later", "goal < 0  =>  goal <= 0"),
    (".Goals.later", "goal < 0  =>  goal < 1"),
    (".Goals.later", "if goal < 0: continue  =>  if goal < 0: break"),
    (".Goals.later", "self.seen[goal] = True  =>  pass"),
    (".Goals.later", "self.seen[goal] = True  =>  self.seen[goal] = False"),
    (
        ".Goals.later",
        "[each for each in goals[1:] if each] and (not self.empty)  =>  "
        "[each for each in goals[1:] if each] or not self.empty",
    ),
    (".Goals.later", "for each in goals[1:] if each  =>  for each in goals[1:]"),
    (".Goals.later", "goals[1:]  =>  goals[2:]"),
    (".Goals.later", "not self.empty  =>  self.empty"),
]


def test_a_mutant_is_named_by_its_function_and_by_what_became_what() -> None:
    assert [(inside, text) for inside, text, _ in mutants(SOURCE)] == TOLD


def test_names_stay_when_lines_move() -> None:
    assert [(inside, text) for inside, text, _ in mutants(f"\n# Why.\n{SOURCE}")] == TOLD


def test_each_mutant_differs_from_the_source_in_one_line() -> None:
    sound = ast.unparse(ast.parse(SOURCE)).splitlines()
    for _, text, tree in mutants(SOURCE):
        turned = ast.unparse(tree).splitlines()
        pairs = zip(sound, turned, strict=True)
        assert sum(one != other for one, other in pairs) == 1, text
