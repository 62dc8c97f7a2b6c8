"""
`rodtrad query`: a named question of the Cypher catalogue, asked of the database.
"""

from __future__ import annotations

from typing import Any

import click

from service.cli import Command
from service.commands import options
from service.language import tr


@click.command(
    "query",
    cls=Command,
    help=tr(
        "Ställ en namngiven fråga ur katalogen till databasen. Utan namn: visa katalogen.",
        "Ask the database a named question of the catalogue. Without a name: show the catalogue.",
    ),
)
@click.argument("name", required=False, metavar=tr("NAMN", "NAME"))
@options.store_option
@options.view_options
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAMN=VÄRDE",
    help=tr(
        "En parameter till frågan. Kan upprepas.", "A parameter of the question. May be repeated."
    ),
)
@options.format_option("text", "json")
def command(
    name: str | None, store_url: str, settings: tuple[str, ...], format_: str, **view: Any
) -> None:
    """Print the rows of a question, or the catalogue."""
    from queries.catalogue import ask, questions

    from queries.view import View
    from service.reports.table import table

    if name is None:
        rows = [(question.name, question.title) for question in questions()]
        click.echo("\n".join(table((tr("fråga", "question"), tr("svarar på", "answers")), rows)))
        return
    asked = View(
        year=view["year"],
        as_of=view["as_of"],
        all=view["all_"],
        through=view["through"],
        drafts=view["drafts"],
    )
    given = dict(setting.partition("=")[::2] for setting in settings)
    with options.open_existing(store_url) as store:
        answer = ask(store, name, asked, given)
    if format_ == "json":
        options.echo_json({"format": "rodtrad.query/1", "query": name, "rows": answer})
    elif answer:
        head = list(answer[0])
        click.echo("\n".join(table(head, [[_cell(row[key]) for key in head] for row in answer])))
    else:
        click.echo(tr("Inga rader.", "No rows."))


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)
