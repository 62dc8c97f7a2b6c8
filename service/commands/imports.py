"""
`rodtrad import`: plan files and spreadsheets into the store, all of them or nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.cli import Command
from service.commands import options
from service.language import language, tr
from service.reports.words import counted

if TYPE_CHECKING:
    from graph.chain import PlanFile
    from graph.store import ImportReport, Store
    from service.importing.preview import Preview


@click.command(
    "import",
    cls=Command,
    help=tr(
        "Läs in planfiler och kalkylblad. En källa som redan finns ersätts helt; andra källor "
        "lämnas som de är.",
        "Import plan files and spreadsheets. A source that is there already is replaced; others "
        "are left alone.",
    ),
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=tr("FIL…", "FILE…")
)
@options.store_option
@click.option(
    "--dry-run",
    is_flag=True,
    help=tr("Visa vad som skulle ändras, spara inget.", "Show what would change, store nothing."),
)
@click.option(
    "--propose",
    type=click.Path(path_type=Path),
    metavar=tr("FIL", "FILE"),
    help=tr(
        "Den första filen är en lista utan id: skriv ett förslag med id och kopplingar att "
        "bekräfta. Inget sparas.",
        "The first file is a list without ids: write a proposal with ids and links to confirm. "
        "Nothing is stored.",
    ),
)
@click.option("--force", is_flag=True, help=tr("Skriv över förslaget.", "Overwrite the proposal."))
@options.format_option("text", "json")
def command(
    files: tuple[Path, ...],
    store_url: str,
    dry_run: bool,
    propose: Path | None,
    force: bool,
    format_: str,
) -> None:
    """Import and say what became new, changed and gone."""
    from graph.reading import read_files
    from graph.store import open_store

    if propose is not None:
        from service.commands.proposals import write_proposal

        write_proposal(files, store_url, propose, force)
        return

    # Read first: a fault in a file is told before any engine is started.
    reading = read_files(files)
    options.say_notices(reading.notices)
    with open_store(store_url) as store:
        report = import_read(reading.files, store, dry_run=dry_run)
        found = _preview(reading.files, store) if dry_run else None
    if format_ == "json":
        options.echo_json(report_json(report, dry_run, found))
    else:
        click.echo(report_text(report, dry_run), nl=False)
        if found is not None and not report.unchanged:
            from service.importing.telling import preview_lines

            options.echo_text("".join(f"{line}\n" for line in preview_lines(found, language())))


def _preview(files: Sequence[PlanFile], store: Store) -> Preview:
    from service.importing.preview import edits_since_import, preview

    edits = edits_since_import(store, (file.source.id for file in files))
    return preview(store.files(), tuple(files), revision=store.revision(), edits=edits)


def import_read(files: Sequence[PlanFile], store: Store, *, dry_run: bool = False) -> ImportReport:
    """Import files that are read, with a progress bar where a person watches."""
    signature = options.signature("import")
    if not sys.stderr.isatty():
        return store.import_files(files, signature=signature, dry_run=dry_run)
    with click.progressbar(length=1000, label=tr("Läser in", "Importing"), file=sys.stderr) as bar:
        return store.import_files(
            files,
            signature=signature,
            dry_run=dry_run,
            progress=lambda done, total: bar.update(done * 1000 // max(total, 1) - bar.pos),
        )


def report_json(
    report: ImportReport, dry_run: bool, found: Preview | None = None
) -> dict[str, Any]:
    """`rodtrad.import/1`: what the import did, per section; with `preview` what it would do."""
    from service.importing.contract import preview_json

    return {
        "format": "rodtrad.import/1",
        "dry_run": dry_run,
        "unchanged": report.unchanged,
        "new": dict(report.new),
        "changed": dict(report.changed),
        "removed": dict(report.removed),
        "revision": report.revision,
        "digest": report.digest,
        **({} if found is None else {"preview": preview_json(found, language())}),
    }


def report_text(report: ImportReport, dry_run: bool) -> str:
    """The import in words."""
    if report.unchanged:
        said = tr("Inget är ändrat sedan sist.", "Nothing has changed since last time.")
        return f"{said} (revision {report.revision})\n"
    lines = [
        tr("Det här skulle ändras:", "This would change:")
        if dry_run
        else tr(
            f"Inläst. Lagret har nu revision {report.revision}.",
            f"Imported. The store is now at revision {report.revision}.",
        )
    ]
    kinds = (
        (tr("nya", "new"), report.new),
        (tr("ändrade", "changed"), report.changed),
        (tr("borttagna", "removed"), report.removed),
    )
    for word, counts in kinds:
        told = ", ".join(
            counted(count, section, language()) for section, count in counts.items() if count
        )
        if told:
            lines.append(f"  {word}: {told}")
    if not dry_run:
        lines.append(tr("Nästa steg: rodtrad audit", "Next step: rodtrad audit"))
    return "\n".join(lines) + "\n"
