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

from graph.errors import Fault, InputError, UsageError
from service.language import language, tr

if TYPE_CHECKING:
    from graph.store import Signature, Store
    from queries.audit import Audit
    from queries.rules.book import RuleBook
    from queries.rules.check import Outcome
    from queries.view import View
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


def _one_file(ctx: click.Context, param: click.Parameter, given: tuple[Path, ...]) -> Path | None:
    """The only rule file; several would overrule each other silently."""
    if len(given) > 1:
        raise click.UsageError(
            tr(
                "--rules får anges en gång. Skriv ihop reglerna till en fil.",
                "--rules may be given once. Write the rules together in one file.",
            ),
            ctx,
        )
    return given[0] if given else None


def rules_option(function: F) -> F:
    """`--rules FILE`."""
    return click.option(
        "--rules",
        "rules",
        multiple=True,
        type=click.Path(path_type=Path),
        callback=_one_file,
        metavar=tr("FIL", "FILE"),
        help=tr(
            "Kommunens regelfil: stäng av, gradera om och lägg till regler (docs/rules.md).",
            "The municipality's rule file: switch off, re-grade and add rules (docs/rules.md).",
        ),
    )(function)


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


def rule_book(rules: Path | None, files: tuple[Path, ...] = ()) -> RuleBook:
    """
    The rules to audit by; InputError with the faults of the rule file, and with those of the plan
    files, or else with the names that they don't have and rules speak of.
    """
    from queries.rules.book import builtin
    from queries.rules.municipal import BrokenRules, read_book

    if rules is None:
        return builtin()
    try:
        return read_book(rules)
    except BrokenRules as broken:
        faults, book = [*broken.faults], broken.book
    if files:
        from queries.rules.naming import missing_names
        from service.data import from_files

        try:
            faults += missing_names(book, from_files(files)[0].projection())
        except InputError as other:
            faults += other.faults
    raise InputError(faults)


@contextmanager
def open_checked(
    files: tuple[Path, ...], store_url: str, rules: Path | None, **view: Any
) -> Iterator[tuple[Audit, list[Outcome]]]:
    """The audit of the data in the view that the options name, with what each rule came to."""
    from queries.rules.check import check
    from queries.rules.naming import hold_against

    asked = view_of(**view)
    book = rule_book(rules, files)
    with open_data(files, store_url) as data:
        audit = data.audit(asked)
        hold_against(book, audit.projection)
        yield audit, check(audit, book, data.ask)


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
    view = view_of(year=year, as_of=as_of, all_=all_, through=through, drafts=drafts)
    with open_data(files, store_url) as data:
        yield data.audit(view)


def view_of(
    *,
    year: int | None,
    as_of: datetime.date | None,
    all_: bool,
    through: str | None,
    drafts: bool,
) -> View:
    """The view that the options name; UsageError where they name more than one."""
    from queries.view import View

    if sum((year is not None, as_of is not None, all_)) > 1:
        raise UsageError("one_view")
    return View(year=year, as_of=as_of, all=all_, through=through, drafts=drafts)


def goal_in_view(audit: Audit, name: str) -> int:
    """
    The number of a goal that is in force in the view.

    UsageError if nothing has the name, if it is a unit's or a plan's, or if the goal isn't
    in force.
    """
    from queries.drops import find_goal

    p = audit.projection
    try:
        goal = find_goal(p, name)
    except UsageError:
        for kind, known in (("unit", p.unit_number), ("plan", p.plan_number)):
            if name in known or name.removeprefix(f"{kind}:") in known:
                raise UsageError(f"{kind}_not_goal", name=name) from None
        raise
    if not audit.scene.goals[goal]:
        raise UsageError("not_in_view", name=p.ids[goal])
    return goal


def signature(action: str) -> Signature:
    """Who runs the command, as the operating system knows them."""
    import getpass

    from graph.store import Signature

    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        # A user id without a name, as in some containers.
        name = str(os.getuid())
    return Signature(name, "cli", action)


def write_file(content: bytes, out: Path, force: bool) -> None:
    """Write a file that isn't there yet, or that may be written over."""
    from service.reports.unwritable import unwritable

    if out.exists() and not force:
        raise UsageError("exists_already", file=out)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise unwritable(out, error) from error
    echo_text(tr(f"Skrev {out}.\n", f"Wrote {out}.\n"), err=True)


def say_notices(notices: tuple[Fault, ...]) -> None:
    """What was put right on reading, one line each."""
    for notice in notices:
        echo_text(tr("Obs: ", "Note: ") + notice.text(language()) + "\n", err=True)


def echo_text(text: str, *, err: bool = False) -> None:
    """Whole lines of text, in which nothing steers the terminal."""
    from service.reports.table import safe_lines

    click.echo(safe_lines(text), nl=False, err=err)


def echo_json(value: Any) -> None:
    """JSON on standard output, the same bytes for the same answer."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
