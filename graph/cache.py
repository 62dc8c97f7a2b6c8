"""
A store's projection kept in a file, so that opening an unchanged store reads no goals.

The file lies in the embedded store's own folder, or for a server among the user's caches.
It holds numbers and texts only (numpy arrays without pickle, and JSON), is written whole or
not at all, and counts only for exactly the content it was made of. A file that is old,
damaged or something else is left aside and written anew; it is never an error.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import io
import json
import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from graph.chain import Chain, PlanFile
from graph.fields import Kind, fields_of
from graph.model import SECTIONS, Place, Source
from graph.period import Period, parse_period
from graph.projection import Projection, Ragged, build

if TYPE_CHECKING:
    from graph.store import Store

FORMAT = "rodtrad.projection/4"
NAME = "projection.npz"
# No text of a plan may hold this, so it can stand between them.
_BETWEEN = "\x00"
_PLACE = "place"
_DISTINCT = ("codes", "kinds", "tags", "exempt_by", "exempt_reason", "bases", "files", "hows")
_JOINED = ("ids", "titles")
_RAGGED = ("units", "areas", "addressed", "replaced_by")
_ARRAYS = {
    **dict.fromkeys(("lines", "level", "plan", "source", "target"), np.intp),
    **dict.fromkeys(("valid_from", "valid_to", "exempt_from", "exempt_to"), np.int32),
    **dict.fromkeys(("link_from", "link_to"), np.int32),
    **dict.fromkeys(("status", "link_status"), np.int8),
    **dict.fromkeys(("exists", "link_suspect"), np.bool_),
    "budgets": np.float64,
}
_OF_LINKS = ("source", "target", "link_from", "link_to", "link_status", "link_suspect", "hows")

Arrays = dict[str, NDArray[Any]]


def cached(store: Store) -> Projection:
    """
    The projection of a store as it is now: from its file if that is of this content, else
    built, and the file written for the next time. StoreError when the store can't be read.
    """
    state = store.state()
    key = f"{FORMAT} {state.revision} {state.digest} {state.mark}"
    file = cache_file(store.url)
    found = load(file, key)
    if found is not None:
        return found
    projection = build(store.columns_at_hand() or store.columns())
    # Between the two readings somebody may have imported.
    if (projection.revision, projection.digest) == (state.revision, state.digest):
        with suppress(OSError, ValueError):
            save(file, key, projection)
    return projection


def cache_file(url: str) -> Path:
    """Where the projection of the store at this URL is kept."""
    if url.startswith("embedded:"):
        return Path(url.removeprefix("embedded:")).expanduser() / "cache" / NAME
    home = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(home) if os.path.isabs(home) else Path.home() / ".cache"
    return base / "rodtrad" / hashlib.sha256(url.encode()).hexdigest()[:32] / NAME


def save(file: Path, key: str, projection: Projection) -> None:
    """
    Write the projection whole, for nobody else's eyes. OSError if the place can't be written;
    ValueError, before anything is written, for a text that can't be kept.
    """
    arrays: Arrays = {name: getattr(projection, name) for name in _ARRAYS}
    for name in _RAGGED:
        ragged: Ragged = getattr(projection, name)
        arrays[f"{name}.start"], arrays[f"{name}.values"] = ragged.start, ragged.values
    words: dict[str, list[str | None]] = {}
    for name in _DISTINCT:
        words[name], arrays[name] = _numbered(getattr(projection, name))
    for name in _JOINED:
        arrays[name] = _bytes(_join(getattr(projection, name)))
    head = {
        "key": key,
        "digest": projection.digest,
        "sources": projection.sources,
        "revision": projection.revision,
        "words": words,
        "frame": _packed_chain(projection.frame),
    }
    arrays["head"] = _bytes(json.dumps(head, ensure_ascii=False))
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(buffer.getbuffer())
        os.replace(fresh, file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def load(file: Path, key: str) -> Projection | None:
    """The projection in the file, or None if it isn't there, isn't whole, or of another key."""
    try:
        # Reading an entry of the archive to its end checks its sum.
        with open(file, "rb") as handle, np.load(handle, allow_pickle=False) as entries:
            head = json.loads(entries["head"].tobytes())
            if head["key"] != key:
                return None
            return _projection(head, {name: entries[name] for name in entries.files})
    except Exception:
        # A damaged or foreign file can make the libraries raise whatever they know.
        return None


def _projection(head: dict[str, Any], arrays: Arrays) -> Projection:
    """The projection; ValueError if its parts don't fit together."""
    given: dict[str, Any] = {}
    for name, kind in _ARRAYS.items():
        given[name] = arrays[name]
        if given[name].dtype != kind or given[name].ndim != 1:
            raise ValueError(name)
    for name in _RAGGED:
        given[name] = Ragged(arrays[f"{name}.start"], arrays[f"{name}.values"])
    for name in _DISTINCT:
        words = head["words"][name]
        given[name] = list(map(words.__getitem__, arrays[name].tolist()))
    for name in _JOINED:
        text = arrays[name].tobytes().decode()
        given[name] = text.split(_BETWEEN) if text or len(given["exists"]) else []
    goals, links = len(given["exists"]), len(given["source"])
    for name in (*_ARRAYS, *_DISTINCT, *_JOINED):
        if len(given[name]) != (links if name in _OF_LINKS else goals):
            raise ValueError(name)
    for name in _RAGGED:
        if len(given[name].start) != goals + 1:
            raise ValueError(name)
    return Projection(
        frame=_unpacked_chain(head["frame"]),
        digest=head["digest"],
        sources=tuple(head["sources"]),
        revision=head["revision"],
        **given,
    )


