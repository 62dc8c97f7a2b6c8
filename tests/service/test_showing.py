"""Numbers, days and times as Swedes write them."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from service.reports.words import share
from service.showing import moment_text, number, percent, period_text, swedish_time

HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize("year", [1997, 2024, 2026, 2027, 2032])
def test_swedish_time_is_that_of_the_table_of_time_zones(year: int) -> None:
    at, home = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC), ZoneInfo("Europe/Stockholm")
    while at.year == year:
        assert swedish_time(at).replace(tzinfo=None) == at.astimezone(home).replace(tzinfo=None)
        at += HOUR


def test_a_moment_is_told_by_the_clocks_of_sweden() -> None:
    assert moment_text("2026-11-22T23:24:00.5Z", "sv") == "23 november 2026 kl.\u00a000.24"
    assert moment_text("2026-07-01T12:00:00Z", "en") == "2026-07-01, 14:00"


def test_numbers_have_a_decimal_comma_and_thin_spaces_in_swedish() -> None:
    assert number(1234567, "sv") == "1\u202f234\u202f567"
    assert number(1234.5, "sv") == "1\u202f234,5" and number(1234.5, "en") == "1,234.5"
    assert number(-0.25, "sv") == "-0,25" and number(3.0, "sv") == "3"


def test_a_percentage_is_rounded_down_and_spaced_as_each_language_does() -> None:
    assert percent(151, 161, "sv") == "93\u00a0%" and percent(151, 161, "en") == "93%"
    assert share(151, 161, "en") == "151 of 161 (93%)"


def test_periods_have_their_days_in_words() -> None:
    assert period_text("2024-2027", "sv") == "2024\u20132027"
    assert period_text("2023-10-23", "sv") == "23 oktober 2023"
    assert period_text("2024-T1", "sv") == "2024-T1"
