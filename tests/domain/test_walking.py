"""How the walk grows: with the days walked, by five minutes a week at most, and never back by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import walking
from bot.domain.course import Course
from bot.domain.walking import Aim, advance
from tests.domain.test_programme import PROGRAMME

START = date(2026, 5, 11)
WEEKS = 12


def day(number: int) -> date:
    return START + timedelta(days=number)


def days(*numbers: int) -> frozenset[date]:
    return frozenset(day(each) for each in numbers)


def course(minutes: int = 10, since: int = 0) -> Course:
    return Course(walk_minutes=minutes, walk_since=day(since))


def aim(
    known: Course, walked: frozenset[date] = frozenset(), today: int = 0, *, week: int = 1, short: bool = False
) -> Aim:
    return walking.aim(PROGRAMME, known, walked, day(today), week=week, short=short)


@pytest.mark.parametrize(
    ("walked", "today", "minutes", "since"),
    [
        ((), 6, 10, 0),
        ((0, 1, 2), 6, 10, 0),
        ((0, 1, 2), 7, 15, 7),
        ((0, 1), 7, 10, 7),
        ((0, 1, 2), 60, 15, 56),
        ((0, 3, 6, 7, 8, 9), 14, 20, 14),
        ((0, 1, 7, 8), 14, 10, 14),
        ((5, 6, 7), 14, 10, 14),
    ],
)
def test_a_week_with_three_days_walked_adds_five_minutes(
    walked: tuple[int, ...], today: int, minutes: int, since: int
) -> None:
    assert advance(course(), days(*walked), day(today)) == course(minutes, since)


def test_who_has_not_said_how_they_walk_now_has_nothing_that_grows() -> None:
    assert advance(Course(), days(0, 1, 2), day(7)) == Course()
    assert advance(Course(walk_minutes=10), days(0, 1, 2), day(7)) == Course(walk_minutes=10)


def test_thirty_minutes_are_enough() -> None:
    assert advance(course(30), days(0, 1, 2), day(7)).walk_minutes == 30
    assert advance(course(28), days(0, 1, 2), day(7)).walk_minutes == 30


def test_the_end_of_the_growing_is_the_programme_s_last_rung() -> None:
    assert PROGRAMME.walk[-1].minutes == walking.MOST == PROGRAMME.article_walk.minutes_to


walks = st.frozensets(st.integers(0, 7 * WEEKS).map(day))
starts = st.sampled_from([5, 10, 20])
todays = st.integers(0, 7 * WEEKS)


@given(starts, walks, todays)
def test_to_advance_twice_is_to_advance_once(minutes: int, walked: frozenset[date], today: int) -> None:
    once = advance(course(minutes), walked, day(today))
    assert advance(once, walked, day(today)) == once


@given(starts, walks, todays)
def test_looked_at_alone_it_is_what_noting_each_walk_has_made_it(
    minutes: int, walked: frozenset[date], today: int
) -> None:
    """The course is written only when a walk is noted; whoever only looks sees the same."""
    known = course(minutes)
    for each in sorted(walked):
        if each <= day(today):
            known = advance(known, {one for one in walked if one <= each}, each)
    until_today = frozenset(each for each in walked if each <= day(today))
    assert advance(known, until_today, day(today)) == advance(course(minutes), until_today, day(today))


@given(starts, walks)
def test_over_the_weeks_it_never_shrinks_never_jumps_and_never_passes_thirty(
    minutes: int, walked: frozenset[date]
) -> None:
    seen = [advance(course(minutes), {one for one in walked if one <= day(at)}, day(at)) for at in range(7 * WEEKS)]
    figures = [each.walk_minutes or 0 for each in seen]
    for at, figure in enumerate(figures[1:], start=1):
        before = figures[max(0, at - 7) : at]
        assert figure >= figures[at - 1], "down"
        assert figure <= min(before) + walking.MORE, "more than five minutes in seven days"
        assert figure <= walking.MOST
        week_before = {one for one in walked if day(at - 7) <= one < day(at)}
        assert figure == figures[at - 1] or len(week_before) >= walking.ENOUGH, "after too few days"


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (5, Aim((5, 5), times_a_day=(2, 3))),
        (10, Aim((10, 10))),
        (15, Aim((15, 15))),
        (20, Aim((20, 20), brisk=True)),
        (25, Aim((25, 25), brisk=True)),
        (30, Aim((30, 30), brisk=True)),
    ],
)
def test_the_rung_says_how_often_and_how_fast(minutes: int, expected: Aim) -> None:
    assert aim(course(minutes)) == expected


@pytest.mark.parametrize("minutes", [None, 5, 10, 20, 30])
@pytest.mark.parametrize("week", [1, 3, 6, 52])
def test_a_short_walk_is_ten_minutes_at_most_and_never_brisk(minutes: int | None, week: int) -> None:
    known = replace(course(), walk_minutes=minutes)
    found = aim(known, days(0, 1, 2), 8, week=week, short=True)
    assert max(found.minutes) <= walking.SHORT
    assert not found.brisk


@pytest.mark.parametrize(
    ("week", "expected"),
    [(1, Aim((10, 10))), (2, Aim((10, 15))), (6, Aim((20, 25), brisk=True)), (52, Aim((30, 30), brisk=True))],
)
def test_until_they_have_said_it_the_phase_says_it(week: int, expected: Aim) -> None:
    assert aim(Course(), week=week) == expected


def test_what_has_grown_says_so_until_a_walk_is_noted() -> None:
    walked = days(0, 1, 2)
    assert aim(course(), walked, 7) == Aim((15, 15), grown=True)
    assert aim(advance(course(), walked, day(7)), walked, 7) == Aim((15, 15))
    assert not aim(course(), walked, 7, short=True).grown, "what is said is what is shown"
