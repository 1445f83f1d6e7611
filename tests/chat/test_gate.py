"""I've been checked: the only way out of a hold, each of its steps, and where it leads."""

from datetime import timedelta

import pytest

from bot.domain.standing import Hold, Standing
from bot.playground.phone import Bubble, Phone
from tests.chat.talks import (
    HELD_CONSULT,
    NO_SIGNS,
    OLD_LEG,
    ONE_LEG,
    URGENT,
    checked,
    exercise_in,
    exercising,
    goes,
    levels_of,
    moved_in,
    on_course,
    one,
    only_follow_ups,
    texts,
    two,
)
from tests.chat.town import MONDAY, Town

NERVE = ("Yes, one or more",)
DAYS = timedelta(days=1)


async def _standing(lumbar: Town, phone: Phone) -> Standing:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing


async def _at_consult(lumbar: Town, walk: str | None = None) -> Phone:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk=walk)
    await goes(ana, "New symptom", *ONE_LEG)
    return ana


async def test_all_five_steps_open_the_way_again(lumbar: Town) -> None:
    ana = await _at_consult(lumbar)
    who = one(await ana.taps("I've been checked"))
    assert who.text == "I'm glad you were seen. Who checked you?"
    assert who.labels == ("Hospital", "GP or doctor", "Physio", "Other health professional")
    when = one(await ana.taps("GP or doctor"))
    assert when.text == "When was that?"
    assert when.labels == ("Today", "Before I told you")
    said = one(await ana.taps("Today"))
    assert said.text.startswith("Good to hear. I'm not able to check this for you")
    assert said.labels == ("Yes", "Yes, with limits", "No", "We didn't talk about it")
    check = one(await ana.taps("Yes"))
    assert "One last step: the safety check." in check.text
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT, "the check has to be finished first"
    done = one(await goes(ana, *NO_SIGNS))
    assert "Welcome back. The first seven days are easy ones." in done.text
    after = await _standing(lumbar, ana)
    assert (after.held, after.episode, after.restricted) == (Hold.NONE, None, frozenset())
    assert after.easy_until is not None
    assert exercise_in(await ana.taps("Today"))


async def test_each_step_can_be_typed(lumbar: Town) -> None:
    ana = await _at_consult(lumbar)
    await ana.passes(10 * DAYS)
    for typed, asked in (
        ("I've been checked", ""),
        ("physio", "When was that?"),
        ("9 March", "Did the person who saw you say"),
        ("yes", "One last step"),
    ):
        bubbles = await ana.taps(typed) if typed == "I've been checked" else await ana.says(typed)
        assert asked in one(bubbles).text


@pytest.mark.parametrize("said", ["No", "We didn't talk about it"])
async def test_without_a_yes_it_stays_paused(lumbar: Town, said: str) -> None:
    ana = await _at_consult(lumbar)
    stays = one(await checked(ana, said))
    assert "Your exercises stay paused for now. Please ask them" in stays.text
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT
    assert HELD_CONSULT in one(await ana.says("/today")).text
    assert only_follow_ups(await ana.passes(7 * DAYS))


async def test_a_visit_before_the_report_does_not_count(lumbar: Town) -> None:
    ana = await _at_consult(lumbar)
    await goes(ana, "I've been checked", "Hospital")
    too_early = one(await ana.says("1 March"))
    assert "That was before you told me about this." in too_early.text
    assert "I need a day up to today" in one(await ana.says("in a while")).text
    assert "I need a day up to today" in one(await ana.says("2026-03-20")).text
    stays = one(await ana.taps("Before I told you"))
    assert "so it needs a new check" in stays.text
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT


async def test_the_day_counts_from_the_last_time_it_was_found(lumbar: Town) -> None:
    ana = await _at_consult(lumbar)
    await ana.passes(3 * DAYS)
    await goes(ana, "It's got worse")
    assert URGENT in texts(await goes(ana, *ONE_LEG))
    await goes(ana, "I've been checked", "Physio")
    assert "That was before you told me" in one(await ana.says("3 March")).text
    assert "Did the person who saw you" in one(await ana.taps("Today")).text


async def test_saying_the_same_again_does_not_move_the_day_of_the_report(lumbar: Town) -> None:
    ana = await _at_consult(lumbar)
    await ana.passes(2 * DAYS)
    await ana.says("my foot tingles as before")
    await goes(ana, "I've been checked", "Physio")
    assert "Yesterday" in ana.labels
    assert "Did the person who saw you" in one(await ana.taps("Yesterday")).text


