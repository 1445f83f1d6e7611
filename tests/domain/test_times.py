"""Times of a reminder by the day, over every weekend on which clocks change, in zones that change them in their own ways."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import schedule
from bot.domain.schedule import DAY, EVERY_DAY
from bot.domain.times import MOST_A_DAY, WEEKEND, Times

ZONES = (
    *("Europe/Berlin", "Europe/London", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe"),
    *("Pacific/Chatham", "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin", "Antarctica/Troll", "America/Nuuk"),
    *("Asia/Kathmandu", "Pacific/Kiritimati", "America/Havana", "America/Santiago", "Asia/Tehran"),
    *("Australia/Sydney", "Pacific/Auckland", "Africa/Cairo", "Asia/Beirut"),
)
YEARS = (2011, 2018, 2026)
"""Apia left a day out in 2011, Sao Paulo changed at midnight until 2018, and today."""
USUAL, WEEKENDS = time(8), time(0, 30)
WALL = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))
TIMES = st.builds(Times, WALL, st.none() | WALL, st.none() | WALL, st.sampled_from((None, 60, 90, 120)))


def weekends_of_change(place: ZoneInfo) -> Iterator[tuple[date, date]]:
    """From the Thursday before to the Tuesday after each change of the clocks."""
    for year in YEARS:
        hours = (datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=each) for each in range(0, 366 * 24, 6))
        for before, after in pairwise(hours):
            if before.astimezone(place).utcoffset() != after.astimezone(place).utcoffset():
                day = before.astimezone(place).date()
                yield day - 3 * DAY, day + 3 * DAY


def walked(times: Times, place: ZoneInfo, first: date, last: date) -> list[schedule.Occurrence]:
    """As the planner goes from one to the next."""
    now = datetime.combine(first, time.min, place).astimezone(UTC) - timedelta(seconds=1)
    found: list[schedule.Occurrence] = []
    while (due := schedule.next_due(times, EVERY_DAY, place, now)) is not None and due.date <= last:
        assert schedule.latest(times, EVERY_DAY, place, due.utc) == due
        found += [due] if due.date >= first else []
        now = due.utc
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_each_day_of_a_weekend_of_change_has_its_one_time(zone: str) -> None:
    place, times = ZoneInfo(zone), Times(USUAL, WEEKENDS)
    for first, last in weekends_of_change(place):
        found = walked(times, place, first, last)
        assert [each.date for each in found] == [
            day for day in schedule.dates(first, last) if schedule.resolve(day, USUAL, place).utc is not None
        ]
        for each in found:
            wanted = WEEKENDS if each.date.isoweekday() in WEEKEND else USUAL
            assert schedule.nominal(times, each, place) == wanted
            assert each.utc == schedule.resolve(each.date, wanted, place).utc


@pytest.mark.parametrize("zone", ZONES)
def test_breaks_of_a_weekend_of_change_come_once_each_and_forwards(zone: str) -> None:
    place, times = ZoneInfo(zone), Times(time(0, 30), None, time(23), 60)
    for first, last in weekends_of_change(place):
        found = walked(times, place, first, last)
        assert [each.utc for each in found] == sorted({each.utc for each in found})
        keys = [(each.date, schedule.nominal(times, each, place)) for each in found]
        assert len(keys) == len(set(keys))
        assert all(at in times.on(day) for day, at in keys)
        for day in {day for day, _ in keys}:
            assert sum(each == day for each, _ in keys) in (MOST_A_DAY - 1, MOST_A_DAY), "two meet where clocks leap"


@settings(max_examples=40)
@given(TIMES, st.sampled_from(ZONES), st.sampled_from(ZONES), st.integers(0, 3 * 24 * 60))
def test_a_move_gives_no_local_date_a_second_message(times: Times, here: str, there: str, minutes: int) -> None:
    """London's spring weekend, left in the middle for anywhere."""
    begins = datetime(2026, 3, 27, tzinfo=UTC)
    moved_at = begins + timedelta(minutes=minutes)
    place, sent, now = ZoneInfo(here), [], begins
    while (due := schedule.next_due(times, EVERY_DAY, place, now)) is not None and due.utc < moved_at:
        sent.append(due)
        now = due.utc
    last = max((each.date for each in sent), default=None)
    move = schedule.moved(times, EVERY_DAY, ZoneInfo(there), moved_at, last)
    assert move.next is not None
    assert move.next.utc >= moved_at
    assert last is None or move.next.date > last
    assert move.skipped is None or last is None or move.skipped.date > last


@given(TIMES, st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_day_has_one_time_or_a_few_in_even_steps(times: Times, day: date) -> None:
    on = times.on(day)
    assert 1 <= len(on) <= MOST_A_DAY
    assert set(on) <= set(times.all)
    assert on[0] == (times.weekend if times.weekend and day.isoweekday() in WEEKEND else times.usual)
    steps = {(b.hour - a.hour) * 60 + b.minute - a.minute for a, b in pairwise(on)}
    assert steps <= {times.every}
