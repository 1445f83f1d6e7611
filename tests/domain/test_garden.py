import json
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.garden import WEEKS, Garden, grown

FIRST = date(2026, 3, 4)


def after(*days: int) -> list[date]:
    return [FIRST + timedelta(days=each) for each in days]


def test_a_branch_is_a_week_from_the_first_day() -> None:
    garden = grown(FIRST, FIRST + timedelta(days=9), kept=after(0, 2, 7, 8), walks=after(0, 0, 6))
    assert [(each.week, each.first, each.kept, each.walked) for each in garden.branches] == [
        (1, FIRST, 2, 3),
        (2, FIRST + timedelta(days=7), 2, 0),
    ]
    assert garden.branches[0].leaves == (True, False, True, False, False, False, False)
    assert garden.branches[0].walks == (2, 0, 0, 0, 0, 0, 1)
    assert garden.branches[1].leaves == (True, True, False), "the days of this week so far"


def test_it_goes_on_after_twelve_weeks_and_shows_the_last_twelve() -> None:
    weeks = [each.week for each in grown(FIRST, FIRST + timedelta(days=7 * 14 + 3), (), ()).branches]
    assert weeks == list(range(4, 16))


def test_a_first_day_still_to_come_is_week_one() -> None:
    assert [each.week for each in grown(FIRST, FIRST - timedelta(days=1), (), ()).branches] == [1]


@given(st.integers(0, 200), st.sets(st.integers(0, 200)), st.lists(st.integers(0, 200)))
def test_it_survives_being_stored_and_shows_each_day_once(today: int, kept: set[int], walks: list[int]) -> None:
    garden = grown(FIRST, FIRST + timedelta(days=today), after(*kept), after(*walks))
    assert Garden.load(json.loads(json.dumps(garden.dump()))) == garden
    days = {each.first + timedelta(days=day) for each in garden.branches for day in range(len(each.leaves))}
    assert len(days) == sum(len(each.leaves) for each in garden.branches) <= 7 * WEEKS
    assert max(days) == FIRST + timedelta(days=today)
    assert sum(each.kept for each in garden.branches) == len(days & set(after(*kept)))
    assert sum(each.walked for each in garden.branches) == sum(walk in days for walk in after(*walks))
