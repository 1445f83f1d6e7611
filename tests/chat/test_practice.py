"""A practice from its first move to its receipt: done, easier, skip, it hurt, undo."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.course import Began
from bot.domain.standing import Hold
from bot.playground.phone import Bubble, Phone
from bot.store import people, practices
from tests.chat.talks import (
    MOVES,
    data_of,
    exercise_in,
    exercising,
    goes,
    is_exercise,
    moved_in,
    one,
    two,
    whole_session,
)
from tests.chat.town import MONDAY, Town


async def _begun(lumbar: Town) -> tuple[Phone, Bubble]:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    return ana, await exercising(ana)


async def _done(phone: Phone) -> None:
    await goes(phone, *["Done"] * (MOVES - 1))


async def test_a_card_says_what_to_do_feel_and_stop_for(lumbar: Town) -> None:
    _, card = await _begun(lumbar)
    assert card.text.startswith("1 of 5 · Cat-camel\n5 slow rounds\n\n1. ")
    assert card.text.endswith("Stop for sharp pain, leg symptoms, dizziness or chest pain.")
    assert card.labels == ("Done", "Easier", "Skip", "It hurt", "New symptom", "Sound", "Text only")


async def test_done_moves_on_in_the_same_bubble_to_the_receipt(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    for number in range(2, MOVES + 1):
        move = one(await ana.taps("Done"))
        assert move.id == card.id
        assert move.text.startswith(f"{number} of 5 · ")
    pain = one(await ana.taps("Done"))
    assert pain.text.startswith("Done: 5 moves, ")
    assert "what was the most your back hurt?" in pain.text
    assert pain.labels == tuple(str(score) for score in range(11))
    effort = one(await ana.taps("2"))
    assert effort.labels == ("Easy", "OK", "Hard", "Lost my form")
    today, receipt = two(await ana.taps("OK"))
    assert today.text.startswith("Done for today.")
    assert receipt.text.splitlines()[1:] == [
        "Saved: most pain 2, effort OK.",
        "1 of 5 sessions this week.",
        "Next: tomorrow 08:00.",
    ]
    assert receipt.labels == ("Undo",)


async def test_words_do_what_the_buttons_do(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    assert one(await ana.says("done")).text.startswith("2 of 5 · ")
    assert "What gets in the way?" in one(await ana.says("Skip this one")).text
    assert "3 of 5 · " in one(await ana.says("not now")).text
    assert "Here is an easier form" in one(await ana.says("easier")).text
    assert "Where did you feel it?" in one(await ana.says("that hurts")).text


async def test_a_stale_done_skips_nothing(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    first = data_of(ana, card.id, "Done")
    await goes(ana, "Done")
    again = one(await ana.presses(card.id, first))
    assert again.text.startswith("That move is done. You are here:\n\n2 of 5 · ")
    assert not await ana.presses(card.id, first), "nothing changes, so nothing is sent"
    assert one(await ana.taps("Done")).text.startswith("3 of 5 · ")


async def test_a_button_of_a_session_that_is_over_says_so(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    first = data_of(ana, card.id, "Done")
    await goes(ana, *["Done"] * MOVES, "2", "OK")
    assert one(await ana.presses(card.id, first)).text == "That session is over."


async def test_easier_goes_down_to_the_gentlest_and_stays_so(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, "Done", "Done")
    assert one(await ana.taps("Easier")).text.startswith("Here is an easier form, from now on.\n\n3 of 5 · ")
    assert one(await ana.taps("Easier")).text.startswith("This is the gentlest form already.")
    await goes(ana, "Done", "Done", "Done", "2", "OK")
    await ana.passes(timedelta(days=1))
    await ana.says("/today")
    why = one(await goes(ana, "Usual or better", "Change today", "Why these?"))
    assert why.text.count("an easier form for now.") == 1


async def test_new_symptom_on_a_card_stops_the_practice(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    data = data_of(ana, card.id, "Done")
    await goes(ana, "New symptom", "Yes, one or more")
    assert not exercise_in(await ana.presses(card.id, data))
    assert not exercise_in(await ana.says("done"))


# It hurt


async def test_on_a_quiet_day_the_practice_is_over_and_what_hurt_can_be_told(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    hurt = data_of(ana, card.id, "It hurt")
    await ana.says("I want to kill myself")
    rest = one(await ana.presses(card.id, hurt))
    assert rest.labels == ("Get help", "New symptom")
    assert "Safety check" in one(await ana.taps("New symptom")).text
    person = await lumbar.person(ana)
    assert person is not None
    async with lumbar.app.database.reading() as db:
        (practice,) = await practices.since(db, person.id, date.min)
    assert practice.state == "stopped"


async def test_back_only_and_eased_gives_the_easier_form_at_once(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    await goes(ana, "Done", "Done")
    sorry = one(await ana.taps("It hurt"))
    assert sorry.id == card.id
    assert sorry.text == "Sorry about that. Stop this move.\nWhere did you feel it?"
    assert sorry.labels == (
        *("Back only, and it eased", "Back only, still strong", "Into my bum or leg", "Wrist, knee or shoulder"),
        "Not sure",
    )
    assert one(await ana.taps("Back only, and it eased")).text.startswith("Here is an easier form, from now on.")


@pytest.mark.parametrize(
    ("score", "words"), [("3", "Leave that one for today. Here is the next."), ("6", "It will be easier next time.")]
)
async def test_still_strong_leaves_the_move_out(lumbar: Town, score: str, words: str) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, "It hurt")
    assert "How much does your back hurt now?" in one(await ana.taps("Back only, still strong")).text
    following = one(await ana.taps(score))
    assert words in following.text
    assert "2 of 5 · " in following.text


@pytest.mark.parametrize(
    "taps", [("Back only, still strong", "8"), ("Back only, still strong", "10"), ("Into my bum",), ("Not sure",)]
)
async def test_very_strong_or_into_the_leg_stops_and_opens_the_whole_check(lumbar: Town, taps: tuple[str, ...]) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, "It hurt")
    check = (await goes(ana, *taps))[-1]
    assert check.text.startswith("Safety check · 1 of 6")
    assert not exercise_in(await ana.says("done"))
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.held is Hold.OPEN_QUESTION


async def test_eight_or_more_at_the_end_opens_the_whole_check(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, *["Done"] * MOVES)
    assert one(await ana.taps("8")).text.startswith("Safety check · 1 of 6")


# Undo


async def test_undo_opens_the_last_move_again_for_ten_minutes(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    await goes(ana, *["Done"] * MOVES, "2", "OK")
    again = one(await ana.taps("Undo"))
    assert again.text.startswith("Taken back. You are here again:\n\n5 of 5 · ")
    assert is_exercise(again)
    receipt = (await goes(ana, "Done", "4", "Bird dog", "Hard"))[-1]
    assert "Saved: most pain 4" in receipt.text
    assert "1 of 5 sessions this week." in receipt.text
    data = data_of(ana, receipt.id, "Undo")
    await ana.passes(timedelta(minutes=11))
    assert one(await ana.presses(receipt.id, data)).text == "That can't be taken back any more."


async def test_a_young_pain_is_asked_about_after_every_third_session(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        await people.save(db, replace(person, course=replace(person.course, began=Began.WEEKS)))
    asked = []
    for _ in range(5):
        await whole_session(ana)
        asked.append("most pain" in ana.screen[-1].text)
        await ana.passes(timedelta(days=1))
    assert asked == [True, False, False, True, False]


async def test_a_pain_above_the_usual_is_asked_for_its_move(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    which = one(await goes(ana, *["Done"] * MOVES, "4"))
    assert which.text == "Which move was it?"
    assert which.labels == ("Cat-camel", "Draw-in", "Glute bridge", "Bird dog", "Hip-flexor stretch", "Not sure")
    await goes(ana, "Glute bridge", "OK")
    await ana.passes(timedelta(days=1))
    await ana.says("/today")
    today = one(await ana.taps("A lot more sore"))
    assert today.text.startswith("Today is an easy day. The last session was a bit much.")
    await goes(ana, "Nothing new – start", "Done", "Done")
    await ana.passes(timedelta(days=1))
    tomorrow = one(await ana.says("/today"))
    assert "The moves are easier today, as the next morning was more sore." in tomorrow.text
    assert "Welcome back" not in tomorrow.text, "an easy day is no day off"


async def test_the_walk_of_an_easy_day_is_short_before_its_session_begins(lumbar: Town) -> None:
    ana, _ = await _begun(lumbar)
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        await people.save(db, replace(person, course=replace(person.course, walk_minutes=25, walk_since=MONDAY.date())))
    await goes(ana, *["Done"] * MOVES, "4", "Glute bridge", "OK")
    await ana.passes(timedelta(days=1))
    assert "Today's walk: 25 minutes" in one(await ana.says("/walk")).text
    await ana.says("/today")
    await ana.taps("A lot more sore")
    assert "Today's walk: 10 minutes" in one(await ana.says("/walk")).text


async def test_the_first_practice_ends_with_the_offer_of_reminders(lumbar: Town) -> None:
    ana = lumbar.phone()
    await ana.says("/start")
    await goes(ana, "United Kingdom", "I'm 18 or over and I agree", "None of these", "None of these", "No", "No")
    await goes(ana, "None of these", "3", "Yes", "Start now", *["Done"] * MOVES, "2")
    asked = one(await ana.taps("Easy"))
    assert "when did this pain begin?" in asked.text
    bubbles = await ana.taps("More than 3 months ago")
    assert bubbles[-1].text.startswith("Same time tomorrow, 18:00?\nMonday to Friday.")
    assert any("Undo" in bubble.labels for bubble in bubbles)
