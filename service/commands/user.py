"""
`rodtrad user`: the accounts, also while a service runs on the store.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from graph.errors import UsageError
from graph.nearest import like
from service.cli import Command, Listing
from service.commands import options
from service.language import tr

if TYPE_CHECKING:
    from graph.store import Store
    from service.accounts.people import People, User

ROLES = ("reader", "editor", "admin")
SCOPES = ("read", "edit", "admin")


@click.group(
    "user", cls=Listing, help=tr("Konton, roller och nycklar.", "Accounts, roles and tokens.")
)
def command() -> None:
    """Hold the commands about accounts."""


name_argument = click.argument("name", metavar=tr("NAMN", "NAME"))
unit_option = click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="ID",
    help=tr(
        "Nämnd som rollen gäller. Kan upprepas; utan den gäller hela kommunen.",
        "Nämnd that the role is for. May be repeated; the whole municipality without it.",
    ),
)
password_option = click.option(
    "--password-stdin",
    is_flag=True,
    help=tr("Läs lösenordet från standard in.", "Read the password from standard input."),
)


@command.command("add", cls=Command, help=tr("Lägg till ett konto.", "Add an account."))
@name_argument
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="reader",
    show_default=True,
    help=tr("Vad kontot får göra.", "What the account may do."),
)
@click.option(
    "--title",
    default="",
    metavar=tr("NAMN", "NAME"),
    help=tr("Namnet att visa.", "The name to show."),
)
@unit_option
@password_option
@click.option(
    "--without-password",
    is_flag=True,
    help=tr(
        "För den som loggar in med kommunens inloggning.",
        "For somebody who signs in by the municipality's identity provider.",
    ),
)
@options.store_option
def add(
    name: str,
    role: str,
    title: str,
    units: tuple[str, ...],
    password_stdin: bool,
    without_password: bool,
    store_url: str,
) -> None:
    """Add an account; makes the store if it isn't there."""
    from graph.store import open_store
    from service.accounts.people import People

    with open_store(store_url) as store:
        _check_units(store, units)
        if People(store).get(name):
            raise UsageError("user.taken", name=name)
        password = None if without_password else _password(password_stdin)
        user = People(store).add(name, title=title, role=role, units=units, password=password)
    _say(tr(f"Kontot '{user.name}' finns nu.", f"The account '{user.name}' is there now."))


@command.command("list", cls=Command, help=tr("Visa alla konton.", "Show all accounts."))
@options.store_option
@options.format_option("text", "json")
def listing(store_url: str, format_: str) -> None:
    """Print the accounts."""
    from service.accounts.people import users_json
    from service.reports.table import table

    with _people(store_url) as people:
        users = list(people.all())
    if format_ == "json":
        options.echo_json(users_json(users, len(users)))
        return
    if not users:
        _say(
            tr(
                "Det finns inga konton. Skapa ett: rodtrad user add NAMN --role admin",
                "There are no accounts. Make one: rodtrad user add NAME --role admin",
            )
        )
        return
    head = (tr("konto", "account"), tr("namn", "name"), tr("roll", "role"), "nämnder")
    shut = tr(" (stängt)", " (shut)")
    rows = [
        (
            user.name + (shut if user.disabled else ""),
            user.title,
            user.role,
            ", ".join(user.units) or tr("hela kommunen", "the whole municipality"),
        )
        for user in users
    ]
    options.echo_text("\n".join(table(head, rows)) + "\n")


@command.command(
    "role",
    cls=Command,
    help=tr(
        "Byt roll och nämnder; kontot loggas ut.",
        "Change role and nämnder; the account is signed out.",
    ),
)
@name_argument
@click.argument("role", type=click.Choice(ROLES), metavar=tr("ROLL", "ROLE"))
@unit_option
@options.store_option
def role(name: str, role: str, units: tuple[str, ...], store_url: str) -> None:
    """Change role and scope."""
    with options.open_existing(store_url) as store:
        from service.accounts.people import People

        _check_units(store, units)
        people = People(store)
        user = people.set_role(people.known(name), role, units)
    _say(tr(f"'{user.name}' är nu {user.role}.", f"'{user.name}' is {user.role} now."))


