"""
Likeness of texts: which goals say nearly the same, found without comparing all with all.

Texts are cut into runs of five characters. The least hashes of a text's runs (MinHash, Broder
1997) are alike where the texts are; texts that share a band of them are compared in earnest.
What is found is advice: a machine can't tell a slip from two goals that are the same on purpose.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

RUN = 5
# 20 bands of 3 hashes: texts that share half of their runs meet with 93 %, a tenth with 2 %.
BANDS, ROWS = 20, 3
# Texts that meet in a band are compared with this many that stand next to them in it.
BESIDE = 8
# Pairs are compared in earnest where at least this share of their hashes are alike.
PROMISING = 0.3
# A first look at one bit of each hash: texts that share half of their runs differ in some 15 of
# 60, strangers in some 30.
SKETCHED, APART = 60, 23
PIECE = 8192
# Shorter texts are alike by chance, as "Mål 12" and "Mål 13" are.
SHORTEST = 20
# So much of the likeness of two texts may lie in their marks and blanks.
MARKS = 25

_NOT_WORD = re.compile(r"[\W_]+")
_SEED = 20240615
Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts by place, the smaller first, and how alike they are, 0 to 100."""

    one: int
    other: int
    likeness: int


def folded(text: str) -> str:
    """A text as it is compared: small letters and digits, one blank between words."""
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip()


def alike(texts: Sequence[str], least: int = 88) -> list[Pair]:
    """
    Pairs of texts at least so alike, by place; equal texts are paired with the first of them.

    Close to linear in the length of the texts. Texts with nothing but marks in them are left
    out. Some pairs near the limit are missed; how many is measured in tests.
    """
    first: dict[str, int] = {}
    pairs = []
    for place, text in enumerate(map(folded, texts)):
        if text and first.setdefault(text, place) != place:
            pairs.append(Pair(first[text], place, 100))
    places = np.array(list(first.values()), dtype=np.intp)
    said = list(first)
    one, other = candidates(said)
    for begin in range(0, len(one), PIECE):
        lefts, rights = one[begin : begin + PIECE], other[begin : begin + PIECE]
        scores = compared([said[n] for n in lefts.tolist()], [said[n] for n in rights.tolist()])
        both = zip(lefts.tolist(), rights.tolist(), strict=True)
        long = [min(len(said[a]), len(said[b])) >= SHORTEST for a, b in both]
        for kept in np.flatnonzero((scores >= least) & long).tolist():
            ends = sorted((int(places[lefts[kept]]), int(places[rights[kept]])))
            pairs.append(Pair(ends[0], ends[1], int(scores[kept])))
    return sorted(pairs, key=lambda pair: (pair.one, pair.other))


def compared(ones: Sequence[str], others: Sequence[str], least: int = 0) -> NDArray[np.int64]:
    """How alike texts are, pair by pair, 0 to 100 rounded down; 0 where less than `least`."""
    if not ones:
        return np.empty(0, dtype=np.int64)
    scores: NDArray[Any] = np.floor(
        process.cpdist(ones, others, scorer=fuzz.ratio, score_cutoff=least)
    )
    return scores.astype(np.int64)


def alike_among(
    texts: Sequence[str], ones: NDArray[np.intp], others: NDArray[np.intp], least: int
) -> list[Pair]:
    """
    Those of some pairs of texts, by place, that are at least so alike; linear in the pairs.

    Texts of a few letters count only where they are the same.
    """
    plain = [text.casefold() for text in texts]
    lengths = np.array([len(text) for text in plain], dtype=np.intp)
    short = np.minimum(lengths[ones], lengths[others]) < SHORTEST
    number: dict[str, int] = {}
    same = np.array([number.setdefault(text, len(number)) for text in plain], dtype=np.intp)
    kept = [np.flatnonzero(short & (same[ones] == same[others]))]
    one_by_one = np.flatnonzero(~short)
    ones, others, all_ones, all_others = ones[~short], others[~short], ones, others
    for begin in range(0, len(ones), PIECE):
        left = [plain[n] for n in ones[begin : begin + PIECE].tolist()]
        right = [plain[n] for n in others[begin : begin + PIECE].tolist()]
        # Before marks and blanks are folded; they are but a part of any text.
        near = compared(left, right, max(least - MARKS, 1)) > 0
        kept.append(one_by_one[begin + np.flatnonzero(near)])
    promising = np.sort(np.concatenate(kept))
    ones, others = all_ones[promising], all_others[promising]
    said = {n: folded(texts[n]) for n in {*ones.tolist(), *others.tolist()}}
    scores = compared([said[n] for n in ones.tolist()], [said[n] for n in others.tolist()])
    return [
        Pair(int(one), int(other), int(score))
        for one, other, score in zip(ones, others, scores, strict=True)
        if score >= least and said[int(one)]
    ]


