"""What holds, at once and until somebody has had a look: by tap, by words, and by saying nothing at all."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.standing import Hold
from bot.playground.phone import Bubble, Phone
from tests.chat.talks import (
    ANSWERED,
    CLEAR_FIRST,
    CONSULT_BUTTONS,
    EMERGENCY,
    HELD_CONSULT,
    HELD_EMERGENCY,
    HELD_URGENT,
    NO_SIGNS,
    ONE_LEG,
    SILENCE,
    UNFINISHED,
    URGENT,
    agreed,
    consult,
    data_of,
    exercise_in,
    goes,
    moved_in,
    one,
    only_follow_ups,
    open_step,
    texts,
    two,
    ways_to_exercise,
)
from tests.chat.town import StillClock, Town

Begins = Callable[[Town, Phone], Awaitable[None]]


async def _from_the_way_in(_: Town, phone: Phone) -> None:
    await agreed(phone)
    await goes(phone, "None of these")


async def _from_new_symptom(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone, walk="17:00")
    await goes(phone, "New symptom")


async def _from_d1(lumbar: Town, phone: Phone) -> None:
    await moved_in(lumbar, phone, walk="17:00")
    await goes(phone, "Today")
    await phone.passes(timedelta(hours=5))
    await phone.says("/today")
    await goes(phone, "Yes or not sure")


BEGINNINGS = pytest.mark.parametrize(
    "begins", [_from_the_way_in, _from_new_symptom, _from_d1], ids=["the way in", "New symptom", "D1"]
)


async def _held(lumbar: Town, phone: Phone) -> Hold:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing.held


# Tapping "one leg", and then nothing at all


@BEGINNINGS
async def test_one_leg_and_then_silence_brings_the_consult_message_by_itself(lumbar: Town, begins: Begins) -> None:
    ana = lumbar.phone()
    await begins(lumbar, ana)
    await goes(ana, "None of these")
    next_question = one(await ana.taps("B: one leg"))
    assert "Is a leg or foot weaker" in next_question.text
    assert await _held(lumbar, ana) is Hold.CONSULT
    assert not await ana.passes(SILENCE - timedelta(seconds=5))
    told = one(await ana.passes(timedelta(seconds=5)))
    assert consult([told])
    assert told.text.startswith("Thanks for telling me. Tingling, numbness or pain going down your leg")
    assert only_follow_ups(await ana.passes(timedelta(days=7))), "it is said once, and no reminder comes after it"


@BEGINNINGS
async def test_after_one_leg_there_is_no_exercise_whatever_comes_next(lumbar: Town, begins: Begins) -> None:
    ana = lumbar.phone()
    await begins(lumbar, ana)
    await goes(ana, "None of these", "B: one leg")
    assert consult(await ana.says("/today")), "the message comes with the next thing they do"
    for wish in ("/today", "/walk", "/exercises", "/checkin", "1 minute", "done", "/start", "/resume"):
        bubbles = await ana.says(wish)
        assert bubbles
        assert not exercise_in(bubbles)
    for message_id, data in ways_to_exercise(ana):
        assert not exercise_in(await ana.presses(message_id, data)), "an old button opens nothing either"
    assert await _held(lumbar, ana) is Hold.CONSULT


async def test_what_was_queued_before_one_leg_is_never_sent(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, session="08:00", walk="08:05")
    await ana.passes_until(lumbar.clock.now().replace(hour=7, minute=58) + timedelta(days=1))
    await goes(ana, "New symptom", "None of these", "B: one leg")
    told = one(await ana.passes(timedelta(hours=3)))
    assert consult([told])


async def test_the_way_back_corrects_an_unfinished_answer_once(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _from_new_symptom(lumbar, ana)
    await goes(ana, "None of these", "B: one leg")
    assert "Any tingling, numbness or pain" in one(await ana.taps("Back")).text
    strength = one(await ana.taps("No"))
    assert "Back" not in strength.labels, "once in a check"
    assert await _held(lumbar, ana) is Hold.OPEN_QUESTION
    await goes(ana, "No", "None of these", "3", "Yes")
    assert await _held(lumbar, ana) is Hold.NONE
    assert exercise_in(await ana.says("/today"))


async def test_an_emergency_is_said_at_once_ends_the_questions_and_has_no_way_back(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _from_new_symptom(lumbar, ana)
    card = one(await ana.says("New symptom"))
    told, closed = two(await ana.taps("Yes, one or more"))
    if card.id == told.id:
        told, closed = closed, told
    assert EMERGENCY in told.text
    assert told.labels == ("I'm getting help", "Show my answers", "I tapped by mistake")
    assert closed.text == "Safety check done, 2 March."
    assert closed.labels == ()
    assert "Back" not in ana.labels
    assert only_follow_ups(await ana.passes(timedelta(days=7)))


# Taps


async def test_a_second_tap_within_700_milliseconds_answers_nothing(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _from_new_symptom(lumbar, ana)
    first = one(await ana.taps("None of these"))
    message, step = open_step(ana)
    assert message.id == first.id
    lumbar.telegram.taps(ana.chat.id, message.id, f"{step}:one")
    lumbar.telegram.taps(ana.chat.id, message.id, f"{step}:none")
    await lumbar.settled()
    assert "Is a leg or foot weaker" in ana.screen[-1].text, "the second of two taps at once is not an answer"
    assert await _held(lumbar, ana) is Hold.CONSULT
    message, step = open_step(ana)
    lumbar.telegram.taps(ana.chat.id, message.id, f"{step}:none")
    await lumbar.settled()
    message, step = open_step(ana)
    assert ana.screen[-1].text.startswith("Safety check · 4 of 6"), "a moment later it is"


async def test_a_tap_counts_also_where_the_computer_s_clock_was_put_back(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _from_new_symptom(lumbar, ana)
    await goes(ana, "None of these")
    assert isinstance(lumbar.clock, StillClock)
    lumbar.clock.at -= timedelta(hours=1)
    assert "Is a leg or foot weaker" in one(await ana.taps("B: one leg")).text
    assert await _held(lumbar, ana) is Hold.CONSULT


async def test_a_stale_a_foreign_and_a_forged_button_meet_the_open_question(lumbar: Town) -> None:
    ana, ben = lumbar.phone(), lumbar.phone(name="Ben")
    await _from_new_symptom(lumbar, ben)
    await moved_in(lumbar, ana)
    await ana.says("/help")
    await ana.taps("New symptom")
    message, old = open_step(ana)
    await goes(ana, "None of these")
    _, bens = open_step(ben)
    _, step = open_step(ana)
    for data in (f"{old}:none", f"{bens}:none", f"{step}:no-such-option", "nonsense", ":", f"{step}:"):
        bubbles = await ana.presses(message.id, data)
        assert ana.toast == ANSWERED
        assert not bubbles, "the open question stands there already"
    greeting = next(each for each in ana.chat.messages if each.from_bot)
    again = one(await ana.presses(greeting.id, f"{old}:both"))
    assert "Any tingling, numbness or pain" in again.text
    assert await _held(lumbar, ana) is Hold.OPEN_QUESTION
    assert await _held(lumbar, ben) is Hold.OPEN_QUESTION


# Every level, and the sentence it opens with


@pytest.mark.parametrize(
    ("taps", "level", "opening"),
    [
        (ONE_LEG, Hold.CONSULT, "Tingling, numbness or pain going down your leg is common"),
        (("None of these", "Not sure", *ONE_LEG[2:]), Hold.CONSULT, "Tingling, numbness or pain going down your leg"),
        ((*NO_SIGNS[:4], "8", "Yes"), Hold.CONSULT, "That sounds like strong pain."),
        ((*NO_SIGNS[:4], "10", "With difficulty"), Hold.CONSULT, "That sounds like strong pain."),
        (
            ("Old, checked", "No, or didn't ask", *NO_SIGNS[1:]),
            Hold.CONSULT,
            "nobody has said yet whether exercise is OK with it",
        ),
        (
            (*NO_SIGNS[:2], "Old, checked", "No, or didn't ask", *NO_SIGNS[3:]),
            Hold.CONSULT,
            "nobody has said yet whether exercise is OK with it",
        ),
        ((*NO_SIGNS[:2], "A: one leg, a bit", *NO_SIGNS[3:]), Hold.URGENT, URGENT),
        ((*NO_SIGNS[:2], "Not sure", *NO_SIGNS[3:]), Hold.URGENT, URGENT),
        ((*NO_SIGNS[:3], "Not sure", *NO_SIGNS[4:]), Hold.URGENT, URGENT),
        ((*NO_SIGNS[:3], "One of the others", "Fever", "Ready", *NO_SIGNS[4:]), Hold.URGENT, URGENT),
        ((*NO_SIGNS[:5], "No, I can't"), Hold.URGENT, URGENT),
        ((*ONE_LEG[:4], "8", "Yes"), Hold.URGENT, URGENT),
        (
            (*ONE_LEG[:2], "Old, checked", "Yes", *ONE_LEG[3:]),
            Hold.URGENT,
            URGENT,
        ),
        (("Yes, one or more",), Hold.EMERGENCY, "can be a sign that nerves in your lower back need urgent care"),
        (("Not sure",), Hold.EMERGENCY, "can be a sign that nerves in your lower back need urgent care"),
        (("None of these", "C: both legs"), Hold.EMERGENCY, "can be a sign that nerves in your lower back"),
        ((*NO_SIGNS[:2], "B: worse, or won't lift"), Hold.EMERGENCY, "can be a sign that nerves in your lower back"),
        (
            (*ONE_LEG[:3], "One of the others", "Cancer", "Ready"),
            Hold.EMERGENCY,
            "can be a sign that nerves in your lower back",
        ),
        ((*NO_SIGNS[:3], "Chest pain or collapse"), Hold.EMERGENCY, "Stop. Call 999 now."),
        ((*NO_SIGNS[:3], "A serious accident"), Hold.EMERGENCY, "Stop. Call 999 now."),
        ((*NO_SIGNS[:3], "Sudden tummy"), Hold.EMERGENCY, "Stop. Call 999 now."),
    ],
)
async def test_each_level_holds_and_opens_with_a_sentence_that_is_true(
    lumbar: Town, taps: tuple[str, ...], level: Hold, opening: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="17:00")
    await goes(ana, "New symptom")
    told, closed = two(await goes(ana, *taps))
    if "Safety check done" in told.text:
        told, closed = closed, told
    assert opening in told.text
    assert "Safety check done" in closed.text
    assert await _held(lumbar, ana) is level
    advice = {Hold.CONSULT: HELD_CONSULT, Hold.URGENT: HELD_URGENT, Hold.EMERGENCY: HELD_EMERGENCY}[level]
    refused = one(await ana.says("/today"))
    assert advice in refused.text
    assert not exercise_in(ana.screen)
    assert only_follow_ups(await ana.passes(timedelta(days=7))), "no reminder is sent to somebody who is held"
    walk = texts(await ana.says("/walk"))
    assert ("Walk only if it feels OK." in walk) == (level is Hold.CONSULT)
    assert (advice in walk) == (level is not Hold.CONSULT)
    assert not exercise_in(await ana.says("/exercises"))


async def test_an_item_that_was_checked_since_is_no_warning_sign(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _from_new_symptom(lumbar, ana)
    await goes(ana, *NO_SIGNS[:3])
    ticks = one(await ana.taps("One of the others"))
    assert await _held(lumbar, ana) is Hold.URGENT, "it holds before anything is ticked"
    assert "Ready" not in ticks.labels
    assert "✓ Cancer, now or before" in one(await ana.taps("Cancer")).labels
    assert "Checked: Cancer, now or before" in one(await ana.taps("✓ Cancer")).labels
    await goes(ana, "Ready", "3", "Yes")
    assert await _held(lumbar, ana) is Hold.NONE


# While held


@pytest.mark.parametrize(
    "said",
    [
        *(
            "/progress",
            "/settings",
            "/faq",
            "/about",
            "/help",
            "/privacy",
            "/export",
            "hello",
            "what now?",
            "thanks a lot",
        ),
        *("7:30", "walked 25 minutes in the rain", "tomorrow", "/cancel", "/pause 3 days"),
    ],
)
async def test_while_held_every_answer_begins_with_the_short_advice(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my left leg is tingling")
    await goes(ana, *ONE_LEG)
    bubbles = await ana.says(said)
    assert HELD_CONSULT in bubbles[0].text
    assert not exercise_in(bubbles)


async def test_show_my_answers_says_what_was_told_and_when(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    told = one(await ana.taps("Show my answers")).text
    assert told.startswith("My answers to the safety check, 2 March, 18:")
    assert "• Legs and feet: one leg, with tingling" in told
    assert "• Back pain now: 3 out of 10." in told
    assert len(told.splitlines()) == 8


async def test_worse_while_held_with_one_leg_still_needs_a_clinician_today(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await goes(ana, "It's got worse")
    assert URGENT in texts(await goes(ana, *ONE_LEG))
    assert await _held(lumbar, ana) is Hold.URGENT
    await goes(ana, "It's got worse")
    after = texts(await goes(ana, *NO_SIGNS))
    assert "that still needs a person to look at it" in after
    assert await _held(lumbar, ana) is Hold.URGENT, "an OK of ours ends no hold"


# No button without an answer


async def _consult_leg(phone: Phone) -> list[Bubble]:
    await phone.says("New symptom")
    return await goes(phone, *ONE_LEG)


async def _consult_pain(phone: Phone) -> list[Bubble]:
    await phone.says("New symptom")
    return await goes(phone, *NO_SIGNS[:4], "9", "Yes")


async def _consult_old(phone: Phone) -> list[Bubble]:
    await phone.says("New symptom")
    return await goes(phone, "Old, checked", "No, or didn't ask", *NO_SIGNS[1:])


async def _urgent(phone: Phone) -> list[Bubble]:
    await phone.says("New symptom")
    return await goes(phone, *NO_SIGNS[:5], "No, I can't")


async def _emergency_nerve(phone: Phone) -> list[Bubble]:
    await phone.says("New symptom")
    return await goes(phone, "Yes, one or more")


async def _emergency_other(phone: Phone) -> list[Bubble]:
    await phone.says("New symptom")
    return await goes(phone, *NO_SIGNS[:3], "Chest pain")


async def _held_consult(phone: Phone) -> list[Bubble]:
    await _consult_leg(phone)
    return await phone.says("/today")


async def _held_urgent(phone: Phone) -> list[Bubble]:
    await _urgent(phone)
    return await phone.says("/today")


async def _held_emergency(phone: Phone) -> list[Bubble]:
    await _emergency_nerve(phone)
    return await phone.says("/today")


async def _getting_help(phone: Phone) -> list[Bubble]:
    await _emergency_nerve(phone)
    return await phone.taps("I'm getting help")


async def _open_question(phone: Phone) -> list[Bubble]:
    await phone.says("New symptom")
    return await phone.says("/today")


async def _by_silence(phone: Phone) -> list[Bubble]:
    await phone.says("New symptom")
    await goes(phone, "None of these", "B: one leg")
    return await phone.passes(SILENCE)


async def _not_checked_yet(phone: Phone) -> list[Bubble]:
    await _consult_leg(phone)
    return await goes(phone, "I've been checked", "Physio", "Today", "We didn't talk about it")


@pytest.mark.parametrize(
    ("comes_to", "labels"),
    [
        (_consult_leg, CONSULT_BUTTONS),
        (_consult_pain, CONSULT_BUTTONS),
        (_consult_old, CONSULT_BUTTONS),
        (_by_silence, CONSULT_BUTTONS),
        (_urgent, CONSULT_BUTTONS),
        (_emergency_nerve, ("I'm getting help", "Show my answers", "I tapped by mistake")),
        (_emergency_other, ("I'm getting help", "Show my answers", "I tapped by mistake")),
        (_held_consult, CONSULT_BUTTONS),
        (_held_urgent, CONSULT_BUTTONS),
        (_held_emergency, ("I'm getting help", "I've been checked", "Show my answers")),
        (_getting_help, ("Show my answers", "I've been checked")),
        (_open_question, ("Finish the check", "New symptom")),
        (_not_checked_yet, CONSULT_BUTTONS),
    ],
)
async def test_every_button_of_a_safety_message_has_an_answer(
    lumbar: Town, comes_to: Callable[[Phone], Awaitable[list[Bubble]]], labels: tuple[str, ...]
) -> None:
    for label in labels:
        ana = lumbar.phone()
        await moved_in(lumbar, ana)
        safety = next(bubble for bubble in await comes_to(ana) if labels[0] in bubble.labels)
        assert safety.labels == labels
        toasts = len(ana.chat.toasts)
        answered = await ana.presses(safety.id, data_of(ana, safety.id, label))
        assert answered, f"silence after {label!r}"
        assert "I didn't get that" not in texts(answered)
        assert "something went wrong" not in texts(answered)
        assert len(ana.chat.toasts) == toasts, "no button is stale at once"
        assert not ana.chat.unanswered, "every press is answered"
        assert not exercise_in(answered)
        assert lumbar.happened[-1].route != "unknown"


async def test_every_button_of_clear_first_has_an_answer(lumbar: Town) -> None:
    for label in ("I've been checked", "New symptom"):
        ana = lumbar.phone()
        await agreed(ana)
        await goes(ana, "Back surgery", "Ready", "No, or didn't ask", *NO_SIGNS)
        safety = one(await ana.says("/today"))
        assert CLEAR_FIRST in safety.text
        assert safety.labels == ("I've been checked", "New symptom")
        assert not exercise_in([one(await ana.presses(safety.id, data_of(ana, safety.id, label)))])


async def test_a_button_of_a_hold_that_has_ended_says_so(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    told = next(bubble for bubble in await _emergency_nerve(ana) if "I'm getting help" in bubble.labels)
    data = {label: data_of(ana, told.id, label) for label in told.labels}
    await goes(ana, "I tapped by mistake", *NO_SIGNS)
    assert await _held(lumbar, ana) is Hold.NONE
    for label in ("I'm getting help", "I tapped by mistake"):
        assert "Nothing is paused for a check now." in one(await ana.presses(told.id, data[label])).text


# An open question


async def test_an_open_safety_question_holds_and_the_next_reminder_asks_to_finish_it(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="17:00")
    await goes(ana, "New symptom", "None of these")
    assert UNFINISHED in one(await ana.says("/today")).text
    asked = one(await ana.passes(timedelta(hours=20)))
    assert UNFINISHED in asked.text
    again = one(await ana.taps("Finish the check"))
    assert again.text.startswith("Safety check · 2 of 6")
    assert exercise_in(await goes(ana, "No", "No", "None of these", "2", "Yes", "Today"))


async def test_cancel_does_not_close_a_question_about_safety(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _from_new_symptom(lumbar, ana)
    assert "so I keep it open" in texts(await ana.says("/cancel"))
    assert await _held(lumbar, ana) is Hold.OPEN_QUESTION


async def test_new_symptom_twice_is_one_check(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _from_new_symptom(lumbar, ana)
    await goes(ana, "None of these")
    again = one(await ana.says("New symptom"))
    assert again.text.startswith("Safety check · 2 of 6")
