"""
What commands share: which data, which view, which format.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from graph.errors import Fault, UsageError
from service.language import language, tr

if TYPE_CHECKING:
    from graph.store import Store
    from queries.audit import Audit
    from service.data import Data

DEFAULT_STORE = "embedded:rodtrad-data"
STORE_VARIABLE = "RODTRAD_STORE"

F = TypeVar("F", bound=Callable[..., Any])


def store_option(function: F) -> F:
    """`--store URL`."""
    return click.option(
        "--store",
        "store_url",
        default=lambda: os.environ.get(STORE_VARIABLE, DEFAULT_STORE),
        metavar="URL",
        help=tr(
            f"Lagret: embedded:MAPP, bolt://…, neo4j://… (annars {STORE_VARIABLE}, "
            f"annars {DEFAULT_STORE}).",
            f"The store: embedded:FOLDER, bolt://…, neo4j://… (else {STORE_VARIABLE}, "
            f"else {DEFAULT_STORE}).",
        ),
    )(function)


def data_options(function: F) -> F:
    """`--from FILE` (repeatable) and `--store URL`."""
    function = store_option(function)
    return click.option(
        "--from",
        "files",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar=tr("FIL", "FILE"),
        help=tr(
            "Fråga planfilen direkt, utan lager. Kan upprepas.",
            "Ask the plan file itself, without a store. May be repeated.",
        ),
    )(function)


def view_options(function: F) -> F:
    """`--year`, `--as-of`, `--all`, `--through` and `--drafts`."""
    options = (
        click.option(
            "--year",
            type=click.IntRange(1, 9999),
            metavar=tr("ÅR", "YEAR"),
            help=tr(
                "Det som gäller någon gång under året.",
                "What is in force at some time of the year.",
            ),
        ),
        click.option(
            "--as-of",
            type=DAY,
            metavar=tr("DAG", "DAY"),
            help=tr(
                "Det som gäller en viss dag, ÅÅÅÅ-MM-DD.", "What is in force on a day, YYYY-MM-DD."
            ),
        ),
        click.option(
            "--all",
            "all_",
            is_flag=True,
            help=tr("Allt, utan hänsyn till datum.", "Everything, whatever its dates."),
        ),
        click.option(
            "--through",
            metavar=tr("NIVÅ", "LEVEL"),
            help=tr(
                "Delspårning: bara ned till och med nivån.",
                "Partial trace: no lower than the level.",
            ),
        ),
        click.option("--drafts", is_flag=True, help=tr("Räkna med utkast.", "Count drafts.")),
    )
    for option in reversed(options):
        function = option(function)
    return function


def format_option(*formats: str) -> Callable[[F], F]:
    """`--format`, the first being the default."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help=tr("Svarets form.", "The form of the answer."),
    )


def fail_on_option(function: F) -> F:
    """`--fail-on SEVERITY`."""
    return click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "advice"]),
        default="error",
        show_default=True,
        help=tr(
            "Avsluta med 1 om något är så allvarligt eller värre.",
            "Exit with 1 if anything is this severe or worse.",
        ),
    )(function)


class _Day(click.ParamType[datetime.date]):
    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime.date:
        from graph.period import parse_day

        try:
            return parse_day(value)
        except ValueError:
            self.fail(
                tr(
                    f"'{value}' är ingen dag. Skriv ÅÅÅÅ-MM-DD, till exempel 2024-03-31.",
                    f"'{value}' is no day. Write YYYY-MM-DD, for example 2024-03-31.",
                ),
                param,
                ctx,
            )


DAY = _Day()


@contextmanager
def open_data(files: tuple[Path, ...], store_url: str) -> Iterator[Data]:
    """The data asked about; what was put right in files is said on the error stream."""
    from service.data import from_files, from_store

    if files:
        data, notices = from_files(files)
        say_notices(notices)
        yield data
        return
    with open_existing(store_url) as store:
        if not store.info().sources:
            raise UsageError("empty_store", store=store.info().url)
        yield from_store(store)


@contextmanager
def open_existing(store_url: str) -> Iterator[Store]:
    """The store, which must be there already."""
    from graph.store import open_store

    with open_store(store_url, create=False) as store:
        yield store


@contextmanager
def open_audit(
    files: tuple[Path, ...],
    store_url: str,
    *,
    year: int | None,
    as_of: datetime.date | None,
    all_: bool,
    through: str | None,
    drafts: bool,
) -> Iterator[Audit]:
    """The audit of the data in the view that the options name."""
    from queries.view import View

    if sum((year is not None, as_of is not None, all_)) > 1:
        raise UsageError("one_view")
    view = View(year=year, as_of=as_of, all=all_, through=through, drafts=drafts)
    with open_data(files, store_url) as data:
        yield data.audit(view)


def say_notices(notices: tuple[Fault, ...]) -> None:
    """What was put right on reading, one line each."""
    for notice in notices:
        click.echo(tr("Obs: ", "Note: ") + notice.text(language()), err=True)


def echo_json(value: Any) -> None:
    """JSON on standard output, the same bytes for the same answer."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
