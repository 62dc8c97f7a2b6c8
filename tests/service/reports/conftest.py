"""The filed report of the sample, and of a chain whose every text is out for trouble."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from queries.audit import Audit
from queries.rules.check import Outcome, check
from queries.view import View
from service.data import Data, from_files
from service.reports.filed.gather import report_of
from service.reports.filed.result import Report
from tests.service.conftest import hostile_chain

BASE = "https://malen.example.se"
Make = Callable[..., Report]


@pytest.fixture(scope="session")
def audit(sample: Data) -> Audit:
    return sample.audit(View())


@pytest.fixture(scope="session")
def outcomes(audit: Audit) -> list[Outcome]:
    return check(audit)


@pytest.fixture(scope="session")
def make(audit: Audit, outcomes: list[Outcome]) -> Make:
    """The report of the sample, as asked."""

    def made(language: str = "sv", **asked: Any) -> Report:
        return report_of(audit, outcomes, language, **asked)

    return made


@pytest.fixture(scope="session")
def report(make: Make) -> Report:
    return make(base=BASE)


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report of a chain in which every text tries something."""
    path = tmp_path_factory.mktemp("odd") / "chain.json"
    path.write_text(json.dumps(hostile_chain()), encoding="utf-8")
    data, _ = from_files([path])
    audit = data.audit(View())
    return report_of(audit, check(audit), base=f"{BASE}/under/")
