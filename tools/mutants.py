#!/usr/bin/env python3
"""
Do the tests see a small fault? Each mutant is a module of queries with one thing turned around.

    .venv/bin/python tools/mutants.py SEED            the modules and quotas of PLAN
    .venv/bin/python tools/mutants.py SEED states 40  one module, at most so many of its mutants

A mutant lives in a process of its own: no file is changed. What a run told: docs/mutants.md.
"""

from __future__ import annotations

import ast
import copy
import importlib
import importlib.abc
import importlib.machinery
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
TESTS = "tests/queries"
CHAINS = f"{TESTS}/test_random_chains.py::test_the_projection_answers_as_the_slow_version_does"
CORE = [
    *(f"{TESTS}/test_{name}.py" for name in (
        "drops", "matrix", "view", "cycles", "trace", "sweeps", "audit_cases",
    )),
    *(f"{CHAINS}[{block}]" for block in (0, 50)),
    *(f"{TESTS}/test_random_chains.py::test_{claim}" for claim in (
        "of_many_equally_near_the_likest_in_words_comes_first",
        "candidates_are_supported_goals_of_the_level_above_with_an_area_in_common",
    )),
]  # fmt: skip
RULES = [f"{TESTS}/rules/test_cases.py"]
# Which module, how many mutants at most, and the tests that should see them, quickest first.
PLAN: dict[str, tuple[int, list[str]]] = {
    **{
        name: (14, CORE)
        for name in ("states", "links", "depth", "areas", "matrix", "rows", "score", "drops",
                     "impact", "view", "cycles", "trace", "candidates")
    },
    **{
        f"rules.verdicts.{path.stem}": (6, RULES)
        for path in sorted((ROOT / "queries/rules/verdicts").glob("[a-z]*.py"))
    },
    "concentration": (8, [f"{TESTS}/test_concentration.py"]),
    "reorganise": (8, [f"{TESTS}/test_reorganise.py"]),
}  # fmt: skip
QUIETLY = ["-x", "-n0", "--assert=plain", "-p", "no:cacheprovider"]
SECONDS = 20  # of the processor's time; a mutant that takes more doesn't end
TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.Continue: ast.Break, ast.Break: ast.Continue,
}  # fmt: skip


def turned(node: ast.AST) -> ast.AST | None:
    """The same with one thing turned around, or None where there is nothing to turn."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in TURNED:
            return changed(node, "ops", [TURNED[type(op)]()])
        case (ast.BoolOp(op=op) | ast.BinOp(op=op) | ast.AugAssign(op=op)) if type(op) in TURNED:
            return changed(node, "op", TURNED[type(op)]())
        case ast.Constant(value=bool(truth)):
            return changed(node, "value", not truth)
        case ast.Constant(value=int(number)):
            return changed(node, "value", number + 1)
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
            return operand
        case ast.Continue() | ast.Break():
            return TURNED[type(node)]()
        case ast.comprehension(ifs=[_, *rest]):
            return changed(node, "ifs", rest)
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]) | ast.Expr(value=ast.Call()):
            return ast.Pass()
    return None


def changed(node: ast.AST, field: str, value: object) -> ast.AST:
    """A copy of the node with another value in one field."""
    other = copy.copy(node)
    setattr(other, field, value)
    return other


def places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Where a node hangs: parent, field and place in the field. No types, nothing of decorators."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for at, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield node, field, at
                yield from places(child)


def mutants(source: str) -> Iterator[tuple[int, str, ast.Module]]:
    """Line, what became what, and the whole module, of each mutant in turn."""
    tree = ast.parse(source)
    for parent, field, at in list(places(tree)):
        held = getattr(parent, field)
        child = held if at is None else held[at]
        other = turned(child)
        if other is None:
            continue
        near = child.target if isinstance(child, ast.comprehension) else child
        ast.copy_location(other, near)
        put(parent, field, at, other)
        told = f"{ast.unparse(child).strip()}  =>  {ast.unparse(other).strip()}"
        yield near.lineno, " ".join(told.split()), ast.fix_missing_locations(tree)
        put(parent, field, at, child)


def put(parent: ast.AST, field: str, at: int | None, child: ast.AST) -> None:
    """Hang a node where another hung."""
    if at is None:
        setattr(parent, field, child)
    else:
        getattr(parent, field)[at] = child


class Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports a mutant where its module is asked for."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.code = name, path, compile(tree, str(path), "exec")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The mutant, when it's the module's turn."""
        if fullname != self.name:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, origin=str(self.path))

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutant's code as the module."""
        module.__file__ = str(self.path)
        exec(self.code, module.__dict__)


def passes(tests: list[str], instead: Instead | None) -> bool:
    """Whether all tests pass, in a process of their own."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1), os.dup2(quiet, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS if instead else 9 * SECONDS,) * 2)
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        if instead:
            sys.meta_path.insert(0, instead)
        status = 1
        try:
            status = int(pytest.main([*QUIETLY, *tests]))
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def main(seed: str, only: str = "", most: str = "") -> None:
    """Make the mutants, run them, and tell."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.nice(10)
    for name in ("hypothesis", "networkx", "rapidfuzz", "graph.store", "graph.checking"):
        importlib.import_module(name)  # once, and not for each mutant
    numbers: dict[str, Counter[str]] = {}
    sound: list[list[str]] = []
    for name in [only] if only else PLAN:
        quota, tests = PLAN[name]
        path = ROOT / "queries" / f"{name.replace('.', '/')}.py"
        if tests not in sound and not passes(tests, None):
            sys.exit(f"{name}: its tests fail without any mutant")
        sound.append(tests)
        source = path.read_text(encoding="utf-8")
        every = sum(1 for _ in mutants(source))
        chosen = Random(f"{seed} {name}").sample(range(every), min(every, int(most or quota)))
        told = numbers[name] = Counter(possible=every)
        for n, (line, text, tree) in enumerate(mutants(source)):
            if n in chosen:
                lives = passes(tests, Instead(f"queries.{name}", path, tree))
                told["survived" if lives else "killed"] += 1
                print("LIVES " if lives else "killed", f"{name}:{line}", text, flush=True)
    for name, told in numbers.items():
        tried = told["killed"] + told["survived"]
        print(f"{name}: {told['killed']} of {tried} killed, {told['possible']} possible")


if __name__ == "__main__":
    main(*sys.argv[1:])
