"""The worked script of docs/analysts.md runs, and leaves what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).parents[2]


def test_the_worked_script_answers_and_leaves_its_files(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", ROOT / "docs" / "analys.py", tmp_path],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Mål som bär flest andra ensamma" in done.stdout
    graph = nx.read_graphml(tmp_path / "tyreso.graphml")
    assert {said["state"] for _, said in graph.nodes(data=True)} == {"root", "rooted"}
    page = (tmp_path / "tyreso.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and "cdn." not in page


def test_the_document_shows_the_script_as_it_is() -> None:
    script = (ROOT / "docs" / "analys.py").read_text(encoding="utf-8")
    document = (ROOT / "docs" / "analysts.md").read_text(encoding="utf-8")
    shown = [block.partition("```")[0] for block in document.split("```python\n")[1:]]
    from_script = [block for block in shown if block.startswith("# docs/analys.py\n")]
    assert from_script
    for block in from_script:
        for line in block.splitlines()[1:]:
            assert line.strip() in script, line
