"""The way in: at most eleven taps, each of them can be typed instead, and nobody is held to it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.telegram import Telegram
from tests.chat.talks import (
    CLEAR_FIRST,
    NO_SIGNS,
    WELL,
    after_a_restart,
    agreed,
    exercise_in,
    goes,
    in_hand,
    is_exercise,
    left_of_people,
    one,
    screened,
    texts,
    two,
)
from tests.chat.town import StillClock, Town, town

ELEVEN = ("/start", "United Kingdom", "I'm 18 or over and I agree", *WELL, "Start now")


async def test_eleven_taps_from_start_to_the_first_card(lumbar: Town) -> None:
    ana = lumbar.phone()
    taps = 1
    await ana.says("/start")
    for label in ELEVEN[1:]:
        bubbles = await ana.taps(label)
        taps += 1
    assert taps == 11
    card = one(bubbles)
    assert is_exercise(card)
    assert card.text.startswith("1 of 5 · Cat-camel\n5 slow rounds")


async def test_each_tap_of_the_way_in_brings_exactly_what_it_should(lumbar: Town) -> None:
    ana = lumbar.phone()
    welcome = one(await ana.says("/start"))
    assert "Which country are you in?" in welcome.text
    consent = one(await ana.taps("United Kingdom"))
    assert "Is it OK for me to use your health data for this?" in consent.text
    thanks, first = two(await ana.taps("I'm 18 or over and I agree"))
    assert "Thank you." in thanks.text
    assert first.text.startswith("Safety check · 1 of 7")
    for number, label in enumerate(WELL[:-1], start=2):
        question = one(await ana.taps(label))
        assert question.id == first.id, "the check is one bubble, edited in place"
        assert question.text.startswith(f"Safety check · {number} of 7")
    receipt = one(await ana.taps("Yes"))
    assert receipt.id == first.id
    assert receipt.text.startswith("Safety check done, 2 March.\nNo warning signs in what you told me.")
    assert "Your first routine: 5 moves, about" in receipt.text
    assert receipt.labels == ("Start now", "One minute", "Later")


async def test_every_question_of_the_way_in_can_be_typed(lumbar: Town) -> None:
    ana = lumbar.phone()
    await ana.says("/start")
    assert "health data" in one(await ana.says("england")).text
    two(await ana.says("I’m 18 or over and I agree"))
    for typed in ("none of these", "1", "NO", "no.", "None of these", "0"):
        assert one(await ana.says(typed)).text.startswith("Safety check · ")
    assert "Your first routine" in one(await ana.says("yes")).text
    assert "Same time tomorrow, 18:00?" in one(await ana.taps("Later")).text
    assert "And a walk reminder at 12:30" in one(await ana.says("7.30")).text
    assert "right? (London)" in one(await ana.says("5pm")).text
    done = one(await ana.says("yes"))
    assert "Session: 07:30, Monday to Friday\nWalk: 17:00, every day" in done.text


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("a", "Is a leg or foot weaker"),
        ("2", "Is a leg or foot weaker"),
        ("B", "Is a leg or foot weaker"),
        ("b: one leg", "Is a leg or foot weaker"),
        ("not sure", "Is a leg or foot weaker"),
        ("6", "Did they say exercise is OK?"),
        ("old, checked, not changed", "Did they say exercise is OK?"),
        ("C", "Go to A&E now, or call 999."),
    ],
)
async def test_the_leg_question_takes_letters_labels_and_numbers(lumbar: Town, typed: str, asked: str) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    await goes(ana, *WELL[:2])
    assert asked in (await ana.says(typed))[0].text


async def test_a_list_to_tick_and_the_figures_can_be_typed(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    assert "✓ Pregnant or just gave birth" in one(await ana.says("pregnant or just gave birth")).labels
    assert "Has someone already said" in one(await ana.says("ready")).text
    await ana.says("yes, with limits")
    for typed in ("none of these", "no", "no", "none of these"):
        await ana.says(typed)
    assert "Can you get up" in one(await ana.says("7")).text
    await ana.says("with difficulty")
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.left_out, "until the list is ticked only the gentle ones are left"
    await ana.says("hip hinge")
    assert "Your first routine" in one(await ana.says("ready")).text
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.left_out == {"hip-hinge"}


async def test_a_figure_above_the_scale_or_a_word_that_fits_nothing_asks_again(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    await goes(ana, *WELL[:5])
    for typed in ("11", "quite bad", "-"):
        sorry, question = two(await ana.says(typed))
        assert "Here is the question again." in sorry.text
        assert question.text.startswith("Safety check · 6 of 7")


async def test_another_country_is_found_in_the_list_or_typed(lumbar: Town) -> None:
    ana = lumbar.phone()
    await ana.says("/start")
    listed = one(await ana.taps("Another country"))
    assert "Somewhere else" in listed.labels
    assert one(await ana.taps("More")).labels != listed.labels
    sorry = one(await ana.says("Atlantis"))
    assert "I don't know that country." in sorry.text
    one(await ana.says("Mexico"))
    two(await ana.taps("I'm 18 or over and I agree"))
    assert "911" in one(await ana.taps("Get help")).text


async def test_the_country_travels_in_the_button_until_consent(lumbar: Town) -> None:
    ana = lumbar.phone()
    await ana.says("/start")
    consent = one(await ana.taps("United Kingdom"))
    person = await lumbar.person(ana)
    assert person is not None
    assert person.country is None
    data = [button.data for row in ana.chat.messages[-1].buttons for button in row]
    assert any(each.endswith(":agree-GB") for each in data if each)
    assert "A&E" in one(await ana.taps("When to get help")).text
    assert consent.labels[0] == "I'm 18 or over and I agree"
    await ana.presses(consent.id, str(data[0]))
    person = await lumbar.person(ana)
    assert person is not None
    assert (person.country, person.zone) == ("GB", "Europe/London")


@pytest.mark.parametrize(
    ("label", "words"),
    [("I'm under 18", "I've kept nothing you told me."), ("No thanks", "I store nothing about your health.")],
)
async def test_who_may_not_or_will_not_gets_the_safety_information_and_nothing_is_kept(
    lumbar: Town, label: str, words: str
) -> None:
    ana = lumbar.phone()
    await ana.says("/start")
    await ana.taps("United Kingdom")
    farewell = one(await ana.taps(label))
    assert words in farewell.text
    assert "Go to A&E or call 999 straight away" in farewell.text
    assert await left_of_people(lumbar) == {}
    assert "Which country are you in?" in one(await ana.says("/start")).text
    await ana.taps("United Kingdom")
    two(await ana.taps("I'm 18 or over and I agree"))


async def test_under_18_ticked_in_the_check_leaves_nothing_either(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    farewell = one(await ana.taps("Under 18"))
    assert "I'm made for adults" in farewell.text
    assert await left_of_people(lumbar) == {}


async def test_a_condition_to_clear_first_holds_until_somebody_has_said_yes(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    await goes(ana, "Pregnant", "Ready", "No, or didn't ask", *NO_SIGNS)
    assert CLEAR_FIRST in texts(ana.screen)
    refused = await ana.taps("Today")
    assert CLEAR_FIRST in one(refused).text
    assert not exercise_in(refused)
    assert "Today's walk" in one(await ana.taps("Walk")).text
    await goes(ana, "I've been checked", "GP or doctor", "Today", "Yes")
    assert "Your first routine" in texts(await goes(ana, *NO_SIGNS))


async def test_the_bot_may_be_restarted_after_each_tap_of_the_way_in(tmp_path: Path, empty: Path) -> None:
    clock = StillClock()
    telegram = Telegram(clock.now)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana = lumbar.phone()
        question = one(await ana.says("/start"))
    for label in ("United Kingdom", "I'm 18 or over and I agree", *WELL, "Start now"):
        telegram = after_a_restart(telegram)
        async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
            ana = in_hand(lumbar, ana)
            if label != "Start now":
                assert one(await ana.says("/today")).labels == question.labels
            question = (await goes(ana, label))[-1]
    assert is_exercise(question)


async def test_silence_in_the_middle_is_met_with_the_same_question_days_later(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    await goes(ana, *WELL[:4])
    assert not await ana.passes(timedelta(hours=20)), "nobody is pushed who has not said when"
    assert one(await ana.says("/today")).text.startswith("Safety check · 5 of 7")
    await ana.passes(timedelta(days=2))
    again = one(await ana.says("/today"))
    assert again.text.startswith("Safety check · 1 of 7"), "a check left for a day is a new occasion"
    assert "Your first routine" in texts(await goes(ana, *WELL))


async def test_start_is_answered_kindly_at_every_stage(lumbar: Town) -> None:
    ana = lumbar.phone()
    await screened(ana)
    assert "Your first routine" in one(await ana.says("/start")).text
    await goes(ana, "Later", "Morning 07:30", "No walk reminders", "Yes")
    assert one(await ana.says("/start")).text == "Welcome back.\nYou are in week 1 of 12."


async def test_no_push_comes_before_the_clock_was_shown_and_accepted(lumbar: Town) -> None:
    ana = lumbar.phone()
    await screened(ana)
    await goes(ana, "Later", "Morning 07:30", "No walk reminders")
    assert not await ana.passes(timedelta(days=3))
    question = one(await ana.says("yes"))
    assert "All set." in question.text
    assert "Ready for today's routine?" in one(await ana.passes(timedelta(days=1))).text
