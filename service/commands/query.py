"""
`rodtrad query`: a named question of the Cypher catalogue, asked of the database.
"""

from __future__ import annotations

from typing import Any

import click

from graph.errors import UsageError
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
    metavar=tr("NAMN=VÄRDE", "NAME=VALUE"),
    help=tr(
        "En parameter till frågan. Kan upprepas.", "A parameter of the question. May be repeated."
    ),
)
@options.format_option("text", "json")
def command(
    name: str | None, store_url: str, settings: tuple[str, ...], format_: str, **view: Any
) -> None:
    """Print the rows of a question, or the catalogue."""
    from queries.catalogue import ask, questions, stored_governance
    from service.reports.table import table

    if name is None:
        rows = [(question.name, question.title) for question in questions()]
        click.echo("\n".join(table((tr("fråga", "question"), tr("svarar på", "answers")), rows)))
        return
    asked = options.view_of(**view)
    given = dict(map(_setting, settings))
    with options.open_existing(store_url) as store:
        answer = ask(store, name, asked, given)
        settled = asked.settled(stored_governance(store))
    if format_ == "json":
        told: dict[str, Any] = {"format": "rodtrad.query/1", "query": name}
        if any(question.viewed for question in questions() if question.name == name):
            told["view"] = settled.as_json()
        options.echo_json({**told, "rows": answer})
    elif answer:
        head = list(answer[0])
        click.echo("\n".join(table(head, [[_cell(row[key]) for key in head] for row in answer])))
    else:
        click.echo(tr("Inga rader.", "No rows."))


def _setting(written: str) -> tuple[str, str]:
    key, equals, value = written.partition("=")
    if not equals:
        raise UsageError("setting_form", value=written)
    return key, value


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)
