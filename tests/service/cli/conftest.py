"""Running the command line in this process, as `rodtrad` would be run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.cli import main

ROOT = Path(__file__).parents[3]


@dataclass
class Ran:
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("RODTRAD_STORE", raising=False)

    def ran(*arguments: object) -> Ran:
        capsys.readouterr()
        # A command's help is made when its module is loaded, in the language of that run.
        for name in [each for each in sys.modules if each.startswith("service.commands")]:
            del sys.modules[name]
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return ran


@pytest.fixture(scope="session")
def sample() -> list[Path]:
    return sorted((ROOT / "samples" / "tyreso").glob("*.yaml"))
