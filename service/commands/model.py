"""
`rodtrad model`: the governance model in use, and the JSON Schema of the plan file.
"""

from __future__ import annotations

from pathlib import Path

import click

from graph.errors import StoreError
from graph.governance import Governance
from service.cli import Command
from service.commands import options
from service.language import tr


@click.command(
    "model",
    cls=Command,
    help=tr(
        "Visa styrmodellens nivåer: vem är skyldig vad, och vad behöver varje nivå?",
        "Show the levels of the governance model: who owes what, and what does each need?",
    ),
)
@options.data_options
@click.option(
    "--default", is_flag=True, help=tr("Visa den inbyggda modellen.", "Show the built-in model.")
)
@click.option(
    "--schema",
    is_flag=False,
    flag_value="plan-file",
    type=click.Choice(["plan-file", "answers"]),
    help=tr(
        "Skriv JSON Schema för planfilen, eller för svaren.",
        "Write the JSON Schema of the plan file, or of the answers.",
    ),
)
@options.format_option("text", "json")
def command(
    files: tuple[Path, ...], store_url: str, default: bool, schema: str | None, format_: str
) -> None:
    """Print the model or the schema."""
    from importlib.resources import files as files_of

    from graph.digest import plain_model
    from graph.schema import json_schema
    from service.reports.table import table

    if schema == "answers":
        click.echo(files_of("queries").joinpath("answers.schema.json").read_text("utf-8"), nl=False)
        return
    if schema:
        options.echo_json(json_schema())
        return
    governance = Governance() if default else _in_use(files, store_url)
    if format_ == "json":
        options.echo_json({"format": "rodtrad.model/1", "model": plain_model(governance)})
        return
    names = {level.id: level.name for level in governance.levels}
    every = tr("alla områden", "every area")
    rows = [
        (
            level.name + (" ◎" if level.root else ""),
            level.plan or "",
            ", ".join(level.owed_by),
            level.deadline or "",
            ", ".join(names.get(need, need) for need in level.needs),
            every if level.every_area is True else ", ".join(level.every_area or ()),
        )
        for level in governance.levels
    ]
    head = (
        tr("nivå", "level"),
        tr("plan", "plan"),
        tr("ska ha mål", "owe goals"),
        tr("senast", "deadline"),
        tr("behöver", "needs"),
        tr("områden", "areas"),
    )
    click.echo("\n".join(table(head, rows)))
    click.echo(tr("◎ är nivån som allt ska leda till.", "◎ is the level all must lead to."))


def _in_use(files: tuple[Path, ...], store_url: str) -> Governance:
    """The model of the data; the built-in one where nobody named a store and none is there."""
    try:
        with options.open_data(files, store_url) as data:
            return data.projection().governance
    except StoreError as error:
        if store_url != options.DEFAULT_STORE or error.code != "store.missing":
            raise
    said = tr(
        "Här finns inget lager. Det här är den inbyggda modellen.\n",
        "There is no store here. This is the built-in model.\n",
    )
    options.echo_text(said, err=True)
    return Governance()
