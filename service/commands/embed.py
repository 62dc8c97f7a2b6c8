"""
`rodtrad embed`: the register of embeds, and those that show something else than when placed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from service.cli import Command, Listing
from service.commands import options
from service.language import language, tr

if TYPE_CHECKING:
    from service.embeds.embed import Embed
    from service.embeds.warnings import Warned


@click.group("embed", cls=Listing, help=tr("Inbäddningar på andra sidor.", "Embeds elsewhere."))
def command() -> None:
    """Hold the commands about embeds."""


@command.command("list", cls=Command, help=tr("Lista inbäddningarna.", "List the embeds."))
@options.store_option
@options.format_option("text", "json")
def list_all(store_url: str, format_: str) -> None:
    """Print the register."""
    _tell(_warned(store_url), format_, whole=True)


@command.command(
    "check",
    cls=Command,
    help=tr(
        "Visa de inbäddningar vars mål har ändrats; slutkod 1 om någon har det.",
        "Show embeds whose goals have changed; exit code 1 if any has.",
    ),
)
@options.store_option
@options.format_option("text", "json")
@click.pass_context
def check(ctx: click.Context, store_url: str, format_: str) -> None:
    """Print those with warnings."""
    found = [(embed, warned) for embed, warned in _warned(store_url) if warned]
    _tell(found, format_, whole=False)
    if found:
        ctx.exit(1)


def _warned(store_url: str) -> list[tuple[Embed, list[Warned]]]:
    from queries.rules.book import builtin
    from service.data import from_store
    from service.embeds.keeping import all_kept
    from service.embeds.warnings import warnings_of
    from service.reading import Readings

    with options.open_existing(store_url) as store:
        readings = Readings(from_store(store), builtin())
        return [
            (embed, warnings_of(embed, readings.of(embed.view))) for embed in all_kept(store)
        ]


def _tell(found: list[tuple[Embed, list[Warned]]], format_: str, *, whole: bool) -> None:
    from service.embeds.rendering import registered
    from service.reports.table import safe_lines, table
    from service.words import say

    if format_ == "json":
        options.echo_json({
            "format": "rodtrad.embeds/1",
            "embeds": [registered(embed, warned) for embed, warned in found],
        })
        return
    if not found:
        click.echo(
            tr("Inga inbäddningar finns.", "There are no embeds.") if whole
            else tr("Alla inbäddningar visar samma sak som när de placerades.",
                    "All embeds show what they did when they were placed.")
        )
        return
    if whole:
        head = tr("inbäddning", "embed"), tr("rubrik", "title"), tr("att se över", "to look into")
        rows = [(embed.id, embed.title, str(len(warned))) for embed, warned in found]
        click.echo("\n".join(table(head, rows)))
        return
    head = tr("inbäddning", "embed"), tr("mål", "goal"), tr("ändring", "change")
    changes = [
        (embed.id, each.id, say(f"embed.warn_{each.kind}", language()))
        for embed, warned in found for each in warned
    ]
    click.echo("\n".join(table(head, changes)))
    pages = [f"{embed.id}: {page}" for embed, _ in found for page in embed.pages]
    click.echo("\n".join(safe_lines(each) for each in pages))
