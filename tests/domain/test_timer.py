"""What counts down is where the clock says, whoever looks and however seldom."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.timer import LATE, STEP, Countdown, Moment

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
QUARTER = Countdown(15 * 60, START)

lengths = st.sampled_from([5, 10, 15, 20, 25, 30]).map(lambda minutes: Countdown(minutes * 60, START))
instants = st.integers(-100, 2000).map(lambda seconds: START + seconds * SECOND)


@pytest.mark.parametrize(
    ("seconds", "minutes", "dots"),
    [
        (-9, 0, 0),
        (0, 0, 0),
        (59, 0, 0),
        (60, 1, 0),
        (90, 1, 1),
        (360, 6, 4),
        (899, 14, 9),
        (900, 15, 10),
        (5000, 15, 10),
    ],
)
def test_the_frame_of_a_quarter_of_an_hour(seconds: int, minutes: int, dots: int) -> None:
    frame = QUARTER.frame(START + seconds * SECOND)
    assert (frame.minutes, frame.dots) == (minutes, dots)


@pytest.mark.parametrize(
    ("since", "now", "moment"),
    [
        (60, 449, None),
        (60, 450, Moment.HALF),
        (450, 450, Moment.HALF),
        (450, 509, Moment.HALF),
        (450, 510, None),
        (465, 466, None),
        (60, 899, None),
        (60, 900, Moment.END),
        (900, 99_999, Moment.END),
    ],
)
def test_what_is_said(since: int, now: int, moment: Moment | None) -> None:
    assert QUARTER.moment(START + since * SECOND, START + now * SECOND) is moment


@pytest.mark.parametrize(
    ("now", "shown", "due"),
    [
        (0, True, 60),
        (60, True, 90),
        (61, True, 90),
        (90, True, 120),
        (90, False, 105),
        (420, True, 450),
        (440, False, 450),
        (450, True, 480),
        (870, True, 900),
        (890, False, 900),
    ],
)
def test_it_is_looked_at_again_when_it_looks_different_or_has_something_to_say(
    now: int, due: int, *, shown: bool
) -> None:
    assert QUARTER.next_at(START + now * SECOND, shown=shown) == START + due * SECOND


@given(lengths, instants, st.booleans())
def test_the_next_look_is_later_and_skips_nothing_that_is_said(count: Countdown, now: datetime, shown: bool) -> None:  # noqa: FBT001  (drawn)
    due = count.next_at(now, shown=shown)
    if now < count.ends_at:
        assert now < due <= count.ends_at
    assert not now < count.half_at < due


@given(lengths, instants)
def test_what_looks_different_is_shown_within_two_steps(count: Countdown, now: datetime) -> None:
    before = count.next_at(now) - 2 * STEP
    if START <= now < before:
        then, there = count.frame(now), count.frame(before)
        assert (then.minutes, then.dots) == (there.minutes, there.dots)


@given(lengths, st.lists(st.integers(1, 120), max_size=200))
def test_however_it_is_looked_at_it_says_half_time_at_most_once_and_ends_once(
    count: Countdown, waits: list[int]
) -> None:
    """Each look comes when it is due or later, and the last one long after the end."""
    due, now, said, shows = count.next_at(START), START, [], [START]
    for wait in (*waits, 10_000):
        now += wait * SECOND
        if now < due:
            continue
        moment = count.moment(due, now)
        said += [] if moment is None else [moment]
        if moment is Moment.END:
            break
        if moment is None:
            assert now - shows[-1] >= STEP, "no two frames closer than a step"
            shows.append(now)
        due = count.next_at(now)
    assert said in ([Moment.HALF, Moment.END], [Moment.END])


def test_who_looks_when_it_is_due_hears_of_half_time() -> None:
    due = QUARTER.next_at(START)
    said = []
    while due < QUARTER.ends_at:
        said.append(QUARTER.moment(due, due))
        due = QUARTER.next_at(due)
    assert [each for each in said if each] == [Moment.HALF]


def test_after_a_long_sleep_half_time_is_no_news() -> None:
    assert QUARTER.moment(START + MINUTE, QUARTER.half_at + LATE) is None
