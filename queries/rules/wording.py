"""
`select` and `require` of a rule, read and held to their promises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from graph.fields import fields_of
from graph.reading import values
from graph.reading.items import Items, value_mark
from graph.reading.report import Mark
from graph.reading.tree import Map, Seq
from graph.text import shown
from queries.rules import terms
from queries.rules.spec import Named

_WHOLE = re.compile("[1-9][0-9]?")


def read_select(items: Items, select: terms.Select, node: Any, at: Mark) -> str | None:
    """What is selected: goals, units, plans or indicators; None with a fault."""
    chosen = [key for key in terms.SELECTABLE if getattr(select, key) is not None]
    if len(chosen) != 1:
        code = "one_of_none" if not chosen else "one_of_many"
        if not any(key in node for key in terms.SELECTABLE) or chosen:
            items.report.fault(at, code, keys=", ".join(terms.SELECTABLE))
        return None
    if select.but_not is not None and chosen[0] != "goals":
        mark = value_mark(node, "but_not", at)
        items.report.fault(mark, "only_with", key="but_not", needed="goals")
    return chosen[0]


def read_require(items: Items, what: str, node: Any, at: Mark) -> Any:
    """What is required of each; None with a fault."""
    of = terms.NEEDS[what]
    needs = items.item(of, node, at)
    if needs is not None and needs == of() and not node:
        items.report.fault(at, "rule_requires_nothing")
    for key in ("up", "down", "goals", "plans", "indicators"):
        counted = getattr(needs, key, None)
        if counted is not None:
            _numbers(items, counted, node[key], value_mark(node, key, at))
    return needs


def _numbers(items: Items, counted: Any, node: Any, at: Mark) -> None:
    """Numbers make sense, and are only asked for where they can be told in linear time."""
    for key in ("min", "max"):
        number = getattr(counted, key)
        if number is not None and number < 0:
            items.report.fault(value_mark(node, key, at), "negative", key=key, value=number)
    least, most = counted.min, counted.max
    if least is not None and most is not None and least > most:
        items.report.fault(
            value_mark(node, "min", at), "more_than_all",
            part="min", whole="max", value=least, limit=most,
        )  # fmt: skip
    steps = getattr(counted, "steps", None)
    if steps in (None, "1"):
        return
    mark = value_mark(node, "steps", at)
    if steps != terms.ANY_STEPS and not _WHOLE.fullmatch(steps):
        items.report.fault(mark, "rule_steps", value=shown(steps), most=99)
    elif least not in (None, 0, 1) or most not in (None, 0) or (least == 0 and most is None):
        items.report.fault(mark, "rule_far_count")


def empty_lists(items: Items, node: Any, at: Mark) -> None:
    """Tell every list in which nothing stands: it would choose all where none was meant."""
    waiting = [(node, at)]
    while waiting:
        each, mark = waiting.pop()
        if isinstance(each, Seq):
            if not each:
                items.report.fault(mark, "rule_empty_list")
            waiting.extend(zip(each, each.marks, strict=True))
        elif isinstance(each, Map):
            waiting.extend((value, value_mark(each, key, mark)) for key, value in each.items())


def names_in(file: str, of: type[Any], node: Any, at: Mark) -> Iterator[Named]:
    """Every name of the data's that a mapping holds, with its place."""
    waiting = [(of, node, at)]
    while waiting:
        kind, each, mark = waiting.pop()
        if not isinstance(each, Map):
            continue
        named = next((terms.NAMED[base] for base in kind.__mro__ if base in terms.NAMED), {})
        inner = {field.key: field.kind.item for field in fields_of(kind) if field.kind.item}
        for key, value in each.items():
            here = value_mark(each, key, mark)
            if key in named:
                texts = (
                    list(zip(value, value.marks, strict=True))
                    if isinstance(value, Seq)
                    else [(value, here)]
                )
                for text, place in texts:
                    if isinstance(text, str):
                        name = values.word(text, lambda code, said: None)
                        yield Named(named[key], name, file, place.line, place.column)
            elif key in inner:
                waiting.append((inner[key], value, here))
