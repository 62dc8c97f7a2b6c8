"""
A preview in words: names of sections and fields, values as people write them, and the text that
the command line prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.editing import has_ids
from graph.sheets.shapes import choice_word, heading, shapes, sheet_name
from queries.item_changes import IN_SOURCE, SOURCES, FieldChange, ItemChange
from queries.score import Score
from service.importing.preview import Preview
from service.reports import words
from service.words import say

KINDS = ("new", "changed", "gone")
MOST_TEXT = 300


def section_name(section: str, language: str) -> str:
    """What a section is called."""
    return sheet_name("source" if section == SOURCES else section, language)


def field_name(section: str, key: str, language: str) -> str:
    """What a field is called, as in the spreadsheets."""
    if key in (IN_SOURCE, "model"):
        return say(f"importing.{key}", language)
    shape = shapes()["source" if section == SOURCES else section]
    if f"{section}.{key}" in shapes():
        return sheet_name(f"{section}.{key}", language)
    known = {field.key for field in shape.columns}
    return heading(shape, key, language) if key in known else key


def value_text(value: Any, language: str, of: str = "") -> str:
    """A value of a plan file on one line, empty for nothing; `of` names the sheet of its items."""
    if isinstance(value, list):
        return "; ".join(value_text(each, language, of) for each in value)
    if isinstance(value, dict):
        parts = {key: value_text(each, language) for key, each in value.items()}
        head = parts.pop("to", "")
        names = {key: field_name(of, key, language) if of else key for key in parts}
        rest = ", ".join(f"{names[key]}: {said}" for key, said in parts.items())
        return f"{head} ({rest})" if head and rest else head or rest
    if isinstance(value, bool):
        return choice_word(str(value).lower(), language)
    return "" if value is None else str(value)


def field_line(change: ItemChange, field: FieldChange, language: str) -> tuple[str, str, str]:
    """Name, before and after of a field."""
    name = field_name(change.section, field.key, language)
    nested = f"{change.section}.{field.key}"
    of = nested if nested in shapes() else ""
    return name, value_text(field.before, language, of), value_text(field.after, language, of)


def preview_lines(found: Preview, language: str) -> Iterator[str]:
    """The preview as lines, without line breaks; what is edited here comes first."""
    if found.unchanged:
        yield say("importing.same", language)
        return
    if found.overwritten.total:
        yield say("importing.edited_count", language, count=found.overwritten.total)
        for each in found.overwritten:
            yield f"  {_item(each.change)} ({each.edit.by or '–'}, {each.edit.at[:10]})"
    for section in found.sections:
        for kind in KINDS:
            some = getattr(section, kind)
            if some.total:
                name = section_name(section.section, language)
                yield f"{name}, {say(f'importing.{kind}', language)}: {some.total}"
                for change in some:
                    yield f"  {_item(change)}"
                    for field in change.fields:
                        name, was, is_ = (
                            part[:MOST_TEXT] for part in field_line(change, field, language)
                        )
                        yield f"    {name}: {was or '–'} → {is_ or '–'}"
                if some.left:
                    yield f"  {say('importing.left', language, count=some.left)}"
    yield from _verdict_lines(found, language)


def _verdict_lines(found: Preview, language: str) -> Iterator[str]:
    verdicts = found.verdicts
    if verdicts.same:
        yield say("importing.verdicts_same", language)
        return
    before, after = (_score(score, language) for score in verdicts.score)
    yield f"{say('importing.score', language)}: {before} → {after}"
    for change in verdicts.goals:
        was, is_ = (words.pick(words.STATES[each], language) for each in (change.before,
                                                                         change.after))
        yield f"  {change.goal} {change.title[:80]}: {was} → {is_}"
    for key, some in (("goals", verdicts.goals), ("cells", verdicts.cells),
                      ("come", verdicts.come), ("gone_findings", verdicts.gone)):
        yield f"{say(f'importing.{key}', language)}: {some.total}"


def _score(score: Score, language: str) -> str:
    return words.share(*score.up, language)


def _item(change: ItemChange) -> str:
    own = change.id if change.section == SOURCES or has_ids(change.section) else ""
    return f"{own} {change.name[:80]}".strip()
