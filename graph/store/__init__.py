"""
Where goals, plans and links are kept: a graph database, embedded or a server.

`open_store(url)` gives a Store; docs/store.md tells what lies in it and how it is kept safe.
"""

from graph.store.importing import ImportReport
from graph.store.log import Alteration, Change, Changed, Overtaken, Signature
from graph.store.store import Store, StoreInfo, open_store

__all__ = [
    "Alteration",
    "Change",
    "Changed",
    "ImportReport",
    "Overtaken",
    "Signature",
    "Store",
    "StoreInfo",
    "open_store",
]
