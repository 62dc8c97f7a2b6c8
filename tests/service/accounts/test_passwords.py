"""Which passwords are taken, how they are kept, and how often one may try."""

from __future__ import annotations

import threading

import pytest

from graph.errors import UsageError
from service.accounts import passwords, waits
from service.accounts.passwords import check_strength, hash_password, is_dated, matches
from service.accounts.waits import TooMany, Waits, neighbourhood

WEAK = (
    "password1234", "P4ssw0rd!!!!", "Lösenord2024!", "sommar2024!!", "123456789012",
    "aaaaaaaaaaaaaaaa", "abcabcabcabc", "qwertyuiop12", "Välkommen2024",
    "admin admin 1", "hejhejhejhej", "Tyreso-kommun-1", "l0senord-l0senord",
)  # fmt: skip
GOOD = ("lingon på grusvägen", "correct horse battery", "🚲🚲 cykla hem 🚲", " " * 6 + "vägg ö ä")


@pytest.mark.parametrize("password", WEAK)
def test_what_anybody_would_try_first_is_refused(password: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_strength(password, "bo")
    assert refused.value.code == "password.common"


@pytest.mark.parametrize("password", [*GOOD, "x7" * 3 + "åäöqrstuvwxyz"])
def test_any_characters_will_do(password: str) -> None:
    check_strength(password, "bo")
    assert matches(password, hash_password(password))


@pytest.mark.parametrize(("length", "right"), [(11, False), (12, True), (128, True), (129, False)])
def test_twelve_to_128_characters(length: int, right: bool) -> None:
    password = ("lingonåker vid sjön " * 8)[:length]
    if right:
        check_strength(password, "bo")
    else:
        with pytest.raises(UsageError, match="12 till 128"):
            check_strength(password, "bo")


@pytest.mark.parametrize("name", ["lingon", "LINGON@kommun.se"])
def test_the_accounts_own_name_is_refused(name: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_strength("lingon på grusvägen", name)
    assert refused.value.code == "password.name"


def test_a_password_is_kept_as_a_salted_hash_and_known_from_every_keyboard() -> None:
    one, other = hash_password("lingon på grusvägen"), hash_password("lingon på grusvägen")
    assert one != other and one.startswith("$argon2id$") and "lingon" not in one
    assert "m=65536,t=3" in one and not is_dated(one)
    assert matches("lingon pa\u030a grusva\u0308gen", one)
    assert not matches("Lingon på grusvägen", one)
    assert is_dated(one.replace("t=3", "t=2"))


def test_nobodys_password_takes_a_hash_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Counting(type(passwords.HASHER)):  # type: ignore[misc]
        def verify(self, hash: str, password: str) -> bool:
            asked.append(hash)
            return bool(super().verify(hash, password))

    monkeypatch.setattr(passwords, "HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    passwords._dummy.cache_clear()
    assert not matches("nobody has this password", "")
    passwords._dummy.cache_clear()
    assert len(asked) == 1 and asked[0].startswith("$argon2id$")


def test_no_more_hash_at_once_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    working, most, lock = [0], [0], threading.Lock()
    go = threading.Event()

    class Slow:
        def verify(self, hash: str, password: str) -> bool:
            with lock:
                working[0] += 1
                most[0] = max(most[0], working[0])
            go.wait(10)
            with lock:
                working[0] -= 1
            return True

    monkeypatch.setattr(passwords, "HASHER", Slow())
    outcomes: list[object] = []

    def ask() -> None:
        try:
            outcomes.append(matches("a", "kept"))
        except TooMany as error:
            outcomes.append(error)
            go.set()

    threads = [threading.Thread(target=ask) for _ in range(passwords.IN_LINE + 1)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert most[0] <= passwords.AT_ONCE
    assert sum(isinstance(each, TooMany) for each in outcomes) == 1
    assert outcomes.count(True) == passwords.IN_LINE


def tries(line: Waits, count: int, account: str = "bo", address: str = "10.0.0.1") -> int:
    """How many of so many wrong tries were let through."""
    let = 0
    for _ in range(count):
        try:
            line.check(account, address)
        except TooMany:
            continue
        line.failed(address)
        let += 1
    return let


def test_waits_grow_while_failures_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    line, told = Waits(), []
    for _ in range(4):
        tries(line, 10)
        with pytest.raises(TooMany) as wait:
            line.check("bo", "10.0.0.1")
        told.append(wait.value.wait)
        now[0] += wait.value.wait + 1
    assert told[0] <= 60 < told[1] <= 900 < told[3] <= 3600


def test_one_who_is_waiting_leaves_others_and_other_places_alone() -> None:
    line = Waits()
    assert tries(line, 10) == 5
    assert tries(line, 3, account="åsa") == 3
    assert tries(line, 3, address="10.0.0.2") == 3


def test_an_account_is_guessed_at_a_hundred_times_an_hour_whatever_the_addresses() -> None:
    line = Waits()
    assert sum(tries(line, 1, address=f"10.0.{n}.1") for n in range(150)) == 100


def test_an_address_that_tries_many_accounts_waits() -> None:
    line = Waits()
    assert sum(tries(line, 1, account=f"a{n}") for n in range(90)) == 60
    assert tries(line, 1, account="x", address="2001:db8::1") == 1


def test_right_ones_are_never_made_to_wait() -> None:
    line = Waits()
    for _ in range(30):
        line.check("bo", "10.0.0.1")
        line.succeeded("bo", "10.0.0.1")


def test_a_household_of_addresses_is_one() -> None:
    assert neighbourhood("2001:db8:1:2:3::4") == neighbourhood("2001:db8:1:2:ffff::1")
    assert neighbourhood("2001:db8:1:2::1") != neighbourhood("2001:db8:1:3::1")
    assert neighbourhood("10.0.0.1") == "10.0.0.1" and neighbourhood("") == ""
    assert waits.PAIR and waits.ACCOUNT
