"""
`rodtrad check`: the whole audit of plan files, storing nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from service.cli import Command
from service.commands import filing, options
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
@options.rules_option
@options.fail_on_option
@filing.filing_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    rules: Path | None,
    fail_on: str,
    **asked: Any,
) -> None:
    """Print the audit of the files; exit 1 when something is as severe as `--fail-on`."""
    asked_form = filing.filing_of(asked)
    with options.open_checked(files, "", rules, **asked) as (audit, outcomes):
        ctx.exit(1 if print_audit(audit, outcomes, fail_on, asked_form) else 0)
