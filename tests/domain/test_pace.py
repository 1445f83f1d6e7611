"""Sixteen weeks of imagined people, and what must hold for each of them (docs/care.md 4 and 5)."""

import math
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.domain.course import Began, Course
from bot.domain.easing import Relief, is_high
from bot.domain.pace import morning_is_due, pain_is_due
from bot.domain.response import Effort, Morning
from bot.domain.weeks import Away
from tests.domain.people import Felt, Life, Lived, Somebody
from tests.domain.test_programme import EXERCISES, PROGRAMME

DAYS = 16 * 7
TEN_SECONDS = ("draw-in", "bird-dog", "dead-bug")


def steady(_: int) -> Felt:
    return Felt()


def sore(number: int) -> Felt:
    """Well for three weeks, then more and more sore."""
    return Felt() if number < 21 else Felt(pain=5, morning=Morning.LOT, effort=Effort.HARD, week=6)


def flaring(number: int) -> Felt:
    """One bad week in five."""
    return Felt(pain=6, morning=Morning.BIT, week=3) if number // 7 % 5 == 3 else Felt()


def absent(number: int) -> Felt:
    """Away for three weeks, then for five days, then for ten."""
    return Felt(comes=not (30 <= number < 51 or 60 <= number < 67 or 80 <= number < 92))


def keen(_: int) -> Felt:
    return Felt(pain=0, effort=Effort.EASY, week=0)


EVERYBODY: dict[str, Life] = {"steady": steady, "sore": sore, "flaring": flaring, "absent": absent, "keen": keen}


def live(life: Life, days: int = DAYS) -> tuple[Somebody, list[Lived]]:
    somebody = Somebody(life, days=frozenset(range(1, 8)) if life is keen else Somebody(life).days)
    return somebody, list(somebody.lives(days))


@pytest.fixture(scope="module", params=EVERYBODY)
def lived(request: pytest.FixtureRequest) -> tuple[str, Somebody, list[Lived]]:
    return request.param, *live(EVERYBODY[request.param])


Life16 = tuple[str, Somebody, list[Lived]]


def test_everybody_practises(lived: Life16) -> None:
    _, _, days = lived
    assert len(days) > 10


def test_nobody_gains_two_rungs_at_once_nor_more_than_two_exercises(lived: Life16) -> None:
    for day in lived[2]:
        assert len(day.practice.steps_up) <= 2
        for exercise, footing in day.practice.steps_up.items():
            assert footing.level == day.footings[exercise].level + 1


def test_between_two_sessions_nothing_rises_but_by_a_step_that_is_told(lived: Life16) -> None:
    for before, after in pairwise(lived[2]):
        then = {**before.footings, **before.practice.steps_up}
        risen = {each for each in then if after.footings[each].level > then[each].level}
        assert not risen, "a rung rises only with the session that shows it"


def test_three_good_sessions_and_five_days_stand_behind_each_step_up(lived: Life16) -> None:
    for day in lived[2]:
        today = day.before.course.week_began
        assert today is not None
        for exercise in day.practice.steps_up:
            assert day.footings[exercise].credits >= 3
            assert (day.practice.steps_up[exercise].since - day.footings[exercise].since) >= timedelta(days=5)


def test_no_rung_above_the_cap_of_its_phase(lived: Life16) -> None:
    for day in lived[2]:
        phase = PROGRAMME.phase(day.practice.week)
        for item in day.practice.items:
            assert item.rung.level <= max(phase.cap, phase.fixed.get(item.exercise, 0))


def test_holds_of_three_moves_never_pass_ten_seconds(lived: Life16) -> None:
    for day in lived[2]:
        for item in day.practice.items:
            if item.exercise in TEN_SECONDS:
                assert max(item.rung.dose.hold, item.rung.dose.hold_to or 0) <= 10


