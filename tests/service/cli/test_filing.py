"""`audit` and `check` write reports to file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.service.cli.conftest import Run


@pytest.mark.parametrize(
    ("name", "begins"),
    [("r.pdf", b"%PDF-"), ("r.xlsx", b"PK"), ("r.html", b"<!doctype html>"), ("r.HTM", b"<!doct"),
     ("r.csv", b"\xef\xbb\xbf"), ("r.json", b"{"), ("r.txt", b"2024: 151 av 161")],
)
def test_the_form_is_told_by_the_file_s_name(
    run: Run, sample: list[Path], tmp_path: Path, name: str, begins: bytes
) -> None:
    out = tmp_path / name
    told = run("check", *sample, "--out", out)
    assert told.code == 1 and told.out == ""
    assert told.err.endswith(f"Skrev {out}.\n")
    assert out.read_bytes().startswith(begins)


def test_a_file_that_is_there_is_kept_unless_told(
    run: Run, sample: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "r.csv"
    out.write_text("mitt")
    assert run("check", *sample, "--out", out).code == 2
    assert out.read_text() == "mitt"
    assert run("check", *sample, "--out", out, "--force").code == 1
    assert out.read_text("utf-8-sig").startswith('"Regel"')


def test_text_and_csv_go_to_standard_output(run: Run, sample: list[Path]) -> None:
    assert run("check", *sample, "--format", "csv").out.startswith("\ufeff\"Regel\"")
    assert run("check", *sample, "--format", "html").out.startswith("<!doctype html>")


@pytest.mark.parametrize(
    "asked",
    [("--out", "r.xyz"), ("--base", "javascript:alert(1)"), ("--base", "//x"), ("--only", "T999"),
     ("--unit", "nope"), ("--level", "nope"), ("--area", "nope"), ("--date", "i dag"),
     ("--compare", "nope.json"), ("--out", "nope/r.csv")],
)
def test_what_cant_be_done_is_refused_with_2(
    run: Run, sample: list[Path], asked: tuple[str, str], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    told = run("check", *sample, *asked)
    assert told.code == 2 and told.err and told.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [(("--compare", "nope.json"), "Den tidigare granskningen nope.json finns inte."),
     (("--out", "nope/r.csv"), "Det går inte att skriva nope/r.csv: mappen finns inte."),
     (("--level", "nämnd"), "Nivåerna är: vision, fullmaktige, namnd, enhet, grupp."),
     (("--unit", "tyr-kss"), "Menade du 'tyr-ks'?"), (("--only", "T01"), "Det finns ingen regel"),
     (("--rules", "a.yaml", "--rules", "b.yaml"), "--rules får anges en gång.")],
)
def test_what_cant_be_done_is_told_in_plain_words_with_what_would_be_right(
    run: Run, sample: list[Path], asked: tuple[str, ...], said: str,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    told = run("check", *sample, *asked)
    assert told.code == 2 and said in told.err


def test_decisions_stand_in_the_json_and_after_the_findings_in_the_csv(
    run: Run, sample: list[Path]
) -> None:
    decisions = run("check", *sample, "--format", "json").json()["decisions"]
    lines = run("check", *sample, "--format", "csv").out.splitlines()
    (own,) = (each for each in decisions if each["goal"] == "jur24-3")
    assert (own["kind"], own["decided_by"], own["until"]) == (
        "exemption", "Kommunstyrelsen", "2025-12-31")  # fmt: skip
    (row,) = (line for line in lines if '"jur24-3"' in line and own["reason"] in line)
    assert '"Kommunstyrelsen"' in row and '"2025-12-31"' in row
    assert {each["kind"] for each in decisions} == {"exemption", "forward"}
    assert all(each["reason"] in "\n".join(lines) for each in decisions)


def test_a_report_is_compared_with_an_earlier_one(
    run: Run, sample: list[Path], tmp_path: Path
) -> None:
    earlier = tmp_path / "förra.json"
    run("check", *sample, "--out", earlier)
    told = run("check", *sample, "--compare", earlier)
    assert "Sedan den förra rapporten: Nya iakttagelser: 0. Borta: 0." in told.out
    answer = run("check", *sample, "--compare", earlier, "--format", "json").json()
    assert answer["change"]["unchanged"] == len(answer["findings"])
    assert run("check", *sample, "--compare", earlier, "--severity", "error").code == 2
    assert run("check", *sample, "--compare", sample[0]).code == 2


def test_a_selection_is_shown_and_named_but_does_not_change_the_exit_code(
    run: Run, sample: list[Path]
) -> None:
    told = run("check", *sample, "--severity", "error", "--unit", "tyr-vn", "--lang", "en")
    assert told.code == 1
    assert "Only errors; Valnämnden and units below it. 0 of " in told.out
    assert "Nothing in the selection to remark on." in told.out


def test_the_base_and_the_day_stand_in_the_report(
    run: Run, sample: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "r.html"
    run("check", *sample, "--out", out, "--base", "https://mål.example.se:8443/röd/", "--date",
        "2025-03-01", "--no-appendix")
    text = out.read_text("utf-8")
    assert 'href="https://mål.example.se:8443/röd/mal/asn24-4?year=2024"' in text
    assert "1 mars 2025" in text and "Bilaga" not in text.replace("Bilagan", "")


def test_json_errors_stay_json(run: Run, sample: list[Path]) -> None:
    told = run("check", *sample, "--format", "json", "--only", "T999")
    assert told.code == 2
    assert json.loads(told.out or told.err)
