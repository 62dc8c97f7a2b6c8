"""
YAML as a stream of entries, from the events of libyaml.

Nothing is composed or constructed by the library: its composer recurses and would take
the process down on deep nesting, and its resolver would turn `no` and `1:30` into
something else. What the format has no use for is refused: aliases, tags, a second document.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from graph.reading.report import Mark, Report
from graph.reading.tree import WRONG, Builder, Entry, Map, Plain, Seq, Stop
from graph.text import shown

Node = ScalarEvent | MappingStartEvent | SequenceStartEvent
NODES = (ScalarEvent, MappingStartEvent, SequenceStartEvent)
_ABSENT = frozenset({"", "~", "null", "Null", "NULL"})


def walk_yaml(text: str, report: Report) -> Iterator[Entry]:
    """
    The entries of a YAML text in the order they are written.

    Faults go to the report; after a syntax fault nothing more comes, since libyaml can't
    go on. An empty text is a fault too.
    """
    builder = Builder(report)
    documents = nodes = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, NODES):
                nodes += 1
                _node(event, builder)
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    report.fault(_mark(event), "two_documents")
                    return
            elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                builder.end()
            elif isinstance(event, AliasEvent):
                report.fault(_mark(event), "alias", name=shown(event.anchor))
                builder.value(WRONG, _mark(event))
            if builder.ready:
                yield from builder.ready
                builder.ready.clear()
    except yaml.YAMLError as error:
        _syntax(error, report)
    except Stop:
        pass
    else:
        if not nodes:
            report.fault(Mark(1, 1), "not_a_plan_file")


def _mark(event: yaml.Event) -> Mark:
    mark = event.start_mark
    return Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)


def _node(event: Node, builder: Builder) -> None:
    at = _mark(event)
    if event.anchor is not None:
        builder.report.fault(at, "alias", name=shown(event.anchor))
    if event.tag is not None:
        builder.report.fault(at, "tag", tag=shown(event.tag))
    if isinstance(event, MappingStartEvent):
        builder.start(Map(), at)
    elif isinstance(event, SequenceStartEvent):
        builder.start(Seq(), at)
    elif event.style:
        builder.value(event.value, at)
    else:
        builder.scalar(Plain(event.value), event.value in _ABSENT, at)


# What libyaml says, and what it most often means in a plan file.
_MEANINGS = (
    ("could not find expected ':'", "syntax_colon"),
    ("mapping values are not allowed", "syntax_extra_colon"),
    ("found character that cannot start any token", "syntax_character"),
    ("found a tab character", "syntax_character"),
    ("found unknown escape character", "syntax_escape"),
    ("invalid Unicode character escape", "syntax_escape"),
    ("did not find expected hexdecimal number", "syntax_escape"),
    ("did not find expected key", "syntax_indent"),
    ("did not find expected '-' indicator", "syntax_indent"),
    ("did not find expected ',' or", "syntax_bracket"),
    ("did not find expected node content", "syntax_bracket"),
    ("found unexpected end of stream", "syntax_quote"),
)

_TOLD_WHERE_IT_BEGAN = frozenset({"syntax_quote", "syntax_bracket"})


def _syntax(error: yaml.YAMLError, report: Report) -> None:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "")
    code = next((code for said, code in _MEANINGS if said in problem), "syntax")
    mark = getattr(error, "problem_mark", None)
    if code in _TOLD_WHERE_IT_BEGAN:
        mark = getattr(error, "context_mark", None) or mark
    at = Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)
    report.fault(at, code, problem=problem or "?")
