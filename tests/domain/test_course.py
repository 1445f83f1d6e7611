"""What is wished for one day, and taken back."""

from datetime import date

from bot.domain.course import Course
from bot.domain.swaps import Swap

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
FLOOR, BAND = frozenset({Swap.NO_FLOOR}), frozenset({Swap.NO_BAND})


def test_wishes_add_up_on_one_day_and_are_gone_on_the_next() -> None:
    course = Course(swaps=frozenset({Swap.KNEES}))
    course = course.wishing(MONDAY, swaps=FLOOR).wishing(MONDAY, swaps=BAND, moves={"bird-dog": "prone-cobra"})
    assert course.swaps_on(MONDAY) == {Swap.KNEES, Swap.NO_FLOOR, Swap.NO_BAND}
    assert course.moves_on(MONDAY) == {"bird-dog": "prone-cobra"}
    assert course.swaps_on(TUESDAY) == {Swap.KNEES}
    assert course.moves_on(TUESDAY) == {}
    assert course.wishing(TUESDAY).swaps_on(MONDAY) == {Swap.KNEES}


def test_a_wish_is_taken_back_by_itself() -> None:
    course = Course().wishing(MONDAY, swaps=FLOOR | BAND, moves={"bird-dog": "prone-cobra", "draw-in": "dead-bug"})
    course = course.taking_back(MONDAY, swaps=FLOOR, moves=frozenset({"bird-dog"}))
    assert course.swaps_on(MONDAY) == BAND
    assert course.moves_on(MONDAY) == {"draw-in": "dead-bug"}


def test_what_was_not_wished_that_day_is_not_taken_back() -> None:
    course = Course(swaps=FLOOR)
    assert course.taking_back(MONDAY, swaps=FLOOR) == course
    wished = course.wishing(MONDAY, swaps=BAND)
    assert wished.taking_back(TUESDAY, swaps=BAND) == wished
    assert wished.taking_back(MONDAY, swaps=FLOOR).swaps_on(MONDAY) == FLOOR | BAND
