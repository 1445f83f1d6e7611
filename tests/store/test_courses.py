"""A course survives being stored, and one that was stored by an older version is read."""

from datetime import date

from bot.domain.course import Began, Course, Today
from bot.domain.swaps import Swap
from bot.store import courses

DAY = date(2026, 3, 4)

FULL = Course(
    week=6,
    week_began=DAY,
    repeats=1,
    resumed_on=DAY,
    began=Began.WEEKS,
    usual=4.5,
    wish="picking-up",
    asked=frozenset({"began", "wish"}),
    weekly=False,
    weekly_on=DAY,
    swaps=frozenset({Swap.KNEES, Swap.NO_BAND}),
    slips=1,
    sore_mornings=1,
    rises=1,
    easy_day=DAY,
    easy_from=DAY,
    eased_usual=3.0,
    physio_on=(DAY,),
    six_weeks_said=True,
    walk_minutes=15,
    walk_since=DAY,
    today=Today(DAY, frozenset({Swap.NO_FLOOR}), {"glute-bridge": "hip-hinge"}),
)


def test_every_field_comes_back() -> None:
    fresh = Course()
    assert all(getattr(FULL, name) != getattr(fresh, name) for name in Course.__slots__), "a field is not tried here"
    assert courses.load(courses.dump(FULL)) == FULL


def test_a_field_that_an_older_version_did_not_know_has_its_default() -> None:
    assert courses.load("{}") == Course()
    assert courses.load('{"week": 3}') == Course(week=3)
