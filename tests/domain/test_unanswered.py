"""Who does not answer is written to less and less, is asked once, and is then left in peace (docs/care.md 4.4)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedule import DAY, EVERY_DAY, WORKDAYS
from bot.domain.unanswered import SILENT, Pace, pace

FIRST = date(2026, 3, 2)


def lived(weekdays: frozenset[int], days: int = 60, begins: date = FIRST) -> tuple[list[int], list[int]]:
    """Days, from the first reminder, with a reminder and with the question, for somebody who never answers."""
    reminded: list[date] = []
    asked: list[date] = []
    for ahead in range(days):
        today = begins + ahead * DAY
        step = pace(reminded, today, weekdays)
        if today.isoweekday() in weekdays and step in (Pace.USUAL, Pace.ASK):
            reminded.append(today)
            asked += [today] if step is Pace.ASK else []
    usual = [day for day in reminded if day not in asked]
    return [(day - reminded[0]).days for day in usual], [(day - reminded[0]).days for day in asked]


def test_daily_reminders_ask_after_seven_days_without_an_answer() -> None:
    assert lived(EVERY_DAY) == ([0, 1, 2, 4, 6, 8, 10], [12])


def test_workdays_ask_before_the_silence_too() -> None:
    assert lived(WORKDAYS) == ([0, 1, 2, 4, 7, 9], [11])


@given(st.frozensets(st.integers(1, 7), min_size=1), st.integers(0, 6))
def test_whatever_the_days_there_is_one_question_and_it_is_the_last_word(weekdays: frozenset[int], ahead: int) -> None:
    usual, asked = lived(weekdays, begins=FIRST + ahead * DAY)
    assert len(asked) == 1
    assert max(usual) < asked[0] < SILENT.days
    assert all(following - day >= 2 for day, following in pairwise(usual[2:]))


@pytest.mark.parametrize(
    ("reminded", "today", "expected"),
    [
        ((), 0, Pace.USUAL),
        ((0,), 0, Pace.USUAL),
        ((0, 1), 2, Pace.USUAL),
        ((0, 1, 2), 2, Pace.USUAL),
        ((0, 1, 2), 3, Pace.REST),
        ((0, 1, 2), 4, Pace.USUAL),
        ((0, 1, 2, 4), 4, Pace.USUAL),
        ((0, 1, 2, 4, 6, 8, 10), 12, Pace.ASK),
        ((0, 1, 2, 4, 6, 8, 10, 12), 12, Pace.REST),
        ((0, 1, 2, 4, 6, 8, 10, 12), 13, Pace.REST),
        ((0,), 13, Pace.ASK),
        ((0,), 14, Pace.SILENT),
        ((0, 1, 2, 4, 6, 8, 10, 12), 400, Pace.SILENT),
    ],
)
def test_paces(reminded: tuple[int, ...], today: int, expected: Pace) -> None:
    days = [FIRST + timedelta(days=each) for each in reminded]
    assert pace(days, FIRST + timedelta(days=today), EVERY_DAY) is expected
