from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet import QuietHours

WALL = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [
        ("22:00-07:00", ("22:00", "00:00", "06:59"), ("07:00", "12:00", "21:59")),
        ("13:00-14:00", ("13:00", "13:59"), ("12:59", "14:00", "00:00")),
    ],
)
def test_hours_run_over_midnight_and_end_just_before_the_last(
    hours: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    assert all(QuietHours.of(hours).cover(time.fromisoformat(at)) for at in inside)
    assert not any(QuietHours.of(hours).cover(time.fromisoformat(at)) for at in outside)


@given(WALL, WALL, WALL)
def test_every_time_is_in_the_hours_or_in_their_complement(first: time, last: time, at: time) -> None:
    if first != last:
        assert QuietHours(first, last).cover(at) != QuietHours(last, first).cover(at)
    assert QuietHours.of(QuietHours(first, last).kept) == QuietHours(first, last)
