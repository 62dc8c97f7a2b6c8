"""
`rodtrad map`: a map around a goal as one self-contained page.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from service.cli import Command
from service.commands import options
from service.commands.export import write_out
from service.language import language, tr

# What narrows a map: the option, and what it keeps.
NARROWING = {
    "expanded": ("Visa mer under det här målet.", "Show more below this goal."),
    "level": ("Visa den här nivån.", "Show this level."),
    "area": ("Visa det här området.", "Show this area."),
    "unit": ("Visa den här enheten.", "Show this unit."),
    "state": ("Visa mål i det här läget.", "Show goals in this state."),
}


def narrowing_options(function: options.F) -> options.F:
    """The options that narrow a map, each of which may be repeated."""
    for name, texts in reversed(NARROWING.items()):
        again = tr(" Kan upprepas.", " May be repeated.")
        told = tr(*texts) + again
        function = click.option(f"--{name}", multiple=True, metavar="ID", help=told)(function)
    return function


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
    metavar="N",
    default=2,
    show_default=True,
    help=tr("Nivåer nedåt.", "Levels down."),
)
@click.option(
    "--up",
    type=click.IntRange(0, 20),
    metavar="N",
    help=tr("Nivåer uppåt; annars alla.", "Levels up; all of them unless told."),
)
@click.option(
    "--page",
    type=click.IntRange(0),
    metavar="N",
    default=0,
    help=tr("Sida bland det som inte fick plats.", "Page of what there was no room for."),
)
@narrowing_options
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
    up: int | None,
    page: int,
    out: Path | None,
    force: bool,
    format_: str,
    **rest: Any,
) -> None:
    """Write the map."""
    from service.maps import focus_map, map_request_from_args, model_json
    from visualizations.page import standalone

    asked = {name: rest.pop(name) for name in NARROWING}
    asked |= {"root": goal, "down": down, "up": up, "page": page}
    with options.open_audit(files, store_url, **rest) as audit:
        model = focus_map(audit, map_request_from_args(asked), language())
        if format_ == "json":
            told = model_json(model)
            text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        else:
            text = standalone(model, language())
    write_out(text, out, force)
