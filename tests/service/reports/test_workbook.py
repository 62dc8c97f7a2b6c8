"""The report as XLSX and CSV: every text a text, also after LibreOffice has had it."""

from __future__ import annotations

import csv
import datetime
import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from graph.errors import UsageError
from service.reports.filed import workbook
from service.reports.filed.forms import written
from service.reports.filed.result import Report
from service.reports.filed.sheets import Value, sheets_of
from service.reports.filed.workbook import MOST_CHARACTERS, fitting
from tests.service.reports.conftest import Make

SHEETS = ["Sammanfattning", "Regler", "Iakttagelser", "Mål", "Kopplingar", "Matris", "Svar",
          "Bedömningar", "Beslut"]
Cells = dict[str, list[tuple[object, ...]]]


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def cells_of(book: Workbook) -> Cells:
    return {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}


def cell_of(value: Value) -> object:
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day)
    return value if isinstance(value, int) else fitting(value) if value else None


def expected(report: Report) -> Cells:
    return {
        sheet.name: [
            tuple(column.title for column in sheet.columns),
            *(tuple(map(cell_of, row))
              for row in sheet.rows),
        ]
        for sheet in sheets_of(report)
    }


@pytest.fixture(params=["report", "odd"])
def either(request: pytest.FixtureRequest) -> Report:
    found: Report = request.getfixturevalue(request.param)
    return found


def test_every_cell_is_what_the_report_says(either: Report) -> None:
    book = opened(written(either, "xlsx"))
    assert book.sheetnames == SHEETS
    assert cells_of(book) == expected(either)


def test_no_text_becomes_a_formula_a_number_or_a_link(odd: Report) -> None:
    book = opened(written(odd, "xlsx"))
    texts = set()
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d")
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    texts.add(cell.value)
    assert {"=cmd|' /C calc'!A0", "javascript:alert(1)", "<script>alert(1)</script>"} <= texts


def test_sheets_are_made_to_be_read(report: Report) -> None:
    book = opened(written(report, "xlsx"))
    for page in book.worksheets:
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref and page.auto_filter.ref.startswith("A1:")
        assert page.print_title_rows == "$1:$1"
        assert str(page.page_setup.paperSize) == "9"
        widths = [page.column_dimensions[letter].width for letter in "AB"]
        assert min(widths) >= 6
    assert len(list(book["Iakttagelser"].rows)) == len(report.findings) + 1
    assert len(list(book["Mål"].rows)) == 170


def test_a_workbook_never_looks_at_the_clock(make: Make) -> None:
    assert opened(written(make(), "xlsx")).properties.created == datetime.datetime(2000, 1, 1)
    dated = opened(written(make(printed_on=datetime.date(2025, 3, 1)), "xlsx"))
    assert dated.properties.created == datetime.datetime(2025, 3, 1)
    with zipfile.ZipFile(io.BytesIO(written(make(), "xlsx"))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_cell_holds_what_the_format_lets_it_hold() -> None:
    assert fitting("å" * MOST_CHARACTERS) == "å" * MOST_CHARACTERS
    assert len(fitting("å" * (MOST_CHARACTERS + 1))) == MOST_CHARACTERS


def test_rows_that_have_no_room_are_told(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 100)
    with pytest.raises(UsageError, match="får plats med 99 rader"):
        written(report, "xlsx")


def test_the_english_workbook_is_english(make: Make) -> None:
    book = opened(written(make("en"), "xlsx"))
    assert book.sheetnames == [
        "Summary", "Rules", "Findings", "Goals", "Links", "Matrix", "Answers",
        "Assessments", "Decisions",
    ]


def test_decisions_stand_in_a_sheet_with_their_reasons(report: Report) -> None:
    rows = list(opened(written(report, "xlsx"))["Beslut"].iter_rows(values_only=True))
    assert len(rows) == len(report.decided) + 1
    own = next(row for row in rows if row[1] == "bun24-6")
    assert str(own[3]).startswith("Skolpliktsbevakningen följer")
    assert own[4:] == ("Barn- och utbildningsnämnden", datetime.datetime(2023, 10, 25),
                       datetime.datetime(2024, 12, 31))
    assert "tills vidare" in {row[6] for row in rows}


def test_csv_has_a_row_for_each_finding_and_decision_and_the_digests_on_each(odd: Report) -> None:
    text = written(odd, "csv").decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert len(rows) == len(odd.findings) + len(odd.decided)
    assert {row[-2] for row in rows} == {odd.data.digest}
    assert {row[-1] for row in rows} == {odd.book}
    assert head[-2:] == ["Kontrollsumma för underlaget", "Kontrollsumma för reglerna"]
    assert head[:5] == ["Regel", "Version", "Allvar", "Rubrik", "Iakttagelse"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.office
def test_libreoffice_reads_and_writes_it_back_equal(either: Report, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice isn't installed (tools/setup-system)"
    source = tmp_path / "rapport.xlsx"
    source.write_bytes(written(either, "xlsx"))
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "back", source],
        check=True, capture_output=True, timeout=180,
    )
    back = opened((tmp_path / "back" / "rapport.xlsx").read_bytes())
    assert cells_of(back) == cells_of(opened(source.read_bytes()))
    assert all(cell.data_type != "f" for page in back.worksheets
               for row in page.iter_rows() for cell in row)
