"""
`rodtrad store`: what the store is and holds, who changed it, and a change taken back.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import TYPE_CHECKING

import click

from service.cli import Command, Listing
from service.commands import options
from service.language import language, tr
from service.reports.words import SECTIONS, counted, pick

if TYPE_CHECKING:
    from graph.store import Change


@click.group("store", cls=Listing, help=tr("Upplysningar om lagret.", "About the store."))
def command() -> None:
    """Hold the commands about the store."""


@command.command(
    "info",
    cls=Command,
    help=tr(
        "Visa adress, motor, revision, källor och antal.",
        "Show address, engine, revision, sources and counts.",
    ),
)
@options.store_option
@options.format_option("text", "json")
def info(store_url: str, format_: str) -> None:
    """Print what the store is and holds."""
    from service.reports.table import table

    with options.open_existing(store_url) as store:
        told = store.info()
    if format_ == "json":
        options.echo_json(
            {
                "format": "rodtrad.store/1",
                "url": told.url,
                "engine": told.engine,
                "version": told.version,
                "schema_version": told.schema_version,
                "revision": told.revision,
                "digest": told.digest,
                "sources": list(told.sources),
                "counts": dict(told.counts),
            }
        )
        return
    rows = [
        (tr("adress", "address"), told.url),
        (tr("motor", "engine"), f"{told.engine} {told.version}"),
        (tr("lagerversion", "store version"), str(told.schema_version)),
        ("revision", str(told.revision)),
        (tr("fingeravtryck", "digest"), told.digest or "–"),
        (tr("källor", "sources"), ", ".join(told.sources) or "–"),
        *(
            (pick(SECTIONS[section], language()), str(count))
            for section, count in told.counts.items()
            if count and section in SECTIONS
        ),
    ]
    click.echo("\n".join(table((tr("lager", "store"), ""), rows)))


@command.command(
    "log",
    cls=Command,
    help=tr(
        "Visa ändringsloggen, det senaste först: vem, när, varifrån och vad.",
        "Show the log of changes, the latest first: who, when, from where and what.",
    ),
)
@click.option(
    "--about",
    metavar=tr("AVSNITT:ID", "SECTION:ID"),
    help=tr(
        "Bara det som rört en uppgift, till exempel goals:g7.",
        "Only what touched one item, for example goals:g7.",
    ),
)
@click.option(
    "--before",
    type=click.IntRange(1),
    metavar=tr("NUMMER", "NUMBER"),
    help=tr("Bara äldre än den ändringen.", "Only those older than that change."),
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    help=tr("Högst så många.", "At most so many."),
)
@options.store_option
@options.format_option("text", "json")
def log(about: str | None, before: int | None, limit: int, store_url: str, format_: str) -> None:
    """Print the changes, all or those about one item."""
    from service.reports.table import table

    item = None if about is None else _about(about)
    with options.open_existing(store_url) as store:
        changes = store.changes(about=item, before=before, limit=limit)
    if format_ == "json":
        told = [dataclasses.asdict(change) for change in changes]
        for each in told:
            del each["revision"]
        more = len(changes) == limit and changes[-1].number > 1
        following = changes[-1].number if more else None
        options.echo_json({"format": "rodtrad.changes/1", "changes": told, "next": following})
        return
    if not changes:
        click.echo(tr("Inga ändringar.", "No changes."))
        return
    head = (tr("nr", "no."), tr("när", "when"), tr("vem", "who"), tr("vad", "what"))
    rows = [(str(change.number), _when(change), _who(change), _what(change)) for change in changes]
    click.echo("\n".join(table(head, rows)))


def _about(text: str) -> tuple[str, str]:
    """Section and id, as `--about` names an item; a usage error if it doesn't."""
    from graph.model import SECTIONS as KNOWN

    section, _, id = text.partition(":")
    known = ("sources", *KNOWN)
    if section not in known or not id:
        raise click.BadParameter(
            tr(
                f"'{text}' är inget AVSNITT:ID. Avsnitten är: {', '.join(known)}.",
                f"'{text}' is no SECTION:ID. The sections are: {', '.join(known)}.",
            ),
            param_hint="--about",
        )
    return section, id


def _when(change: Change) -> str:
    return datetime.fromisoformat(change.at).astimezone().strftime("%Y-%m-%d %H:%M")


def _who(change: Change) -> str:
    return f"{change.by or '–'} ({change.via})" if change.via else change.by or "–"


def _what(change: Change) -> str:
    """What a change did, in words: its action, its counts, and whether it is taken back."""
    known = {"import": tr("inläsning", "import"), "undo": tr("ångrat", "undone")}
    said = known.get(change.action, change.action)
    if change.undoes is not None:
        said += f" {change.undoes}"
    if change.undone_by is not None:
        said += tr(f" (ångrat av {change.undone_by})", f" (undone by {change.undone_by})")
    kinds = (
        (tr("nya", "new"), change.new),
        (tr("ändrade", "changed"), change.changed),
        (tr("borttagna", "removed"), change.removed),
    )
    for word, counts in kinds:
        if counts:
            told = (counted(count, section, language()) for section, count in counts.items())
            said += f"; {word}: {', '.join(told)}"
    return f"{said}; {change.reason}" if change.reason else said


@command.command(
    "undo",
    cls=Command,
    help=tr(
        "Ångra en ändring: allt den gjorde tas tillbaka, av en ny ändring i loggen.",
        "Undo a change: all it did is taken back, by a new change in the log.",
    ),
)
@click.argument("number", type=click.IntRange(1), metavar=tr("NUMMER", "NUMBER"))
@options.store_option
def undo(number: int, store_url: str) -> None:
    """Take a change back."""
    with options.open_existing(store_url) as store:
        done = store.undo(number, options.signature("undo")).number
    click.echo(
        tr(f"Ändring {number} är ångrad.", f"Change {number} is undone.")
        if done is None
        else tr(
            f"Ändring {number} är ångrad, genom ändring {done}.",
            f"Change {number} is undone, by change {done}.",
        )
    )


@command.command(
    "verify",
    cls=Command,
    help=tr(
        "Kontrollera att ändringsloggen är obruten och att innehållet är det som den sista "
        "ändringen lämnade. Avslutar med 1 om något inte stämmer.",
        "See that the log of changes is unbroken and that the content is what the last change "
        "left. Exits with 1 if anything is amiss.",
    ),
)
@options.store_option
@click.pass_context
def verify(context: click.Context, store_url: str) -> None:
    """Check the chain of hashes, and the content against its digest."""
    from graph.digest import digest

    with options.open_existing(store_url) as store:
        broken = store.verify_log()
        latest = store.changes(limit=1)
        whole = digest(store.chain()) == store.info().digest
    if broken is not None:
        click.echo(
            tr(f"Loggen är bruten vid ändring {broken}.", f"The log breaks at change {broken}.")
        )
    elif not whole:
        click.echo(
            tr(
                "Innehållet är inte det som den sista ändringen lämnade.",
                "The content isn't what the last change left.",
            )
        )
    elif latest:
        number, said = latest[0].number, latest[0].hash
        click.echo(
            tr(
                f"Loggen är obruten till och med ändring {number}: {said}",
                f"The log is unbroken up to change {number}: {said}",
            )
        )
    else:
        click.echo(tr("Loggen är tom.", "The log is empty."))
    context.exit(1 if broken is not None or not whole else 0)
