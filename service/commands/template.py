"""
`rodtrad template`: a workbook to fill in.
"""

from __future__ import annotations

from pathlib import Path

import click

from service.cli import Command
from service.commands import options
from service.language import language, tr


@click.command(
    "template",
    cls=Command,
    help=tr(
        "Skriv en arbetsbok att fylla i: ett blad för varje slags uppgift, med förklaringar, "
        "rullgardiner och exempel.",
        "Write a workbook to fill in: a sheet for each sort of thing, with explanations, "
        "drop-downs and examples.",
    ),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=lambda: Path(tr("mall.xlsx", "template.xlsx")),
    metavar=tr("FIL", "FILE"),
    help=tr("Skriv till filen (annars mall.xlsx).", "Write to the file (else template.xlsx)."),
)
@click.option("--force", is_flag=True, help=tr("Skriv över filen.", "Overwrite the file."))
def command(out: Path, force: bool) -> None:
    """Write the template."""
    from graph.sheets.template import template

    options.write_file(template(language()), out, force)
    click.echo(tr(f"Nästa steg: fyll i den och kör rodtrad check {out}",
                  f"Next step: fill it in and run rodtrad check {out}"), err=True)
