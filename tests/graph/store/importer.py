"""
A program of its own that imports for ever, to be killed: `importer.py URL GOALS`.

Writes `ready` when the store is open, and a line per finished import.
"""

import sys

from graph.store import open_store
from tests.graph.store.content import file, goal

url, size = sys.argv[1], int(sys.argv[2])
with open_store(url) as store:
    print("ready", flush=True)
    while True:
        mark = f"varv {store.revision() + 1}"
        goals = [goal(f"g{n}", f"g{n - 1}", title=mark) for n in range(1, size)]
        store.import_files([file("a", goal("g0", title=mark), *goals)])
        print("done", mark, flush=True)
