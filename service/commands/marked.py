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
    if marked is not None:
        books = [path for path in files if path.suffix.lower() in BOOKS]
        texts = [path for path in files if path.suffix.lower() in CSV]
        if len(books) + bool(texts) != 1:
            raise UsageError("marked_one_file")
        if marked.exists() and not force:
            raise UsageError("exists_already", file=marked)
    try:
        yield
    except InputError as broken:
        if marked is not None:
            copy = _copy(books[0] if books else None, texts, broken.faults)
            if copy is not None:
                options.write_file(copy, marked, force)
        raise
    if marked is not None:
        said = tr(f"Inget fel i filen; {marked} skrevs inte.\n",
                  f"No fault in the file; {marked} wasn't written.\n")
        options.echo_text(said, err=True)


def _copy(book: Path | None, texts: Sequence[Path], faults: Sequence[Fault]) -> bytes | None:
    """The marked copy; None where the file can't be opened, which its faults say."""
    from graph.reading.decoding import decode, load
    from graph.reading.report import Report
    from graph.sheets.archive import BadBook
    from graph.sheets.marking import marked_book, marked_texts

    names = [path.as_posix() for path in ([book] if book else texts)]
    own = [fault for fault in faults if fault.file in names]
    loaded = {name: load(Path(name), Report(name)) for name in names}
    contents = {name: data for name, data in loaded.items() if data is not None}
    if not own or len(contents) < len(names):
        return None
    try:
        if book:
            return marked_book(contents[names[0]], own, language())
        decoded = {name: decode(data, Report(name)) for name, data in contents.items()}
        return marked_texts(decoded, own, language())
    except BadBook:
        return None
