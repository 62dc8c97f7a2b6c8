"""
`rodtrad serve`: the pages, of the store or of files; on this machine unless told otherwise.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

import click

from service.cli import Command
from service.commands import options
from service.language import tr


@click.command(
    "serve",
    cls=Command,
    help=tr(
        "Visa sidorna i webbläsaren, bara på den här datorn om inget annat sägs. "
        "Avsluta med Ctrl+C.",
        "Serve the pages, on this machine only unless told otherwise. Stop with Ctrl+C.",
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
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar=tr("ADRESS", "ADDRESS"),
    help=tr(
        "Adress att lyssna på. Utanför den här datorn krävs en administratör.",
        "Address to listen on. Beyond this machine there must be an admin.",
    ),
)
@click.option(
    "--behind-proxy",
    is_flag=True,
    help=tr(
        "Tjänsten står bakom en omvänd proxy; lita på vad den säger om avsändare och adress.",
        "A reverse proxy stands in front; believe what it says of sender and address.",
    ),
)
def command(
    files: tuple[Path, ...],
    store_url: str,
    rules: Path | None,
    port: int,
    host: str,
    behind_proxy: bool,
) -> None:
    """Serve until stopped."""
    from queries.rules.naming import hold_against
    from service.accounts.oidc import provider_of
    from service.app import create_app
    from service.data import from_store
    from service.guard import LOOPBACK
    from service.serving import check_reach, serve

    book = options.rule_book(rules, files)
    with ExitStack() as stack:
        store = None if files else stack.enter_context(options.open_existing(store_url))
        if store is None:
            data = stack.enter_context(options.open_data(files, store_url))
        else:
            data = from_store(store)
        check_reach(store, host, behind_proxy)
        if rules is not None:
            hold_against(book, data.projection())
        hosts = LOOPBACK if host in LOOPBACK else (*LOOPBACK, host.lower())
        app = create_app(
            data, book=book, store=store, hosts=hosts, provider=provider_of(os.environ)
        )
        serve(app, port=port, host=host, behind_proxy=behind_proxy)
