"""A spreadsheet comes back as it was, with its faults marked where they are."""

import io

import openpyxl
import pytest
from openpyxl.styles import Font

from graph.errors import Fault, InputError
from graph.reading import read_text
from graph.sheets.marking import FILL, marked_book, marked_texts
from tests.graph.sheets.books import book as made_by_hand
from tests.graph.sheets.books import row, sheet


def made() -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Mål"
    page.append(["Id", "Mål", "Nivå", "Gäller från", "Summa"])
    page.append(["m", "=1+1", "namnd", "igår", "=SUM(A1:A2)"])
    page["B2"].data_type = "s"
    page.append([None, "M", "namnd"])
    page.append(["n", "<b>", "ingen"])
    page["A1"].font = Font(bold=True)
    page.column_dimensions["B"].width = 44
    page.merge_cells("A3:A4")
    book.create_sheet("Eget").append(["lappar"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def faults(content: bytes | str, name: str) -> list[Fault]:
    with pytest.raises(InputError) as caught:
        read_text(content, name)
    return list(caught.value.faults)


def test_each_fault_is_in_its_cell_and_in_a_list_and_all_else_is_as_it_was() -> None:
    content = made()
    found = faults(content, "f.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(marked_book(content, found)))
    assert book.sheetnames == ["Fel", "Mål", "Eget"]
    page = book["Mål"]
    cell = page["D2"]
    assert cell.fill.fgColor.rgb == FILL
    assert cell.comment is not None
    assert cell.comment.text == (
        "'igår' är inte ett datum. Skriv ÅÅÅÅ-MM-DD, till exempel 2024-03-31.")
    assert page["A3"].fill.fgColor.rgb == FILL and page["A3"].comment is not None
    assert page["B2"].value == "=1+1" and page["B2"].data_type == "s"
    assert page["E2"].value == "=SUM(A1:A2)" and page["E2"].data_type == "f"
    assert page["A1"].font.bold and page.column_dimensions["B"].width == 44
    assert page["C2"].comment is None
    rows = list(book["Fel"].iter_rows(values_only=True))
    assert rows[0] == ("Blad", "Cell", "Fel", "Så blir det rätt")
    assert [row[:2] for row in rows[1:]] == [(fault.sheet, fault.cell or str(fault.line))
                                             for fault in found]  # fmt: skip


def test_a_marked_copy_can_be_mended_and_marked_again() -> None:
    content = made()
    once = marked_book(content, faults(content, "f.xlsx"))
    again = faults(once, "f.xlsx")
    twice = openpyxl.load_workbook(io.BytesIO(marked_book(once, again)))
    assert twice.sheetnames == ["Fel", "Mål", "Eget"]
    assert "Fel" not in {fault.sheet for fault in again}


def test_csv_files_become_a_book_with_their_faults_marked() -> None:
    text = "Id;Mål;Nivå;Gäller från\nm;'=1+1;namnd;igår\n"
    found = faults(text, "mapp/mål.csv")
    book = openpyxl.load_workbook(io.BytesIO(marked_texts({"mapp/mål.csv": text}, found)))
    page = book["mål.csv"]
    assert page["D2"].fill.fgColor.rgb == FILL
    assert (page["B2"].value, page["B2"].data_type) == ("=1+1", "s")


def test_a_book_that_the_library_cant_open_comes_back_with_its_values() -> None:
    # Its list of contents doesn't say what the parts are.
    content = made_by_hand({"Mål": sheet(row(1, "Id", "Mål", "Nivå"), row(2, "m", "=1", ""))})
    book = openpyxl.load_workbook(io.BytesIO(marked_book(content, faults(content, "f.xlsx"))))
    page = book["Mål"]
    assert (page["B2"].value, page["B2"].data_type) == ("=1", "s")
    assert page["A2"].comment is not None and "'Nivå'" in page["A2"].comment.text


def test_what_is_told_of_hostile_cells_runs_nowhere() -> None:
    text = 'Id;Mål;Nivå;Gäller från\nm;M;namnd;"\'=cmd()"\n'
    book = openpyxl.load_workbook(io.BytesIO(marked_texts(
        {"m.csv": text}, faults(text, "m.csv"))))
    assert not [cell for page in book for row in page.iter_rows() for cell in row
                if cell.data_type == "f"]  # fmt: skip
