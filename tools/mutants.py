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
RULES = [f"{TESTS}/rules/test_{name}.py" for name in ("cases", "tyreso", "slowly")]
DECLARED = [f"{TESTS}/rules/test_{name}.py" for name in ("declared_told", "declared", "municipal")]
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
    **{
        f"rules.{name}": (8, DECLARED)
        for name in ("check", "declared", "measuring", "requiring", "selecting")
    },
    **{name: (8, [f"{TESTS}/test_concentration.py"]) for name in ("concentration", "trees")},
    **{
        module: (8, [
            f"{TESTS}/test_{name}.py" for name in ("contract_units", "reorganised", "reorganise")
        ])
        for module in ("reorganise", "regrouping")
    },
    **{
        name: (8, [f"{TESTS}/test_{name}.py"])
        for name in ("decisions", "likeness", "parts", "reporting", "responsible", "sight")
    },
    **{name: (8, [f"{TESTS}/test_proofs.py"]) for name in ("proofs", "witnesses")},
    **{name: (8, [f"{TESTS}/test_{name}.py"]) for name in ("leaning", "differences")},
}  # fmt: skip
QUIETLY = ["-x", "-n0", "--assert=plain", "-p", "no:cacheprovider"]
# Of the processor's time: for tests without a mutant, and how much more they may take with one. A
# mutant that takes longer doesn't end.
SECONDS, MORE = 180, 20
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


Place = tuple[str, ast.AST, ast.AST, str, int | None]


def places(node: ast.AST, inside: str = "", around: ast.AST | None = None) -> Iterator[Place]:
    """
    Where a node hangs: function, what can be read around it, parent, field and place in the
    field. No types, nothing of decorators.
    """
    # A bare `-1` or `1:` says little.
    around = around if around and isinstance(node, ast.UnaryOp | ast.Slice) else node
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for at, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST):
                continue
            yield inside, around, node, field, at
            own = f".{child.name}" if isinstance(child, ast.FunctionDef | ast.ClassDef) else ""
            yield from places(child, inside + own, around)


def mutants(source: str) -> Iterator[tuple[str, str, ast.Module]]:
    """Function, what became what, and the whole module, of each mutant in turn."""
    tree = ast.parse(source)
    for inside, around, parent, field, at in list(places(tree)):
        held = getattr(parent, field)
        child = held if at is None else held[at]
        other = turned(child)
        if other is None:
            continue
        ast.copy_location(other, child.target if isinstance(child, ast.comprehension) else child)
        was = told(around, child)
        put(parent, field, at, other)
        yield inside, f"{was}  =>  {told(around, other)}", ast.fix_missing_locations(tree)
        put(parent, field, at, child)


def told(around: ast.AST, node: ast.AST) -> str:
    """A node in one line; a number with what it stands in, a jump with what leads to it."""
    text = ast.unparse(node).strip()
    if isinstance(node, ast.Constant):
        text = ast.unparse(around).strip()
    elif isinstance(node, ast.Continue | ast.Break):
        text = f"{ast.unparse(around).strip().splitlines()[0]} {text}"
    return " ".join(text.split())


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


def passes(tests: list[str], seconds: int, instead: Instead | None = None) -> float:
    """The seconds of the processor that all tests took to pass, in a process; 0 if they fail."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1), os.dup2(quiet, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        if instead:
            sys.meta_path.insert(0, instead)
        status = 1
        try:
            status = int(pytest.main([*QUIETLY, *tests]))
        finally:
            os._exit(status)
    _, failed, used = os.wait4(child, 0)
    return 0 if failed else used.ru_utime + used.ru_stime


def main(seed: str, only: str = "", most: str = "") -> None:
    """Make the mutants, run them, and tell."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.nice(10)
    for name in ("hypothesis", "networkx", "rapidfuzz", "graph.store", "graph.checking"):
        importlib.import_module(name)  # once, and not for each mutant
    numbers: dict[str, Counter[str]] = {}
    sound: dict[str, float] = {}
    for name in [only] if only else PLAN:
        quota, tests = PLAN[name]
        path = ROOT / "queries" / f"{name.replace('.', '/')}.py"
        took = sound.get(str(tests)) or passes(tests, SECONDS)
        if not took:
            sys.exit(f"{name}: its tests fail without any mutant")
        sound[str(tests)] = took
        source = path.read_text(encoding="utf-8")
        every = sum(1 for _ in mutants(source))
        chosen = Random(f"{seed} {name}").sample(range(every), min(every, int(most or quota)))
        count = numbers[name] = Counter(possible=every)
        for n, (inside, text, tree) in enumerate(mutants(source)):
            if n in chosen:
                instead = Instead(f"queries.{name}", path, tree)
                lives = passes(tests, int(took) + MORE, instead)
                count["survived" if lives else "killed"] += 1
                print("LIVES " if lives else "killed", f"{name}{inside}:", text, flush=True)
    for name, count in numbers.items():
        tried = count["killed"] + count["survived"]
        print(f"{name}: {count['killed']} of {tried} killed, {count['possible']} possible")


if __name__ == "__main__":
    main(*sys.argv[1:])
