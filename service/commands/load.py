"""
`rodtrad load`: what each unit carries, and which root goals hang on a single one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from service.cli import Command
from service.commands import options
from service.language import language, tr


@click.command(
    "load",
    cls=Command,
    help=tr(
        "Visa vad varje enhet bär, vilka fullmäktigemål som hänger på en enda enhet eller ett "
        "enda mål, och vad delarna av en delad plan bär var för sig.",
        "Show what each unit carries, which root goals hang on one unit or one goal, and what "
        "the parts of a split plan carry each.",
    ),
)
@options.data_options
@options.view_options
@options.format_option("text", "json", "csv")
def command(files: tuple[Path, ...], store_url: str, format_: str, **view: Any) -> None:
    """Print the load of every unit."""
    from queries.contract_units import load_json
    from service.reports.loads import load_csv, load_text

    with options.open_audit(files, store_url, **view) as audit:
        if format_ == "json":
            options.echo_json(load_json(audit))
        elif format_ == "csv":
            click.echo(load_csv(audit, language()), nl=False)
        else:
            options.echo_text(load_text(audit, language()))
