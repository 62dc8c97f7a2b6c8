"""
`rodtrad store`: what the store is and holds.
"""

from __future__ import annotations

import click

from service.cli import Command, Listing
from service.commands import options
from service.language import language, tr
from service.reports.words import SECTIONS, pick


@click.group("store", cls=Listing, help=tr("Upplysningar om lagret.", "About the store."))
def command() -> None:
    """Hold the commands about the store."""


@command.command(
    "info",
    cls=Command,
    help=tr(
        "Visa adress, motor, revision, källor och antal.",
        "Show address, engine, revision, sources and counts.",
    ),
)
@options.store_option
@options.format_option("text", "json")
def info(store_url: str, format_: str) -> None:
    """Print what the store is and holds."""
    from service.reports.table import table

    with options.open_existing(store_url) as store:
        told = store.info()
    if format_ == "json":
        options.echo_json(
            {
                "format": "rodtrad.store/1",
                "url": told.url,
                "engine": told.engine,
                "version": told.version,
                "schema_version": told.schema_version,
                "revision": told.revision,
                "digest": told.digest,
                "sources": list(told.sources),
                "counts": dict(told.counts),
            }
        )
        return
    rows = [
        (tr("adress", "address"), told.url),
        (tr("motor", "engine"), f"{told.engine} {told.version}"),
        (tr("lagerversion", "store version"), str(told.schema_version)),
        ("revision", str(told.revision)),
        (tr("fingeravtryck", "digest"), told.digest or "–"),
        (tr("källor", "sources"), ", ".join(told.sources) or "–"),
        *(
            (pick(SECTIONS[section], language()), str(count))
            for section, count in told.counts.items()
            if count and section in SECTIONS
        ),
    ]
    click.echo("\n".join(table((tr("lager", "store"), ""), rows)))
