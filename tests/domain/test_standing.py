from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.standing import (
    Hold,
    NudgeKind,
    Stage,
    Standing,
    cleared,
    is_paused,
    may_exercise,
    may_nudge,
    may_walk,
    raised,
    screened,
    withdrawn,
)

NOW = datetime(2026, 5, 13, 9, tzinfo=UTC)
TODAY = NOW.date()
ACTIVE = Standing(stage=Stage.ACTIVE)
HOLDS = st.sampled_from(Hold)


def nudges(standing: Standing) -> set[NudgeKind]:
    return {kind for kind in NudgeKind if may_nudge(standing, kind, now=NOW, today=TODAY)}


@pytest.mark.parametrize("stage", list(Stage))
def test_exercise_only_after_the_screen(stage: Stage) -> None:
    assert may_exercise(Standing(stage=stage)) == (stage in (Stage.PLACING, Stage.ACTIVE))


@pytest.mark.parametrize("hold", list(Hold))
def test_any_hold_stops_exercise_and_the_floor_counts_as_one(hold: Hold) -> None:
    for standing in (replace(ACTIVE, hold=hold), replace(ACTIVE, floor=hold)):
        assert may_exercise(standing) == (hold is Hold.NONE)
        assert may_walk(standing) == (hold < Hold.URGENT)


def test_a_held_person_gets_no_session_and_no_walk() -> None:
    assert nudges(ACTIVE) == {NudgeKind.SESSION, NudgeKind.WALK}
    assert nudges(replace(ACTIVE, hold=Hold.OPEN_QUESTION)) == {NudgeKind.SESSION}
    assert nudges(replace(ACTIVE, hold=Hold.CLEAR_FIRST)) == set()
    for hold in (Hold.CONSULT, Hold.URGENT, Hold.EMERGENCY):
        assert nudges(replace(ACTIVE, hold=hold)) == {NudgeKind.FOLLOW_UP}


def test_pauses_quiet_and_unreachable() -> None:
    assert nudges(replace(ACTIVE, paused_until=TODAY + timedelta(days=1))) == set()
    assert nudges(replace(ACTIVE, paused_until=TODAY)) == {NudgeKind.SESSION, NudgeKind.WALK}
    assert nudges(replace(ACTIVE, quiet_until=NOW + timedelta(hours=1))) == set()
    assert nudges(replace(ACTIVE, quiet_until=NOW)) == {NudgeKind.SESSION, NudgeKind.WALK}
    assert nudges(replace(ACTIVE, unreachable_since=NOW, hold=Hold.CONSULT)) == set()


def test_a_hold_outlives_a_pause_and_quiet_hours() -> None:
    held = replace(ACTIVE, hold=Hold.URGENT, paused_until=date.max, quiet_until=NOW + timedelta(hours=1))
    assert nudges(held) == {NudgeKind.FOLLOW_UP}


def test_nobody_without_a_hold_is_followed_up() -> None:
    for stage in Stage:
        for quiet in (None, NOW + timedelta(hours=1)):
            assert NudgeKind.FOLLOW_UP not in nudges(Standing(stage=stage, quiet_until=quiet))


def test_follow_ups_reach_who_was_held_during_onboarding() -> None:
    assert nudges(Standing(stage=Stage.SCREENING, hold=Hold.EMERGENCY)) == {NudgeKind.FOLLOW_UP}


@given(HOLDS, HOLDS)
def test_a_hold_only_rises(before: Hold, to: Hold) -> None:
    standing = replace(ACTIVE, hold=before, episode=None if before is Hold.NONE else "first")
    after = raised(standing, to, now=NOW, episode="second")
    assert after.hold is max(before, to)
    assert after.held_since == (NOW if to > before else None)
    assert after.episode == ("second" if to > before and before < Hold.CONSULT else standing.episode)


@given(HOLDS, HOLDS)
def test_the_end_of_a_screen_settles_the_open_question_and_nothing_else(before: Hold, found: Hold) -> None:
    standing = replace(ACTIVE, hold=before, floor=Hold.URGENT, episode="first")
    after = screened(standing, found, now=NOW, episode="second")
    assert after.floor is Hold.NONE
    assert after.hold is (found if before is Hold.OPEN_QUESTION else max(before, found))


@given(HOLDS)
def test_the_gate_clears_and_makes_a_week_easy(hold: Hold) -> None:
    held = replace(ACTIVE, hold=hold, floor=hold, episode="first", held_since=NOW, mistaken=True)
    free = cleared(held, frozenset({"prone-cobra"}), today=TODAY)
    assert may_exercise(free)
    assert free.restricted == {"prone-cobra"}
    assert free.easy_until == TODAY + timedelta(days=7)
    assert (free.episode, free.held_since, free.mistaken) == (None, None, False)


def test_withdrawn_ends_the_episode() -> None:
    after = withdrawn(raised(ACTIVE, Hold.EMERGENCY, now=NOW, episode="first"))
    assert may_exercise(after)
    assert after.episode is None


def test_a_condition_to_clear_is_not_withdrawn_with_a_mistaken_tap() -> None:
    held = raised(replace(ACTIVE, hold=Hold.CLEAR_FIRST), Hold.CONSULT, now=NOW, episode="first")
    assert withdrawn(held, Hold.CLEAR_FIRST).held is Hold.CLEAR_FIRST


def test_paused_until_names_the_first_day_back() -> None:
    assert not is_paused(ACTIVE, TODAY)
    assert is_paused(replace(ACTIVE, paused_until=TODAY + timedelta(days=1)), TODAY)
    assert not is_paused(replace(ACTIVE, paused_until=TODAY), TODAY)
    assert is_paused(replace(ACTIVE, paused_until=date.max), TODAY)
