from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.exercise import Dose, Exercise, minutes
from bot.domain.facts import Facts
from bot.domain.plan import Phase, Programme
from bot.domain.programme import (
    Kind,
    Practice,
    Reason,
    practice_for,
)
from bot.domain.response import CREDITS, USUAL_LEVEL, Footing
from bot.domain.swaps import Swap
from bot.domain.weeks import is_rest_day
from bot.library.exercises import read_exercises
from bot.library.gaps import Gaps
from bot.library.programme import read_programme
from bot.library.table import Table

CONTENT = Path(__file__).parents[2] / "content"
START = date(2026, 5, 11)


def read() -> tuple[Programme, dict[str, Exercise]]:
    """The real content: a programme of made-up exercises would prove little."""
    gaps = Gaps()
    exercises = dict(read_exercises(Table.open(CONTENT / "exercises.toml", gaps)))
    programme = read_programme(Table.open(CONTENT / "programme.toml", gaps), exercises)
    gaps.check()
    return programme, exercises


PROGRAMME, EXERCISES = read()


def facts(week: int = 1, day: int = 1, **more: object) -> Facts:
    levels = more.pop("levels", {})
    footings = {each: Footing(level, START) for each, level in levels.items()}  # type: ignore[attr-defined]  # a dict, where given
    known = {"today": START + timedelta(days=(week - 1) * 7 + day - 1), "week": week, "footings": footings, **more}
    return Facts(**known)  # type: ignore[arg-type]  # a test names only the fields it is about


def practice(known: Facts, kind: Kind = Kind.FULL) -> Practice:
    return practice_for(known, PROGRAMME, EXERCISES, kind)


def doses(found: Practice) -> dict[str, Dose]:
    return {item.exercise: item.rung.dose for item in found.items}


def reasons(found: Practice) -> dict[str, Reason]:
    return {item.exercise: item.reason for item in found.items}


def test_day_one_is_the_beginners() -> None:
    found = practice(facts())
    told = {name: (dose.sets, dose.hold, dose.sides) for name, dose in doses(found).items()}
    assert told == {
        "cat-camel": ((5,), 0, 1),
        "draw-in": ((10,), 10, 1),
        "glute-bridge": ((6,), 2, 1),
        "bird-dog": ((2,), 8, 2),
        "hip-flexor-stretch": ((1,), 30, 2),
    }
    assert list(told) == ["cat-camel", "draw-in", "glute-bridge", "bird-dog", "hip-flexor-stretch"]
    assert (found.week, found.phase, found.letter) == (1, 1, "A")
    assert all(item.first for item in found.items)
    assert {reason.key for reason in reasons(found).values()} == {"reason-first-week"}


def test_minutes_follow_from_the_doses() -> None:
    for week in range(1, 20):
        for sessions in range(2):
            found = practice(facts(week, sessions=sessions))
            assert found.minutes == minutes(doses(found).values()) > 0


def test_week_two_is_the_usual_rung() -> None:
    found = practice(facts(2))
    assert {item.rung.level for item in found.items} == {1}
    assert not any(item.first for item in found.items)
    assert all(reason == Reason("reason-phase", {"phase": 1}) for reason in reasons(found).values())


def test_an_exercise_that_comes_in_later_has_its_own_first_week() -> None:
    week_3 = practice(facts(3))
    assert reasons(week_3)["side-plank"].key == "reason-first-week"
    assert reasons(week_3)["bird-dog"].key == "reason-phase"
    assert reasons(practice(facts(4)))["side-plank"].key == "reason-phase"


def test_a_and_b_take_turns() -> None:
    assert [practice(facts(2, sessions=count)).letter for count in range(4)] == ["A", "A", "A", "A"]
    assert [practice(facts(3, sessions=count)).letter for count in range(4)] == ["A", "B", "A", "B"]
    assert "dead-bug" in doses(practice(facts(3, sessions=0)))
    assert "hip-hinge" in doses(practice(facts(3, sessions=1)))


