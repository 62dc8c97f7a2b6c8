"""The overview on a store: what to do when it is empty, and what has changed in it."""

from __future__ import annotations

import pytest

from graph.chain import PlanFile
from graph.model import Source, Unit
from graph.store import Store
from graph.store.log import Signature
from tests.service.signing import browser_of, service, signed_in


@pytest.mark.parametrize(
    "path",
    ["/", "/matris", "/mal", "/enhet", "/plan", "/indikator", "/omrade", "/karta", "/om",
     "/granskning"],
)
def test_an_empty_store_says_what_to_do(store: Store, path: str) -> None:
    app = service(store)
    page = browser_of(app).get(path).text
    assert "Här finns inga uppgifter ännu." in page and "rodtrad import" in page
    assert "Vad har ändrats" not in page
    assert 'href="/las-in"' in signed_in(store, "editor", app=app).get(path).text


@pytest.mark.both
def test_the_last_changes_are_told_with_who_to_those_signed_in_alone(store: Store) -> None:
    for count in range(1, 7):
        units = tuple(Unit(id=f"u{n}", name="Enhet", kind="enhet") for n in range(count))
        store.import_files(
            [PlanFile(source=Source(id="s"), units=units)],
            signature=Signature(by="Åsa <i>", via="cli", action="import"),
        )
    app = service(store)
    told = browser_of(app).get("/").text.partition("Vad har ändrats")[2].partition("</ul>")[0]
    assert told.count("<li>") == 5 and "inläsning" in told
    assert "Åsa" not in told
    known = signed_in(store, "reader", app=app).get("/").text
    assert "Åsa &lt;i&gt;" in known and 'href="/andringar"' in known
