"""
`rodtrad trace`: what a goal leads to, and what leans on it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from service.cli import Command
from service.commands import options
from service.language import language, tr


@click.command(
    "trace",
    cls=Command,
    help=tr(
        "Följ ett mål uppåt till fullmäktige och nedåt till grupperna.",
        "Follow a goal upward to fullmäktige and downward to the groups.",
    ),
)
@click.argument("goal", metavar="ID")
@options.data_options
@options.view_options
@options.format_option("text", "json")
def command(goal: str, files: tuple[Path, ...], store_url: str, format_: str, **view: Any) -> None:
    """Print the trace of one goal."""
    from queries.contract import trace_json
    from queries.trace import trace
    from service.reports.ways import trace_text

    with options.open_audit(files, store_url, **view) as audit:
        found = trace(audit, options.goal_in_view(audit, goal))
        if format_ == "json":
            options.echo_json(trace_json(audit, found))
        else:
            options.echo_text(trace_text(audit, found, language()))
