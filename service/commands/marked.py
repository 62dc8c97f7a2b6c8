"""
`--marked FILE`: the same spreadsheet back, with what is at fault in it marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from graph.errors import Fault, InputError, UsageError
from graph.reading import BOOKS, CSV
from service.commands import options
from service.language import language, tr
from service.marked import markable, marked_copy

F = TypeVar("F", bound=Callable[..., Any])


def marked_option(function: F) -> F:
    """`--marked FILE`."""
    return click.option(
        "--marked",
        type=click.Path(path_type=Path),
        metavar=tr("FIL", "FILE"),
        help=tr(
            "Skriv kalkylbladet till filen med felen markerade i cellerna, om det har några.",
            "Write the spreadsheet to the file with its faults marked in the cells, if it has any.",
        ),
    )(function)


@contextmanager
def marking(files: Sequence[Path], marked: Path | None, force: bool) -> Iterator[None]:
    """
    What is read within is marked in a copy when it has faults, which then go on as they were.

    UsageError before anything is read where the files aren't one spreadsheet, or the copy
    would be written over something.
    """
    names = [path.as_posix() for path in files]
    if marked is not None:
        if not markable(names):
            raise UsageError("marked_one_file")
        if marked.exists() and not force:
            raise UsageError("exists_already", file=marked)
    try:
        yield
    except InputError as broken:
        if marked is not None:
            copy = _copy(names, broken.faults)
            if copy is not None:
                options.write_file(copy, marked, force)
        raise
    if marked is not None:
        said = tr(f"Inget fel i filen; {marked} skrevs inte.\n",
                  f"No fault in the file; {marked} wasn't written.\n")
        options.echo_text(said, err=True)


def _copy(names: Sequence[str], faults: Sequence[Fault]) -> bytes | None:
    """The marked copy; None where a spreadsheet can't be opened, which its faults say."""
    from graph.reading.decoding import load
    from graph.reading.report import Report

    sheets = [name for name in names if Path(name).suffix.lower() in (*BOOKS, *CSV)]
    loaded = {name: load(Path(name), Report(name)) for name in sheets}
    contents = {name: data for name, data in loaded.items() if data is not None}
    if len(contents) < len(sheets):
        return None
    return marked_copy(contents, faults, language())
