"""Every text is there in both languages, and every text is used."""

from __future__ import annotations

import pytest

from tools import catalogues


def test_no_text_is_lacking_a_language() -> None:
    assert list(catalogues.lacking()) == []


def test_no_text_is_unused() -> None:
    assert list(catalogues.unused()) == []


def test_the_catalogues_are_those_that_people_read() -> None:
    found = catalogues.catalogues()
    assert {name: len(texts) > 15 for name, texts in found.items()} == dict.fromkeys(found, True)
    assert set(found) == {
        "service/texts", "visualizations/words.yaml", "queries/sight.yaml", "graph/messages.yaml"
    }


def test_a_text_is_used_if_it_is_written_or_put_together() -> None:
    use = catalogues.use()
    for key in ("goal.no_such_text", "verdict.unheard_of", "nowhere_at_all"):
        assert not use.of(key)
    # Written as it is, in a template; put together there, and in a module.
    for key in ("goal.repairs", "states.orphan", "how.analyst_what_if", "op.ge"):
        assert use.of(key)


@pytest.mark.parametrize(
    ("both", "said"),
    [(("Ett",), "lacking a language"), (("Ett", " "), "lacking a language"),
     (("{one} är", "is {two}"), "other places")],
)
def test_a_fault_is_told(
    monkeypatch: pytest.MonkeyPatch, both: tuple[str, ...], said: str
) -> None:
    monkeypatch.setattr(catalogues, "catalogues", lambda: {"x": {"key": both}})
    assert [fault for fault in catalogues.lacking() if "key" in fault and said in fault]
