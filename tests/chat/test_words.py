"""What people write, at any moment and in their own words: what is said at once, what is asked, and what never pauses."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.domain.standing import Hold, Stage
from bot.flows import talk
from bot.flows.talk import Kind
from bot.playground.phone import Bubble, Phone
from bot.store import check_ins, outbox, people
from bot.store.outbox import Lane
from bot.store.tables import check_ins as check_in_rows
from bot.store.tables import triage_events
from tests.chat.talks import (
    CLEAR_FIRST,
    CONSULT_BUTTONS,
    EMERGENCY,
    HELD_CONSULT,
    HELD_EMERGENCY,
    NO_SIGNS,
    UNFINISHED,
    URGENT,
    WELL,
    after_a_restart,
    agreed,
    consult,
    data_of,
    exercise_in,
    exercising,
    goes,
    is_exercise,
    moved_in,
    one,
    texts,
    two,
    ways_to_exercise,
)
from tests.chat.test_adapter import PatientClock
from tests.chat.town import StillClock, Town, town

Begins = Callable[[Town, Phone], Awaitable[None]]

JUST_CHECKING = "Just checking. Is this a new symptom for you, today?"
NOTED = "Good, noted."
CRISIS = "I'm really sorry it feels this hard."
QUIET = "Let's leave exercise for today."
CHEST = "Stop. Call 999 now."
NERVE = "can be a sign that nerves in your lower back need urgent care"
TINGLING = "my left foot is tingling"
DOUBT_BUTTONS = ("Yes", "No, I'm fine", "Not sure")
LEVELS = (
    (TINGLING, Hold.CONSULT, "Thanks for telling me. Tingling, numbness or pain going down your leg"),
    ("Numb toes!", Hold.CONSULT, "Thanks for telling me. Tingling, numbness or pain going down your leg"),
    ("pins & needles in one leg", Hold.CONSULT, "Thanks for telling me. Tingling"),
    ("my left foot feels weak", Hold.URGENT, URGENT),
    ("I can't pee", Hold.EMERGENCY, "Stop exercising and get medical help now."),
    ("both my legs are numb", Hold.EMERGENCY, "Stop exercising and get medical help now."),
    ("no tingling but I can't pee", Hold.EMERGENCY, "Stop exercising and get medical help now."),
    ("I have chest pain", Hold.EMERGENCY, CHEST),
)
FIRST_QUESTION = "Safety check · 1 of "


async def _held(lumbar: Town, phone: Phone) -> Hold:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing.held


async def _rows(lumbar: Town) -> int:
    """Decisions and check-ins of anybody."""
    async with lumbar.app.database.reading() as db:
        counts = [
            (await db.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (triage_events, check_in_rows)
        ]
    return sum(counts)


async def _reasons(lumbar: Town, phone: Phone) -> list[str]:
    async with lumbar.app.database.reading() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        return [reason for event in await check_ins.triage_of(db, person) for reason in event.detail["reasons"]]


async def _new(_: Town, __: Phone) -> None:
    """They have never written."""


async def _at_country(_: Town, phone: Phone) -> None:
    await phone.says("/start")


async def _at_consent(_: Town, phone: Phone) -> None:
    await phone.says("/start")
    await phone.taps("United Kingdom")


async def _at_the_first_question(_: Town, phone: Phone) -> None:
    await agreed(phone)


async def _in_the_check(_: Town, phone: Phone) -> None:
    await agreed(phone)
    await goes(phone, *WELL[:3])


async def _at_the_receipt(_: Town, phone: Phone) -> None:
    await agreed(phone)
    await goes(phone, *WELL)


async def _at_the_time(_: Town, phone: Phone) -> None:
    await agreed(phone)
    await goes(phone, *WELL, "Later")


async def _at_d1(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await phone.passes(timedelta(hours=5))
    await phone.says("/today")


async def _in_practice(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await exercising(phone)


async def _at_the_pain_question(lumbar: Town, phone: Phone) -> None:
    await _in_practice(lumbar, phone)
    await goes(phone, *["Done"] * 5)


async def _paused(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await phone.says("/pause 3 days")


async def _in_settings(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone)
    await phone.says("/settings")
    await phone.taps("Time zone")


async def _clear_first(_: Town, phone: Phone) -> None:
    await agreed(phone)
    await goes(phone, "Back surgery", "Ready", "No, or didn't ask", *NO_SIGNS)


STRANGERS = pytest.mark.parametrize("comes_to", [_new, _at_country, _at_consent])
EVERYWHERE = pytest.mark.parametrize(
    "comes_to",
    [
        *(_at_the_first_question, _in_the_check, _at_the_receipt, _at_the_time, _at_d1),
        *(_in_practice, _at_the_pain_question, _paused, _in_settings, _clear_first),
    ],
)


# What may be a warning sign


@pytest.mark.parametrize(("said", "level", "opening"), LEVELS)
async def test_a_warning_sign_is_answered_at_once_held_and_below_an_emergency_asked_about(
    lumbar: Town, said: str, level: Hold, opening: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="17:00")
    told, *check = await ana.says(said)
    assert told.text.startswith(opening)
    assert [FIRST_QUESTION in each.text for each in check] == ([] if level is Hold.EMERGENCY else [True])
    assert await _held(lumbar, ana) is level
    assert not exercise_in(await ana.says("/today"))


async def test_chest_pain_and_a_nerve_sign_get_both_paragraphs_and_the_chest_comes_first(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    told = one(await ana.says("chest pain and I can't pee"))
    assert told.text.startswith(CHEST)
    assert NERVE in told.text
    assert NERVE not in texts(await _alone(lumbar, "I have chest pain"))


async def _alone(lumbar: Town, said: str) -> list[Bubble]:
    ben = lumbar.phone(name="Ben")
    await moved_in(lumbar, ben)
    return await ben.says(said)


async def test_the_same_message_comes_again_when_nobody_has_had_a_look(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    told = one(await ana.says("I have chest pain"))
    asked = one(await ana.passes(timedelta(hours=3)))
    assert asked.text == "Have you been able to get help?"
    assert one(await ana.taps("Not yet")).text == told.text


@EVERYWHERE
@pytest.mark.parametrize(
    ("said", "level", "opening"),
    [
        ("both legs feel numb", Hold.EMERGENCY, EMERGENCY),
        (TINGLING, Hold.CONSULT, "I've paused your exercises. Please book"),
    ],
)
async def test_it_stops_everything_wherever_it_is_written(
    lumbar: Town, comes_to: Begins, said: str, level: Hold, opening: str
) -> None:
    ana = lumbar.phone()
    await comes_to(lumbar, ana)
    told, *check = await ana.says(said)
    assert opening in told.text
    assert [each.text[:15] for each in check] == ([] if level is Hold.EMERGENCY else ["Safety check · "])
    assert await _held(lumbar, ana) is level
    for wish in ("/today", "1 minute", "done", "/exercises"):
        assert not exercise_in(await ana.says(wish))
    for message_id, data in ways_to_exercise(ana):
        assert not exercise_in(await ana.presses(message_id, data))
    assert not exercise_in(await ana.passes(timedelta(days=7)))


@pytest.mark.parametrize(
    "said", ["/today my left leg is numb", "/tingling", "/dance my foot is numb", "/walk numb toes"]
)
async def test_a_command_with_words_is_read(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    told, check = two(await ana.says(said))
    assert consult([told])
    assert check.text.startswith(FIRST_QUESTION)


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "video"])
async def test_a_caption_is_read(lumbar: Town, kind: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    lumbar.telegram.sends(ana.chat.id, kind, caption=TINGLING)
    await lumbar.settled()
    assert consult(ana.screen)
    assert await _held(lumbar, ana) is Hold.CONSULT


async def test_what_is_kept_of_it_is_the_category_and_the_level(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("chest pain and I can't pee")
    assert await _reasons(lumbar, ana) == ["words: chest → EMERGENCY (2.6)", "words: bladder → EMERGENCY (2.6)"]


async def test_a_lower_sign_under_a_higher_hold_gets_the_higher_advice(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", "Yes, one or more")
    assert HELD_EMERGENCY in one(await ana.says("now my foot is tingling")).text
    assert await _held(lumbar, ana) is Hold.EMERGENCY


async def test_a_higher_sign_raises_the_hold_and_an_ok_check_lowers_nothing(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says(TINGLING)
    assert EMERGENCY in one(await ana.says("now I can't pee")).text
    assert "that still needs a person to look at it" in texts(await goes(ana, *NO_SIGNS))
    assert await _held(lumbar, ana) is Hold.EMERGENCY


async def test_i_tapped_by_mistake_is_offered_once_also_after_words(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    told = one(await ana.says("I can't pee"))
    assert "I tapped by mistake" in told.labels
    assert FIRST_QUESTION in one(await ana.presses(told.id, data_of(ana, told.id, "I tapped by mistake"))).text
    again = one(await ana.says("I can't pee"))
    assert EMERGENCY in again.text
    assert "I tapped by mistake" not in again.labels


# What an emergency by words leaves open


async def test_a_check_that_was_open_can_be_finished_after_an_emergency_and_lowers_nothing(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    legs = (await goes(ana, "New symptom", "None of these"))[-1]
    assert EMERGENCY in one(await ana.says("I can't pee")).text
    assert "Is a leg or foot weaker" in one(await ana.presses(legs.id, data_of(ana, legs.id, "No"))).text
    assert "that still needs a person to look at it" in texts(await goes(ana, *NO_SIGNS[2:]))
    assert await _held(lumbar, ana) is Hold.EMERGENCY


async def test_new_symptom_opens_the_check_also_after_an_emergency(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("I can't pee")
    assert FIRST_QUESTION in (await ana.says("New symptom"))[-1].text
    await goes(ana, *NO_SIGNS)
    assert await _held(lumbar, ana) is Hold.EMERGENCY


async def test_the_first_check_goes_on_after_an_emergency_and_the_person_stays_held(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_the_check(lumbar, ana)
    question = ana.screen[-1]
    assert EMERGENCY in one(await ana.says("I can't pee")).text
    for wish in ("/today", "/start"):
        advice, again = two(await ana.says(wish))
        assert HELD_EMERGENCY in advice.text
        assert again.text == question.text
    after = await goes(ana, *WELL[3:])
    assert "that still needs a person to look at it" in texts(after)
    assert HELD_EMERGENCY in texts(after)
    person = await lumbar.person(ana)
    assert person is not None
    assert (person.standing.stage, person.standing.held) == (Stage.PLACING, Hold.EMERGENCY)
    assert HELD_EMERGENCY in one(await ana.says("/today")).text


@pytest.mark.parametrize("comes_to", [_at_the_time, _at_d1, _at_the_pain_question, _in_settings])
async def test_no_other_question_is_open_beneath_an_emergency(lumbar: Town, comes_to: Begins) -> None:
    ana = lumbar.phone()
    await comes_to(lumbar, ana)
    await ana.says("I can't pee")
    person = await lumbar.person(ana)
    assert person is not None
    assert person.question is None
    assert HELD_EMERGENCY in (await ana.says("3"))[0].text


async def test_a_doubt_ends_with_an_emergency(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my leg hurts")
    assert EMERGENCY in one(await ana.says("I can't pee")).text
    assert JUST_CHECKING not in texts(await ana.says("what do you mean"))
    assert await _held(lumbar, ana) is Hold.EMERGENCY


async def test_yes_to_a_doubt_opens_the_check_also_while_held_for_an_emergency(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("I can't pee")
    advice, asked = two(await ana.says("my leg hurts"))
    assert HELD_EMERGENCY in advice.text
    assert asked.text == JUST_CHECKING
    assert FIRST_QUESTION in (await ana.taps("Yes"))[-1].text
    assert await _held(lumbar, ana) is Hold.EMERGENCY


async def test_the_answers_say_what_was_written_about_the_newest_first_and_then_the_last_check(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says(TINGLING)
    await goes(ana, *NO_SIGNS)
    await ana.passes(timedelta(minutes=20))
    await ana.says("I can't pee")
    told = one(await ana.taps("Show my answers")).text
    read = [
        *("What I wrote about, 2 March, ", "• A problem with peeing, pooing or sex."),
        *("What I wrote about, 2 March, ", "• Tingling, numbness or pain going down a leg."),
        *("My answers to the safety check, 2 March, ", "• Legs and feet: no tingling, numbness or pain."),
    ]
    at = 0
    for each in read:
        at = told.index(each, at) + 1
    assert told.count("It did not keep my message.") == 2
    assert "can't pee" not in told


async def test_the_answers_after_words_alone_are_what_they_were_about(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("I can't pee")
    told = one(await ana.taps("Show my answers")).text
    assert told.startswith("What I wrote about, 2 March, ")
    assert "My answers to the safety check" not in told


# The very words of an option


@pytest.mark.parametrize("said", ["B: one leg", "b", "one leg", "3"])
async def test_the_very_words_of_an_option_answer_its_question(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", "None of these")
    strength = one(await ana.says(said))
    assert "Is a leg or foot weaker" in strength.text


# A doubt


@pytest.mark.parametrize(
    "said", ["my leg hurts", "my mum has foot drop", "the tingling has gone", "I used to have numbness"]
)
async def test_a_doubt_asks_once_and_holds_until_it_is_answered(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    asked = one(await ana.says(said))
    assert asked.text == JUST_CHECKING
    assert asked.labels == DOUBT_BUTTONS
    assert await _held(lumbar, ana) is Hold.OPEN_QUESTION
    for wish in ("/today", "1 minute", "/start", "/checkin"):
        assert one(await ana.says(wish)).text == JUST_CHECKING, "it is asked again, instead of talk of a check"
    for message_id, data in ways_to_exercise(ana):
        assert not exercise_in(await ana.presses(message_id, data))
    assert await _held(lumbar, ana) is Hold.OPEN_QUESTION


@pytest.mark.parametrize("answer", ["Yes", "Not sure"])
@pytest.mark.parametrize("typed", [False, True])
async def test_yes_and_not_sure_lead_to_the_full_check(lumbar: Town, answer: str, *, typed: bool) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my leg hurts")
    check = one(await (ana.says(answer.lower()) if typed else ana.taps(answer)))
    assert check.text.startswith(FIRST_QUESTION)
    assert await _held(lumbar, ana) is Hold.OPEN_QUESTION
    await goes(ana, *NO_SIGNS)
    assert await _held(lumbar, ana) is Hold.NONE
    assert exercise_in(await ana.says("/today"))


@pytest.mark.parametrize(
    "said", ["no", "No, I'm fine", "no I'm fine", "No i’m fine", "nope", "I'm fine", "it's not new"]
)
async def test_no_in_any_words_ends_the_doubt(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my leg hurts")
    assert one(await ana.says(said)).text == NOTED
    assert await _held(lumbar, ana) is Hold.NONE
    assert exercise_in(await ana.says("/today"))


async def test_after_no_the_practice_goes_on(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    card = await exercising(ana)
    await ana.says("my leg hurts")
    assert not any(is_exercise(each) for each in await ana.presses(card.id, data_of(ana, card.id, "Done")))
    assert "Today" in one(await ana.taps("No, I'm fine")).labels
    assert any(is_exercise(each) for each in await ana.presses(card.id, data_of(ana, card.id, "Done")))


async def test_the_open_question_stays_open_under_a_doubt_and_comes_again_after_no(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _at_the_time(lumbar, ana)
    question = ana.screen[-1]
    assert one(await ana.says("my leg hurts")).text == JUST_CHECKING
    noted, again = two(await ana.says("no"))
    assert noted.text == NOTED
    assert again.text == question.text
    assert "walk" in one(await ana.says("07:30")).text.lower()


async def test_an_answer_goes_to_what_was_asked_last(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", "None of these")
    assert one(await ana.says("my mum has foot drop")).text == JUST_CHECKING
    noted, legs = two(await ana.says("no"))
    assert noted.text == NOTED
    assert "Any tingling, numbness or pain" in legs.text, "the no was not taken for an answer about the legs"
    await ana.says("my mum has foot drop")
    strength = one(await ana.presses(legs.id, data_of(ana, legs.id, "No")))
    assert "Is a leg or foot weaker" in strength.text
    assert "Any of these with your back pain" in one(await ana.says("no")).text, "the strength was asked since"
    await goes(ana, "None of these", "3", "Yes")
    assert await _held(lumbar, ana) is Hold.NONE
    assert "I didn't get that" in one(await ana.says("no")).text, "a full check ends the doubt"


async def test_a_check_that_is_opened_ends_the_doubt(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    asked = one(await ana.says("my leg hurts"))
    no = data_of(ana, asked.id, "No, I'm fine")
    await goes(ana, "New symptom", "None of these")
    assert UNFINISHED in one(await ana.presses(asked.id, no)).text
    assert await _held(lumbar, ana) is Hold.OPEN_QUESTION


async def test_no_to_a_doubt_does_not_end_another_hold(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", "None of these")
    await ana.says("my mum has foot drop")
    await ana.says("no")
    assert await _held(lumbar, ana) is Hold.OPEN_QUESTION
    assert UNFINISHED in texts(await ana.says("/today"))


async def test_no_after_it_hurt_leaves_that_question_and_its_hold(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    where = one(await ana.taps("It hurt"))
    await ana.says("my leg hurts")
    noted, again = two(await ana.says("no"))
    assert noted.text == NOTED
    assert again.text == where.text
    assert await _held(lumbar, ana) is Hold.OPEN_QUESTION


async def test_another_question_answered_does_not_end_a_doubt(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    where = one(await ana.taps("It hurt"))
    await ana.says("my leg hurts")
    assert one(await ana.presses(where.id, data_of(ana, where.id, "Wrist, knee or shoulder"))).text == JUST_CHECKING
    assert await _held(lumbar, ana) is Hold.OPEN_QUESTION
    assert one(await ana.says("no")).text == NOTED
    assert await _held(lumbar, ana) is Hold.NONE
    assert exercise_in(await ana.says("/today"))


async def test_another_doubt_asks_again_and_the_earlier_no_does_not_answer_it(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    first = one(await ana.says("my leg hurts"))
    no = data_of(ana, first.id, "No, I'm fine")
    second = one(await ana.says("my mum has foot drop"))
    assert second.text == JUST_CHECKING
    assert one(await ana.presses(first.id, no)).text == JUST_CHECKING
    assert await _held(lumbar, ana) is Hold.OPEN_QUESTION
    assert one(await ana.presses(second.id, data_of(ana, second.id, "No, I'm fine"))).text == NOTED
    assert await _held(lumbar, ana) is Hold.NONE
    assert "Nothing is paused for a check now." in one(await ana.presses(first.id, no)).text


async def test_what_is_not_understood_under_a_doubt_meets_the_doubt(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my leg hurts")
    sorry, again = two(await ana.says("what do you mean"))
    assert "New symptom" in sorry.labels
    assert again.text == JUST_CHECKING
    kept, again = two(await ana.says("/cancel"))
    assert "so I keep it open" in kept.text
    assert again.text == JUST_CHECKING
    sorry, again = two(await ana.sends("sticker"))
    assert again.text == JUST_CHECKING


async def test_a_warning_sign_under_a_doubt_is_answered_at_once(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my leg hurts")
    told, _ = two(await ana.says("yes and my foot is numb"))
    assert consult([told])
    assert await _held(lumbar, ana) is Hold.CONSULT
    assert HELD_CONSULT in one(await ana.says("/today")).text


async def test_a_doubt_that_is_left_turns_the_next_reminder_into_the_request_to_answer_it(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="17:00")
    await ana.says("my leg hurts")
    asked = one(await ana.passes(timedelta(hours=20)))
    assert UNFINISHED in asked.text
    assert one(await ana.taps("Finish the check")).text == JUST_CHECKING
    assert not exercise_in(await ana.passes(timedelta(days=3)))
    await ana.taps("No, I'm fine")
    assert exercise_in(await ana.says("/today"))


async def test_a_doubt_is_there_after_a_restart(tmp_path: Path, empty: Path) -> None:
    clock = StillClock()
    async with town(tmp_path, empty, clock=clock) as before:
        ana = before.phone()
        await moved_in(before, ana)
        await ana.says("my leg hurts")
        telegram = after_a_restart(before.telegram)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana = Phone(lumbar.telegram, ana.chat.id, lumbar.settled, lumbar.skip)
        assert one(await ana.says("/today")).text == JUST_CHECKING
        assert one(await ana.says("no")).text == NOTED


@pytest.mark.parametrize("said", ["should I worry about numbness?", "what if my leg goes numb?"])
async def test_a_question_about_a_symptom_offers_when_to_get_help_too(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    asked = one(await ana.says(said))
    assert asked.text == JUST_CHECKING
    assert asked.labels == (*DOUBT_BUTTONS, "Get help")
    assert "When to get help" in one(await ana.presses(asked.id, data_of(ana, asked.id, "Get help"))).text


async def test_a_doubt_while_held_comes_beneath_the_short_advice(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says(TINGLING)
    await goes(ana, *NO_SIGNS)
    advice, asked = two(await ana.says("my leg hurts"))
    assert HELD_CONSULT in advice.text
    assert asked.text == JUST_CHECKING
    advice, noted = two(await ana.says("no"))
    assert HELD_CONSULT in advice.text
    assert noted.text == NOTED
    await ana.says("my leg hurts")
    await ana.passes(timedelta(minutes=20))
    assert FIRST_QUESTION in texts(await ana.taps("Yes"))
    await goes(ana, "None of these", "B: one leg", "No", "None of these", "3")
    assert URGENT in texts(await ana.taps("Yes")), "new while held is worse (T1)"


@EVERYWHERE
async def test_a_doubt_is_asked_wherever_it_is_written(lumbar: Town, comes_to: Begins) -> None:
    ana = lumbar.phone()
    await comes_to(lumbar, ana)
    before = await _held(lumbar, ana)
    bubbles = await ana.says("my leg hurts")
    assert bubbles[-1].text == JUST_CHECKING
    assert (CLEAR_FIRST in texts(bubbles)) == (before is Hold.CLEAR_FIRST)
    for wish in ("/today", "1 minute", "done"):
        assert not exercise_in(await ana.says(wish))
    await ana.says("/gethelp")
    bubbles = await ana.taps("No, I'm fine")
    assert NOTED in texts(bubbles)
    assert await _held(lumbar, ana) is before


async def test_a_doubt_keeps_its_category_and_nothing_that_was_written(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my mum has foot drop")
    async with lumbar.app.database.reading() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        left = await check_ins.open_of(db, person, check_ins.Topic.DOUBT)
    assert left is not None
    assert dict(left.answers).keys() == {"category", "holds", "put"}
    assert dict(left.answers)["category"] == "weakness-severe anatomy"
    await ana.says("no")
    assert await _reasons(lumbar, ana) == [
        "words: weakness-severe → ASK, nothing new (2.6)",
        "words: anatomy → ASK, nothing new (2.6)",
    ]


async def test_a_city_is_a_city_before_it_is_a_doubt(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    assert one(await ana.says("Leg")).text == JUST_CHECKING, "the beginning of a city's name is none"
    await ana.says("no")
    assert "where you are, right?" in one(await ana.says("Udine")).text, "which is near to urine"


# Nothing there


@pytest.mark.parametrize("said", ["no tingling", "no tingling, numbness or weakness", "tingling: no"])
async def test_what_is_denied_never_pauses(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert one(await ana.says(said)).text == NOTED
    assert await _held(lumbar, ana) is Hold.NONE
    assert exercise_in(await ana.says("/today"))


@EVERYWHERE
async def test_what_is_denied_shows_the_open_question_again(lumbar: Town, comes_to: Begins) -> None:
    ana = lumbar.phone()
    await comes_to(lumbar, ana)
    before, person = await _held(lumbar, ana), await lumbar.person(ana)
    assert person is not None
    bubbles = await ana.says("no tingling")
    assert NOTED in texts(bubbles)
    assert (bubbles[-1].text == NOTED) == (person.question is None)
    assert await _held(lumbar, ana) is before


async def test_a_command_with_a_denial_is_still_that_command(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert exercise_in(await ana.says("/today no tingling"))


@pytest.mark.parametrize(
    "said", ["my back is stiff", "numbers", "people are kind", "a poor night", "/today", "dead bug"]
)
async def test_other_words_hold_nothing(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    bubbles = await ana.says(said)
    assert bubbles
    assert not consult(bubbles)
    assert await _held(lumbar, ana) is Hold.NONE


# A crisis


async def test_words_of_crisis_bring_the_line_and_a_quiet_day_and_pause_nothing(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, session="18:30", walk="19:00")
    told = one(await ana.says("I want to kill myself"))
    assert told.text.startswith(CRISIS)
    assert "Samaritans" in told.text or "116 123" in told.text
    assert told.labels == ("Get help",)
    assert "paus" not in told.text
    assert await _held(lumbar, ana) is Hold.NONE
    for wish in ("/today", "1 minute", "/exercises", "/walk", "Walk", "done", "/checkin"):
        rest = one(await ana.says(wish))
        assert rest.text.startswith(QUIET)
        assert "116 123" in rest.text
    assert not await ana.passes_until(lumbar.clock.now().replace(hour=2, minute=59) + timedelta(days=2))
    assert one(await ana.says("/today")).text.startswith(QUIET)
    await ana.passes(timedelta(minutes=2))
    assert exercise_in(await ana.says("/today")), "a day ends at three in the morning"
    await ana.passes_until(lumbar.clock.now().replace(hour=18, minute=29))
    assert await ana.passes(timedelta(minutes=2)), "and so do the reminders' rest"


@pytest.mark.parametrize(("hour", "minute", "days"), [(2, 55, 1), (3, 5, 1), (14, 55, 1), (15, 5, 2)])
async def test_a_quiet_day_is_twelve_hours_and_the_rest_of_the_day(
    lumbar: Town, hour: int, minute: int, days: int
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    said = (lumbar.clock.now() + timedelta(days=1)).replace(hour=hour, minute=minute)
    await ana.passes_until(said)
    await ana.says("I want to kill myself")
    person = await lumbar.person(ana)
    assert person is not None
    ends = said.replace(hour=3, minute=0, second=0, microsecond=0) + timedelta(days=days)
    assert person.standing.quiet_until == ends
    assert ends - said >= timedelta(hours=12)


async def test_no_old_button_opens_an_exercise_on_such_a_day(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await ana.says("I don't want to be here any more, I want to end it all")
    for message_id, data in ways_to_exercise(ana):
        assert not exercise_in(await ana.presses(message_id, data))
    assert not exercise_in(await goes(ana, "New symptom", *NO_SIGNS)), "nor does a check that finds nothing"


async def test_an_exercise_that_is_queued_on_such_a_day_is_not_sent(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("I want to kill myself")
    person = await lumbar.person(ana)
    assert person is not None
    reply = replace(talk.say("today-change"), kind=Kind.EXERCISE)
    async with lumbar.app.database.writing() as db:
        payload, now = talk.dump(reply), lumbar.clock.now()
        await outbox.add(db, person, ana.chat.id, payload=payload, lane=Lane.REPLY, kind=Kind.EXERCISE, now=now)
    assert not await ana.passes(timedelta(minutes=1))


async def test_a_crisis_and_a_warning_sign_get_both_messages_and_the_hold(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    crisis, told = two(await ana.says("I want to kill myself. I can't pee"))
    assert crisis.text.startswith(CRISIS)
    assert EMERGENCY in told.text
    assert await _held(lumbar, ana) is Hold.EMERGENCY
    assert HELD_EMERGENCY in one(await ana.says("/today")).text


async def test_forwarded_words_of_crisis_count(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert one(await ana.says("I want to kill myself", forwarded=True)).text.startswith(CRISIS)


@pytest.mark.parametrize("said", ["what if I kill myself", "my friend wants to kill herself", "I used to be suicidal"])
async def test_a_crisis_that_may_be_none_gets_the_line_and_is_not_called_a_symptom(lumbar: Town, said: str) -> None:
    ana, ben, eve = lumbar.phone(), lumbar.phone(name="Ben"), lumbar.phone(name="Eve")
    await moved_in(lumbar, ana)
    await moved_in(lumbar, ben)
    assert one(await ana.says(said)).text.startswith(CRISIS)
    assert exercise_in(await ana.says("/today")), "the day is not made quiet for a thought"
    told, asked = two(await ben.says(f"{said}. And my leg hurts"))
    assert told.text.startswith(CRISIS)
    assert asked.text == JUST_CHECKING
    told, _ = two(await eve.says(said))
    assert told.text.startswith(CRISIS)


@EVERYWHERE
async def test_a_crisis_is_answered_wherever_it_is_written(lumbar: Town, comes_to: Begins) -> None:
    ana = lumbar.phone()
    await comes_to(lumbar, ana)
    before = await _held(lumbar, ana)
    assert one(await ana.says("I am suicidal")).text.startswith(CRISIS)
    assert await _held(lumbar, ana) is before
    for wish in ("/today", "1 minute", "/exercises"):
        assert not exercise_in(await ana.says(wish))
    for message_id, data in ways_to_exercise(ana):
        assert not exercise_in(await ana.presses(message_id, data))


# Edited and forwarded


async def test_an_edit_is_read_for_warning_signs_and_for_doubts(lumbar: Town) -> None:
    ana, ben = lumbar.phone(), lumbar.phone(name="Ben")
    for phone in (ana, ben):
        await moved_in(lumbar, phone)
    mine, his = (lumbar.telegram.says(phone.chat.id, "hello") for phone in (ana, ben))
    await lumbar.settled()
    told, check = two(await ana.edits(mine.id, TINGLING))
    assert consult([told])
    assert check.text.startswith(FIRST_QUESTION)
    assert one(await ben.edits(his.id, "my leg hurts")).text == JUST_CHECKING


@pytest.mark.parametrize("said", ["done", "Walk", "no tingling", "what is love", "/help"])
async def test_any_other_edit_does_nothing(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    mine = lumbar.telegram.says(ana.chat.id, "/today")
    await lumbar.settled()
    assert not await ana.edits(mine.id, said)


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(hours=1)])
async def test_a_word_put_right_does_not_begin_the_check_again(lumbar: Town, later: timedelta) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    mine = lumbar.telegram.says(ana.chat.id, "my left foot is tinglign")
    await lumbar.settled()
    await goes(ana, "None of these", "No")
    await ana.passes(later)
    advice, check = two(await ana.edits(mine.id, TINGLING))
    assert HELD_CONSULT in advice.text
    assert check.text.startswith("Safety check · 3 of 6")
    assert EMERGENCY in one(await ana.edits(mine.id, "I can't pee")).text, "what is graver is said at once"
    assert HELD_EMERGENCY in one(await ana.edits(mine.id, "I can't pee!")).text, "and nothing is asked beneath it"


async def test_a_forwarded_message_is_asked_about(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert one(await ana.says(TINGLING, forwarded=True)).text == JUST_CHECKING
    assert one(await ana.taps("No, I'm fine")).text == NOTED
    assert not await ana.says("/today", forwarded=True)
    assert not await ana.says("no tingling", forwarded=True)


# Not understood


@pytest.mark.parametrize("said", ["мне очень плохо сегодня", "tengo dolor de espalda", "ich kann heute nicht"])
async def test_another_language_gets_new_symptom_and_the_emergency_line(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    sorry = one(await ana.says(said))
    assert {"New symptom", "Get help"} <= set(sorry.labels)
    assert "If it is an emergency, go to A&E or call 999." in sorry.text
    assert "emergency" not in one(await ana.says("what is love")).text
    await ana.says("/settings")
    await ana.taps("Time zone")
    sorry, question = two(await ana.says(said))
    assert "call 999" in sorry.text
    assert "Which" in question.text or "city" in question.text


# Before consent, and for who may not be coached


@STRANGERS
@pytest.mark.parametrize(
    ("said", "opening"),
    [
        (TINGLING, "Thanks for telling me."),
        ("I can't pee", "Stop exercising and get medical help now."),
        ("my foot feels weak", URGENT),
        ("my leg hurts", "When to get help"),
    ],
)
async def test_before_consent_the_text_comes_at_once_and_nothing_is_kept(
    lumbar: Town, comes_to: Begins, said: str, opening: str
) -> None:
    ana = lumbar.phone()
    await comes_to(lumbar, ana)
    told, question = two(await ana.says(said))
    assert told.text.startswith(opening)
    assert told.labels == ()
    assert "Which country" in question.text or "health data" in question.text
    assert await _held(lumbar, ana) is Hold.NONE
    assert await _rows(lumbar) == 0


@STRANGERS
async def test_before_consent_a_crisis_gets_its_words_and_the_way_on(lumbar: Town, comes_to: Begins) -> None:
    ana = lumbar.phone()
    await comes_to(lumbar, ana)
    told, question = two(await ana.says("I want to kill myself"))
    assert told.text.startswith(CRISIS)
    assert told.labels == ("Get help",)
    assert "Which country" in question.text or "health data" in question.text
    assert NOTED in texts(await ana.says("no tingling"))
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.quiet_until is None
    assert await _rows(lumbar) == 0


@pytest.mark.parametrize("says_no", ["I'm under 18", "No thanks"])
async def test_who_did_not_agree_is_answered_too_and_nothing_is_kept(lumbar: Town, says_no: str) -> None:
    ana = lumbar.phone()
    await _at_consent(lumbar, ana)
    await ana.taps(says_no)
    told, welcome = two(await ana.says("I can't pee"))
    assert "get medical help now" in told.text
    assert "Which country" in welcome.text
    assert await _rows(lumbar) == 0


async def test_the_buttons_after_words_are_those_of_the_level(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    told, _ = two(await ana.says(TINGLING))
    assert told.labels == CONSULT_BUTTONS


# What fails on our side


@pytest.mark.parametrize(
    ("said", "more", "opening", "level"),
    [
        ("I want to kill myself", {}, CRISIS, Hold.NONE),
        ("I can't pee", {}, "Stop exercising and get medical help now.", Hold.EMERGENCY),
        ("I can't pee", {"forward_origin": {"type": "hidden_user"}}, "Sorry, something went wrong", Hold.NONE),
    ],
)
async def test_what_cannot_be_handled_is_read_all_the_same(
    tmp_path: Path, empty: Path, said: str, more: dict[str, Any], opening: str, level: Hold
) -> None:
    async with town(tmp_path, empty, clock=PatientClock()) as lumbar:
        ana = lumbar.phone()
        await moved_in(lumbar, ana)
        broken = {
            "message_id": 500,
            "date": "yesterday",
            "text": said,
            "chat": ana.chat.api(),
            "from": ana.chat.person(),
        }
        lumbar.telegram.updates.add("message", broken | more)
        await lumbar.settled()
        assert ana.screen[0].text.startswith(opening)
        assert await _held(lumbar, ana) is level


@STRANGERS
@pytest.mark.parametrize(
    "said", [TINGLING, "my foot feels weak", "I can't pee", "I have chest pain", "I can't pee and I have chest pain"]
)
async def test_before_consent_nothing_is_said_to_be_paused_or_stopped(
    lumbar: Town, comes_to: Begins, said: str
) -> None:
    ana = lumbar.phone()
    await comes_to(lumbar, ana)
    told, _ = two(await ana.says(said))
    assert "I've" not in told.text
    assert "999" in told.text or "112, 999 or 911" in told.text
    assert (NERVE in told.text) is ("pee" in said)
    assert ("Call 999 now" in told.text or "Call 112, 999 or 911 now" in told.text) is ("chest" in said)