@pytest.mark.parametrize("week", range(1, 30))
@pytest.mark.parametrize("own", range(6))
def test_no_rung_above_the_phase(week: int, own: int) -> None:
    phase = PROGRAMME.phase(week)
    for sessions in range(2):
        found = practice(facts(week, sessions=sessions, levels=dict.fromkeys(EXERCISES, own)))
        for item in found.items:
            assert item.rung.level <= max(phase.cap, phase.fixed.get(item.exercise, 0))
            assert own > 0 or item.rung.level == EXERCISES[item.exercise].rungs[0].level


def test_easier_holds_in_the_first_week_too() -> None:
    found = practice(facts(levels={"glute-bridge": 0}))
    assert reasons(found)["glute-bridge"].key == "reason-easier"
    assert doses(found)["glute-bridge"] == EXERCISES["glute-bridge"].rung(0).dose


def test_own_rung_within_the_cap() -> None:
    found = practice(facts(6, sessions=1, levels={"glute-bridge": 3, "prone-cobra": 5}))
    assert reasons(found)["glute-bridge"] == Reason("reason-own", {"level": 3})
    found = practice(facts(7, sessions=1, levels={"prone-cobra": 5}))
    assert reasons(found)["prone-cobra"] == Reason("reason-cap", {"phase": 3})


def earned(week: int) -> Facts:
    """Every move of that week's session has what a step up takes; the first has waited longest."""
    known = facts(week)
    long_ago = known.today - timedelta(days=30)
    moves = [item.exercise for item in practice(known).items]
    footings = {
        each: Footing(USUAL_LEVEL, long_ago + timedelta(days=at), credits=CREDITS) for at, each in enumerate(moves)
    }
    return replace(known, footings=footings)


def test_the_two_that_have_waited_longest_step_up_and_the_others_wait_their_turn() -> None:
    found = practice(earned(6))
    waited = sorted((*found.steps_up, *found.in_turn), key=list(earned(6).footings).index)
    assert list(found.steps_up) == waited[:2]
    assert found.in_turn == set(waited[2:]) != set()


def test_what_may_not_step_up_waits_for_no_turn() -> None:
    for known in (replace(earned(6), steady=True), replace(earned(6), usual=8.0), earned(1)):
        found = practice(known)
        assert not found.steps_up
        assert not found.in_turn
    firsts = {"prone-cobra", "pallof-press"}
    assert not practice(earned(5)).in_turn & {*PROGRAMME.phase(5).fixed, *firsts}


def test_what_is_withheld_is_left_out_with_a_reason() -> None:
    found = practice(facts(2, restricted=frozenset({"cat-camel", "hip-flexor-stretch"})))
    assert list(doses(found)) == ["draw-in", "glute-bridge", "bird-dog"]
    assert [(each.exercise, each.reason.key) for each in found.left_out] == [
        ("cat-camel", "reason-restricted"),
        ("hip-flexor-stretch", "reason-restricted"),
    ]


def test_after_a_check_what_is_allowed_stays_low() -> None:
    restricted = frozenset(EXERCISES) - set(PROGRAMME.restricted)
    found = practice(facts(10, sessions=1, restricted=restricted, levels={"glute-bridge": 5}))
    assert set(doses(found)) <= set(PROGRAMME.restricted)
    assert doses(found)["glute-bridge"] == EXERCISES["glute-bridge"].rung(1).dose


def test_what_came_back_stays_low_while_anything_waits() -> None:
    levels = dict.fromkeys(EXERCISES, 5)
    for sessions in range(2):
        waits = practice(facts(10, sessions=sessions, restricted=frozenset({"pallof-press"}), levels=levels))
        assert all(item.rung.level <= 1 or item.exercise == "draw-in" for item in waits.items)
    free = practice(facts(10, levels=levels))
    assert max(item.rung.level for item in free.items) == 5


