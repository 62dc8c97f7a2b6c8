"""
`rodtrad coverage`: the matrix unit × area.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from service.cli import Command
from service.commands import options
from service.language import language, tr


@click.command(
    "coverage",
    cls=Command,
    help=tr(
        "Visa vilka enheter som har mål i vilka målområden, och vilka som svarar på vilka "
        "fullmäktigemål.",
        "Show which units have goals in which areas, and which answer which root goals.",
    ),
)
@options.data_options
@options.view_options
@options.format_option("text", "json")
def command(files: tuple[Path, ...], store_url: str, format_: str, **view: Any) -> None:
    """Print the matrix."""
    from queries.contract import coverage_json
    from service.reports.matrices import matrix_text

    with options.open_audit(files, store_url, **view) as audit:
        if format_ == "json":
            options.echo_json(coverage_json(audit))
        else:
            options.echo_text(matrix_text(audit, language()))