@command.command(
    "disable",
    cls=Command,
    help=tr("Stäng ett konto; det loggas ut.", "Shut an account; it is signed out."),
)
@name_argument
@options.store_option
def disable(name: str, store_url: str) -> None:
    """Shut an account."""
    with _people(store_url) as people:
        user = people.set_disabled(people.known(name), True)
    _say(tr(f"Kontot '{user.name}' är stängt.", f"The account '{user.name}' is shut."))


@command.command("enable", cls=Command, help=tr("Öppna ett stängt konto.", "Open a shut account."))
@name_argument
@options.store_option
def enable(name: str, store_url: str) -> None:
    """Open a shut account."""
    with _people(store_url) as people:
        user = people.set_disabled(people.known(name), False)
    _say(tr(f"Kontot '{user.name}' är öppet.", f"The account '{user.name}' is open."))


@command.command(
    "password",
    cls=Command,
    help=tr("Sätt ett nytt lösenord; kontot loggas ut.", "Set a new password; signs it out."),
)
@name_argument
@password_option
@options.store_option
def password(name: str, password_stdin: bool, store_url: str) -> None:
    """Set a password."""
    with _people(store_url) as people:
        user = people.set_password(people.known(name), _password(password_stdin))
    _say(tr(f"'{user.name}' har ett nytt lösenord.", f"'{user.name}' has a new password."))


@command.command(
    "token",
    cls=Command,
    help=tr(
        "Skapa en nyckel för program, och skriv ut den en gång.",
        "Make a token for programs, and print it once.",
    ),
)
@name_argument
@click.option(
    "--scope",
    type=click.Choice(SCOPES),
    default="read",
    show_default=True,
    help=tr("Vad nyckeln får göra.", "What the token may do."),
)
@click.option(
    "--days",
    type=click.IntRange(1, 365),
    default=90,
    show_default=True,
    help=tr("Hur länge den gäller.", "How long it lasts."),
)
@click.option(
    "--label",
    default="",
    metavar="TEXT",
    help=tr("Vad den är till.", "What it is for."),
)
@unit_option
@options.store_option
def token(
    name: str, scope: str, days: int, label: str, units: tuple[str, ...], store_url: str
) -> None:
    """Make a token."""
    from service.accounts.people import People
    from service.accounts.tokens import Tokens

    with options.open_existing(store_url) as store:
        _check_units(store, units)
        user = People(store).known(name)
        _check_within(store, user, units)
        text = Tokens(store).make(user, label=label, scope=scope, days=days, units=units)
    click.echo(text)


@contextmanager
def _people(store_url: str) -> Iterator[People]:
    from service.accounts.people import People

    with options.open_existing(store_url) as store:
        yield People(store)


def _check_units(store: Store, units: tuple[str, ...]) -> None:
    known = {unit.id for unit in store.chain().units} if units else set()
    for unit in units:
        if unit not in known:
            raise UsageError("unknown_name", name=unit, near=like(unit, known))


def _check_within(store: Store, user: User, units: tuple[str, ...]) -> None:
    """UsageError for a unit that the account has no right to."""
    from graph.projection import project
    from service.accounts.roles import lies_under

    if user.units and units:
        projection = project(store.chain())
        for unit in units:
            if not lies_under([unit], user.units, projection):
                raise UsageError("token.units", units=unit)


def _password(from_stdin: bool) -> str:
    """The password, asked for twice at a terminal; never an argument, which others can see."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError("password.none")
    asked = [
        click.prompt(said, hide_input=True, err=True, default="", show_default=False)
        for said in (tr("Lösenord", "Password"), tr("En gång till", "Once more"))
    ]
    if asked[0] != asked[1]:
        raise UsageError("password.differ")
    return str(asked[0])


def _say(text: str) -> None:
    options.echo_text(text + "\n")
