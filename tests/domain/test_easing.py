"""Easy weeks, and when they did not help: every row of docs/care.md 4.3 that is about a week."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.course import Course
from bot.domain.easing import (
    Relief,
    Weekly,
    eased,
    is_high,
    is_not_easier,
    may_end,
    physio_is_due,
    relief,
    weighed,
)

TODAY = date(2026, 3, 4)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def week(score: int, wish: int | None = None) -> Weekly:
    return Weekly(score, score, score, wish)


def known(usual: float = 3, **more: object) -> Course:
    return replace(Course(usual=usual, weekly_on=TODAY - WEEK), **more)  # type: ignore[arg-type]  # fields of Course


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (None, Relief.EASY_WEEK),
        (0, Relief.NONE),
        (2, Relief.NONE),
        (3, Relief.CONSULT),
        (7, Relief.CONSULT),
        (13, Relief.CONSULT),
        (14, Relief.EASY_WEEK),
    ],
)
def test_an_easy_week_that_did_not_settle_it_is_a_consult(days: int | None, found: Relief) -> None:
    began = None if days is None else TODAY - days * DAY
    assert relief(Course(easy_from=began), TODAY) is found


def test_the_first_weekly_answers_are_only_noted() -> None:
    course, found = weighed(Course(usual=1), week(9), TODAY)
    assert (course.usual, course.weekly_on, course.rises, found) == (9, TODAY, 0, Relief.NONE)


@pytest.mark.parametrize(("score", "found"), [(3, Relief.NONE), (4, Relief.NONE), (5, Relief.EASY_WEEK)])
def test_a_rise_of_two_brings_an_easy_week(score: int, found: Relief) -> None:
    course, seen = weighed(known(3), week(score), TODAY)
    assert seen is found
    assert course.rises == (found is Relief.EASY_WEEK)


def test_two_rises_running_are_a_consult() -> None:
    assert weighed(known(5, rises=1), week(7), TODAY)[1] is Relief.CONSULT
    assert weighed(known(5, rises=1), week(6), TODAY)[0].rises == 0


def test_a_pain_that_stays_up_after_an_easy_week_is_a_consult() -> None:
    course, _ = eased(known(5), None, 3, TODAY - WEEK)
    assert weighed(course, week(5), TODAY)[1] is Relief.CONSULT
    assert weighed(course, week(4), TODAY)[1] is Relief.NONE


def test_an_easy_week_may_end_after_three_days_without_a_sore_morning() -> None:
    course, until = eased(Course(), None, None, TODAY)
    assert until == TODAY + WEEK
    assert [may_end(course, until, TODAY + days * DAY) for days in (0, 2, 3, 6, 7)] == [False, False, True, True, False]
    assert not may_end(replace(course, sore_mornings=1), until, TODAY + 3 * DAY)


def test_no_other_easy_week_may_end_early() -> None:
    """That of the way back from a hold lasts its seven days (docs/care.md 3.2)."""
    course, _ = eased(Course(), None, None, TODAY - 5 * DAY)
    assert not may_end(course, TODAY + WEEK, TODAY)
    assert not may_end(Course(), TODAY + WEEK, TODAY + 3 * DAY)


@pytest.mark.parametrize(("usual", "high"), [(None, False), (5.9, False), (6, True), (10, True)])
def test_a_high_usual_pain(usual: float | None, *, high: bool) -> None:
    assert is_high(usual) is high


def test_the_physio_is_named_once_and_again_after_two_weeks() -> None:
    course = known(7)
    assert physio_is_due(course, TODAY)
    said = replace(course, physio_on=(TODAY,))
    assert [physio_is_due(said, TODAY + days * DAY) for days in (0, 13, 14)] == [False, False, True]
    assert not physio_is_due(replace(said, physio_on=(TODAY, TODAY + 14 * DAY)), TODAY + 60 * DAY)
    assert not physio_is_due(known(5), TODAY)


@pytest.mark.parametrize(
    ("first", "now", "not_easier"),
    [
        (week(6, 4), week(6, 4), True),
        (week(6, 4), week(5, 4), True),
        (week(6, 4), week(6, 5), False),
        (week(6, 4), week(4, 4), False),
        (week(3, 4), week(2, 4), False),
        (week(6), week(6), True),
        (week(1), week(1), False),
    ],
)
def test_six_weeks_without_being_clearly_easier(first: Weekly, now: Weekly, *, not_easier: bool) -> None:
    assert is_not_easier(first, now) is not_easier
