"""
The schema, made step by step: numbered files of Cypher, each run once, in order, before any
data. The version reached stands on the store's Meta node.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from graph.errors import StoreError
from graph.store.connection import Connection
from graph.store.texts import cypher


@cache
def steps() -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Each step's number and statements, in order."""
    found = []
    for file in files("graph.store").joinpath("schema").iterdir():
        if file.name.endswith(".cypher"):
            lines = file.read_text("utf-8").splitlines()
            text = "\n".join(line for line in lines if not line.startswith("//"))
            statements = tuple(part.strip() for part in text.split(";") if part.strip())
            found.append((int(file.name.split("_")[0]), statements))
    return tuple(sorted(found))


def migrate(connection: Connection, shown: str, empty_digest: str, *, create: bool) -> None:
    """
    Bring the schema up to this program's version; nothing happens if it is there already.

    StoreError if the store was made by a later version of the program, or if it holds no
    schema and `create` is False.
    """
    newest = steps()[-1][0]
    reached = _reached(connection)
    if reached > newest:
        raise StoreError("store.newer", url=shown, version=reached, known=newest)
    if reached == newest:
        return
    if not reached and not create:
        raise StoreError("store.missing", url=shown)
    for number, statements in steps():
        if number > reached:
            for statement in statements:
                # Schema and data can't share a transaction; nor need two statements.
                connection.write(lambda run, text=statement: run(text))  # type: ignore[misc]
            connection.write(lambda run: run(cypher("meta_create"), digest=empty_digest))
            connection.write(
                lambda run, version=number: run(cypher("meta_version"), version=version)  # type: ignore[misc]
            )


def _reached(connection: Connection) -> int:
    rows = connection.read(lambda run: run(cypher("meta_read")))
    return int(rows[0]["schema_version"]) if rows else 0
