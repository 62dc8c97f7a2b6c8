"""
Changing embeds: whether whoever asks may, and what counts as placed from then on.

An embed belongs to the units that its subject belongs to. What is tied to no unit, or is not in
the data any more, is for editors of the whole municipality.
"""

from __future__ import annotations

from dataclasses import replace

from graph.editing import plain_item
from graph.store.shelf import instant
from service.accounts.who import Forbidden, current_store, who
from service.asking import asked, reading_of
from service.embeds import keeping
from service.embeds.embed import SUBJECTS, Embed
from service.embeds.tally import tally
from service.embeds.warnings import as_now
from service.writing import may_change as may_change_item


def may_change(embed: Embed) -> bool:
    """True if whoever asks answers for what the embed is about."""
    section = SUBJECTS[embed.kind]
    if section == "goals":
        return may_change_item(section, {"goal": embed.subject})
    items = asked().audit.projection.frame.by_id(section) if section else {}
    found = items.get(embed.subject)
    return may_change_item(section, plain_item(found) if found else {})


def make(embed: Embed) -> Embed:
    """Keep a new embed; Forbidden, or UsageError with the code `taken`."""
    _check(embed)
    if embed.public:
        _check_admin()
    signed = replace(embed, made_by=who().name, made_at=instant())
    return _kept(keeping.add(current_store(), _seen(signed)))


def save(was: Embed, embed: Embed) -> Embed:
    """
    Keep an embed changed by its maker's form or program; Forbidden, or UsageError with the code
    `stale`. One that is about something else by now is as placed now.
    """
    _check(was)
    _check(embed)
    if embed.public != was.public:
        _check_admin()
    if _about(embed) != _about(was):
        embed = _seen(embed)
    return _kept(keeping.put(current_store(), embed))


def review(embed: Embed) -> Embed:
    """Take what is shown now as placed; errors as `save`."""
    return save(embed, _seen(embed))


def drop(embed: Embed) -> Embed:
    """Take an embed away for ever; errors as `save`."""
    return save(embed, replace(embed, dropped=instant()))


def _about(embed: Embed) -> tuple[object, ...]:
    return embed.kind, embed.subject, embed.year


def _seen(embed: Embed) -> Embed:
    """The embed with what it shows now, seen by whoever asks."""
    now = as_now(embed, reading_of(embed.view))
    return replace(now, reviewed_by=who().name, reviewed_at=instant())


def _kept(embed: Embed) -> Embed:
    tally().forget()
    return embed


def _check(embed: Embed) -> None:
    if not may_change(embed):
        raise Forbidden("forbidden.units")


def _check_admin() -> None:
    if not who().may("admin"):
        raise Forbidden("forbidden.admin")
