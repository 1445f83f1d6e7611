from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.standing import (
    UNASKED,
    Hold,
    NudgeKind,
    Stage,
    Standing,
    brought_back,
    cleared,
    floored,
    is_paused,
    may_exercise,
    may_nudge,
    may_walk,
    raised,
    screened,
    withdrawn,
    withheld_again,
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
    assert nudges(ACTIVE) == UNASKED
    assert nudges(replace(ACTIVE, hold=Hold.OPEN_QUESTION)) == {NudgeKind.SESSION}
    assert nudges(replace(ACTIVE, hold=Hold.CLEAR_FIRST)) == set()
    for hold in (Hold.CONSULT, Hold.URGENT, Hold.EMERGENCY):
        assert nudges(replace(ACTIVE, hold=hold)) == {NudgeKind.FOLLOW_UP}


def test_pauses_quiet_and_unreachable() -> None:
    assert nudges(replace(ACTIVE, paused_until=TODAY + timedelta(days=1))) == set()
    assert nudges(replace(ACTIVE, paused_until=TODAY)) == UNASKED
    assert nudges(replace(ACTIVE, quiet_until=NOW + timedelta(hours=1))) == set()
    assert nudges(replace(ACTIVE, quiet_until=NOW)) == UNASKED
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


def test_the_floor_of_a_check_has_an_episode_from_consult_on_and_gives_it_back() -> None:
    low = floored(ACTIVE, Hold.OPEN_QUESTION, episode="first")
    assert low.episode is None
    high = floored(low, Hold.URGENT, episode="first")
    assert (high.held, high.episode) == (Hold.URGENT, "first")
    assert may_nudge(high, NudgeKind.FOLLOW_UP, now=NOW, today=TODAY)
    assert floored(high, Hold.EMERGENCY, episode="second").episode == "first"
    assert floored(high, Hold.NONE, episode="second") == ACTIVE
    held = replace(ACTIVE, hold=Hold.CONSULT, episode="own")
    assert floored(floored(held, Hold.URGENT, episode="first"), Hold.NONE, episode="first") == held


@given(HOLDS)
def test_the_gate_clears_and_makes_a_week_easy(hold: Hold) -> None:
    held = replace(ACTIVE, hold=hold, floor=hold, episode="first", held_since=NOW, mistaken=True, walks=True)
    free = cleared(held, frozenset({"prone-cobra"}), now=NOW, today=TODAY)
    assert may_exercise(free)
    assert free.restricted == {"prone-cobra"}
    assert free.easy_until == TODAY + timedelta(days=7)
    assert (free.episode, free.held_since, free.mistaken, free.walks) == (None, None, False, False)


def test_a_clinicians_list_wins_and_a_gate_without_one_ends_it() -> None:
    limited = cleared(
        ACTIVE, frozenset({"prone-cobra", "cat-camel"}), left_out=frozenset({"cat-camel"}), now=NOW, today=TODAY
    )
    assert limited.restricted == {"prone-cobra", "cat-camel"}, "what is left out waits as well, and keeps the rungs low"
    assert limited.left_out == {"cat-camel"}
    assert limited.restricted_since == NOW
    alone = cleared(ACTIVE, frozenset({"cat-camel"}), left_out=frozenset({"cat-camel"}), now=NOW, today=TODAY)
    assert (alone.restricted, alone.restricted_since) == (frozenset({"cat-camel"}), NOW)
    free = cleared(limited, frozenset(), now=NOW, today=TODAY)
    assert (free.restricted, free.left_out, free.restricted_since) == (frozenset(), frozenset(), None)


@given(HOLDS)
def test_a_new_hold_keeps_what_waits(to: Hold) -> None:
    waits = replace(ACTIVE, restricted=frozenset({"cat-camel"}), restricted_since=NOW, left_out=frozenset({"dead-bug"}))
    after = raised(waits, to, now=NOW + timedelta(days=1), episode="first")
    assert after.restricted == {"cat-camel"}
    assert (after.restricted_since, after.left_out) == (NOW, waits.left_out)


def test_what_comes_back_and_waits_again_begins_the_count_anew() -> None:
    waits = replace(ACTIVE, restricted=frozenset({"cat-camel", "hip-hinge"}), restricted_since=NOW)
    later = NOW + timedelta(days=5)
    back = brought_back(waits, "cat-camel", now=later)
    assert back.restricted == {"hip-hinge"}
    assert back.restricted_since == later
    again = withheld_again(back, frozenset({"cat-camel"}), now=later + timedelta(days=1))
    assert (again.restricted, again.restricted_since) == (waits.restricted, later + timedelta(days=1))


@given(HOLDS)
def test_walking_reminders_that_were_asked_for_come_at_consult_and_at_no_other_hold(hold: Hold) -> None:
    walking = replace(ACTIVE, hold=hold, walks=True)
    assert (NudgeKind.WALK in nudges(walking)) is (hold in (Hold.NONE, Hold.CONSULT))
    assert NudgeKind.WALK not in nudges(replace(walking, floor=Hold.URGENT))
    assert (NudgeKind.SESSION in nudges(walking)) is (hold <= Hold.OPEN_QUESTION)


@given(HOLDS, HOLDS)
def test_walking_reminders_end_with_any_rise(before: Hold, to: Hold) -> None:
    standing = replace(ACTIVE, hold=before, episode="first", walks=True)
    assert raised(standing, to, now=NOW, episode="second").walks is (to <= before)


@given(HOLDS)
def test_walking_reminders_end_with_a_mistaken_tap(remains: Hold) -> None:
    assert not withdrawn(replace(ACTIVE, hold=Hold.EMERGENCY, walks=True), remains).walks


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
