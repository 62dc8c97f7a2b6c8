"""
`rodtrad impact`: what breaks if goals, links, units or plans go.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from service.cli import Command
from service.commands import options
from service.language import language, tr


@click.command(
    "impact",
    cls=Command,
    help=tr(
        "Visa vad som brister om mål, kopplingar (FRÅN->TILL), enheter eller planer tas bort. "
        "Skriv goal:ID, unit:ID eller plan:ID när ett id är tvetydigt. Inget sparas.",
        "Show what breaks if goals, links (FROM->TO), units or plans go. Write goal:ID, unit:ID "
        "or plan:ID where an id is ambiguous. Nothing is stored.",
    ),
)
@click.argument("names", nargs=-1, required=True, metavar="ID…")
@options.data_options
@options.view_options
@options.format_option("text", "json")
def command(
    names: tuple[str, ...], files: tuple[Path, ...], store_url: str, format_: str, **view: Any
) -> None:
    """Print the impact of dropping all the named things together."""
    from queries.contract import impact_json
    from queries.impact import impact
    from service.reports.losses import impact_text

    with options.open_audit(files, store_url, **view) as audit:
        found = impact(audit, names)
        if format_ == "json":
            options.echo_json(impact_json(found))
        else:
            options.echo_text(impact_text(found, language()))
