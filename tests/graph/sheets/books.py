"""Workbooks made by hand, part by part, so that they can be as wrong as any sender makes them."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'

Parts = dict[str, str | bytes]


def links(*targets: tuple[str, str]) -> str:
    said = "".join(
        f'<Relationship Id="r{at}" Type="{LINK}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACK}">{said}</Relationships>'


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def row(number: int, *cells: str, more: str = "") -> str:
    """A row of XML cells; what isn't XML is a text in the next column."""
    said = "".join(
        cell if cell.startswith("<c") else text_cell(f"{chr(64 + at)}{number}", cell)
        for at, cell in enumerate(cells, 1) if cell
    )
    return f'<row r="{number}"{more}>{said}</row>'


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    body = "".join(rows)
    return (f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{body}</sheetData>{after}'
            "</worksheet>")


def parts(sheets: Mapping[str, str], *, states: Mapping[str, str] | None = None,
          within: str = "", styles: str = "", strings: str = "") -> Parts:
    """The parts of a workbook; `within` stands in the part that lists the sheets."""
    beside = {"styles": styles, "sharedStrings": strings}
    more = {kind: content for kind, content in beside.items() if content}
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="r{at}"'
        f' state="{(states or {}).get(name, "visible")}"/>'
        for at, name in enumerate(sheets, 1)
    )
    targets = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)]
    targets += [(kind, f"{kind}.xml") for kind in more]
    found: Parts = {
        "[Content_Types].xml": f"{HEAD}<Types/>",
        "_rels/.rels": links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINK}">{within}'
                           f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": links(*targets),
    }
    for at, content in enumerate(sheets.values(), 1):
        found[f"xl/worksheets/sheet{at}.xml"] = content
    return found | {f"xl/{kind}.xml": content for kind, content in more.items()}


def packed(content: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def book(sheets: Mapping[str, str], *, states: Mapping[str, str] | None = None,
         within: str = "", styles: str = "", strings: str = "") -> bytes:
    return packed(parts(sheets, states=states, within=within, styles=styles, strings=strings))


UNITS = ("Id", "Namn", "Slag")


def units(*rows: str, head: tuple[str, ...] = UNITS, strings: str = "") -> bytes:
    """A workbook with one sheet, Enheter, of which `rows` are all but the headings."""
    return book({"Enheter": sheet(row(1, *head), *rows)}, strings=strings)
