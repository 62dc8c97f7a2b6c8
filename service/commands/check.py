"""
`rodtrad check`: the whole audit of plan files, storing nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from service.cli import Command
from service.commands import options
from service.commands.audit import print_audit
from service.language import tr


@click.command(
    "check",
    cls=Command,
    help=tr(
        "Läs planfiler, säg allt som är fel i dem, och granska kedjan. Inget sparas.",
        "Read plan files, say all that is wrong in them, and audit the chain. Nothing is stored.",
    ),
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=tr("FIL…", "FILE…")
)
@options.view_options
@options.fail_on_option
@options.format_option("text", "json")
@click.pass_context
def command(
    ctx: click.Context, /, files: tuple[Path, ...], fail_on: str, format_: str, **view: Any
) -> None:
    """Print the audit of the files; exit 1 when something is as severe as `--fail-on`."""
    with options.open_audit(files, "", **view) as audit:
        ctx.exit(1 if print_audit(audit, fail_on, format_) else 0)
