"""
`rodtrad demo`: the main job on the Tyresö sample: import, audit, serve.
"""

from __future__ import annotations

import click

from service.cli import Command
from service.commands import options
from service.commands.imports import import_read, report_text
from service.language import language, tr

DEMO_STORE = "embedded:rodtrad-demo"


@click.command(
    "demo",
    cls=Command,
    help=tr(
        "Läs in exemplet Tyresö i ett eget lager, granska det och visa sidorna.",
        "Import the Tyresö sample into a store of its own, audit it and serve the pages.",
    ),
)
@click.option(
    "--store",
    "store_url",
    default=DEMO_STORE,
    show_default=True,
    metavar="URL",
    help=tr("Lagret för exemplet.", "The store of the sample."),
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8765,
    show_default=True,
    help=tr("Port; nästa lediga om den är upptagen.", "Port; the next free if taken."),
)
@click.option(
    "--no-serve", is_flag=True, help=tr("Sluta efter granskningen.", "Stop after the audit.")
)
def command(store_url: str, port: int, no_serve: bool) -> None:
    """Import the sample, print its audit, and serve it."""
    from graph.reading import read_files
    from graph.store import open_store
    from queries.rules.check import check
    from queries.view import View
    from service.data import from_store
    from service.reports.filed.gather import report_of
    from service.reports.filed.terminal import audit_text
    from service.samples import tyreso_files

    sample = read_files(tyreso_files()).files
    with open_store(store_url) as store:
        report = import_read(sample, store)
        click.echo(report_text(report, dry_run=False))
        data = from_store(store)
        audit = data.audit(View())
        options.echo_text(audit_text(report_of(audit, check(audit, ask=data.ask), language())))
        if no_serve:
            return
        from service.app import create_app
        from service.serving import serve

        serve(create_app(data, store=store), port=port)
