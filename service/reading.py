"""
What pages and API keep beside an audit: findings, orders and the search index.

Made when first asked for and kept as long as the audit is.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from graph.chain import PlanFile
from graph.model import Goal
from queries.audit import Audit
from queries.findings import SEVERITIES, Finding, findings_of
from queries.matrix import Cell
from queries.rules.book import RuleBook, builtin
from queries.rules.check import Outcome, check
from queries.rules.cypher import Ask
from queries.view import View
from service.data import KEPT_AUDITS, Data
from service.searching import Index

T = TypeVar("T")


class _once(cached_property[T]):
    """Worked out by one thread, while the others that ask wait for it."""

    # On the class itself, for which the stub has an overload of its own, nobody asks for it.
    def __get__(self, reading: Any, owner: type[Any] | None = None) -> T:  # type: ignore[override]
        with reading.lock:
            found: T = super().__get__(reading, owner)
            return found


class Reading:
    """One audit and what is worked out from it for showing."""

    def __init__(
        self,
        audit: Audit,
        written: Callable[[str], Goal | None],
        book: RuleBook,
        ask: Ask | None = None,
    ) -> None:
        """
        Nothing is worked out yet; `written` gives a goal's own texts by id, and `ask` runs the
        Cypher of rules.
        """
        # Some of it is worked out of other parts.
        self.lock = threading.RLock()
        self.ask = ask
        self.audit = audit
        self.written = written
        self.book = book

    @_once
    def name(self) -> str:
        """Data, view and rules in one line, the same only where all three are."""
        p = self.audit.projection
        return f"{p.digest} {p.revision} {self.audit.view} {self.book.digest}"

    @_once
    def outcomes(self) -> list[Outcome]:
        """What each rule came to, by rule."""
        return check(self.audit, self.book, self.ask)

    @_once
    def findings(self) -> list[Finding]:
        """All findings of the audit."""
        return findings_of(self.outcomes)

    @_once
    def by_rule(self) -> dict[str, list[Finding]]:
        """Findings by rule, the gravest rules first."""
        out: dict[str, list[Finding]] = defaultdict(list)
        for each in sorted(self.findings, key=lambda f: (SEVERITIES.index(f.severity), f.rule)):
            out[each.rule].append(each)
        return dict(out)

    @_once
    def about(self) -> dict[str, list[Finding]]:
        """Findings by each goal id that their subject or witness names."""
        out: dict[str, list[Finding]] = defaultdict(list)
        for each in self.findings:
            for goal in dict.fromkeys(each.witness):
                out[goal].append(each)
        return dict(out)

    @_once
    def goals(self) -> list[int]:
        """Goals in force, by level and id."""
        levels = self.audit.projection.level
        in_force = np.array(self.audit.goals_in_force, dtype=np.intp)
        ordered: list[int] = in_force[np.argsort(levels[in_force], kind="stable")].tolist()
        return ordered

    @_once
    def cells(self) -> dict[int, list[Cell]]:
        """The matrix by unit."""
        out: dict[int, list[Cell]] = defaultdict(list)
        for cell in self.audit.matrix:
            out[cell.unit].append(cell)
        return dict(out)

    @_once
    def cell_units(self) -> dict[str, str]:
        """The unit of each cell, by the cell's subject in findings."""
        p, levels = self.audit.projection, self.audit.scene.levels
        units, areas = p.frame.units, p.frame.areas
        return {
            f"{levels[cell.level].id}/{units[cell.unit].id}/{areas[cell.area].id}":
                units[cell.unit].id
            for cell in self.audit.matrix
        }

    @_once
    def index(self) -> Index:
        """What search looks in."""
        return Index(self.audit.projection, self.audit.scene.goals)


class Readings:
    """The readings of the views last asked for; safe for threads."""

    def __init__(self, data: Data, book: RuleBook | None = None) -> None:
        """Nothing is read until somebody asks; `book` has the rules, else the built-in ones."""
        self._data = data
        self._book = book or builtin()
        self._lock = threading.Lock()
        # By revision too: some read what was while others read what is.
        self._kept: OrderedDict[tuple[int | None, View], Reading] = OrderedDict()

    def of(self, view: View, *, now: bool = True) -> Reading:
        """
        The reading of a view; the same one as long as the data stays. With `now` off, that of
        the data as it was, while another asker is loading it.
        """
        audit = self._data.audit(view, now=now)
        name = audit.projection.revision, audit.view
        with self._lock:
            found = self._kept.pop(name, None)
            if found is None or found.audit is not audit:
                found = Reading(audit, self._data.goal, self._book, self._data.ask)
            self._kept[name] = found
            while len(self._kept) > KEPT_AUDITS:
                self._kept.popitem(last=False)
            return found

    def files(self) -> tuple[PlanFile, ...]:
        """The plan files as they are now; the same ones as long as the data stays."""
        return self._data.files()

    def revision(self) -> tuple[int | None, str]:
        """Revision and digest of the data that is shown; StoreError if it can't be reached."""
        projection = self._data.projection(now=False)
        return projection.revision, projection.digest
