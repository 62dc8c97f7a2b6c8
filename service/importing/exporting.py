"""What is fetched to be changed and imported again: the template, and a source as it is stored."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Response

from graph.chain import PlanFile
from graph.errors import UsageError
from graph.sheets.template import template
from graph.sheets.writing import write_csv, write_xlsx
from graph.writing import write_yaml

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The forms of a source, and what each is.
FORMS = {"xlsx": XLSX, "yaml": "application/yaml", "csv": "application/zip"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file to save."""

    content: bytes
    kind: str
    name: str

    def sent(self) -> Response:
        """The answer that a browser saves."""
        headers = {"Content-Disposition": f'attachment; filename="{self.name}"'}
        return Response(self.content, content_type=self.kind, headers=headers)


def empty_template(language: str) -> Fetched:
    """The workbook to fill in."""
    name = "mall.xlsx" if language == "sv" else "template.xlsx"
    return Fetched(template(language), XLSX, name)


def source_file(files: Iterable[PlanFile], ident: str, form: str, language: str) -> Fetched:
    """A source in one of FORMS, its sheets zipped as CSV; UsageError if there is none of the id."""
    known = {file.source.id: file for file in files}
    if ident not in known:
        raise UsageError("unknown_source", name=ident, known=", ".join(sorted(known)) or "–")
    stem = "".join(each if each.isalnum() else "-" for each in ident)
    ending = "zip" if form == "csv" else form
    return Fetched(_written(known[ident], form, language), FORMS[form], f"{stem}.{ending}")


def _written(file: PlanFile, form: str, language: str) -> bytes:
    if form == "yaml":
        return write_yaml(file).encode()
    if form == "xlsx":
        return write_xlsx(file, language)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in write_csv(file, language).items():
            folder.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()
