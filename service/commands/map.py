"""
`rodtrad map`: a map around a goal as a page, a picture or a table.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.errors import UsageError
from graph.text import shown
from service.cli import Command
from service.commands import options
from service.language import language, tr

if TYPE_CHECKING:
    from queries.view import View
    from service.maps import Earlier

FORMATS = ("html", "json", "svg", "png", "pdf", "csv")
# How many files to compare with are named on the map.
NAMED = 3
# What may be said several times: the option, and what it does.
SEVERAL = {
    "expanded": ("Visa mer under det här målet.", "Show more below this goal."),
    "closed": ("Visa inte målen under det här målet.", "Don't show what is below this goal."),
    "hidden": ("Visa inte det här målet.", "Don't show this goal."),
    "level": ("Visa den här nivån.", "Show this level."),
    "area": ("Visa det här området.", "Show this area."),
    "unit": ("Visa den här enheten.", "Show this unit."),
    "plan": ("Visa den här planen.", "Show this plan."),
    "state": ("Visa mål i det här läget.", "Show goals in this state."),
    "change": ("Visa mål som kartan säger detta om.", "Show goals that the map says this of."),
    "drop": ("Tänk bort målet, enheten eller planen.", "Think the goal, unit or plan away."),
    "against": ("Jämför med ett annat år, eller med planfiler.",
                "Compare with another year, or with plan files."),
}
ONE = {
    "to": ("Visa vägarna till det här målet.", "Show the ways to this goal."),
    "lens": ("Visa tyngd eller indikatorer: weight, indicators.",
             "Show weight or indicators: weight, indicators."),
    "groups": ("Visa hela kommunen i grupper: unit, area.",
               "Show the whole municipality in groups: unit, area."),
}


def asking_options(function: options.F) -> options.F:
    """The options that say what a map shows, as its address does."""
    for name, texts in reversed((SEVERAL | ONE).items()):
        several = name in SEVERAL
        told = tr(*texts) + (tr(" Kan upprepas.", " May be repeated.") if several else "")
        metavar = tr("ÅR|FIL", "YEAR|FILE") if name == "against" else "ID"
        function = click.option(f"--{name}", multiple=several, metavar=metavar, help=told)(function)
    return function


@click.command(
    "map",
    cls=Command,
    help=tr(
        "Rita en karta runt ett mål (annars från visionen) som sida, bild eller tabell.",
        "Draw a map around a goal (else from the vision) as a page, a picture or a table.",
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
@asking_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar=tr("FIL", "FILE"),
    help=tr("Skriv till filen (annars hit).", "Write to the file (else here)."),
)
@click.option("--force", is_flag=True, help=tr("Skriv över filen.", "Overwrite the file."))
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help=tr(
        "Kartans form. Annars som filens namn slutar, annars html.",
        "The form of the map. Else as the file's name ends, else html.",
    ),
)
def command(
    goal: str | None,
    files: tuple[Path, ...],
    store_url: str,
    down: int,
    up: int | None,
    page: int,
    out: Path | None,
    force: bool,
    format_: str | None,
    **rest: Any,
) -> None:
    """Write the map."""
    form = form_of(format_, out)
    from service.map_files import FORMS
    from service.maps import earlier_year, focus_map, map_request_from_args

    asked = {name: rest.pop(name) for name in SEVERAL | ONE}
    others = _files(asked["against"])
    name = _named(others)
    if others:
        asked["against"] = name
    asked |= {"root": goal, "down": down, "up": up, "page": page}
    wanted = map_request_from_args(asked)
    view = options.view_of(**rest)
    earlier = _earlier_files(others, name, files, store_url, view) if others else None
    with options.open_data(files, store_url) as data:
        audit = data.audit(view)
        if wanted.against is not None and earlier is None:
            earlier = earlier_year(wanted.against, audit, data.audit)
        told = FORMS[form].written(focus_map(audit, wanted, language(), earlier))
    if out is None:
        click.echo(told, nl=False)
    else:
        options.write_file(told, out, force)


def _files(against: tuple[str, ...]) -> tuple[Path, ...]:
    """The plan files to compare with; none for a year, or nothing."""
    paths = tuple(map(Path, against))
    if len(against) == 1 and against[0].isdigit() and not paths[0].exists():
        return ()
    for path in paths:
        if not path.is_file():
            file = shown(path, 200)
            raise UsageError("map_against_file" if path.suffix else "map_against", value=file)
    return paths


def _named(others: tuple[Path, ...]) -> str:
    """What a map says it is compared with; where a file lies is nobody else's business."""
    names = [other.name for other in others]
    if len(names) > NAMED:
        rest = len(names) - NAMED + 1
        names[NAMED - 1 :] = [tr(f"{rest} filer till", f"{rest} more files")]
    return ", ".join(names)


def _earlier_files(
    others: tuple[Path, ...], name: str, files: tuple[Path, ...], store_url: str, view: View
) -> Earlier:
    from graph.checking import read_chain
    from graph.projection import project
    from queries.audit import audit
    from service.compared import together
    from service.maps import Earlier

    before, notices = read_chain(others)
    options.say_notices(notices)
    if files:
        after, _ = read_chain(files)
    else:
        with options.open_existing(store_url) as store:
            after = store.chain()
    return Earlier(audit(project(before), view), name, project(together(after, before)))


def form_of(format_: str | None, out: Path | None) -> str:
    """The form asked for; UsageError where format and file name disagree, or none is told."""
    ending = out.suffix.lower().removeprefix(".") if out else ""
    named = {"htm": "html"}.get(ending, ending)
    if format_ is None and out is not None and named not in FORMATS:
        raise UsageError("form_unknown", file=out)
    form = format_ or named or "html"
    if named in FORMATS and named != form:
        raise UsageError("form_differs", file=out, form=form)
    if form in ("png", "pdf") and out is None and sys.stdout.isatty():
        raise UsageError("form_needs_file", form=form)
    return form
