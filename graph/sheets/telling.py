"""
Faults and notices of a spreadsheet: with sheet and cell, and in the words of its own headings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from graph.errors import Fault
from graph.model import SECTIONS, Place
from graph.reading.report import Mark, Report
from graph.sheets.shapes import choice_word, heading, shapes, sheet_name

# The values of a fault that name keys of the format, for each code that has such.
_KEYS = {
    "missing": ("key",),
    "reversed": ("first", "last"),
    "only_with": ("key", "needed"),
    "more_than_all": ("part", "whole"),
    "negative": ("key",),
    "one_of_none": ("keys",),
    "one_of_many": ("keys",),
    "circle": ("key",),
}
# What is told in other words than of a plan file.
_CODES = {"read_quoted_number": "read_text_number"}
# Those whose values are fixed words of the format.
_CHOICES = {"bad_choice": ("known", "near")}


class SheetReport(Report):
    """
    The report of a workbook, or of CSV files read as one.

    `headings` has, for each sheet that is read, what sheet it is and the headings as they
    stand there, by key; `files` the file of each sheet that is a file of its own.
    """

    def __init__(self, file: str) -> None:
        """Begin with nothing said."""
        super().__init__(file)
        self.language = "sv"
        self.headings: dict[str, tuple[str, dict[str, str]]] = {}
        self.files: dict[str, str] = {}

    def made(self, mark: Mark, code: str, values: Mapping[str, object]) -> Fault:
        """The fault, told as somebody who works in the spreadsheet would."""
        own = self.files.get(mark.sheet)
        said = self._worded(mark.sheet, code, values)
        code = _CODES.get(code, code)
        fault = Fault.at(own or self.file, mark.line, mark.column, code, **said)
        return replace(fault, sheet="" if own else mark.sheet)

    def place(self, mark: Mark) -> Place:
        """Where an item stands: the row of its sheet."""
        if not mark.sheet:
            return super().place(mark)
        own = self.files.get(mark.sheet)
        return Place(own or f"{self.file}[{mark.sheet}]", mark.line)

    def _worded(self, sheet: str, code: str, values: Mapping[str, object]) -> dict[str, object]:
        said = dict(values)
        if said.get("section") in SECTIONS:
            said["section"] = sheet_name(str(said["section"]), self.language)
        for key in _CHOICES.get(code, ()):
            if key in said:
                words = str(said[key]).split(", ")
                said[key] = ", ".join(choice_word(word, self.language) for word in words)
        if sheet in self.headings:
            names = self._names(sheet)
            for key in _KEYS.get(code, ()):
                words = str(said[key]).split(", ")
                said[key] = ", ".join(names.get(word, word) for word in words)
        return said

    def _names(self, sheet: str) -> dict[str, str]:
        key, own = self.headings[sheet]
        shape = shapes()[key]
        usual = {each.key: heading(shape, each.key, self.language) for each in shape.columns}
        return usual | own
