"""
`rodtrad export`: what the store holds, as a plan file or spreadsheet.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.errors import UsageError
from service.cli import Command
from service.commands import options
from service.language import language, tr

if TYPE_CHECKING:
    from graph.chain import PlanFile
    from graph.store import Store

# What a file's name says that it holds; CSV is a folder, called as one likes.
ENDINGS = {"yaml": "yaml", "yml": "yaml", "json": "json", "xlsx": "xlsx"}


@click.command(
    "export",
    cls=Command,
    help=tr(
        "Skriv lagrets innehåll som planfil eller kalkylblad: en källa med --source, annars "
        "allt i en fil. Som csv blir det en mapp med en fil för varje blad.",
        "Write what the store holds as a plan file or spreadsheet: one source by --source, else "
        "all in one. As csv it is a folder with a file for each sheet.",
    ),
)
@options.store_option
@click.option("--source", metavar="ID", help=tr("Bara den här källan.", "Only this source."))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar=tr("FIL", "FILE"),
    help=tr("Skriv till filen (annars hit).", "Write to the file (else here)."),
)
@click.option("--force", is_flag=True, help=tr("Skriv över filen.", "Overwrite the file."))
@options.format_option("yaml", "json", "xlsx", "csv")
def command(
    store_url: str, source: str | None, out: Path | None, force: bool, format_: str
) -> None:
    """Write the file."""
    ending = out.suffix.lower().removeprefix(".") if out is not None else ""
    if ending and format_ != "csv" and ENDINGS.get(ending) != format_:
        raise UsageError("form_differs", file=out, form=format_)
    if out is None and (format_ == "csv" or (format_ == "xlsx" and sys.stdout.isatty())):
        raise UsageError("form_needs_file", form=format_)
    with options.open_existing(store_url) as store:
        chosen = _chosen(store, source)
    if format_ == "csv" and out is not None:
        _folder(chosen, out, force)
    else:
        write_out(_written(chosen, format_), out, force)


def _chosen(store: Store, source: str | None) -> PlanFile:
    """The source that was named, the only one, or all of them as one file."""
    from graph.model import Source
    from graph.plain import chain_to_file

    files = {file.source.id: file for file in store.files()}
    if source is not None:
        if source not in files:
            raise UsageError("unknown_source", name=source, known=", ".join(sorted(files)) or "–")
        return files[source]
    if len(files) == 1:
        return next(iter(files.values()))
    title = tr("Allt i lagret", "All in the store")
    return chain_to_file(store.chain(), Source(id="export", title=title))


def _written(file: PlanFile, form: str) -> str | bytes:
    if form == "xlsx":
        from graph.sheets.writing import write_xlsx

        return write_xlsx(file, language())
    from graph.writing import write_json, write_yaml

    return write_json(file) if form == "json" else write_yaml(file)


def write_out(content: str | bytes, out: Path | None, force: bool) -> None:
    """Write to a file that isn't there yet, or to standard output."""
    said = content.encode() if isinstance(content, str) else content
    if out is not None:
        options.write_file(said, out, force)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(said)
    sys.stdout.flush()


def _folder(file: PlanFile, out: Path, force: bool) -> None:
    from graph.sheets.writing import write_csv
    from service.reports.unwritable import unwritable

    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        raise unwritable(out, error) from error
    if any(out.iterdir()) and not force:
        raise UsageError("folder_not_empty", folder=out)
    for name, content in write_csv(file, language()).items():
        options.write_file(content, out / name, force)
