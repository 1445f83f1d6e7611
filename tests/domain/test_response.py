"""The pain-monitoring rule: every cell of the table, what runs in a row, and whom a pain belongs to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.response import (
    TABLE,
    Colour,
    Effort,
    Footing,
    Morning,
    Move,
    Response,
    Session,
    Step,
    Verdict,
    belongs_to_a_move,
    colour_of,
    may_step_up,
    respond,
    stepped_down,
    stepped_up,
)

TODAY = date(2026, 3, 4)
LONG_AGO = date(2026, 1, 5)
SESSION = ("bird-dog", "glute-bridge", "cat-camel")
MOVES = tuple(Move(exercise, whole=True) for exercise in SESSION)
CARE = Path(__file__).parents[2] / "docs" / "care.md"

CELLS = """
green  usual       credit
green  not-due     credit
green  bit         hold
green  lot         regress
green  unanswered  hold
amber  usual       hold
amber  not-due     hold
amber  bit         hold
amber  lot         regress easy-day
amber  unanswered  hold
red    usual       regress
red    not-due     regress
red    bit         regress easy-day
red    lot         pause screen
red    unanswered  regress
stop   usual       stop
stop   not-due     stop
stop   bit         stop
stop   lot         stop
stop   unanswered  stop
"""
"""Clinical rule 2.3 and docs/care.md 4.2, typed by hand."""
PAINS = {"green": 1, "amber": 4, "red": 6, "stop": 9}


def footings(level: int = 2, **more: Footing) -> dict[str, Footing]:
    return {each: Footing(level, LONG_AGO, sessions=4) for each in SESSION} | {
        name.replace("_", "-"): footing for name, footing in more.items()
    }


def session(
    pain: int | None = None,
    morning: Morning = Morning.NOT_DUE,
    *,
    named: str | None = "bird-dog",
    effort: Effort | None = Effort.OK,
    hurt: frozenset[str] = frozenset(),
    moves: tuple[Move, ...] = MOVES,
) -> Session:
    return Session(moves, pain, named, hurt, effort, morning)


def answer(said: Session, before: Mapping[str, Footing] | None = None, *, usual: float = 2, slips: int = 0) -> Response:
    return respond(said, before or footings(), usual=usual, slips=slips, today=TODAY)


@pytest.mark.parametrize("cell", CELLS.strip().splitlines())
def test_every_cell(cell: str) -> None:
    colour, morning, verdict, *more = cell.split()
    found = answer(session(PAINS[colour], Morning(morning)))
    assert found.verdicts["bird-dog"] is Verdict[verdict.upper()], cell
    assert found.easy_day is ("easy-day" in more)
    assert found.screen is ("screen" in more)
    level = {"credit": 2, "hold": 2}.get(verdict, 1)
    assert found.footings["bird-dog"].level == level
    assert found.footings["bird-dog"].credits == (verdict == "credit")


def test_the_table_in_the_care_document_is_the_one_here() -> None:
    rows = {line.split("|")[1].strip().lower(): line for line in CARE.read_text().splitlines() if line.startswith("| ")}
    said = {"credit": Verdict.CREDIT, "stay": Verdict.HOLD, "down": Verdict.REGRESS, "one rung down": Verdict.REGRESS}
    for colour in (Colour.GREEN, Colour.AMBER, Colour.RED):
        cells = [cell.strip() for cell in rows[colour].split("|")[2:6]]
        for morning, cell in zip((Morning.USUAL, Morning.BIT, Morning.LOT, Morning.UNANSWERED), cells, strict=True):
            rule = TABLE[colour][morning]
            words = cell.split(";")[0].split(",")[0]
            assert rule.verdict is said.get(words, Verdict.PAUSE), (colour, morning, cell)
            assert rule.easy_day is ("easy day" in cell), (colour, morning, cell)


@pytest.mark.parametrize(
    ("pain", "usual", "colour"),
    [
        (0, None, Colour.GREEN),
        (2, 0, Colour.GREEN),
        (3, 3, Colour.GREEN),
        (5, 5, Colour.GREEN),
        (3, None, Colour.AMBER),
        (3, 2.9, Colour.AMBER),
        (5, 4, Colour.AMBER),
        (6, 9, Colour.RED),
        (7, 0, Colour.RED),
        (8, 10, Colour.STOP),
        (10, None, Colour.STOP),
    ],
)
def test_the_colour_of_a_pain(pain: int, usual: float | None, colour: Colour) -> None:
    assert colour_of(pain, usual) is colour
    assert belongs_to_a_move(pain, usual) is (colour in (Colour.AMBER, Colour.RED))


def test_a_question_that_was_not_due_counts_as_green() -> None:
    found = answer(session(None))
    assert set(found.verdicts.values()) == {Verdict.CREDIT}


@pytest.mark.parametrize("effort", [Effort.HARD, Effort.FORM, None])
def test_only_good_form_at_an_easy_or_ok_effort_is_credited(effort: Effort | None) -> None:
    found = answer(session(1, effort=effort), footings(bird_dog=Footing(2, LONG_AGO, credits=2)))
    assert set(found.verdicts.values()) == {Verdict.HOLD}
    assert found.footings["bird-dog"].credits == 0


def test_a_move_that_hurt_is_not_credited_and_the_others_are() -> None:
    found = answer(session(1, hurt=frozenset({"bird-dog"})))
    assert found.verdicts["bird-dog"] is Verdict.HOLD
    assert found.verdicts["glute-bridge"] is Verdict.CREDIT


def test_less_than_the_whole_dose_neither_adds_nor_ends_a_row() -> None:
    moves = (Move("bird-dog", whole=False), Move("glute-bridge", whole=True))
    found = answer(session(1, moves=moves), footings(bird_dog=Footing(2, LONG_AGO, credits=2)))
    assert found.footings["bird-dog"].credits == 2


def test_a_move_that_was_skipped_stays_where_it_is() -> None:
    moves = (Move("bird-dog", whole=True, done=False), Move("glute-bridge", whole=True))
    assert "bird-dog" not in answer(session(6, Morning.LOT, named=None, moves=moves)).footings


def test_the_pain_belongs_to_the_move_that_was_named() -> None:
    found = answer(session(6, Morning.USUAL, named="glute-bridge"))
    assert found.verdicts["glute-bridge"] is Verdict.REGRESS
    assert found.verdicts["bird-dog"] is Verdict.CREDIT


def test_unnamed_holds_everything_and_steps_the_newest_back() -> None:
    before = footings(glute_bridge=Footing(3, TODAY - timedelta(days=6), sessions=1))
    found = answer(session(4, Morning.USUAL, named=None), before)
    assert found.verdicts == {
        "bird-dog": Verdict.HOLD,
        "glute-bridge": Verdict.REGRESS,
        "cat-camel": Verdict.HOLD,
    }
    assert found.footings["glute-bridge"] == Footing(2, TODAY, step=Step.PAIN)


def test_a_bit_more_sore_after_amber_steps_back_the_second_time_running() -> None:
    once = answer(session(4, Morning.BIT)).footings
    twice = respond(session(4, Morning.BIT), once, usual=2, slips=0, today=TODAY)
    assert twice.verdicts["bird-dog"] is Verdict.REGRESS
    between = respond(session(4, Morning.USUAL), once, usual=2, slips=0, today=TODAY).footings
    again = respond(session(4, Morning.BIT), between, usual=2, slips=0, today=TODAY)
    assert again.verdicts["bird-dog"] is Verdict.HOLD, "not running"


def test_four_ambers_in_a_row_offer_the_easier_form() -> None:
    stands: Mapping[str, Footing] = footings()
    steps = []
    for _ in range(5):
        stands = respond(session(4, Morning.USUAL), stands, usual=2, slips=0, today=TODAY).footings
        steps.append(stands["bird-dog"].step)
    assert steps == [None, None, None, Step.OFFER, None]
    assert stands["bird-dog"].level == 2


def test_form_that_slips_twice_running_steps_the_newest_back() -> None:
    first = answer(session(1, effort=Effort.FORM))
    assert set(first.verdicts.values()) == {Verdict.HOLD}
    before = footings(glute_bridge=Footing(3, TODAY - timedelta(days=6)))
    second = answer(session(1, effort=Effort.FORM), before, slips=1)
    assert second.verdicts["glute-bridge"] is Verdict.REGRESS
    assert second.footings["glute-bridge"].step is Step.FORM
    assert second.verdicts["bird-dog"] is Verdict.HOLD


def test_a_rest_lasts_three_days_and_ends_a_rung_lower() -> None:
    rested = answer(session(7, Morning.LOT)).footings["bird-dog"]
    assert (rested.rests_until, rested.level, rested.step) == (TODAY + timedelta(days=3), 1, Step.RESTS)


@pytest.mark.parametrize(
    ("credits", "days", "may"), [(3, 5, True), (2, 50, False), (3, 4, False), (9, 9, True), (0, 0, False)]
)
def test_three_credits_and_five_days_step_up(credits: int, days: int, *, may: bool) -> None:  # noqa: A002  (the field's own name)
    assert may_step_up(Footing(1, TODAY - timedelta(days=days), credits=credits), TODAY) is may


def test_a_step_is_one_rung_and_the_counting_begins_again() -> None:
    earned = Footing(1, LONG_AGO, sessions=9, credits=4)
    assert stepped_up(earned, TODAY) == Footing(2, TODAY, step=Step.UP)
    assert stepped_down(earned, Step.PAIN, TODAY) == Footing(0, TODAY, step=Step.PAIN)
    assert stepped_down(replace(earned, level=0), Step.PAIN, TODAY) == replace(earned, level=0, credits=0)
    assert stepped_down(earned, Step.AWAY, TODAY, lowest=1).level == 1


@given(
    pain=st.none() | st.integers(0, 10),
    usual=st.none() | st.floats(0, 10),
    morning=st.sampled_from(Morning),
    effort=st.none() | st.sampled_from(Effort),
    named=st.none() | st.sampled_from(SESSION),
    level=st.integers(0, 5),
    slips=st.integers(0, 3),
)
def test_nothing_ever_steps_up_by_itself_nor_down_by_two(
    pain: int | None,
    usual: float | None,
    morning: Morning,
    effort: Effort | None,
    named: str | None,
    level: int,
    slips: int,
) -> None:
    said = session(pain, morning, named=named, effort=effort)
    found = respond(said, footings(level), usual=usual, slips=slips, today=TODAY)
    assert set(found.footings) == set(SESSION)
    assert all(level - 1 <= footing.level <= level and footing.level >= 0 for footing in found.footings.values())


@given(pain=st.integers(0, 9), usual=st.none() | st.integers(0, 10), named=st.none() | st.sampled_from(SESSION))
def test_more_pain_or_a_worse_morning_is_never_taken_more_lightly(
    pain: int, usual: float | None, named: str | None
) -> None:
    worse = (Morning.USUAL, Morning.BIT, Morning.LOT)
    for better, sorer in pairwise(worse):
        for owner in (each for each in SESSION if named in (None, each)):
            less = respond(session(pain, better, named=named), footings(), usual=usual, slips=0, today=TODAY)
            more = respond(session(pain, sorer, named=named), footings(), usual=usual, slips=0, today=TODAY)
            stronger = respond(session(pain + 1, better, named=named), footings(), usual=usual, slips=0, today=TODAY)
            assert more.verdicts[owner] >= less.verdicts[owner]
            assert stronger.verdicts[owner] >= less.verdicts[owner]
