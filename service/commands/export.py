"""
`rodtrad export`: what the store holds, as plan files.
"""

from __future__ import annotations

from pathlib import Path

import click

from graph.errors import UsageError
from service.cli import Command
from service.commands import options
from service.language import tr


@click.command(
    "export",
    cls=Command,
    help=tr(
        "Skriv lagrets innehåll som planfil: en källa med --source, annars allt i en fil.",
        "Write what the store holds as a plan file: one source by --source, else all in one.",
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
@options.format_option("yaml", "json")
def command(
    store_url: str, source: str | None, out: Path | None, force: bool, format_: str
) -> None:
    """Write the plan file."""
    from graph.model import Source
    from graph.plain import chain_to_file
    from graph.writing import write_json, write_yaml

    with options.open_existing(store_url) as store:
        files = {file.source.id: file for file in store.files()}
        if source is not None and source not in files:
            raise UsageError("unknown_source", name=source, known=", ".join(sorted(files)) or "–")
        if source is not None:
            chosen = files[source]
        elif len(files) == 1:
            chosen = next(iter(files.values()))
        else:
            title = tr("Allt i lagret", "All in the store")
            chosen = chain_to_file(store.chain(), Source(id="export", title=title))
    text = write_json(chosen) if format_ == "json" else write_yaml(chosen)
    write_out(text, out, force)


def write_out(text: str, out: Path | None, force: bool) -> None:
    """Write a text to a file that isn't there yet, or to standard output."""
    if out is None:
        click.echo(text, nl=False)
        return
    if out.exists() and not force:
        raise UsageError("exists_already", file=out)
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError("cant_write", file=out, reason=error.strerror or error) from error
    options.echo_text(tr(f"Skrev {out}.\n", f"Wrote {out}.\n"), err=True)
