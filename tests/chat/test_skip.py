"""Skip asks what gets in the way, in place, and does something about it. Only who skips taps once more."""

from datetime import timedelta

import pytest

from bot.domain.standing import Hold
from bot.domain.swaps import Swap
from bot.playground.phone import Bubble, Phone
from tests.chat.talks import (
    MOVES,
    course_of,
    data_of,
    exercise_in,
    exercising,
    goes,
    is_exercise,
    levels_of,
    moved_in,
    one,
    texts,
)
from tests.chat.town import Town

ASKED = "You can skip this one. What gets in the way?"


async def _begun(lumbar: Town) -> tuple[Phone, Bubble]:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    return ana, await exercising(ana)


async def _alone(lumbar: Town, name: str) -> Phone:
    """At the card of one move, from the list of exercises."""
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/exercises")
    await goes(ana, name, "Do this now")
    return ana


async def test_skip_asks_in_the_same_bubble(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    asked = one(await ana.taps("Skip"))
    assert (asked.id, asked.text) == (card.id, ASKED)
    assert asked.labels == ("Too hard", "It hurts", "No room or kit", "Not now", "Back")


async def test_not_now_goes_on_and_keeps_no_reason(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    following = one(await goes(ana, "Skip", "Not now"))
    assert following.id == card.id
    assert following.text.startswith("Skipped. Here is the next.\n\n2 of 5 · ")
    assert await levels_of(lumbar, ana) == {}
    assert (await course_of(lumbar, ana)).swaps == set()


async def test_back_skips_nothing(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    assert one(await goes(ana, "Skip", "Back")).text == card.text


async def test_too_hard_is_skipped_and_easier_from_next_time_on(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, "Done", "Done")
    following = one(await goes(ana, "Skip", "Too hard"))
    assert following.text.startswith("Skipped. It will be easier next time. Here is the next.\n\n4 of 5 · ")
    assert await levels_of(lumbar, ana) == {"glute-bridge": 0}
    await goes(ana, "Done", "Done", "2", "OK")
    await ana.passes(timedelta(days=1))
    await ana.says("/today")
    assert "Half bridge: 2 seconds at the top, 6 times" in texts(await goes(ana, "Usual or better"))


async def test_too_hard_at_the_gentlest_says_so(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, "Easier")
    assert one(await goes(ana, "Skip", "Too hard")).text.startswith("Skipped. It has no gentler form.")


async def test_it_hurts_asks_where_and_holds_meanwhile(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    where = one(await goes(ana, "Skip", "It hurts"))
    assert where.text == "Sorry about that. Stop this move.\nWhere did you feel it?"
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.held is Hold.OPEN_QUESTION
    assert not is_exercise(one(await ana.says("done")))
    assert one(await goes(ana, "Into my bum")).text.startswith("Safety check · 1 of 6")
    assert card.id


async def test_no_room_offers_a_day_without_the_floor_and_the_move_follows_at_once(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    missing = one(await goes(ana, "Skip", "No room or kit"))
    assert (missing.text, missing.labels) == ("What is missing?", ("No floor today", "Just skip this one"))
    seated = one(await ana.taps("No floor today"))
    assert seated.text.startswith("No floor today: sitting and standing moves.\n\n1 of 5 · Cat-camel on a chair")
    assert (await course_of(lumbar, ana)).swaps == set(), "for today alone"
    following = one(await ana.taps("Done"))
    assert following.text.startswith("2 of 5 · ")
    standing = one(await ana.taps("Done"))
    assert standing.text.startswith("5 of 5 · Hip stretch, standing"), "the bridge and the bird dog are left out"


async def test_no_room_for_a_floor_move_without_another_form_leaves_it_out(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, "Done", "Done")
    following = one(await goes(ana, "Skip", "No room or kit", "No floor today"))
    assert following.text.startswith("No floor today: sitting and standing moves.\n\n5 of 5 · Hip stretch, standing")


async def test_just_this_one_is_just_that(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, "Skip", "No room or kit")
    assert one(await ana.taps("Just skip this one")).text.startswith("Skipped. Here is the next.\n\n2 of 5 · Draw-in")


async def test_no_broomstick_is_kept_and_the_hinge_goes_to_the_wall(lumbar: Town) -> None:
    ana = await _alone(lumbar, "Hip hinge")
    assert one(await goes(ana, "Skip", "No room or kit")).labels == ("I have no broomstick", "Just skip this one")
    wall = one(await ana.taps("I have no broomstick"))
    assert wall.text.startswith("Noted: no broomstick.")
    assert "1 of 1 · Hip hinge to the wall" in wall.text
    assert (await course_of(lumbar, ana)).swaps == {Swap.NO_STICK}
    assert one(await goes(ana, "Skip", "No room or kit")).text.startswith("That's fine."), "nothing is asked twice"


async def test_no_band_is_kept_and_the_press_left_out(lumbar: Town) -> None:
    ana = await _alone(lumbar, "Pallof press")
    await goes(ana, "Skip", "No room or kit")
    assert one(await ana.taps("I have no band")).text.startswith("That's fine. You can start again any time.")
    assert (await course_of(lumbar, ana)).swaps == {Swap.NO_BAND}


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("too hard", "It will be easier next time."),
        ("It's difficult", "It will be easier next time."),
        ("it hurts", "Where did you feel it?"),
        ("painful", "Where did you feel it?"),
        ("No room or kit", "What is missing?"),
        ("no space", "What is missing?"),
        ("I have no mat", "What is missing?"),
        ("not now", "Skipped. Here is the next."),
        ("just skip it", "Skipped. Here is the next."),
    ],
)
async def test_what_gets_in_the_way_can_be_typed(lumbar: Town, typed: str, answer: str) -> None:
    ana, _ = await _begun(lumbar)
    await ana.says("skip")
    assert answer in one(await ana.says(typed)).text


@pytest.mark.parametrize(("typed", "answer"), [("no floor", "on a chair"), ("just this one", "2 of 5 · ")])
async def test_what_is_missing_can_be_typed(lumbar: Town, typed: str, answer: str) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, "Skip", "No room or kit")
    assert answer in one(await ana.says(typed)).text


async def test_a_warning_sign_is_still_one_in_the_place_of_a_reason(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    await ana.says("skip")
    told = await ana.says("it hurts and my leg is numb")
    assert not exercise_in(told)
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.held is Hold.CONSULT


async def test_a_second_tap_on_the_old_card_does_not_skip_the_next_move(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    skip = data_of(ana, card.id, "Skip")
    await goes(ana, "Skip", "Not now")
    again = one(await ana.presses(card.id, skip))
    assert again.text.startswith("That move is done. You are here:\n\n2 of 5 · ")


async def test_an_answer_to_an_old_question_does_not_skip_the_next_move(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    await goes(ana, "Skip")
    not_now = data_of(ana, card.id, "Not now")
    assert one(await ana.says("done")).text.startswith("2 of 5 · ")
    assert one(await ana.says("not now")).text.startswith("That move is done. You are here:\n\n2 of 5 · ")
    assert not await ana.presses(card.id, not_now)
    assert one(await ana.taps("Done")).text.startswith("3 of 5 · ")


async def test_a_question_of_a_session_that_is_over_skips_nothing(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, "Skip")
    await ana.says("/today")
    await goes(ana, "That's enough today")
    assert not exercise_in(await ana.says("too hard"))
    assert await levels_of(lumbar, ana) == {}


async def test_skipping_every_move_is_no_session_and_no_question(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, *["Skip", "Not now"] * (MOVES - 1))
    over = one(await goes(ana, "Skip", "Not now"))
    assert over.text.startswith("That's fine. You can start again any time.")
    assert exercise_in(await ana.says("/today"))


async def test_without_a_check_that_holds_the_next_move_asks_first(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, "Skip")
    await ana.passes(timedelta(hours=4, minutes=1))
    assert not is_exercise(one(await ana.taps("Not now")))
