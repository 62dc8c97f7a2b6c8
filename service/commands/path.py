"""
`rodtrad path`: the shortest way between two goals.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from service.cli import Command
from service.commands import options
from service.language import language, tr


@click.command(
    "path",
    cls=Command,
    help=tr(
        "Visa den kortaste vägen mellan två mål, från det lägre upp till det högre.",
        "Show the shortest way between two goals, from the lower up to the higher.",
    ),
)
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@options.data_options
@options.view_options
@options.format_option("text", "json")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    one: str,
    other: str,
    files: tuple[Path, ...],
    store_url: str,
    format_: str,
    **view: Any,
) -> None:
    """Print the way, tried both ways round; exit 1 if there is none."""
    from queries.contract import path_json
    from queries.trace import path
    from service.reports.ways import path_text

    with options.open_audit(files, store_url, **view) as audit:
        lower, upper = options.goal_in_view(audit, one), options.goal_in_view(audit, other)
        way = path(audit, lower, upper)
        if not way and (turned := path(audit, upper, lower)):
            lower, upper, way = upper, lower, turned
        if format_ == "json":
            options.echo_json(path_json(audit, lower, upper, way))
        else:
            options.echo_text(path_text(audit, lower, upper, way, language()))
        ctx.exit(0 if way else 1)
