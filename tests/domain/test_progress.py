from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.progress import Progress, progress_of, streak, this_week, week_start

TODAY = date(2026, 5, 13)  # a Wednesday


def days_ago(*counts: int) -> list[date]:
    return [TODAY - timedelta(days=count) for count in counts]


def never(_: date) -> bool:
    return False


def weekend(day: date) -> bool:
    return day.isoweekday() > 5


def test_week_starts_on_monday() -> None:
    assert week_start(TODAY) == date(2026, 5, 11)
    assert week_start(date(2026, 5, 11)) == date(2026, 5, 11)
    assert week_start(date(2026, 5, 17)) == date(2026, 5, 11)


def test_this_week_counts_each_entry_and_no_last_week() -> None:
    assert this_week(days_ago(0, 0, 2, 3), TODAY) == 3


def test_streak() -> None:
    assert streak([], TODAY, never) == 0
    assert streak(days_ago(0), TODAY, never) == 1
    assert streak(days_ago(1, 2), TODAY, never) == 2
    assert streak(days_ago(0, 1, 3), TODAY, never) == 2
    assert streak(days_ago(2, 3), TODAY, never) == 0


def test_rest_days_and_pauses_break_nothing() -> None:
    assert streak(days_ago(0, 1, 2, 5, 6), TODAY, weekend) == 5
    assert streak(days_ago(4, 5), TODAY, lambda day: day > TODAY - timedelta(days=4)) == 2


@given(st.sets(st.integers(0, 60)))
def test_a_streak_never_counts_more_than_was_done(counts: set[int]) -> None:
    done = days_ago(*counts)
    assert streak(done, TODAY, never) <= streak(done, TODAY, weekend) <= len(done)
    assert streak(done, TODAY, lambda _: True) == len(set(done))


def test_progress() -> None:
    found = progress_of(days_ago(0, 8), days_ago(1, 1), days_ago(0, 1), TODAY, kept=never)
    assert found == Progress(sessions_this_week=1, sessions=2, walks_this_week=2, walks=2, streak=2)
