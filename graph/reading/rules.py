"""
What must hold between the fields of one item.

The rules are data, so that the JSON Schema and the documentation say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.model import Assessment, Exemption, Participation

# The first of each pair may not come after the second, where both are written.
ORDERED = (("valid_from", "valid_to"), ("decided_on", "until"))
# Exactly one of these is written.
ONE_OF: dict[type[Any], tuple[str, ...]] = {
    Exemption: ("goal", "unit"),
    Assessment: ("goal", "area", "plan"),
}
# The first is only written together with the second.
ONLY_WITH: dict[type[Any], tuple[str, str]] = {Exemption: ("area", "unit")}
# The first may not be more than the second.
AT_MOST: dict[type[Any], tuple[str, str]] = {Participation: ("took_part", "of")}


def broken_rules(
    of: type[Any], values: dict[str, Any], unread: set[str]
) -> Iterator[tuple[str | None, str, dict[str, object]]]:
    """
    Each rule the values break: the key to point at (None for the item), code and values.

    `unread` are the keys whose value had a fault; what depends on them isn't judged.
    """
    for first, last in ORDERED:
        start, end = values.get(first), values.get(last)
        if start and end and end < start:
            yield last, "reversed", {"first": first, "start": start, "last": last, "end": end}
    if of in ONE_OF:
        keys = ONE_OF[of]
        written = [key for key in keys if values.get(key) is not None]
        if len(written) != 1 and unread.isdisjoint(keys):
            code = "one_of_none" if not written else "one_of_many"
            yield (written[1] if written else None), code, {"keys": ", ".join(keys)}
    if of in ONLY_WITH:
        key, needed = ONLY_WITH[of]
        if values.get(key) is not None and values.get(needed) is None and needed not in unread:
            yield key, "only_with", {"key": key, "needed": needed}
    if of in AT_MOST:
        part, whole = AT_MOST[of]
        some, everyone = values.get(part), values.get(whole)
        if some is not None and everyone is not None and some > everyone:
            said = {"part": part, "whole": whole, "value": some, "limit": everyone}
            yield part, "more_than_all", said
    for key in AT_MOST.get(of, ()):
        if (values.get(key) or 0) < 0:
            yield key, "negative", {"key": key, "value": values[key]}
