"""The report as PDF: tagged, titled, in its language, and judged by veraPDF."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from graph.errors import UsageError
from service.reports.filed import paper
from service.reports.filed.earlier import compared, read_earlier
from service.reports.filed.forms import written
from service.reports.filed.glyphs import covered, drawable, font_files
from service.reports.filed.result import Report
from service.reports.filed.selection import Selection
from service.reports.filed.wording import labels
from tests.service.reports.conftest import Make

JARS = Path(__file__).parents[3] / ".cache" / "verapdf-1.28.2" / "lib"


@pytest.fixture(scope="module")
def pdf(report: Report) -> bytes:
    return written(report, "pdf")


def test_the_pdf_is_tagged_titled_and_in_its_language(pdf: bytes, make: Make) -> None:
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/Lang(sv)" in pdf and b"/Marked true" in pdf and b"/DisplayDocTitle true" in pdf
    assert "Granskning av målkedjan – Tyresö kommun".encode() in pdf
    assert b"<pdfuaid:part>1<" in pdf
    english = written(make("en", selection=Selection(rules=("T001",)), appendix=False), "pdf")
    assert b"/Lang(en)" in english and b"Audit of the goal chain" in english


def test_tables_are_one_table_with_heads_and_headings_are_headings(
    pdf: bytes, report: Report
) -> None:
    rows = pdf.count(b"/S/TR")
    assert rows > len(report.goals) + len(report.findings)
    # One table for each level and rule that has something, and a few more; never one a page.
    with_findings = sum(bool(rule.shown) for rule in report.rules)
    assert pdf.count(b"/S/Table") < with_findings + len(report.by_level) + 10
    assert pdf.count(b"/S/THead") >= with_findings + len(report.by_level)
    assert pdf.count(b"/S/H1") >= 6 and pdf.count(b"/S/H2") > with_findings


def test_links_lead_to_goals(pdf: bytes, make: Make) -> None:
    assert b"(https://malen.example.se/mal/asn24-4?year=2024)" in pdf
    assert b"https://malen" not in written(make(appendix=False), "pdf")


def test_a_pdf_has_no_time_of_making(pdf: bytes) -> None:
    assert b"CreationDate" not in pdf and b"xmp:CreateDate" not in pdf
    assert b"ModDate" not in pdf


def test_the_template_asks_for_words_that_are_there() -> None:
    template = files("service").joinpath("templates", "report.typ").read_text("utf-8")
    asked = set(re.findall(r"\bl\.(\w+)", template))
    assert len(asked) > 30
    for language in ("sv", "en"):
        assert asked <= labels(language).keys()


def test_the_template_brings_nothing_from_outside() -> None:
    template = files("service").joinpath("templates", "report.typ").read_text("utf-8")
    assert "@preview" not in template and "#import" not in template and "read(" not in template


def test_what_no_font_draws_is_written_as_its_number() -> None:
    assert drawable("Åäö é – → ”ж” λ א") == "Åäö é – → ”ж” λ א"
    assert drawable("🚲 mål") == "U+1F6B2 mål"
    assert drawable("漢") == "U+6F22"
    assert drawable("a\u202eb") == "a\\u202eb"
    # Joiners and soft hyphens are drawn by nothing and kept.
    assert drawable("soft\u00adhyphen\u200d") == "soft\u00adhyphen\u200d"
    assert len(covered()) > 5000


def test_fonts_come_with_their_licences() -> None:
    names = [font.name for font in font_files()]
    assert names == ["DejaVuSans.ttf", "Inter-Regular.otf", "Inter-SemiBold.otf"]
    folder = files("service.reports.filed").joinpath("fonts")
    for licence, word in (("LICENSE-DejaVu.txt", "Bitstream"), ("LICENSE-Inter.txt", "OPEN FONT")):
        assert word in folder.joinpath(licence).read_text("utf-8")


def test_a_report_too_long_for_paper_is_refused_with_what_to_do(
    report: Report, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "MOST_ROWS", len(report.findings) + len(report.points) + 10)
    with pytest.raises(UsageError, match="Utelämna bilagan"):
        written(report, "pdf")
    assert written(make(appendix=False), "pdf")


@pytest.mark.verapdf
def test_verapdf_finds_no_fault(
    pdf: bytes, odd: Report, make: Make, report: Report, tmp_path: Path
) -> None:
    """PDF/UA-1: the sample, hostile texts, and an English comparison without links."""
    assert shutil.which("java") and JARS.is_dir(), "veraPDF isn't here (tools/setup-system)"
    told = json.loads(written(report, "json"))
    told["findings"], told["goals"] = told["findings"][2:], told["goals"][3:]
    earlier = tmp_path / "earlier.json"
    earlier.write_text(json.dumps(told), encoding="utf-8")
    against = compared(make("en"), read_earlier(earlier))
    made = {"sample": pdf, "odd": written(odd, "pdf"), "against": written(against, "pdf")}
    paths = []
    for name, data in made.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(data)
    done = subprocess.run(
        ["java", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", f"{JARS}/*",
         "org.verapdf.apps.GreenfieldCliWrapper", "--flavour", "ua1", "--format", "text",
         "-v", *map(str, paths)],
        capture_output=True, text=True, timeout=300, check=False,
    )
    verdicts = [line for line in done.stdout.splitlines() if line]
    assert verdicts == [f"PASS {path} ua1" for path in paths], done.stdout + done.stderr
