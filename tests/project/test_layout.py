"""The habits that CONTRIBUTING.md promises hold in the tree."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("graph", "queries", "visualizations", "service")
CODE = (*PACKAGES, "tests", "benchmarks", "tools")
LINES_AT_MOST = 400


def modules(*tops: str) -> list[Path]:
    return [path for top in tops for path in sorted((ROOT / top).rglob("*.py"))]


def test_no_drawer_for_helpers() -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}
    assert [path for path in modules(*CODE) if path.name in drawers] == []


def test_test_folders_are_no_packages() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_every_folder_of_modules_is_a_package_that_the_layers_are_checked_in() -> None:
    folders = {path.parent for path in modules(*PACKAGES)}
    assert sorted(folder for folder in folders if not (folder / "__init__.py").is_file()) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_says_what_it_is_for(package: str) -> None:
    tree = ast.parse((ROOT / package / "__init__.py").read_text("utf-8"))
    assert len((ast.get_docstring(tree) or "").split()) >= 10


def test_every_module_of_the_packages_says_what_it_is_for() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in modules(*PACKAGES)
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_modules_are_small_rooms() -> None:
    large = {
        path.relative_to(ROOT).as_posix(): lines
        for path in modules(*PACKAGES)
        if (lines := len(path.read_text("utf-8").splitlines())) > LINES_AT_MOST
    }
    assert large == {}


def test_nothing_is_mocked_and_nothing_is_skipped() -> None:
    forbidden = ("unittest.mock", "pytest.mark.skip", "pytest.skip(", "importorskip")
    found = [
        (path.relative_to(ROOT).as_posix(), word)
        for path in modules("tests")
        if path != Path(__file__).resolve()
        for word in forbidden
        if word in path.read_text("utf-8")
    ]
    assert found == []


@pytest.mark.parametrize(
    "module", ["service.app", "service.cli", "graph.store", "queries.audit", "visualizations.build"]
)
def test_a_module_can_be_the_first_that_is_imported(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import {module}"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
