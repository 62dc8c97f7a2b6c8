"""
What `audit` and `check` share when a report is filed: its form, its file, and what is in it.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from graph.errors import UsageError
from service.commands import options
from service.language import language, tr

if TYPE_CHECKING:
    from queries.audit import Audit
    from queries.rules.check import Outcome
    from service.reports.filed.result import Report

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("text", "json", "csv", "xlsx", "html", "pdf")


@dataclass(frozen=True, slots=True)
class Filing:
    """What was asked for; the form is told by the file's name where it isn't said."""

    format: str | None
    out: Path | None
    force: bool
    compare: Path | None
    only: tuple[str, ...]
    severity: str | None
    level: str | None
    unit: str | None
    area: str | None
    no_appendix: bool
    base: str | None
    date: datetime.date | None

    @property
    def form(self) -> str:
        """One of FORMATS; UsageError where neither format nor file name says which."""
        if self.format is not None:
            return self.format
        if self.out is None:
            return "text"
        ending = self.out.suffix.lower().removeprefix(".")
        form = {"txt": "text", "htm": "html"}.get(ending, ending)
        if form not in FORMATS:
            raise UsageError("form_unknown", file=self.out)
        return form


def filing_options(function: F) -> F:
    """`--format`, `--out`, `--compare`, and what narrows and dates a report."""
    for option in reversed(_options()):
        function = option(function)
    return function


def _options() -> tuple[Callable[[Any], Any], ...]:
    name = tr("NAMN", "NAME")
    return (
        click.option("--format", "format_", type=click.Choice(FORMATS), help=tr(
            "Svarets form. Annars som filens namn slutar, annars text.",
            "The form of the answer. Else as the file's name ends, else text.")),
        click.option("--out", type=click.Path(path_type=Path), metavar=tr("FIL", "FILE"),
                     help=tr("Skriv till filen.", "Write to the file.")),
        click.option("--force", is_flag=True, help=tr(
            "Skriv över filen om den finns.", "Write over the file if it is there.")),
        click.option("--compare", type=click.Path(path_type=Path), metavar=tr("FIL", "FILE"),
                     help=tr("Jämför med en tidigare granskning, skriven med --format json.",
                             "Compare with an earlier audit, written with --format json.")),
        click.option("--only", multiple=True, metavar=tr("REGEL", "RULE"), help=tr(
            "Visa bara den regelns iakttagelser. Kan upprepas.",
            "Show that rule's findings only. May be repeated.")),
        click.option("--severity", type=click.Choice(["error", "warning", "advice"]), help=tr(
            "Visa bara det som är så allvarligt eller värre.",
            "Show only what is this severe or worse.")),
        click.option("--level", metavar=tr("NIVÅ", "LEVEL"), help=tr(
            "Visa bara målen på nivån.", "Show the goals of the level only.")),
        click.option("--unit", metavar=name, help=tr(
            "Visa bara enheten med dem under den.", "Show the unit and those below it only.")),
        click.option("--area", metavar=name, help=tr(
            "Visa bara målområdet.", "Show the area only.")),
        click.option("--no-appendix", is_flag=True, help=tr(
            "Utelämna bilagan med varje mål.", "Leave out the appendix with every goal.")),
        click.option("--base", metavar=tr("ADRESS", "ADDRESS"), help=tr(
            "Tjänstens adress, som länkar till mål ska leda till.",
            "The service's address, for links to goals.")),
        click.option("--date", type=options.DAY, metavar=tr("DAG", "DAY"), help=tr(
            "Skriv ut dagen i rapporten, ÅÅÅÅ-MM-DD. Klockan läses aldrig.",
            "Print the day in the report, YYYY-MM-DD. The clock is never read.")),
    )


def filing_of(asked: dict[str, Any]) -> Filing:
    """The filing that a command's options name, taken out of them; UsageError if it can't be."""
    names = [each.name for each in fields(Filing)]
    filing = Filing(
        **{name: asked.pop("format_" if name == "format" else name) for name in names}
    )
    if filing.base is not None:
        from service.addresses import is_base

        if not is_base(filing.base):
            raise UsageError("bad_base", address=filing.base)
    if filing.form in ("xlsx", "pdf") and filing.out is None and sys.stdout.isatty():
        raise UsageError("form_needs_file", form=filing.form)
    if filing.out is not None and filing.out.exists() and not filing.force:
        raise UsageError("exists_already", file=filing.out)
    return filing


def file_report(audit: Audit, outcomes: Sequence[Outcome], filing: Filing) -> None:
    """Write the report as asked: to the file, else to standard output."""
    from service.reports.filed.terminal import audit_text

    form = filing.form
    report = _report(audit, outcomes, filing)
    if form == "text" and filing.out is None:
        options.echo_text(audit_text(report))
        return
    from service.reports.filed.forms import written
    from service.reports.unwritable import unwritable

    done = audit_text(report).encode() if form == "text" else written(report, form)
    if filing.out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(done)
        sys.stdout.flush()
        return
    try:
        filing.out.write_bytes(done)
    except OSError as error:
        raise unwritable(filing.out, error) from error
    options.echo_text(tr(f"Skrev {filing.out}.\n", f"Wrote {filing.out}.\n"), err=True)


def _report(audit: Audit, outcomes: Sequence[Outcome], filing: Filing) -> Report:
    from service.reports.filed.earlier import compared, read_earlier
    from service.reports.filed.gather import report_of
    from service.reports.filed.selection import Selection

    selection = Selection(filing.only, filing.severity, filing.level, filing.unit, filing.area)
    earlier = read_earlier(filing.compare) if filing.compare else None
    report = report_of(
        audit,
        outcomes,
        language(),
        selection=selection,
        appendix=not filing.no_appendix,
        base=filing.base,
        printed_on=filing.date,
    )
    return compared(report, earlier) if earlier else report
