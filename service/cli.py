"""
The command `rodtrad`: a list of commands, each loaded when it is called for.

Exit 0 fine, 1 findings at or above `--fail-on`, 2 wrong use or bad input, 3 the store
isn't available.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

import click

from graph.errors import Fault, InputError, RodtradError, UsageError
from service.language import choose, language, tr, use_utf8

# Name, module, and the line shown in the list, in Swedish and English.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "demo": (
        "demo",
        "Läs in exemplet Tyresö, granska det och visa det i webbläsaren.",
        "Import the Tyresö sample, audit it and show it in the browser.",
    ),
    "check": (
        "check",
        "Granska planfiler utan att spara dem.",
        "Audit plan files, storing nothing.",
    ),
    "template": (
        "template",
        "Skriv en arbetsbok att fylla i.",
        "Write a workbook to fill in.",
    ),
    "import": ("imports", "Läs in planfiler i lagret.", "Import plan files into the store."),
    "export": (
        "export",
        "Skriv ut lagrets innehåll som planfil.",
        "Write the store as a plan file.",
    ),
    "audit": ("audit", "Granska hela kedjan.", "Audit the whole chain."),
    "trace": ("trace", "Följ ett mål uppåt och nedåt.", "Follow a goal upward and downward."),
    "path": ("path", "Visa vägen mellan två mål.", "Show the way between two goals."),
    "coverage": ("coverage", "Visa matrisen enhet × målområde.", "Show the matrix unit × area."),
    "impact": (
        "impact",
        "Visa vad som brister om något tas bort eller enheter ändras.",
        "Show what breaks if something goes or units are changed.",
    ),
    "load": (
        "load",
        "Visa vad varje enhet bär, och vad som hänger på en enda.",
        "Show what each unit carries, and what hangs on a single one.",
    ),
    "map": ("map", "Rita en karta över ett måls omgivning.", "Draw a map around a goal."),
    "query": (
        "query",
        "Ställ en namngiven fråga till databasen.",
        "Ask the database a named question.",
    ),
    "serve": ("serve", "Visa tjänsten i webbläsaren.", "Serve the pages."),
    "user": ("user", "Konton, roller och nycklar.", "Accounts, roles and tokens."),
    "embed": (
        "embed",
        "Visa inbäddningarna och vilka som har ändrats.",
        "Show the embeds and which have changed.",
    ),
    "store": ("store", "Upplysningar om lagret.", "About the store."),
    "model": (
        "model",
        "Visa styrmodellen och planfilens schema.",
        "Show the governance model and the schema.",
    ),
}


class Command(click.Command):
    """
    A command that turns errors into clear lines, or JSON, and an exit code.

    `--lang` may stand after the command's name as well as before it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As click does, with `--lang` added."""
        super().__init__(*args, **kwargs)
        self.options_metavar = tr("[VAL]", "[OPTIONS]")
        self.params.append(language_option())

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except RodtradError as error:
            tell(error, ctx.params.get("format_") == "json")
            ctx.exit(error.exit_code)


class Listing(click.Group):
    """A list of commands that writes its own use in the language in use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As click does."""
        super().__init__(*args, **kwargs)
        self.options_metavar = tr("[VAL]", "[OPTIONS]")
        self.subcommand_metavar = tr("KOMMANDO [ARGUMENT]…", "COMMAND [ARGS]…")


class Group(Listing):
    """The list of commands; a module is imported first when its command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order people meet them."""
        return list(COMMANDS)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does; what was typed wrong is told back in a form that steers nothing."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            from service.reports.table import safe_lines

            told = error.format_message()
            if safe_lines(told) == told:
                raise
            raise click.UsageError(safe_lines(told), error.ctx) from None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name, loaded now."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"service.commands.{COMMANDS[cmd_name][0]}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name for one that isn't there."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            said = tr(f"Det finns inget kommando '{args[0]}'.", f"There is no command '{args[0]}'.")
            if near:
                said += tr(f" Menade du '{near[0]}'?", f" Did you mean '{near[0]}'?")
            ctx.fail(said)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list, without loading any command for its short text."""
        rows = [(name, tr(swedish, english)) for name, (_, swedish, english) in COMMANDS.items()]
        with formatter.section(tr("Kommandon", "Commands")):
            formatter.write_dl(rows)


def language_option() -> click.Option:
    """`--lang`; read before any command is loaded, declared so that it is known."""
    return click.Option(
        ["--lang"],
        type=click.Choice(["sv", "en"]),
        expose_value=False,
        help=tr("Språk: sv eller en.", "Language: sv or en."),
    )


def tell(error: RodtradError, as_json: bool) -> None:
    """Say what is wrong: lines on the error stream, or JSON where JSON was asked for."""
    from service.reports.table import safe_lines

    if isinstance(error, UsageError):
        # A question has no place in a file.
        faults = [Fault("", 0, 0, error.code, tuple(error.values.items()))]
        lines = [error.text(language())]
    elif isinstance(error, InputError):
        faults = list(error.faults)
        lines = [fault.text(language()) for fault in faults]
    else:
        faults, lines = [], [str(error)]
    if as_json and faults:
        from queries.contract import errors_json

        told = errors_json(tuple(faults), language())
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in lines:
        click.echo(safe_lines(line), err=True)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    given = sys.argv[1:] if arguments is None else arguments
    choose(given)
    use_utf8()
    group = Group(
        "rodtrad",
        params=[
            language_option(),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_version,
                help=tr("Visa versionen.", "Show the version."),
            ),
        ],
        help=tr(
            "Röda tråden: leder varje mål till det fullmäktige har beslutat?",
            "Röda tråden: does every goal lead to what fullmäktige decided?",
        ),
    )
    group.main(given, prog_name="rodtrad")


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"rodtrad {version('rodtrad')}")
        ctx.exit()
