"""An exercise gives way to what does not suit a person or a day: the most careful swap counts, and none asks for more."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.exercise import ArticleDose, Dose, Exercise, Position, Rung, stand_ins
from bot.domain.swaps import Fit, Swap

EASIER = Rung(0, "half", Dose((6,), hold=2), from_article=False)
FIRST = Rung(1, "usual", Dose((6,), hold=2), from_article=True)
USUAL = Rung(1, "usual", Dose((8,), hold=2), from_article=True)
TWO = Rung(2, "usual", Dose((10, 10), hold=2), from_article=False)
HARD = Rung(4, "harder", Dose((6, 4, 2), hold=10), from_article=False)
LEVEL, LOW, FORM, OTHER, SKIP = Swap.ARCHING, Swap.KNEES, Swap.WRISTS, Swap.SHOULDER, Swap.NO_FLOOR
FITS = {
    LEVEL: Fit(level=2),
    LOW: Fit(level=0),
    FORM: Fit(form="fists"),
    OTHER: Fit(form="leg"),
    SKIP: Fit(skip=True),
}
BRIDGE = Exercise("bridge", 4, Position.LYING, (), ArticleDose(), FIRST, (EASIER, USUAL, TWO, HARD), 4, "hips", FITS)


@pytest.mark.parametrize(
    ("rung", "swaps", "done"),
    [
        (USUAL, (), USUAL),
        (USUAL, (Swap.NO_BAND,), USUAL),
        (USUAL, (LEVEL,), USUAL),
        (HARD, (LEVEL,), TWO),
        (HARD, (LEVEL, LOW), EASIER),
        (FIRST, (LOW,), EASIER),
        (EASIER, (LEVEL,), EASIER),
        (FIRST, (FORM,), replace(FIRST, form="fists")),
        (USUAL, (FORM,), replace(USUAL, form="fists")),
        (HARD, (FORM,), replace(HARD, form="fists")),
        (EASIER, (FORM,), EASIER),
        (HARD, (OTHER, FORM), replace(HARD, form="fists")),
        (HARD, (FORM, LEVEL), replace(TWO, form="fists")),
        (HARD, (FORM, LOW), EASIER),
        (USUAL, (SKIP,), None),
        (HARD, (SKIP, LOW, FORM), None),
    ],
)
def test_the_most_careful_counts(rung: Rung, swaps: tuple[Swap, ...], done: Rung | None) -> None:
    assert BRIDGE.fitted(rung, swaps) == done


def test_a_form_with_the_same_words_takes_the_place_of_an_easy_dose_too() -> None:
    few = replace(EASIER, form="usual")
    bridge = replace(BRIDGE, rungs=(few, USUAL))
    assert bridge.fitted(few, {FORM}) == replace(few, form="fists")


def test_what_is_shortened_stays_so_in_another_form() -> None:
    short = replace(USUAL, dose=Dose((4,), hold=2), from_article=False)
    assert BRIDGE.fitted(short, {FORM}) == replace(short, form="fists")


@given(st.sampled_from(BRIDGE.rungs), st.frozensets(st.sampled_from(Swap)), st.sampled_from(Swap))
def test_one_more_swap_never_asks_for_more(rung: Rung, swaps: frozenset[Swap], more: Swap) -> None:
    before, after = BRIDGE.fitted(rung, swaps), BRIDGE.fitted(rung, swaps | {more})
    if before is None:
        assert after is None
    elif after is not None:
        assert after.level <= before.level <= rung.level
        assert after.dose.seconds <= before.dose.seconds <= rung.dose.seconds


# What may take its place

HINGE = replace(BRIDGE, id="hinge", swaps={Swap.NO_STICK: Fit(level=0)})
MARCH = replace(BRIDGE, id="march", swaps={Swap.NO_BAND: Fit(skip=True)})
CRAWL = replace(BRIDGE, id="crawl", purpose="back")
ALL = (BRIDGE, HINGE, MARCH, CRAWL)


@pytest.mark.parametrize(
    ("swaps", "withheld", "planned", "found"),
    [
        ((), (), ("bridge",), ("hinge", "march")),
        ((Swap.NO_STICK,), (), ("bridge",), ("hinge", "march")),
        ((Swap.NO_BAND,), (), ("bridge",), ("hinge",)),
        ((), ("march",), ("bridge",), ("hinge",)),
        ((), (), ("bridge", "hinge"), ("march",)),
        ((Swap.NO_BAND,), ("hinge",), ("bridge",), ()),
    ],
)
def test_stand_ins_have_its_purpose_and_nothing_against_them(
    swaps: tuple[Swap, ...], withheld: tuple[str, ...], planned: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert stand_ins(BRIDGE, ALL, swaps=swaps, withheld=withheld, planned=planned) == found


def test_an_exercise_is_no_stand_in_for_itself() -> None:
    assert "bridge" not in stand_ins(BRIDGE, ALL, swaps=(), withheld=(), planned=())
    assert stand_ins(CRAWL, ALL, swaps=(), withheld=(), planned=()) == ()