def _numbered(texts: Sequence[str | None]) -> tuple[list[str | None], NDArray[np.int32]]:
    """The different texts, and for each text which of them it is."""
    seen: dict[str | None, int] = {}
    numbers = [seen.setdefault(text, len(seen)) for text in texts]
    return list(seen), np.array(numbers, dtype=np.int32)


def _join(texts: Sequence[str]) -> str:
    joined = _BETWEEN.join(texts)
    if joined.count(_BETWEEN) != max(len(texts) - 1, 0):
        raise ValueError("a text holds the character that stands between texts")
    return joined


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _packed_chain(chain: Chain) -> dict[str, Any]:
    """Everything but the goals: an item is what it says beside its defaults, and its place."""
    # Where the store keeps it: only who has a store comes here.
    from graph.store.records import governance_text

    sections = {
        name: [_packed(item) for item in chain.section(name)]
        for name in SECTIONS
        if name != "goals"
    }
    return {
        "files": [_packed(file.source) for file in chain.files],
        "governance": governance_text(chain.governance),
        "sections": sections,
    }


def _unpacked_chain(said: dict[str, Any]) -> Chain:
    from graph.store.records import governance_of

    sections = {
        name: tuple(map(_unpacker(SECTIONS[name]), rows)) for name, rows in said["sections"].items()
    }
    # The headings of the files; the items of each are in the sections already.
    files = tuple(PlanFile(source=heading) for heading in map(_unpacker(Source), said["files"]))
    return Chain(files=files, governance=governance_of(said["governance"]), **sections)


def _packed(item: Any) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for field in fields_of(type(item)):
        value = getattr(item, field.key)
        if value != field.default:
            said[field.key] = _packed_value(value)
    if item.place is not None:
        said[_PLACE] = [item.place.file, item.place.line]
    return said


def _packed_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_packed_value(each) for each in value]
    if isinstance(value, Period):
        return value.text
    if isinstance(value, datetime.date):
        return value.isoformat()
    return _packed(value) if dataclasses.is_dataclass(value) else value


def _unpacker(of: type[Any]) -> Callable[[dict[str, Any]], Any]:
    """Makes items of a class from what `_packed` says of them."""
    decoders = {field.key: _decoder(field.kind) for field in fields_of(of)}
    decoders[_PLACE] = lambda place: Place(*place)
    coded = [(name, decode) for name, decode in decoders.items() if decode is not None]

    def unpacked(said: dict[str, Any]) -> Any:
        for name, decode in coded:
            if name in said:
                said[name] = decode(said[name])
        return of(**said)

    return unpacked


def _decoder(kind: Kind) -> Callable[[Any], Any] | None:
    one: Callable[[Any], Any] | None = None
    if kind.name == "item" and kind.item is not None:
        one = _unpacker(kind.item)
    elif kind.name == "day":
        one = cache(datetime.date.fromisoformat)
    elif kind.name == "period":
        one = cache(parse_period)
    if not kind.many:
        return one
    return tuple if one is None else partial(_each, one)


def _each(one: Callable[[Any], Any], values: list[Any]) -> tuple[Any, ...]:
    return tuple(map(one, values))
