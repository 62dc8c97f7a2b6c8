"""Built-in rules keep what they promise, or don't load; the book knows what it holds."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest

from graph.errors import InputError
from queries.rules.book import RuleBook, builtin, read_builtin
from queries.rules.spec import places_in
from queries.rules.verdicts import VERDICTS

TEXTS = {
    file.name: file.read_text(encoding="utf-8")
    for file in files("queries.rules").joinpath("builtin").iterdir()
}
RULE = TEXTS["T070.yaml"]


def told(text: str, name: str = "T070.yaml") -> list[str]:
    with pytest.raises(InputError) as refused:
        read_builtin({name: text})
    return [fault.text("en") for fault in refused.value.faults]


def test_every_file_is_a_rule_and_in_order() -> None:
    assert builtin().ids == sorted(name.removesuffix(".yaml") for name in TEXTS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("why:", "wy:", "T070.yaml:1:1: 'why' is missing here."),
        ("why:", "wy:", "T070.yaml:9:1: Unknown key 'wy'. Did you mean 'why'?"),
        ("severity: warning", "severity: warn", "T070.yaml:3:11: 'warn' is not one of"),
        ("kind: exemption", "kind: exemtion", "Did you mean 'exemption'?"),
        ("exemptions_ending", "exemption_ending", "Did you mean 'exemptions_ending'?"),
        ("source: [A02, A28]\n", "", "'source' is missing here."),
        ("version: 1\n", "", "'version' is missing here."),
        ("{until}", "{until:>999999}", "has a brace that isn't a place"),
        ("{until}", "{until.__class__}", "has a brace that isn't a place"),
        ("{until}", "{0}", "has a brace that isn't a place"),
        ("ends on {until}", "ends on {end}", "don't have the same places: end, until."),
        ("value: 60", "value: -1", "The threshold can't be -1. It may be from 0 to 3660."),
        ("verdict: exemptions_ending", "note: x", "One of these is missing: verdict, select."),
        ("verdict: exemptions_ending", "cypher: x", "One of these is missing: verdict, select."),
        ("id: T070", "id: T071", "The file is to be called T071.yaml."),
        ("about:", "abut:", "'about' is missing here."),
    ],
)
def test_a_rule_that_breaks_its_promise_does_not_load(old: str, new: str, said: str) -> None:
    assert old in RULE
    assert any(said in each for each in told(RULE.replace(old, new)))


def test_all_faults_of_all_rules_are_told_at_once() -> None:
    broken = {name: text.replace("severity:", "severty:") for name, text in TEXTS.items()}
    with pytest.raises(InputError) as refused:
        read_builtin(broken)
    assert {fault.file for fault in refused.value.faults} == set(TEXTS)


def test_every_verdict_belongs_to_exactly_one_rule() -> None:
    used = [rule.verdict for rule in builtin() if rule.verdict is not None]
    assert sorted(used) == sorted(VERDICTS)


def test_every_rule_is_written_in_both_languages_with_the_same_places() -> None:
    for rule in builtin():
        for texts in (rule.title, rule.why, rule.of, rule.message, rule.next_step):
            assert set(texts) == {"sv", "en"} and all(texts.values()), rule.id
            assert texts["sv"] != texts["en"], rule.id
        for texts in rule.otherwise.values():
            assert set(texts) == {"sv", "en"} and all(texts.values()), rule.id
        assert places_in(rule.message["sv"])[1], rule.id
        for parameter in rule.tunable.values():
            assert set(parameter.about) == {"sv", "en"}, rule.id


def test_the_digest_changes_with_what_a_rule_finds_or_says() -> None:
    book = builtin()
    first, *rest = book.rules
    for other in (
        replace(first, severity="advice"),
        replace(first, version=first.version + 1),
        replace(first, message={"sv": "Annat", "en": "Else"}),
        replace(first, otherwise={"rare": {"sv": "Annat", "en": "Else"}}),
        replace(first, require=None),
    ):
        assert RuleBook((other, *rest)).digest != book.digest
    tuned = replace(book["T070"], parameters={"days": 30})
    assert RuleBook((tuned,)).digest != RuleBook((book["T070"],)).digest
    assert RuleBook(tuple(rest)).digest != book.digest
    assert RuleBook((first, *rest)).digest == book.digest
