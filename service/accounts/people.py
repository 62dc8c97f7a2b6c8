"""
The accounts: who there is, with which role, and how their password is known again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.errors import UsageError
from graph.store import Store
from graph.store.shelf import Kept, Stale, Taken
from graph.text import control_character
from service.accounts.clock import instant
from service.accounts.passwords import check_strength, hash_password
from service.accounts.roles import ADMIN, ROLES

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class User:
    """
    An account. `name` is what one signs in with, `title` how it is shown. `password` is a hash,
    empty for who can't sign in by password. `subject` is who an identity provider says this is.

    Sessions and one-time links carry the `era` they were made in; raising it ends them all.
    """

    name: str
    title: str = ""
    role: str = ROLES[0]
    units: tuple[str, ...] = ()
    password: str = ""
    subject: str = ""
    disabled: bool = False
    era: int = 1
    made: str = ""
    version: int = 0

    @property
    def id(self) -> str:
        """What the account is stored by; the same however the name is written."""
        return folded(self.name)

    @property
    def shown(self) -> str:
        """The name as people write it."""
        return self.title or self.name


def folded(name: str) -> str:
    """A name to compare by: case, and how its letters are put together, make no difference."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()


class People:
    """The accounts of a store."""

    def __init__(self, store: Store) -> None:
        """Nothing is read yet."""
        self._store = store
        self._shelf = store.shelf("User")

    def get(self, name: str) -> User | None:
        """The account with this name, however it is written."""
        kept = self._shelf.get(folded(name))
        return _user(kept) if kept else None

    def known(self, name: str) -> User:
        """The account with this name; UsageError if there is none."""
        found = self.get(name)
        if found is None:
            raise UsageError("user.unknown", name=name)
        return found

    def by_subject(self, subject: str) -> User | None:
        """The account that an identity provider knows by this subject."""
        found = self._shelf.all(key=subject, limit=1) if subject else []
        return _user(found[0]) if found else None

    def all(self) -> Iterator[User]:
        """Every account, by name."""
        after = ""
        while stretch := self._shelf.all(after=after):
            yield from map(_user, stretch)
            after = stretch[-1].id

    def has_admin(self) -> bool:
        """True if somebody can sign in and make accounts."""
        return any(map(_rules, self.all()))

    def add(
        self,
        name: str,
        *,
        title: str = "",
        role: str = ROLES[0],
        units: Collection[str] = (),
        password: str | None = None,
        subject: str = "",
    ) -> User:
        """A new account; UsageError for a name that is taken or a password that is weak."""
        name = unicodedata.normalize("NFC", name.strip())
        if not name or len(name) > LONGEST_NAME or control_character(name):
            raise UsageError("user.name", limit=LONGEST_NAME)
        user = User(
            name=name,
            title=_title(title),
            role=role,
            units=_scope(role, units),
            password="" if password is None else _hashed(name, password),
            subject=subject,
            made=instant(),
        )
        try:
            kept = self._shelf.add(user.id, _body(user), key=subject)
        except Taken:
            raise UsageError("user.taken", name=name) from None
        return _user(kept)

    def rename(self, user: User, title: str) -> User:
        """The same account, shown by another name."""
        return self.change(user, replace(user, title=title))

    def bind(self, user: User, subject: str) -> User:
        """The account as that of whom an identity provider knows by this subject."""
        return self._put(replace(user, subject=subject))

    def set_role(self, user: User, role: str, units: Collection[str] = ()) -> User:
        """The account with another role and scope, signed out everywhere."""
        return self.change(user, replace(user, role=role, units=tuple(units)))

    def set_disabled(self, user: User, disabled: bool) -> User:
        """The account shut or opened again, signed out everywhere."""
        return self.change(user, replace(user, disabled=disabled))

    def change(self, user: User, wanted: User) -> User:
        """
        The account with the title, role, scope and state that are wanted, all at once; signed out
        everywhere if it may do something else than before.
        """
        units = _scope(wanted.role, wanted.units)
        wanted = replace(wanted, title=_title(wanted.title), units=units)
        if wanted == user:
            return user
        if wanted == replace(user, title=wanted.title):
            return self._put(wanted)
        leaves = user.role == ADMIN and not user.disabled and not _rules(wanted)
        if leaves and not any(_rules(each) for each in self.all() if each.id != user.id):
            raise UsageError("user.last_admin", name=user.name)
        changed = self._put(replace(wanted, era=user.era + 1))
        if leaves and not self.has_admin():
            # Two have just taken it from each other; whoever looks last gives it back.
            self._put(replace(user, version=changed.version))
            raise UsageError("user.last_admin", name=user.name)
        return self._signed_out(changed)

    def set_password(self, user: User, password: str) -> User:
        """The account with another password, signed out everywhere; UsageError for a weak one."""
        hashed = _hashed(user.name, password)
        return self._signed_out(self._put(replace(user, password=hashed, era=user.era + 1)))

    def refresh(self, user: User, hashed: str) -> User:
        """The account with the same password hashed anew; somebody else's change goes first."""
        try:
            return self._put(replace(user, password=hashed))
        except Stale:
            return user

    def _signed_out(self, user: User) -> User:
        sessions = self._store.shelf("Session")
        for each in sessions.all(key=user.id):
            sessions.drop(each.id)
        return user

    def _put(self, user: User) -> User:
        return _user(
            self._shelf.put(user.id, _body(user), version=user.version, key=user.subject)
        )


def plain_user(user: User) -> dict[str, Any]:
    """An account as JSON values, with the ways there are to sign in, not what they ask for."""
    ways = (("password", user.password), ("oidc", user.subject))
    return {
        "name": user.name,
        "title": user.title,
        "role": user.role,
        "units": list(user.units),
        "disabled": user.disabled,
        "made": user.made,
        "signs_in_by": [way for way, has in ways if has],
    }


def users_json(rows: Iterable[User], total: int, following: str | None = None) -> dict[str, Any]:
    """`rodtrad.users/1`: accounts, each with the tag that a change must show."""
    told = [{**plain_user(user), "tag": str(user.version)} for user in rows]
    return {"format": "rodtrad.users/1", "total": total, "users": told, "next": following}


def _rules(user: User) -> bool:
    """True for one who can sign in and mend things; the last one must be left."""
    return user.role == ADMIN and not user.disabled


def _title(title: str) -> str:
    title = unicodedata.normalize("NFC", title.strip())
    if len(title) > LONGEST_NAME or control_character(title):
        raise UsageError("user.name", limit=LONGEST_NAME)
    return title


def _hashed(name: str, password: str) -> str:
    check_strength(password, name)
    return hash_password(password)


def _scope(role: str, units: Collection[str]) -> tuple[str, ...]:
    if role not in ROLES:
        raise UsageError("user.role", role=role, known=", ".join(ROLES))
    # An admin can give themselves any scope, so a narrow one would only look like one.
    return () if role == ADMIN else tuple(sorted(set(units)))


def _body(user: User) -> Mapping[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name in User.__slots__
        if name != "version"
        for value in (getattr(user, name),)
    }


def _user(kept: Kept) -> User:
    return User(**{**kept.body, "units": tuple(kept.body["units"]), "version": kept.version})
