"""The template offers every section, explains every column, and its examples hold together."""

import io
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

from graph.checking import join, read_chain
from graph.digest import digest
from graph.fields import fields_of
from graph.model import SECTIONS
from graph.reading import read_text
from graph.sheets.shapes import (
    column_says,
    heading,
    headings,
    normal,
    shapes,
    sheet_keys,
    sheet_name,
    sheet_says,
)
from graph.sheets.template import template

LANGUAGES = ("sv", "en")


def filled(content: bytes) -> bytes:
    """The template with nothing in the column that marks examples."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for page in book.worksheets[1:]:
        for row in range(2, page.max_row + 1):
            page.cell(row, 1).value = None
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", shapes())
def test_every_sheet_and_column_has_a_name_of_its_own_and_an_explanation(
    key: str, language: str
) -> None:
    shape = shapes()[key]
    assert sheet_keys()[normal(sheet_name(key, language))] == key
    assert sheet_says(key, language)
    for column in shape.columns:
        assert headings(key)[normal(heading(shape, column.key, language))] == column.key
        assert headings(key).get(normal(column.key)) in (column.key, None) or column.key == "parent"
        assert column_says(shape, column.key, language)


def test_the_sheets_are_those_of_the_model() -> None:
    nested = {f"{name}.{field.key}" for name, of in SECTIONS.items() for field in fields_of(of)
              if field.kind.item is not None}  # fmt: skip
    assert set(shapes()) == {"source", "model", "levels", "unit_kinds", *SECTIONS, *nested}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_a_sheet_for_each_section_with_every_column(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(language)))
    for key, shape in shapes().items():
        if key in ("levels", "unit_kinds"):
            continue
        page = book[sheet_name(key, language)]
        said = [str(cell.value).removesuffix(" *") for cell in page[1]]
        assert said[1:] == [heading(shape, column.key, language) for column in shape.columns]
        assert page.freeze_panes == "C2"
        assert page["A2"].value == said[0]
        assert all(column.width > 6 for column in page.column_dimensions.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_explains_every_column(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(language)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    explained = sum(bool(row[1] and row[2] and row[3]) for row in rows) - 1
    assert explained == sum(len(shape.columns) for key, shape in shapes().items()
                            if key not in ("levels", "unit_kinds"))  # fmt: skip


def test_levels_states_kinds_and_ids_have_drop_downs() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template()))
    offered = {}
    for page in book.worksheets:
        for rule in page.data_validations.dataValidation:
            letter = str(rule.sqref)[0]
            offered[page.title, str(page[f"{letter}1"].value).removesuffix(" *")] = rule
    assert offered["Mål", "Nivå"].formula1 == (
        '"Vision,Fullmäktigemål,Nämndmål,Enhetsmål,Gruppmål"')
    assert offered["Mål", "Status"].formula1 == '"utkast,beslutad,avslagen,borttagen"'
    assert offered["Mål", "Plan"].formula1 == "'Planer'!$B$2:$B$5000"
    assert offered["Enheter", "Slag"].formula1.startswith('"fullmäktige,nämnd')
    assert offered["Mål", "Bidrar till"].type is None
    assert offered["Mål", "Mål"].prompt == "Målets rubrik."
    assert {rule.errorStyle for rule in offered.values()} == {"information"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_examples_are_left_out_until_they_are_made_ones_own(language: str) -> None:
    content = template(language)
    assert not any(read_text(content, "m.xlsx").files[0].section(name) for name in SECTIONS)
    text = files("graph.sheets").joinpath("example.yaml").read_text(encoding="utf-8")
    example = join(read_text(text, "example.yaml").files)
    assert digest(join(read_text(filled(content), "m.xlsx").files)) == digest(example)
    assert all(example.section(name) for name in SECTIONS)


def test_the_same_bytes_every_time() -> None:
    assert template() == template()


@pytest.mark.office
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_libreoffice_saves_of_it_is_read_back_right(language: str, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice isn't installed (tools/setup-system)"
    text = files("graph.sheets").joinpath("example.yaml").read_text(encoding="utf-8")
    example = digest(join(read_text(text, "example.yaml").files))
    source = tmp_path / "mall.xlsx"
    source.write_bytes(filled(template(language)))
    for form in ("xlsx:Calc MS Excel 2007 XML", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,"
                 "false,true,false,false,false,-1"):
        folder = tmp_path / form[:3]
        subprocess.run(
            [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
             "--convert-to", form, "--outdir", folder, source],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        saved = sorted(folder.iterdir())
        assert digest(read_chain(saved)[0]) == example
