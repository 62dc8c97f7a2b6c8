"""
The template: a workbook to fill in, with explanations, drop-downs and examples.

Sheets, columns and what they may hold come from the model; the example rows from a plan file
that holds together, `example.yaml`.
"""

from __future__ import annotations

import io
from importlib.resources import files
from typing import Any

from graph.fields import Field
from graph.governance import DEFAULT_LEVELS
from graph.sheets.shapes import (
    EXAMPLE,
    Shape,
    choice_word,
    column_says,
    guide,
    meta,
    meta_says,
    offered,
    sheet_name,
    sheet_says,
)
from graph.sheets.tables import Table, tables_of
from graph.sheets.writing import AS_WRITTEN, MADE, formats_of, look_of, print_on_a4, put, width_of

# Down to this row cells have drop-downs; rows below are read like any other.
LAST_ROW = 5000
# What the format itself allows: of a list in a cell, of a note beside it and of its title.
MOST_IN_LIST, MOST_IN_NOTE, MOST_IN_TITLE = 255, 255, 32


def template(language: str = "sv") -> bytes:
    """The template as a workbook; the same bytes every time."""
    import xlsxwriter

    from graph.reading import read_text

    text = files("graph.sheets").joinpath("example.yaml").read_text(encoding="utf-8")
    example = read_text(text, "example.yaml").files[0]
    tables = list(tables_of(example, language, whole=True))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, AS_WRITTEN) as book:
        book.set_properties({"title": guide("title", language), "created": MADE})
        formats = formats_of(book) | {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "sheet": book.add_format({"bold": True, "valign": "top"}),
            "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for look in ("text", "number", "day"):
            own = {"italic": True, "font_color": "#595959", "bg_color": "#F2F2F2", "valign": "top"}
            form = {"text": "@", "day": "yyyy-mm-dd"}.get(look, "General")
            formats[f"example-{look}"] = book.add_format(
                own | {"num_format": form, "text_wrap": look == "text"}
            )
        _guide(book.add_worksheet(guide("name", language)), tables, language, formats)
        for table in tables:
            _sheet(book.add_worksheet(table.name), table, tables, language, formats)
    return buffer.getvalue()


def _guide(page: Any, tables: list[Table], language: str, formats: dict[str, Any]) -> None:
    """The first sheet: how to fill in the others, and every column explained."""
    print_on_a4(page)
    for column, width in enumerate((22, 24, 90, 46)):
        page.set_column(column, column, width)
    page.write_string(0, 0, guide("title", language), formats["title"])
    row = 0
    for row, line in enumerate(guide("lines", language), 1):
        page.write_string(row, 0, line)
    row += 2
    for column, said in enumerate(guide("head", language)):
        page.write_string(row, column, said, formats["head"])
    for table in tables:
        row += 1
        page.write_string(row, 0, table.name, formats["sheet"])
        page.write_string(row, 2, sheet_says(table.shape.key, language), formats["plain"])
        for field, heading in zip(table.columns, table.headings, strict=True):
            row += 1
            cells = ("", heading, column_says(table.shape, field.key, language),
                     _form(table.shape, field, language))
            for column, said in enumerate(cells):
                page.write_string(row, column, said, formats["plain"])


def _form(shape: Shape, field: Field, language: str) -> str:
    kind = field.kind
    forms = guide("forms", "")
    words = _listed(shape, field, language)
    said = ", ".join(words) if kind.choices else str(forms[kind.name][language]).format(
        sheet=sheet_name(kind.section, language) if kind.section else ""
    )
    said += str(forms["many"][language]) if kind.many else ""
    return said + (str(forms["required"][language]) if kind.required else "")


def _sheet(page: Any, table: Table, tables: list[Table], language: str, formats: dict[str, Any]
           ) -> None:
    """One sheet: an example column first, so that no example is taken for real."""
    marked = meta(EXAMPLE, language)
    page.set_column(0, 0, len(marked) + 3)
    page.write_string(0, 0, marked, formats["head"])
    _explain(page, 0, marked, meta_says(EXAMPLE, language), {"validate": "any"})
    for column, (field, heading) in enumerate(zip(table.columns, table.headings, strict=True), 1):
        page.set_column(column, column, width_of(field, heading), formats[look_of(field)])
        required = " *" if field.kind.required else ""
        page.write_string(0, column, heading + required, formats["head"])
        _explain(page, column, heading, column_says(table.shape, field.key, language),
              _validation(table.shape, field, tables, language))
    own = {look: formats[f"example-{look}"] for look in ("text", "number", "day")}
    levels = {level.id: level.name for level in DEFAULT_LEVELS}
    for number, row in enumerate(table.rows, 1):
        page.set_row(number, None, own["text"])
        put(page, number, 0, marked, own)
        for column, (field, value) in enumerate(zip(table.columns, row, strict=True), 1):
            named = levels[str(value)] if field.kind.name == "level" else value
            put(page, number, column, named, own)
    page.freeze_panes(1, 2)
    page.repeat_rows(0)
    print_on_a4(page)


def _explain(page: Any, column: int, title: str, said: str, validation: dict[str, Any]) -> None:
    note = said if len(said) <= MOST_IN_NOTE else said[: MOST_IN_NOTE - 1] + "…"
    page.data_validation(1, column, LAST_ROW, column, validation | {
        "input_title": title[:MOST_IN_TITLE], "input_message": note, "error_type": "information",
    })


def _validation(shape: Shape, field: Field, tables: list[Table], language: str) -> dict[str, Any]:
    words = _listed(shape, field, language)
    if words and len(",".join(words)) <= MOST_IN_LIST:
        return {"validate": "list", "source": words}
    section = field.kind.section
    target = next((table for table in tables if table.shape.key == section), None)
    if target is not None and not field.kind.many:
        # Ids stand in the column after the one that marks examples.
        return {"validate": "list", "source": f"='{target.name}'!$B$2:$B${LAST_ROW}"}
    return {"validate": "any"}


def _listed(shape: Shape, field: Field, language: str) -> list[str]:
    """The words a column takes, or that are offered for it."""
    if field.kind.choices:
        return [choice_word(token, language) for token in field.kind.choices]
    if field.kind.name == "level":
        return [level.name for level in DEFAULT_LEVELS]
    if (shape.of, field.key) == ("Plan", "kind"):
        return [level.plan for level in DEFAULT_LEVELS if level.plan]
    return offered(f"{shape.of}.{field.key}")