def test_what_waits_is_what_the_rules_say() -> None:
    assert PROGRAMME.restricted == {"draw-in": 3, "bird-dog": 1, "glute-bridge": 1, "dead-bug": 1}
    order = ("cat-camel", "hip-flexor-stretch", "hip-hinge", "pallof-press", "side-plank", "prone-cobra")
    assert PROGRAMME.comes_back == order


def test_what_a_clinician_left_out_says_so_and_the_one_that_came_back_too() -> None:
    left_out = frozenset({"cat-camel"})
    found = practice(facts(2, left_out=left_out, restricted=left_out, back="hip-flexor-stretch"))
    assert [(each.exercise, each.reason.key) for each in found.left_out] == [("cat-camel", "reason-left-out")]
    assert reasons(found)["hip-flexor-stretch"].key == "reason-back"


def test_with_everything_left_out_there_is_nothing_to_do_and_nothing_breaks() -> None:
    for kind in Kind:
        found = practice(facts(2, left_out=frozenset(EXERCISES)), kind)
        assert (found.items, found.minutes) == ((), 0)


@pytest.mark.parametrize("own", range(6))
@pytest.mark.parametrize("week", [1, 2, 3, 6, 10, 13])
def test_an_easy_week_is_half_of_a_low_rung(week: int, own: int) -> None:
    for sessions in range(2):
        levels = dict.fromkeys(EXERCISES, own)
        eased = practice(facts(week, sessions=sessions, levels=levels, easy_until=START + timedelta(days=400)))
        for item in eased.items:
            whole = EXERCISES[item.exercise].rung(min(own, 1)).dose
            assert item.rung.level <= 1
            assert sum(item.rung.dose.sets) == -(-sum(whole.sets) // 2)
            assert not item.rung.from_article or item.rung.dose == whole
        assert {item.reason.key for item in eased.items} == {"reason-easy-week"}


def test_an_easy_week_is_low_and_short_and_ends() -> None:
    levels = {"bird-dog": 4, "glute-bridge": 5, "side-plank": 4}
    eased = facts(10, levels=levels, easy_until=facts(10).today + timedelta(days=1))
    found = practice(eased)
    assert all(item.rung.level <= 1 for item in found.items)
    assert reasons(found)["side-plank"].key == "reason-easy-week"
    over = practice(facts(10, levels=levels, easy_until=facts(10).today))
    assert reasons(over)["side-plank"].key == "reason-own"


def test_one_minute_alternates_and_gives_way() -> None:
    odd, even = facts(1, day=1), facts(1, day=2)
    assert odd.today.day % 2 == 1
    assert list(doses(practice(odd, Kind.ONE_MINUTE))) == ["cat-camel"]
    assert list(doses(practice(even, Kind.ONE_MINUTE))) == ["glute-bridge"]
    assert practice(odd, Kind.ONE_MINUTE).minutes <= 2
    withheld = facts(1, restricted=frozenset({"cat-camel"}))
    assert list(doses(practice(withheld, Kind.ONE_MINUTE))) == ["glute-bridge"]
    standing = practice(facts(1, day=2, swaps=frozenset({Swap.NO_FLOOR})), Kind.ONE_MINUTE)
    assert [(item.exercise, item.rung.level) for item in standing.items] == [("hip-hinge", 0)]


def test_easy_and_rest_days() -> None:
    assert list(doses(practice(facts(3), Kind.EASY))) == ["cat-camel", "draw-in"]
    assert list(doses(practice(facts(3), Kind.REST))) == ["cat-camel"]


def phase(week: int) -> Phase:
    return PROGRAMME.phase(week)


def test_rest_days() -> None:
    workdays, saturday = frozenset(range(1, 6)), START + timedelta(days=5)
    assert is_rest_day(saturday, workdays, 5)
    assert is_rest_day(saturday, workdays, 3)
    assert not is_rest_day(saturday, workdays, 2)
    assert not is_rest_day(START, workdays, 5)
