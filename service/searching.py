"""
Search: goals, units, plans, areas, indicators and documents by words or id, typos forgiven.

A word is looked for anywhere in a text, without case and accents; what holds it exactly as it was
typed comes first. A word that nothing holds is taken for the nearest words that something does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph.layers import Flags
from graph.projection import Projection
from graph.text import nfc, swedish_order

KINDS = ("goals", "units", "plans", "areas", "indicators", "documents")
# So many words of a question are looked at, and so many nearest words stand in for one.
WORDS, NEAREST = 12, 6
# A typo is forgiven in words from this length, two from the next.
ONE_TYPO, TWO_TYPOS = 4, 8
# So much of what is typed is looked at.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """Places in each kind's list, best first; `read` tells which words a typed one was read as."""

    places: dict[str, list[int]]
    read: dict[str, list[str]]

    @property
    def total(self) -> int:
        """How many there are of all kinds."""
        return sum(map(len, self.places.values()))


class Index:
    """What there is to find in one projection."""

    def __init__(self, projection: Projection, in_force: Flags) -> None:
        """Linear in texts; `in_force` are the goals that come before others."""
        self._p, self._in_force = projection, in_force
        frame = projection.frame
        goals = zip(projection.ids, projection.codes, projection.titles, strict=True)
        self._texts: dict[str, list[str]] = {
            "goals": [_joined(each) for each in goals],
            "units": [_joined((u.id, u.name, u.kind)) for u in frame.units],
            "plans": [_joined((p.id, p.name, p.kind, p.reference)) for p in frame.plans],
            "areas": [_joined((a.id, a.name)) for a in frame.areas],
            "indicators": [_joined((i.id, i.name, i.kolada_id)) for i in frame.indicators],
            "documents": [_joined((d.id, d.title, d.kind)) for d in frame.documents],
        }
        self._folded = {kind: [fold(each) for each in texts] for kind, texts in self._texts.items()}

    @cached_property
    def _vocabulary(self) -> dict[str, str]:
        """Each folded word, in order, and how it is written."""
        words = {
            word for texts in self._texts.values() for text in texts for word in text.split()
        }
        written = {fold(word): word for word in sorted(words) if len(word) >= ONE_TYPO - 1}
        return dict(sorted(written.items()))

    def find(self, words: str) -> Found:
        """
        What holds every word, or the words nearest to it; a word that nothing is near to is left
        out, and `read` as no words. Nothing for no words.
        """
        wanted = fold(words).split()[:WORDS]
        typed = {fold(word): word for word in words.split()}
        either, read = [], {}
        for word in dict.fromkeys(wanted):
            known = any(word in text for texts in self._folded.values() for text in texts)
            near = {word: word} if known else self._nearest(word)
            if not known:
                read[typed.get(word, word)] = list(near.values())
            if near:
                either.append(list(near))
        if not either:
            return Found({kind: [] for kind in KINDS}, read)
        exact = nfc(words).casefold().split()[:WORDS]
        return Found(
            {
                kind: self._ordered(kind, words, exact, self._holding(kind, either))
                for kind in KINDS
            },
            read,
        )

    def _nearest(self, word: str) -> dict[str, str]:
        """Words, or beginnings of longer ones, that differ by a typo or two; and as written."""
        if len(word) < ONE_TYPO:
            return {}
        typos = 2 if len(word) >= TWO_TYPOS else 1
        known: dict[str, str] = {}
        for each, written in self._vocabulary.items():
            end = len(word) if len(each) > len(word) + typos else None
            known.setdefault(each[:end], written[:end])
        # Sorted, so that words as near as each other come in one order.
        near = process.extract(
            word, sorted(known), scorer=OSA.distance, score_cutoff=typos, limit=NEAREST
        )
        best = near[0][1] if near else 0
        return {each: known[each] for each, distance, _ in near if distance == best}

    def _holding(self, kind: str, either: Sequence[Sequence[str]]) -> list[int]:
        texts = self._folded[kind]
        left: Iterable[int] = range(len(texts))
        for words in either:
            left = [place for place in left if any(word in texts[place] for word in words)]
        return list(left)

    def _ordered(self, kind: str, words: str, exact: list[str], places: list[int]) -> list[int]:
        """The very id first, then words as typed; goals in force before others, and by id."""
        texts, ids = self._texts[kind], self._ids[kind]
        if kind == "goals":
            held = self._p.exists[np.array(places, dtype=np.intp)].tolist()
            places = [place for place, there in zip(places, held, strict=True) if there]
        name: Callable[[int], Any] = self._names.get(kind, lambda place: place)
        return sorted(
            places,
            key=lambda place: (
                ids[place] != words,
                not all(word in texts[place] for word in exact),
                kind == "goals" and not self._in_force[place],
                name(place),
            ),
        )

    @cached_property
    def _ids(self) -> dict[str, list[str]]:
        frame = self._p.frame
        others = {kind: [each.id for each in frame.section(kind)] for kind in KINDS[1:]}
        return {"goals": self._p.ids, **others}

    @cached_property
    def _names(self) -> dict[str, Callable[[int], Any]]:
        """What things but goals are sorted by; goals go by id, as their codes do."""
        return {
            kind: [
                swedish_order(str(getattr(each, "name", None) or getattr(each, "title", each.id)))
                for each in self._p.frame.section(kind)
            ].__getitem__
            for kind in KINDS[1:]
        }


def fold(text: str) -> str:
    """A text without case, and å, ä, é as a, a, e: for searching with any keyboard."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def _joined(texts: Iterable[str | None]) -> str:
    return nfc("\n".join(filter(None, texts))).casefold()