def test_a_session_has_the_length_of_its_phase(lived: Life16) -> None:
    """Within a fifth; the easy weeks, and those of somebody very sore, are meant to be shorter."""
    for day in lived[2]:
        eases = day.before.easy_until is not None and "reason-easy-week" in {i.reason.key for i in day.practice.items}
        if eases or is_high(day.before.course.usual):
            continue
        least, most = PROGRAMME.phase(day.practice.week).minutes
        assert math.floor(0.8 * least) <= day.practice.minutes <= math.ceil(1.2 * most), (day.number, day.practice)


def test_the_steady_one_climbs_and_finishes() -> None:
    _, days = live(steady)
    assert days[-1].practice.week >= 16
    last = days[-1].footings
    assert last["bird-dog"].level == 5
    assert all(footing.level >= 1 for footing in last.values())
    assert max(Counter(day.practice.phase for day in days)) == 5


def test_the_keen_one_is_held_back_by_days_and_caps() -> None:
    _, days = live(keen)
    by_week = {
        day.practice.week: max(item.rung.level for item in day.practice.items if item.exercise == "bird-dog")
        for day in days
        if any(item.exercise == "bird-dog" for item in day.practice.items)
    }
    assert by_week[2] == 1
    assert by_week[4] == 2
    assert by_week[8] <= 4


def test_the_sore_one_gets_an_easy_week_and_then_a_clinician() -> None:
    somebody, days = live(sore)
    found = [relief for _, relief in somebody.reliefs]
    assert found == [Relief.EASY_WEEK, Relief.CONSULT]
    (eased, _), (consulted, _) = somebody.reliefs
    assert 3 <= consulted - eased <= 14
    during = [day for day in days if day.number >= eased]
    assert all(item.rung.level <= 1 for day in during for item in day.practice.items if item.exercise != "draw-in")
    assert days[-1].number < consulted, "nothing comes after it"


def test_the_flaring_one_steps_back_and_climbs_again() -> None:
    _, days = live(flaring)
    levels = [day.footings["bird-dog"].level for day in days if "bird-dog" in day.footings]
    assert any(after < before for before, after in pairwise(levels)) or max(levels) >= 3
    assert days[-1].number > DAYS - 7


def test_the_absent_one_comes_back_easier_and_is_not_pushed_on() -> None:
    _, days = live(absent)
    back = {day.number: day for day in days if day.before.away.away >= Away.REPEAT}
    assert [day.before.away.away for day in back.values()] == [Away.PHASE, Away.REPEAT, Away.DOWN]
    assert not any(day.practice.steps_up for day in back.values())
    for number, day in back.items():
        before = [each for each in days if each.number < number][-1]
        assert day.practice.week <= before.practice.week + 1


def test_the_questions_after_a_session_come_when_they_are_due() -> None:
    early, later = Course(week=2), Course(week=3)
    assert pain_is_due(early, 7, changed=False, hurt=False)
    assert not pain_is_due(later, 7, changed=False, hurt=False)
    assert pain_is_due(later, 7, changed=True, hurt=False)
    assert pain_is_due(later, 7, changed=False, hurt=True)
    assert morning_is_due(early, changed=False, pain=None)
    assert not morning_is_due(later, changed=False, pain=2)
    assert morning_is_due(later, changed=False, pain=3)
    assert morning_is_due(later, changed=True, pain=0)


@pytest.mark.parametrize("began", [Began.WEEKS, Began.UNSURE])
def test_a_young_pain_is_asked_about_after_every_third_session_at_most(began: Began) -> None:
    course = replace(Course(week=1), began=began)
    asked = [number for number in range(1, 20) if pain_is_due(course, number, changed=True, hurt=False)]
    assert all(later - earlier == 3 for earlier, later in pairwise(asked))
    assert pain_is_due(course, 2, changed=False, hurt=True)


def test_every_exercise_of_the_programme_is_met() -> None:
    _, days = live(steady)
    assert {item.exercise for day in days for item in day.practice.items} == set(EXERCISES)