def candidates(texts: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of places of different texts that are likely alike, each once, smaller first."""
    hashes = minhashes(texts)
    sketch = _sketched(hashes)
    count = len(texts)
    found = [np.empty(0, dtype=np.int64)]
    for band in range(BANDS):
        key = np.zeros(count, dtype=np.uint64)
        for row in hashes[band * ROWS : (band + 1) * ROWS]:
            key = (key ^ row.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(29)
        order = np.argsort(key, kind="stable")
        key, drawn = key[order], sketch[order]
        for beside in range(1, min(BESIDE, count - 1) + 1):
            same = np.flatnonzero(key[beside:] == key[:-beside])
            if not same.size:
                break
            apart = np.bitwise_count(drawn[same] ^ drawn[same + beside])
            same = same[apart <= APART]
            left, right = order[same], order[same + beside]
            found.append(np.minimum(left, right) * count + np.maximum(left, right))
    pairs = np.sort(np.concatenate(found))
    first = np.ones(len(pairs), dtype=np.bool_)
    first[1:] = pairs[1:] != pairs[:-1]
    pairs = pairs[first]
    one, other = pairs // max(count, 1), pairs % max(count, 1)
    kept = _promising(hashes, one, other)
    return one[kept], other[kept]


def _sketched(hashes: Hashes) -> NDArray[np.uint64]:
    """One bit of each of the first 60 hashes of a text: a quick first look at how alike two are."""
    out = np.zeros(hashes.shape[1], dtype=np.uint64)
    for row in hashes[:SKETCHED]:
        out = (out << np.uint64(1)) | (row & np.uint32(1)).astype(np.uint64)
    return out


def _promising(
    hashes: Hashes, one: NDArray[np.int64], other: NDArray[np.int64]
) -> NDArray[np.intp]:
    """The pairs of which enough hashes are alike."""
    # The hashes of one text side by side, since pairs stand far apart.
    of_text = np.ascontiguousarray(hashes.T)
    kept = [np.empty(0, dtype=np.intp)]
    for begin in range(0, len(one), PIECE):
        lefts, rights = one[begin : begin + PIECE], other[begin : begin + PIECE]
        share = (of_text[lefts] == of_text[rights]).mean(axis=1)
        kept.append(begin + np.flatnonzero(share >= PROMISING))
    return np.concatenate(kept)


def minhashes(texts: Sequence[str]) -> Hashes:
    """`[hash, text]`: the least of each hash over the runs of a text."""
    # Drawn once and for all, so that the same texts give the same pairs.
    rng = np.random.default_rng(_SEED)
    count = BANDS * ROWS
    factors = rng.integers(1, 2**32, count, dtype=np.uint64).astype(np.uint32) | np.uint32(1)
    shifts = rng.integers(0, 2**32, count, dtype=np.uint64).astype(np.uint32)
    out = np.empty((count, len(texts)), dtype=np.uint32)
    # Few texts at a time, so that their runs stay in the processor's own memory.
    for begin in range(0, len(texts), PIECE // 8):
        runs, starts = _runs(texts[begin : begin + PIECE // 8])
        for place in range(count):
            mixed = runs * factors[place]
            mixed += shifts[place]
            out[place, begin : begin + len(starts)] = np.minimum.reduceat(mixed, starts)
    return out


def _runs(texts: Sequence[str]) -> tuple[Hashes, NDArray[np.intp]]:
    """The hashed runs of all texts, and where those of each text begin; a short text is one run."""
    padded = [text.ljust(RUN) for text in texts]
    letters = np.frombuffer("".join(padded).encode("utf-32-le"), dtype=np.uint32)
    lengths = np.array([len(text) for text in padded], dtype=np.intp)
    rolled = np.zeros(len(letters) - RUN + 1, dtype=np.uint32)
    for place in range(RUN):
        rolled = rolled * np.uint32(0x01000193) + letters[place : place + len(rolled)]
        rolled ^= rolled >> np.uint32(13)
    rolled *= np.uint32(0x85EBCA6B)
    rolled ^= rolled >> np.uint32(16)
    whole = np.ones(len(letters), dtype=np.bool_)
    # The last letters of a text begin no run of their own.
    for place in range(1, RUN):
        whole[np.cumsum(lengths) - place] = False
    starts = np.zeros(len(texts), dtype=np.intp)
    np.cumsum(lengths[:-1] - RUN + 1, out=starts[1:])
    return rolled[whole[: len(rolled)]], starts
