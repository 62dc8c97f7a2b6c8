"""
`rodtrad serve`: the pages on this machine, of the store or of files.
"""

from __future__ import annotations

from pathlib import Path

import click

from service.cli import Command
from service.commands import options
from service.language import tr


@click.command(
    "serve",
    cls=Command,
    help=tr(
        "Visa sidorna i webbläsaren, bara på den här datorn. Avsluta med Ctrl+C.",
        "Serve the pages, on this machine only. Stop with Ctrl+C.",
    ),
)
@options.data_options
@options.rules_option
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8765,
    show_default=True,
    help=tr("Port; nästa lediga om den är upptagen.", "Port; the next free if taken."),
)
def command(files: tuple[Path, ...], store_url: str, rules: Path | None, port: int) -> None:
    """Serve until stopped."""
    from queries.rules.naming import hold_against
    from service.app import create_app
    from service.serving import serve

    book = options.rule_book(rules, files)
    with options.open_data(files, store_url) as data:
        hold_against(book, data.projection())
        serve(create_app(data, book=book), port=port)
