"""The set-up scripts and the sample's address hold what they promise."""

import os
import subprocess
from pathlib import Path

import pytest

from service.samples import tyreso_files

ROOT = Path(__file__).resolve().parents[2]
SHELL_SCRIPTS = (
    "tools/lock",
    "tools/run-tests",
    "tools/setup-python",
    "tools/setup-system",
)


@pytest.mark.parametrize("script", SHELL_SCRIPTS)
def test_a_set_up_script_is_plain_sh_and_stops_at_errors(script: str) -> None:
    text = (ROOT / script).read_text("utf-8")
    assert text.startswith("#!/bin/sh\n")
    assert "\nset -eu\n" in text
    subprocess.run(["sh", "-n", str(ROOT / script)], check=True)


def test_the_examination_leaves_nothing_out() -> None:
    text = (ROOT / ".ci" / "run").read_text("utf-8")
    subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=True)
    assert "export RODTRAD_REQUIRE_ALL=1" in text
    assert "for target in test lint types layers wheel-check" in text


def test_setting_up_python_again_takes_no_time() -> None:
    before = os.stat(ROOT / ".venv" / "bin" / "rodtrad").st_mtime_ns
    done = subprocess.run(["sh", str(ROOT / "tools" / "setup-python")], check=True,
                          capture_output=True, text=True)
    assert not done.stdout and not done.stderr
    assert os.stat(ROOT / ".venv" / "bin" / "rodtrad").st_mtime_ns == before


def test_the_makefile_uses_relative_paths_alone() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    assert "$(CURDIR)" not in text
    assert "$(PWD)" not in text


def test_the_sample_is_found_in_the_repository() -> None:
    expected = sorted((ROOT / "samples" / "tyreso").glob("*.yaml"))
    assert tyreso_files() == expected
