"""
The register of embeds, on the store's shelf.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.store import Store
from service.embeds.embed import SUBJECTS, Embed, from_body

SHELF = "Embed"
AT_A_TIME = 500


def kept(store: Store, ident: str) -> Embed | None:
    """One embed, also one that was taken away."""
    found = store.shelf(SHELF).get(ident)
    return from_body(found.id, found.version, found.body) if found else None


def all_kept(store: Store, *, about: str | None = None) -> Iterator[Embed]:
    """Those that stand, by id; `about` narrows to one subject, as `about_of` names it."""
    after = ""
    while True:
        rows = store.shelf(SHELF).all(key=about, after=after, limit=AT_A_TIME)
        for row in rows:
            embed = from_body(row.id, row.version, row.body)
            if not embed.dropped:
                yield embed
        if len(rows) < AT_A_TIME:
            return
        after = rows[-1].id


def add(store: Store, embed: Embed) -> Embed:
    """Keep a new embed; UsageError with the code `taken` if the id is or has been another's."""
    row = store.shelf(SHELF).add(embed.id, embed.body(), key=_key(embed))
    return replace(embed, version=row.version)


def put(store: Store, embed: Embed) -> Embed:
    """Keep a changed embed; UsageError with the code `stale` if somebody changed it meanwhile."""
    shelf = store.shelf(SHELF)
    row = shelf.put(embed.id, embed.body(), version=embed.version, key=_key(embed))
    return replace(embed, version=row.version)


def about_of(section: str, ident: str) -> str:
    """What the embeds of one subject are found by."""
    return f"{section}:{ident}"


def _key(embed: Embed) -> str:
    return about_of(SUBJECTS[embed.kind], embed.subject)


def last_change(store: Store, embed: Embed) -> str:
    """When the subject was last changed, or anything at all for one of several; empty: never."""
    alone = SUBJECTS[embed.kind] in ("goals", "indicators") and embed.kind != "chain"
    about = (SUBJECTS[embed.kind], embed.subject) if alone else None
    found = store.changes(about=about, limit=1)
    return found[0].at if found else ""
