"""`rodtrad audit --proofs FOLDER` leaves the whole folder or none."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.service.cli.conftest import ROOT, Run

FILES = ["answers.jsonl", "cells.jsonl", "data.json", "depths.jsonl", "findings.jsonl",
         "goals.jsonl", "index.json", "links.jsonl", "needs.jsonl", "score.jsonl"]  # fmt: skip


def given(sample: list[Path]) -> list[str]:
    return [str(word) for file in sample for word in ("--from", file)]


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def holds(folder: Path) -> bool:
    """What the stranger says of it."""
    script = ROOT / "tools" / "check_proof.py"
    command = [sys.executable, "-I", "-S", str(script), str(folder), "--quiet"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_files_and_store_give_the_same_proofs(
    run: Run, sample: list[Path], tmp_path: Path
) -> None:
    store = f"embedded:{tmp_path / 'lager'}"
    assert run("import", *sample, "--store", store).code == 0
    plain = run("audit", *given(sample), "--format", "json")
    one = run("audit", *given(sample), "--format", "json", "--proofs", tmp_path / "ett")
    other = run("audit", "--store", store, "--format", "json", "--proofs", tmp_path / "två")
    assert (one.code, one.out) == (plain.code, plain.out)
    assert other.code == plain.code
    assert "bevis" in one.err
    assert list(bytes_in(tmp_path / "ett")) == FILES
    assert bytes_in(tmp_path / "ett") == bytes_in(tmp_path / "två")
    assert holds(tmp_path / "ett")
    index = json.loads((tmp_path / "ett" / "index.json").read_text("utf-8"))
    assert index["data"] == plain.json()["data"]["digest"]
    assert index["rules_digest"] == plain.json()["rules_digest"]
    found = Counter(each["rule"] for each in plain.json()["findings"])
    shown = (tmp_path / "ett" / "findings.jsonl").read_text("utf-8").splitlines()
    proved = Counter(json.loads(each)["rule"] for each in shown)
    told = {rule: each["findings"] for rule, each in index["without_proof"].items()}
    assert told == dict(found - proved)
    assert index["without_proof"]["T027"]["why"] == "days_compared"


def test_a_folder_that_holds_something_is_left_alone(
    run: Run, sample: list[Path], tmp_path: Path
) -> None:
    for name in ("mapp", "fil"):
        target = tmp_path / name
        if name == "mapp":
            target.mkdir()
            (target / "mitt.txt").write_text("mitt", encoding="utf-8")
        else:
            target.write_text("mitt", encoding="utf-8")
        told = run("audit", *given(sample), "--proofs", target)
        assert (told.code, told.out) == (2, "")
        assert "finns redan" in told.err
    assert (tmp_path / "mapp" / "mitt.txt").read_text("utf-8") == "mitt"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["fil", "mapp"]


def test_an_empty_folder_is_filled(run: Run, sample: list[Path], tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    assert run("audit", *given(sample), "--proofs", tmp_path / "tom").code in (0, 1)
    assert list(bytes_in(tmp_path / "tom")) == FILES


def test_where_nothing_can_be_written_it_is_said(
    run: Run, sample: list[Path], tmp_path: Path
) -> None:
    told = run("audit", *given(sample), "--proofs", tmp_path / "saknas" / "bevis")
    assert told.code == 2
    assert "Det går inte att skriva" in told.err
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_fails_half_way_leaves_nothing(sample: list[Path], tmp_path: Path) -> None:
    words = ["audit", *given(sample), "--proofs", tmp_path / "bevis", "--lang", "sv"]
    # Files may not grow beyond this, as on a full disk.
    code = (
        "import resource, sys; from service.cli import main;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "Det går inte att skriva" in done.stderr
    assert list(tmp_path.iterdir()) == []