async def test_a_check_left_open_was_told_on_the_day_of_its_answer(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", "None of these", "B: one leg")
    await ana.passes(3 * DAYS)
    await goes(ana, "I've been checked", "GP or doctor")
    assert "That was before you told me" in one(await ana.says("1 March")).text
    assert "Did the person who saw you" in one(await ana.says("2 March")).text


async def test_worse_moves_the_day_of_the_report(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my leg is weak")
    await goes(ana, *ONE_LEG[:2], "A: one leg, a bit", "None of these", "3", "Yes")
    await ana.passes(2 * DAYS)
    await goes(ana, "It's got worse", *ONE_LEG)
    await goes(ana, "I've been checked", "Physio")
    assert "Yesterday" not in ana.labels


@pytest.mark.parametrize(
    ("taps", "found"), [(ONE_LEG, Hold.CONSULT), (NERVE, Hold.EMERGENCY), ((*NO_SIGNS[:5], "No, I can't"), Hold.URGENT)]
)
async def test_a_new_warning_sign_in_the_last_step_holds_again(
    lumbar: Town, taps: tuple[str, ...], found: Hold
) -> None:
    ana = await _at_consult(lumbar)
    await checked(ana)
    await goes(ana, *taps)
    assert (await _standing(lumbar, ana)).hold is found
    assert not exercise_in(await ana.says("/today"))


async def test_the_last_step_left_open_opens_nothing(lumbar: Town) -> None:
    ana = await _at_consult(lumbar)
    await checked(ana)
    await goes(ana, *NO_SIGNS[:5])
    assert not exercise_in(await ana.says("/today"))
    assert not exercise_in(await ana.passes(14 * DAYS))
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT


@pytest.mark.parametrize(
    "taps", [ONE_LEG, (*NO_SIGNS[:5], "No, I can't"), NERVE], ids=["consult", "urgent", "emergency"]
)
async def test_nothing_resumes_by_time_alone(lumbar: Town, taps: tuple[str, ...]) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="17:00")
    await goes(ana, "New symptom", *taps)
    before = await _standing(lumbar, ana)
    assert not exercise_in(await ana.passes(60 * DAYS))
    assert (await _standing(lumbar, ana)).hold is before.hold
    refused = one(await ana.says("/today"))
    assert not exercise_in([refused])
    assert "I've been checked" in refused.labels


async def test_a_check_of_ours_answered_ok_never_ends_a_hold(lumbar: Town) -> None:
    ana = await _at_consult(lumbar)
    await goes(ana, "New symptom")
    still, advice = two(await goes(ana, *NO_SIGNS))
    assert "still needs a person to look at it" in still.text
    assert HELD_CONSULT in advice.text
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT


async def test_after_an_emergency_the_programme_begins_again(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await on_course(lumbar, ana, week=7, week_began=MONDAY.date())
    assert "Week 7 of 12." in one(await ana.says("/today")).text
    await goes(ana, "New symptom", *NERVE)
    await goes(ana, "I'm getting help")
    await checked(ana, who="Hospital")
    await goes(ana, *NO_SIGNS)
    assert "Week 1 of 12." in one(await ana.says("/today")).text


async def test_after_a_consult_the_week_stays_and_each_exercise_is_a_rung_down(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await on_course(lumbar, ana, week=3, week_began=MONDAY.date())
    await goes(ana, "New symptom", *ONE_LEG)
    await checked(ana)
    await goes(ana, *NO_SIGNS)
    assert "Week 3 of 12." in one(await ana.says("/today")).text
    assert set((await levels_of(lumbar, ana)).values()) == {0}


async def test_a_leg_that_is_still_there_leaves_only_the_gentle_list(lumbar: Town) -> None:
    ana = await _at_consult(lumbar)
    await checked(ana)
    await goes(ana, *OLD_LEG)
    allowed = set(lumbar.app.library.programme.restricted)
    assert allowed == {"draw-in", "bird-dog", "glute-bridge", "dead-bug"}
    assert (await _standing(lumbar, ana)).restricted == frozenset(lumbar.app.library.exercises) - allowed
    card = one(await ana.says("/today"))
    assert "Cat-camel" not in card.text
    assert "Hip-flexor" not in card.text
    listed = one(await ana.says("/exercises"))
    assert "Later: Cat-camel" in listed.text
    assert "Cat-camel" not in listed.labels
    forged = await ana.presses(listed.id, "/today-begin:move-cat-camel")
    assert forged[-1].text == "That move waits for now."
    assert not exercise_in(forged)
    shown = await _cards(ana)
    assert shown
    assert all("Cat-camel" not in text and "Hip-flexor" not in text for text in shown)


async def _cards(phone: Phone) -> list[str]:
    """The texts of every card of today's session."""
    card = await exercising(phone)
    shown: list[str] = []
    bubbles: list[Bubble] = [card]
    while any("It hurt" in bubble.labels for bubble in bubbles):
        shown += [bubble.text for bubble in bubbles]
        bubbles = await phone.taps("Done")
    return shown


# Tapped by mistake


async def test_tapped_by_mistake_is_the_whole_check_again_and_then_clear(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *NERVE)
    again = one(await ana.taps("I tapped by mistake"))
    assert "Everything stays stopped until it is done." in again.text
    assert (await _standing(lumbar, ana)).hold is Hold.EMERGENCY
    assert not exercise_in(await ana.says("/today"))
    await goes(ana, *NO_SIGNS)
    assert (await _standing(lumbar, ana)).held is Hold.NONE
    assert exercise_in(await ana.says("/today"))


async def test_tapped_by_mistake_counts_once_in_an_episode(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    told = next(each for each in await goes(ana, "New symptom", *NERVE) if "I tapped by mistake" in each.labels)
    data = next(
        button.data or ""
        for message in ana.chat.messages
        for row in message.buttons
        for button in row
        if button.label == "I tapped by mistake"
    )
    await goes(ana, "I tapped by mistake")
    again = await goes(ana, "Not sure")
    assert "I tapped by mistake" not in " ".join(label for bubble in again for label in bubble.labels)
    refused = one(await ana.presses(told.id, data))
    assert "Please go to A&E now" in refused.text
    assert (await _standing(lumbar, ana)).hold is Hold.EMERGENCY


async def test_a_mistake_takes_back_the_emergency_and_not_what_held_before(lumbar: Town) -> None:
    ana = await _at_consult(lumbar)
    await goes(ana, "It's got worse", *NERVE)
    await goes(ana, "I tapped by mistake", *NO_SIGNS)
    assert (await _standing(lumbar, ana)).hold is Hold.CONSULT
    assert not exercise_in(await ana.says("/today"))
