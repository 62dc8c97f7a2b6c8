"""
`rodtrad map`: a map around a goal as one self-contained page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from service.cli import Command
from service.commands import options
from service.commands.export import write_out
from service.language import language, tr


@click.command(
    "map",
    cls=Command,
    help=tr(
        "Rita en karta runt ett mål (annars från visionen) som en fristående sida.",
        "Draw a map around a goal (else from the vision) as a self-contained page.",
    ),
)
@click.argument("goal", required=False, metavar="ID")
@options.data_options
@options.view_options
@click.option(
    "--down",
    type=click.IntRange(0, 20),
    default=2,
    show_default=True,
    help=tr("Nivåer nedåt.", "Levels down."),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar=tr("FIL", "FILE"),
    help=tr("Skriv till filen (annars hit).", "Write to the file (else here)."),
)
@click.option("--force", is_flag=True, help=tr("Skriv över filen.", "Overwrite the file."))
@options.format_option("html", "json")
def command(
    goal: str | None,
    files: tuple[Path, ...],
    store_url: str,
    down: int,
    out: Path | None,
    force: bool,
    format_: str,
    **view: Any,
) -> None:
    """Write the map."""
    import json

    from service.maps import focus_map, map_request_from_args, model_json
    from visualizations.page import standalone

    asked = {"down": str(down), **({"root": goal} if goal else {})}
    with options.open_audit(files, store_url, **view) as audit:
        model = focus_map(audit, map_request_from_args(asked), language())
        if format_ == "json":
            told = model_json(model)
            text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        else:
            text = standalone(model, language())
    write_out(text, out, force)
