from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.progress import Days, WeeklyPain, gained, kept, spans, streak, this_week, week_start, weekly_pain

TODAY = date(2026, 5, 13)  # a Wednesday
EVERY_DAY = frozenset(range(1, 8))

counts = st.sets(st.integers(0, 40))
weekdays = st.frozensets(st.integers(1, 7), min_size=1)


def ago(*days: int) -> frozenset[date]:
    return frozenset(TODAY - timedelta(days=each) for each in days)


def told(story: str) -> Days:
    """A day a letter, the last one today: P practised, p paused, - nothing. Rest days are those of the weekend."""
    days = list(enumerate(reversed(story)))
    return Days(
        practised=ago(*(back for back, each in days if each == "P")),
        paused=ago(*(back for back, each in days if each == "p")),
    )


def test_week_starts_on_monday() -> None:
    assert week_start(TODAY) == date(2026, 5, 11)
    assert week_start(date(2026, 5, 11)) == date(2026, 5, 11)
    assert week_start(date(2026, 5, 17)) == date(2026, 5, 11)


def test_this_week_counts_each_entry_and_no_last_week() -> None:
    assert this_week([*ago(0), *ago(0), *ago(2), *ago(3)], TODAY) == 3


@pytest.mark.parametrize(
    ("story", "days"),
    [
        # From the end: Wednesday, Tuesday, Monday, and the weekend as the fourth and the fifth.
        ("", 0),
        ("-------", 0),
        ("------P", 1),
        ("-----P-", 1),  # today is not over
        ("----PPP", 3),
        ("-P--PPP", 6),  # the weekend rests, and is kept
        ("P---PPP", 6),  # one missed Friday bends it
        ("PP--P-P", 6),  # a missed Tuesday
        ("P-----P", 1),  # Friday and Monday in a row: the weekend does not part them
        ("P--P--P", 1),  # Monday and Tuesday were missed
        ("PP-----", 0),  # Monday and Tuesday were missed
        ("PP--P--", 5),  # only Tuesday was
        ("Ppppppp", 7),
        ("PP-----P", 1),  # told of eight days: the weekend is the fifth and sixth
        ("P-p---P-", 5),  # a pause parts two that were missed
        ("pppp--P", 1),  # what came before the first practice is no part of it
    ],
)
def test_a_streak(story: str, days: int) -> None:
    assert streak(told(story), TODAY) == days


def test_who_exercises_every_other_day_can_miss_too() -> None:
    weekdays = frozenset({1, 3, 5})
    assert streak(Days(ago(9, 7, 2), weekdays=weekdays), TODAY) == 8
    assert streak(Days(ago(9, 7), weekdays=weekdays), TODAY) == 0


@given(counts, counts, weekdays, st.integers(0, 40))
def test_a_practice_more_shortens_nothing(done: set[int], paused: set[int], own: frozenset[int], more: int) -> None:
    before = Days(ago(*done), ago(*paused), own)
    after = Days(ago(*done, more), ago(*paused), own)
    assert streak(after, TODAY) >= streak(before, TODAY)
    assert kept(after, TODAY) >= kept(before, TODAY)


@given(counts, counts, weekdays, st.sets(st.integers(0, 40)))
def test_a_pause_shortens_nothing(done: set[int], paused: set[int], own: frozenset[int], more: set[int]) -> None:
    before = Days(ago(*done), ago(*paused), own)
    after = Days(ago(*done), ago(*paused, *more), own)
    assert streak(after, TODAY) >= streak(before, TODAY)
    assert kept(after, TODAY) >= kept(before, TODAY)


@given(counts, counts)
def test_today_does_not_bend_it_before_it_is_over(done: set[int], paused: set[int]) -> None:
    """As if it were kept, but that it does not count yet."""
    days = Days(ago(*(done - {0})), ago(*(paused - {0})), EVERY_DAY)
    so_far = streak(days, TODAY)
    assert streak(replace(days, paused=days.paused | {TODAY}), TODAY) == so_far + (so_far > 0)


@given(counts, counts, weekdays)
def test_it_counts_days_that_were_kept(done: set[int], paused: set[int], own: frozenset[int]) -> None:
    days = Days(ago(*done), ago(*paused), own)
    assert (0 in done) <= streak(days, TODAY) <= len(kept(days, TODAY))


def test_nothing_is_kept_before_the_first_practice_or_ahead() -> None:
    days = Days(ago(2), ago(5, 4, 1, 0, -1, -2))
    assert kept(days, TODAY) == ago(2, 1, 0)


def test_a_pause_is_each_of_its_days_up_to_today() -> None:
    assert spans([(TODAY - timedelta(days=9), TODAY - timedelta(days=8))], TODAY) == ago(9, 8)
    assert spans([(TODAY - timedelta(days=1), None)], TODAY) == ago(1, 0)
    assert spans([(TODAY, date.max), (TODAY + timedelta(days=1), None)], TODAY) == ago(0)


def week(pain: int, enjoyment: int, activity: int) -> dict[str, str]:
    return {"pain": str(pain), "enjoyment": str(enjoyment), "activity": str(activity), "where": "back"}


def test_weekly_pain_is_the_first_mean_and_the_latest() -> None:
    assert weekly_pain([]) is None
    assert weekly_pain([week(5, 5, 5)]) is None
    assert weekly_pain([week(6, 5, 5), week(9, 9, 9), week(4, 4, 3)]) == WeeklyPain(5.3, 3.7)
    assert WeeklyPain(5.3, 3.7).change == -1.6
    assert not WeeklyPain(5.3, 3.7).is_small, "30 % less, though under two points"
    assert WeeklyPain(5.3, 4.0).is_small
    assert WeeklyPain(5.3, 6.5).is_small
    assert not WeeklyPain(5.3, 7.3).is_small
    assert WeeklyPain(0.0, 0.0).is_small
    assert weekly_pain([{"wish": "4"}, week(1, 1, 1), {}]) is None


def test_steps_up_are_counted_from_the_usual_rung() -> None:
    assert gained({"bird-dog": 3, "dead-bug": 1, "glute-bridge": 0, "side-plank": 4}) == {
        "side-plank": 3,
        "bird-dog": 2,
    }
