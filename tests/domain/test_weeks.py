"""Weeks go by with sessions, and days away have their consequences: every row of docs/care.md 5.6."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.course import Course
from bot.domain.weeks import Away, advanced, enough, put_back, returned
from tests.domain.test_programme import PROGRAMME

START = date(2026, 5, 11)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def weeks_of(*counts: int) -> list[date]:
    """So many sessions in each week from the start on."""
    return [START + number * WEEK + place * DAY for number, count in enumerate(counts) for place in range(count)]


def after(course: Course, *counts: int, easy_until: date | None = None) -> Course:
    return advanced(course, PROGRAMME, weeks_of(*counts), easy_until, START + len(counts) * WEEK)


def at(week: int) -> Course:
    return Course(week=week, week_began=START)


def test_a_course_begins_in_week_one_today() -> None:
    assert advanced(Course(), PROGRAMME, (), None, START) == Course(week=1, week_began=START)


def test_a_week_lasts_seven_days() -> None:
    done = weeks_of(5)
    assert advanced(at(1), PROGRAMME, done, None, START + 6 * DAY).week == 1
    assert advanced(at(1), PROGRAMME, done, None, START + 7 * DAY).week == 2


def test_a_week_without_a_session_is_no_week() -> None:
    found = after(at(5), 0, 0, 0)
    assert (found.week, found.week_began, found.repeats) == (5, START + 3 * WEEK, 0)


@pytest.mark.parametrize(("done", "week"), [(2, 2), (3, 3), (5, 3)])
def test_the_next_phase_wants_three_sessions_of_five(done: int, week: int) -> None:
    assert after(at(2), done).week == week


def test_within_a_phase_one_session_is_enough_for_the_next_week() -> None:
    assert after(at(5), 1).week == 6


def test_a_week_is_repeated_at_most_twice() -> None:
    assert [after(at(4), *[1] * weeks).week for weeks in (1, 2, 3)] == [4, 4, 5]
    assert after(at(4), 1, 1).repeats == 2
    assert after(at(4), 1, 1, 1).repeats == 0


@pytest.mark.parametrize(("days_before_the_end", "week"), [(-1, 4), (0, 4), (4, 4), (5, 5), (9, 5)])
def test_no_new_phase_within_five_days_of_an_easy_week(days_before_the_end: int, week: int) -> None:
    assert after(at(4), 5, easy_until=START + WEEK - days_before_the_end * DAY).week == week


def test_after_week_twelve_it_goes_on() -> None:
    assert after(at(12), 4, 3, 3, 3).week == 16
    assert PROGRAMME.phase(16).number == 5


def test_what_is_enough_is_three_fifths() -> None:
    assert [enough(phase) for phase in PROGRAMME.phases] == [3, 3, 3, 3, 2]


ROWS = [
    (0, Away.NO),
    (1, Away.SAME),
    (3, Away.SAME),
    (4, Away.REPEAT),
    (7, Away.REPEAT),
    (8, Away.DOWN),
    (14, Away.DOWN),
    (15, Away.PHASE),
    (41, Away.PHASE),
    (42, Away.START),
    (400, Away.START),
]


@pytest.mark.parametrize(("missed", "away"), ROWS)
def test_every_row_of_days_away(missed: int, away: Away) -> None:
    found = returned(at(6), START, START + (missed + 1) * DAY)
    assert (found.away, found.days) == (away, missed)


def test_who_never_did_a_session_is_not_away() -> None:
    assert returned(at(1), None, START + 100 * DAY).away is Away.NO


def test_what_followed_from_days_away_follows_once() -> None:
    back = replace(at(6), resumed_on=START + 20 * DAY)
    assert returned(back, START, START + 20 * DAY).away is Away.NO
    assert returned(back, START, START + 25 * DAY).away is Away.REPEAT


@pytest.mark.parametrize(
    ("away", "week"), [(Away.SAME, 7), (Away.REPEAT, 7), (Away.DOWN, 7), (Away.PHASE, 5), (Away.START, 1)]
)
def test_where_the_weeks_go_on(away: Away, week: int) -> None:
    found = put_back(replace(at(7), repeats=1), PROGRAMME, away, START + 50 * DAY)
    assert found.week == week
    assert found.week_began == (START + 50 * DAY if away >= Away.PHASE else START)


@given(st.lists(st.integers(0, 7), max_size=30))
def test_no_week_is_skipped_and_none_goes_back(counts: list[int]) -> None:
    weeks = [after(at(1), *counts[:length]).week for length in range(len(counts) + 1)]
    assert all(later - earlier in (0, 1) for earlier, later in pairwise(weeks))


@given(st.lists(st.integers(0, 7), max_size=12), st.integers(0, 90))
def test_it_comes_to_the_same_however_often_it_is_looked_at(counts: list[int], days: int) -> None:
    today, done = START + days * DAY, weeks_of(*counts)
    step = advanced(at(1), PROGRAMME, done, None, START + days // 2 * DAY)
    assert advanced(step, PROGRAMME, done, None, today) == advanced(at(1), PROGRAMME, done, None, today)
