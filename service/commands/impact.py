"""
`rodtrad impact`: what breaks if goals, links, units or plans go, or units are reorganised.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.errors import UsageError
from service.cli import Command
from service.commands import options
from service.language import language, tr

Pairs = tuple[tuple[str, str], ...]


@click.command(
    "impact",
    cls=Command,
    help=tr(
        "Visa vad som brister om mål, kopplingar (FRÅN->TILL), enheter eller planer tas bort, "
        "eller om enheter slås ihop eller flyttas. Skriv goal:ID, unit:ID eller plan:ID när ett "
        "id är tvetydigt. Inget sparas.",
        "Show what breaks if goals, links (FROM->TO), units or plans go, or if units are merged "
        "or moved. Write goal:ID, unit:ID or plan:ID where an id is ambiguous. Nothing is stored.",
    ),
)
@click.argument("names", nargs=-1, metavar="[ID…]")
@click.option(
    "--merge",
    "merges",
    nargs=2,
    multiple=True,
    metavar="A B",
    help=tr(
        "Slå ihop två enheter; A blir kvar. Kan upprepas.",
        "Merge two units; A stays. May be repeated.",
    ),
)
@click.option(
    "--move",
    "moves",
    nargs=2,
    multiple=True,
    metavar=tr("ENHET TILL", "UNIT TO"),
    help=tr(
        "Flytta en enhet, med allt under den, till en annan. Kan upprepas.",
        "Move a unit, with all under it, to another. May be repeated.",
    ),
)
@options.data_options
@options.view_options
@options.format_option("text", "json", "csv")
def command(
    names: tuple[str, ...],
    merges: Pairs,
    moves: Pairs,
    files: tuple[Path, ...],
    store_url: str,
    format_: str,
    **view: Any,
) -> None:
    """Print the impact of all the named things together, or of a reorganisation."""
    if names and (merges or moves):
        raise UsageError("drop_or_reorganise")
    if not (names or merges or moves):
        raise UsageError("nothing_to_change")
    with options.open_audit(files, store_url, **view) as audit:
        if names:
            _drop(audit, names, format_)
        else:
            _reorganise(audit, merges, moves, format_)


def _drop(audit: Any, names: tuple[str, ...], format_: str) -> None:
    from queries.contract import impact_json
    from queries.impact import impact
    from service.reports.losses import impact_csv, impact_text

    found = impact(audit, names)
    if format_ == "json":
        options.echo_json(impact_json(found))
    elif format_ == "csv":
        click.echo(impact_csv(found, language()), nl=False)
    else:
        options.echo_text(impact_text(found, language()))


def _reorganise(audit: Any, merges: Pairs, moves: Pairs, format_: str) -> None:
    from queries.contract_units import reorganisation_json
    from queries.reorganise import reorganise
    from service.reports.regroupings import reorganisation_csv, reorganisation_text

    found = reorganise(audit, merges, moves)
    if format_ == "json":
        options.echo_json(reorganisation_json(found))
    elif format_ == "csv":
        click.echo(reorganisation_csv(found, language()), nl=False)
    else:
        options.echo_text(reorganisation_text(found, language()))
