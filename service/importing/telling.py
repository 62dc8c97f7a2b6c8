"""A preview in words: a changed field, and the whole as the command line prints it."""

from __future__ import annotations

from collections.abc import Iterator

from graph.editing import has_ids
from queries.item_changes import SOURCES, FieldChange, ItemChange
from queries.score import Score
from service.importing.preview import Preview
from service.item_words import field_name, section_name, value_text
from service.reports import words
from service.words import say

KINDS = ("new", "changed", "gone")
MOST_TEXT = 300


def field_line(
    found: Preview, change: ItemChange, field: FieldChange, language: str
) -> tuple[str, str, str]:
    """Name, before and after of a field."""
    section, key = change.section, field.key
    was, now = (value_text(section, key, value, language, found.levels)
                for value in (field.before, field.after))  # fmt: skip
    return field_name(section, key, language), was, now


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
                            part[:MOST_TEXT] for part in field_line(found, change, field, language)
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
