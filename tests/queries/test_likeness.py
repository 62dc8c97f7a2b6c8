"""Likeness of texts: planted pairs are found, strangers are not, and nothing depends on order."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from queries.likeness import SHORTEST, Pair, alike, alike_among, candidates, folded
from tests.timing import took

# Words that goals are made of; the rest of a text is chance.
WORDS = [
    *("barn", "unga", "elever", "trygg", "skola", "förskola", "läser", "skriver", "räknar"),
    *("varje", "dag", "vecka", "månad", "plats", "hemma", "fritid", "äldre", "omsorg", "stöd"),
    *("kontakt", "medarbetare", "chef", "schema", "sjukfrånvaro", "minskar", "ökar", "fler"),
    *("färre", "bostad", "park", "gata", "vatten", "avlopp", "nät", "förnyas", "takt", "budget"),
    *("kostnad", "resultat", "nämnd", "enhet", "grupp", "mål", "digital", "tjänst", "ärende"),
    *("svar", "beslut", "tid", "snabb", "enkel", "tillgänglig", "hållbar", "klimat", "svinn"),
]
SAYINGS = [
    *("Trygg skola för alla barn i kommunen", "Trygg skola för alla barn", "Mål 1", "Mål 2", ""),
    *("TRYGG skola, för alla barn i kommunen!", "mål 1", "Trygg skola för alla i kommunen"),
]


def sentence(rng: Random) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(6, 14)))


def slip(rng: Random, text: str) -> str:
    """A text as somebody writes it a second time: a word changed, dropped or mistyped."""
    words = text.split()
    at = rng.randrange(len(words))
    kind = rng.randrange(3)
    if kind == 0:
        words[at] = rng.choice(WORDS)
    elif kind == 1:
        words.pop(at)
    else:
        place = rng.randrange(len(words[at]))
        words[at] = words[at][:place] + "x" + words[at][place + 1 :]
    return " ".join(words)


def slow(texts: list[str], least: int) -> set[tuple[int, int]]:
    """All compared with all."""
    said = [folded(text) for text in texts]
    out = set()
    for one in range(len(said)):
        for other in range(one + 1, len(said)):
            equal = said[one] == said[other]
            long = min(len(said[one]), len(said[other])) >= SHORTEST
            if said[one] and (equal or (long and fuzz.ratio(said[one], said[other]) >= least)):
                out.add((one, other))
    return out


def test_of_planted_pairs_at_least_99_in_100_are_found() -> None:
    rng = Random(7)
    texts = [sentence(rng) for _ in range(4000)]
    planted = [(n, slip(rng, texts[n])) for n in rng.sample(range(4000), 1000)]
    asked = [
        (n, 4000 + place)
        for place, (n, said) in enumerate(planted)
        if fuzz.ratio(folded(texts[n]), folded(said)) >= 88
    ]
    found = {(pair.one, pair.other) for pair in alike([*texts, *(said for _, said in planted)])}
    met = sum(pair in found for pair in asked)
    assert len(asked) > 500
    assert met >= 0.99 * len(asked), (met, len(asked))


def test_what_is_found_is_alike_indeed() -> None:
    rng = Random(3)
    texts = [sentence(rng) for _ in range(300)]
    texts += [slip(rng, text) for text in texts[:100]]
    found = alike(texts, 80)
    assert {(pair.one, pair.other) for pair in found} <= slow(texts, 80)
    for pair in found:
        one, other = folded(texts[pair.one]), folded(texts[pair.other])
        assert pair.likeness == int(fuzz.ratio(one, other))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_equal_texts_are_found_whatever_is_in_them(texts: list[str]) -> None:
    doubled = [*texts, *texts]
    found = {(pair.one, pair.other) for pair in alike(doubled)}
    first: dict[str, int] = {}
    for place, text in enumerate(map(folded, doubled)):
        if text and text in first:
            assert (first[text], place) in found
        first.setdefault(text, place)
    assert found <= slow(doubled, 88)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SAYINGS), max_size=10))
def test_given_pairs_are_judged_as_all_with_all_would(texts: list[str]) -> None:
    ends = [(a, b) for a in range(len(texts)) for b in range(a + 1, len(texts))]
    ones = np.array([a for a, _ in ends], dtype=np.intp)
    others = np.array([b for _, b in ends], dtype=np.intp)
    found = {(pair.one, pair.other) for pair in alike_among(texts, ones, others, 80)}
    assert found == slow(texts, 80)


def test_marks_and_capitals_do_not_matter_and_numbers_do() -> None:
    assert alike(["Fler barn läser, hemma!", "fler barn läser hemma"]) == [Pair(0, 1, 100)]
    assert alike(["Mål 12", "Mål 13"]) == []
    assert alike(["!!!", "???", ""]) == []
    assert alike([]) == []


def test_twice_the_texts_take_about_twice_the_time() -> None:
    """Strangers and planted pairs alike; a comparison of all with all would take four times."""
    rng = Random(5)
    texts = [sentence(rng) for _ in range(16_000)]

    half = took(lambda: candidates(texts[:8_000]))
    assert took(lambda: candidates(texts)) < 3.2 * half
