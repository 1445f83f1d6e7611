"""A timed dose is where the clock says, whoever looks and however seldom; a pause stops it, and more makes it longer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.exercise import CHANGE_OVER, Dose
from bot.domain.guide import MORE, MOST_MORE, PATIENCE, READY, TURN, Guide, Part, phases_of
from bot.domain.timer import Moment, Urgency
from bot.library import Library

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BRIDGE = Dose((6,), hold=2)
STRETCH = Dose((1,), hold=30, sides=2)
FALLING = Dose((3, 2), hold=10, sides=2)
LIBRARY = Library.read(Path(__file__).parents[2] / "content")
DOSES = sorted(
    {rung.dose for each in LIBRARY.exercises.values() for rung in (each.first, *each.rungs) if rung.dose.is_timed},
    key=repr,
)

doses = st.builds(
    Dose,
    sets=st.lists(st.integers(1, 10), min_size=1, max_size=3).map(tuple),
    hold=st.integers(2, 60),
    sides=st.sampled_from([1, 2]),
    pace=st.integers(2, 10),
    rest=st.integers(10, 30),
)
instants = st.integers(-5_000, 900_000).map(lambda each: START + timedelta(milliseconds=each))
guides = st.builds(
    Guide,
    doses,
    st.just(START),
    paused_for=st.integers(0, 60_000).map(lambda each: timedelta(milliseconds=each)),
    added=st.dictionaries(st.integers(0, 6), st.sampled_from([10, 20, 60]), max_size=3),
)


def told(dose: Dose) -> list[tuple[str, int, int]]:
    return [(each.part.value, each.seconds, each.number) for each in phases_of(dose)]


def test_a_bridge_is_held_six_times() -> None:
    lifts = [step for number in range(1, 7) for step in (("place", 3, number), ("hold", 2, number))]
    assert told(BRIDGE) == [("ready", 5, 1), *lifts]


def test_a_stretch_changes_sides() -> None:
    assert told(STRETCH) == [
        ("ready", 5, 1),
        ("place", 3, 1),
        ("hold", 30, 1),
        ("switch", 5, 1),
        ("place", 3, 1),
        ("hold", 30, 1),
    ]
    assert [each.side for each in phases_of(STRETCH)] == [1, 1, 1, 2, 2, 2]


def test_sets_have_a_rest_between_them_and_begin_with_the_first_side() -> None:
    parts = [(each.part, each.side) for each in phases_of(FALLING) if each.part not in (Part.PLACE, Part.HOLD)]
    assert parts == [(Part.READY, 1), (Part.SWITCH, 2), (Part.REST, 1), (Part.SWITCH, 2)]
    assert [each.of for each in phases_of(FALLING) if each.part is Part.HOLD] == [3] * 6 + [2] * 4


@given(doses)
def test_it_is_as_long_as_the_dose_and_what_getting_ready_and_turning_round_take(dose: Dose) -> None:
    guide = Guide(dose, START)
    turns = sum(each.part is Part.SWITCH for each in guide.phases)
    assert turns == len(dose.sets) * (dose.sides - 1)
    assert guide.length == (dose.seconds + READY + turns * TURN) * SECOND


@pytest.mark.parametrize("dose", DOSES, ids=repr)
def test_what_comes_on_top_is_within_the_time_to_change_over(dose: Dose) -> None:
    """So that the minutes a session is said to take hold."""
    assert Guide(dose, START).length <= (dose.seconds + CHANGE_OVER) * SECOND


@given(guides, instants, instants)
def test_it_never_goes_back_nor_past_its_end(guide: Guide, one: datetime, other: datetime) -> None:
    first, last = sorted((one, other))
    before, after = guide.frame(first), guide.frame(last)
    assert (before.at, before.filled) <= (after.at, after.filled)
    assert guide.elapsed(first) <= guide.elapsed(last) <= guide.length
    assert after.at < len(guide.phases)
    assert 0 <= after.filled <= after.phase.dots


@given(guides, instants, st.integers(0, 100_000), instants)
def test_a_pause_stops_it_and_it_goes_on_where_it_was(guide: Guide, at: datetime, stood: int, later: datetime) -> None:
    back = max(at, START) + timedelta(milliseconds=stood)
    paused = guide.paused(at)
    assert paused.frame(back) == paused.frame(later) == guide.frame(max(at, START))
    assert paused.paused(back) == paused, "a second pause changes nothing"
    resumed = paused.resumed(back)
    assert resumed.elapsed(back) == guide.elapsed(max(at, START))
    assert resumed.elapsed(back + 3 * SECOND) == guide.elapsed(max(at, START) + 3 * SECOND)
    assert resumed.resumed(later) == resumed


@given(guides, instants)
def test_more_makes_the_phase_of_now_longer_and_nothing_before_it(guide: Guide, now: datetime) -> None:
    longer = guide.longer(now)
    if guide.is_over(now):
        assert longer == guide
        return
    at = guide.frame(now).at
    added = longer.length - guide.length
    assert added == MORE * SECOND or guide.added[at] + MORE > MOST_MORE
    assert longer.frame(now).at == at
    assert longer.phases[:at] == guide.phases[:at]
    assert longer.phases[at + 1 :] == guide.phases[at + 1 :]


@given(guides, instants)
def test_it_looks_the_same_until_it_says_so_and_differently_then(guide: Guide, now: datetime) -> None:
    due = guide.next_at(now)
    if guide.is_over(now):
        assert due <= now
        return
    assert due > now
    assert guide.frame(due - timedelta(milliseconds=1)) == guide.frame(max(now, START + guide.paused_for))
    assert guide.frame(due) != guide.frame(now)


@pytest.mark.parametrize("dose", DOSES, ids=repr)
def test_frames_are_two_to_five_seconds_apart(dose: Dose) -> None:
    guide, now, at, phases = Guide(dose, START), START, [], []
    while not guide.is_over(now):
        at.append(now)
        phases.append(guide.frame(now).at)
        now = guide.next_at(now)
    assert all(2 * SECOND <= after - before <= 5 * SECOND for before, after in pairwise(at))
    assert sorted(set(phases)) == list(range(len(guide.phases))), "none is passed over"
    assert now == START + guide.length


@given(guides, instants)
def test_what_had_no_room_is_shown_a_second_later_and_no_later_than_the_next_phase(guide: Guide, now: datetime) -> None:
    due = guide.next_at(now, shown=False)
    assert due <= max(now, START + guide.paused_for) + SECOND or guide.is_over(now)
    assert due <= START + guide.paused_for + guide.length


@pytest.mark.parametrize(
    ("seconds", "filled", "at"), [(0, 0, 0), (4.9, 1, 0), (5, 0, 1), (8, 0, 2), (13, 1, 2), (37.9, 5, 2), (38, 0, 3)]
)
def test_the_frame_of_a_stretch(seconds: float, filled: int, at: int) -> None:
    frame = Guide(STRETCH, START).frame(START + seconds * SECOND)
    assert (frame.filled, frame.at) == (filled, at)


def test_the_end_of_a_hold_is_the_most_urgent() -> None:
    guide = Guide(STRETCH, START)

    def urgency(since: float, now: float) -> Urgency:
        return guide.urgency(START + since * SECOND, START + now * SECOND)

    assert urgency(38, 38.2) is Urgency.RELEASE
    assert urgency(38, 45) is Urgency.RELEASE, "not shown yet"
    assert urgency(8, 8.2) is Urgency.CHANGE
    assert urgency(13, 13.2) is Urgency.DOTS
    assert guide.paused(START + 20 * SECOND).urgency(START, START + 50 * SECOND) is Urgency.DOTS


def test_it_ends_once_and_a_pause_that_nobody_comes_back_from_ends_it_too() -> None:
    guide = Guide(BRIDGE, START)
    end = START + guide.length
    assert guide.moment(START, end - timedelta(milliseconds=1)) is None
    assert guide.moment(START, end) is Moment.END
    paused = guide.paused(START + 9 * SECOND)
    assert paused.moment(START, START + PATIENCE) is None
    assert paused.next_at(START + 10 * SECOND) == START + 9 * SECOND + PATIENCE
    assert paused.moment(START, START + 9 * SECOND + PATIENCE) is Moment.END


def test_what_is_only_counted_is_not_timed() -> None:
    assert not Dose((5,), pace=8).is_timed
    assert replace(BRIDGE, hold=1).is_timed
