"""What is declared, what is locked and what is documented are the same."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("uv.txt", "run.txt", "dev.txt")


def project() -> dict[str, Any]:
    declared: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return declared


def name_of(requirement: str) -> str:
    """The normalised name at the start of a requirement."""
    match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", requirement)
    assert match, requirement
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def direct(*extras: str) -> set[str]:
    declared = project()["project"]
    found = list(declared["dependencies"])
    for extra in extras:
        found += declared["optional-dependencies"][extra]
    return {name_of(requirement) for requirement in found} - {"rodtrad"}


def locked(lock: str) -> dict[str, list[str]]:
    """Each locked requirement (name, version and marker) with its hashes."""
    text = (ROOT / "requirements" / lock).read_text("utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {
        entry.split("--hash")[0].strip(): re.findall(r"--hash=(\S+)", entry) for entry in entries
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_version_and_a_sha256(lock: str) -> None:
    entries = locked(lock)
    assert entries
    for requirement, hashes in entries.items():
        assert re.match(r"[a-z0-9-]+==[^\s;]+", requirement), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_never_says_where_to_install_from(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"--(extra-)?index-url|--find-links|--trusted-host", text)


def test_each_direct_dependency_is_locked() -> None:
    assert direct() <= {name_of(entry) for entry in locked("run.txt")}
    assert direct("test", "dev") <= {name_of(entry) for entry in locked("dev.txt")}


def test_development_uses_the_versions_that_users_run() -> None:
    # Markers may differ: a package that only some systems run may be a tool's everywhere.
    used, run, uv = (
        {entry.split(";")[0].strip() for entry in locked(lock)}
        for lock in ("dev.txt", "run.txt", "uv.txt")
    )
    assert run <= used
    assert uv <= used


def test_the_installer_is_bootstrapped_by_the_version_that_is_asked_for() -> None:
    asked = [
        line
        for line in (ROOT / "requirements" / "uv.in").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert asked == list(locked("uv.txt"))


def test_heavy_tools_are_no_run_time_dependency() -> None:
    heavy = {"playwright", "py2neo", "hypothesis", "pytest", "mypy", "ruff", "scikit-learn", "uv"}
    assert not heavy & {name_of(entry) for entry in locked("run.txt")}


def test_each_direct_dependency_is_explained() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    explained = {name_of(word) for row in rows for word in re.findall(r"[a-z0-9][\w.-]*", row[1])}
    extras = {name_of(word) for row in rows for word in re.findall(r"[a-z0-9][\w.-]*", row[2])}
    assert direct() <= explained
    assert direct("test", "dev") <= explained
    assert direct("py2neo", "fast") - direct() <= extras


def test_the_engine_is_asked_for_only_where_it_has_wheels() -> None:
    (engine,) = (
        entry for entry in project()["project"]["dependencies"] if entry.startswith("arcadedb")
    )
    for condition in ("python_version < '3.14'", "aarch64", "arm64", "AMD64", "x86_64"):
        assert condition in engine
