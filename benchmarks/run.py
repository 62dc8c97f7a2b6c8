"""
Measures Röda tråden beside the plain ways of doing the same, in one run: `make bench`.

Prints a table; with `--write` puts it between the markers of benchmarks/README.md too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

Row = tuple[str, str, str]
README = Path(__file__).with_name("README.md")
START, END = "<!-- figures -->", "<!-- end of figures -->"
PARTS = ("kernel", "interfaces", "maps", "stores")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--quick", action="store_true", help="small sizes, few repetitions")
    reader.add_argument("--goals", type=int, help="goals of the parts but the kernel's")
    reader.add_argument("--only", choices=PARTS, action="append", help="one part; may be repeated")
    reader.add_argument("--write", action="store_true", help="put the table into the README")
    given = reader.parse_args()
    goals = given.goals or (5_000 if given.quick else 100_000)
    told: list[Row] = []
    for part in given.only or PARTS:
        for row in _measured(part)(given.quick, goals):
            told.append(row)
            print(" | ".join(row), flush=True)
    if given.write:
        _write(told)


def _measured(part: str) -> Callable[[bool, int], Iterable[Row]]:
    """What measures a part; imported when asked, so that a part needs only what it uses."""
    if part == "kernel":
        from benchmarks import kernel

        return lambda quick, _: kernel.rows(quick)
    if part == "stores":
        from benchmarks import stores

        return stores.rows
    if part == "maps":
        from benchmarks import maps

        return maps.rows
    from benchmarks import interfaces

    return interfaces.rows


def _write(rows: list[Row]) -> None:
    table = "\n".join(
        ["| what | measured | bar |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    )
    text = README.read_text("utf-8")
    before, found, rest = text.partition(START)
    _, closed, after = rest.partition(END)
    if not found or not closed:
        sys.exit(f"{README.name} has no place for the figures.")
    command = "`" + " ".join(["make bench", *(f'ARGS="{" ".join(sys.argv[1:])}"',)]) + "`"
    README.write_text(f"{before}{START}\nBy {command}:\n\n{table}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    # Started as a file, Python looks beside the file; the parts are found from the root.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
