"""What is said to somebody who is held, or has a quiet day, beside what they asked for: nothing that it contradicts."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.playground.phone import Bubble, Phone
from tests.chat.talks import (
    HELD_CONSULT,
    HELD_EMERGENCY,
    HELD_URGENT,
    NO_SIGNS,
    OLD_LEG,
    ONE_LEG,
    data_of,
    goes,
    moved_in,
    one,
    screened,
    texts,
    two,
)
from tests.chat.town import Town

Comes = Callable[[Phone], Awaitable[list[Bubble]]]
RESTS = "Session reminders rest until you've been checked."
CRISIS = "I want to kill myself"


async def _consult(phone: Phone) -> list[Bubble]:
    return await goes(phone, "New symptom", *ONE_LEG)


async def _urgent(phone: Phone) -> list[Bubble]:
    return await goes(phone, "New symptom", *NO_SIGNS[:5], "No, I can't")


async def _emergency(phone: Phone) -> list[Bubble]:
    return await phone.says("I can't pee")


HELDS = pytest.mark.parametrize(
    ("comes_to", "advice"),
    [(_consult, HELD_CONSULT), (_urgent, HELD_URGENT), (_emergency, HELD_EMERGENCY)],
    ids=["consult", "urgent", "emergency"],
)


@HELDS
@pytest.mark.parametrize("said", ["New symptom", "/symptoms", "/delete"])
async def test_a_new_check_and_the_end_of_it_all_begin_with_the_advice(
    lumbar: Town, comes_to: Comes, advice: str, said: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await comes_to(ana)
    await ana.passes(timedelta(minutes=15))
    told, asked = two(await ana.says(said))
    assert advice in told.text
    assert asked.text.startswith("Delete everything about you?" if said == "/delete" else "Safety check · 1 of 6")


@HELDS
async def test_the_check_after_a_report_of_harm_begins_with_the_advice(
    lumbar: Town, comes_to: Comes, advice: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await comes_to(ana)
    await ana.passes(timedelta(minutes=15))
    await goes(ana, "Get help")
    await ana.says("that hurt me")
    told, *_, asked = await ana.taps("It missed something")
    assert advice in told.text
    assert asked.text.startswith("Safety check · 1 of 6")


@pytest.mark.parametrize(
    "label",
    ["Session time", "Session days", "Walk time", "Time zone", "Country", "Text only", "Pause"],
)
@HELDS
async def test_every_setting_changed_while_held_comes_with_the_advice(
    lumbar: Town, comes_to: Comes, advice: str, label: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await comes_to(ana)
    await ana.says("/settings")
    assert advice in texts(await ana.taps(label))


@pytest.mark.parametrize(
    ("label", "answer"),
    [("Session time", "07:00"), ("Walk time", "17:00"), ("Time zone", "Paris"), ("Pause", "3"), ("Country", "Narnia")],
)
@HELDS
async def test_every_answer_to_a_setting_while_held_comes_with_the_advice(
    lumbar: Town, comes_to: Comes, advice: str, label: str, answer: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await comes_to(ana)
    await ana.says("/settings")
    await ana.taps(label)
    assert advice in texts(await ana.says(answer))


async def test_setting_up_while_held_comes_with_the_advice_and_says_that_reminders_rest(lumbar: Town) -> None:
    ana = lumbar.phone()
    await screened(ana)
    await ana.says("I can't pee")
    await ana.says("/settings")
    await ana.taps("Session time")
    told, asked = two(await ana.says("07:00"))
    assert HELD_EMERGENCY in told.text
    assert "right? (London)" in asked.text
    done = texts(await ana.taps("Yes"))
    assert HELD_EMERGENCY in done
    assert "Session: 07:00, Monday to Friday\nWalk: no reminder\n\nSession reminders rest until" in done
    assert "Backs are often stiff" not in done


@pytest.mark.parametrize(
    ("comes_to", "opening"),
    [
        (_consult, "Tingling, numbness or pain going down your leg is common"),
        (_urgent, "Please get medical advice today."),
        (_emergency, "Go to the emergency department now, or call 000."),
    ],
)
async def test_another_country_says_the_whole_message_again_with_its_numbers(
    lumbar: Town, comes_to: Comes, opening: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await comes_to(ana)
    await ana.says("/settings")
    await ana.taps("Country")
    told = next(each for each in await ana.says("Australia") if opening in each.text)
    assert "000" in told.text
    assert "999" not in told.text
    assert "Show my answers" in told.labels


async def test_a_clock_abroad_says_the_message_again_with_the_numbers_for_anywhere(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await _emergency(ana)
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.says("Sydney")
    await ana.taps("Sydney, Australia")
    assert "112, 999 or 911" in texts(await ana.taps("Yes"))
    told = texts(await ana.taps("Australia"))
    assert "call 000" in told
    assert "I tapped by mistake" in ana.labels


async def test_who_keeps_everything_while_held_is_told_the_advice_and_a_way_on(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/delete")
    assert one(await ana.taps("Keep it")).labels == ("Today",)
    await _consult(ana)
    await ana.says("/delete")
    told, kept = two(await ana.taps("Keep it"))
    assert HELD_CONSULT in told.text
    assert kept.labels == ("New symptom", "Get help")


@HELDS
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/pause 3 days", f"Your pause is saved.\n{RESTS}"),
        ("/resume", RESTS),
        ("7:30", RESTS),
        ("tomorrow", "There is nothing to skip. Your exercises are paused."),
        ("asdf", "I didn't get that.\nIf something is new or worse, tap New symptom."),
    ],
)
async def test_nothing_is_said_while_held_that_the_hold_contradicts(
    lumbar: Town, comes_to: Comes, advice: str, said: str, answer: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await comes_to(ana)
    told, rest = two(await ana.says(said))
    assert advice in told.text
    assert rest.text == answer
    assert not {"Today", "I'd like to after all", "Yes, at 07:30"} & set(rest.labels)
    assert rest.labels, "and there is a way on"


async def test_a_pause_made_while_held_outlasts_the_hold(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await _consult(ana)
    await ana.says("/pause 3 days")
    await goes(ana, "I've been checked", "Physio", "Today", "Yes", *OLD_LEG)
    assert "Ready for today's routine?" not in texts(await ana.passes(timedelta(days=2)))
    assert "Ready for today's routine?" in texts(await ana.passes(timedelta(days=1)))


@HELDS
async def test_no_page_says_to_exercise_with_pain_while_a_sign_holds(
    lumbar: Town, comes_to: Comes, advice: str
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    before = one(await ana.says("/faq"))
    data = data_of(ana, before.id, "Exercise when it hurts?")
    assert "Moving gently" in one(await ana.presses(before.id, data)).text
    await comes_to(ana)
    for bubbles in (await ana.says("/faq"), await ana.presses(before.id, data)):
        told, listed = two(bubbles)
        assert advice in told.text
        assert "Wear a back brace?" in listed.labels
        assert "Exercise when it hurts?" not in listed.labels
        assert "Can I exercise when my back hurts?" not in listed.text


# A quiet day


@pytest.mark.parametrize("said", ["asdf", "/cancel", "/resume", "not today", "/pause 3 days"])
async def test_a_quiet_day_offers_nothing_that_it_then_refuses(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says(CRISIS)
    told = one(await ana.says(said))
    assert not {"Today", "I'd like to after all"} & set(told.labels)
    assert "Today and Walk" not in told.text
    assert "short words such as today" not in told.text
    if said != "/pause 3 days":
        assert told.labels == ("New symptom", "Get help")


async def test_reminders_that_a_quiet_day_keeps_back_are_not_called_on(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says(CRISIS)
    for before in ("/pause", "1"):
        await ana.says(before)
    assert one(await ana.says("/resume")).text.startswith("No reminders today. After that they are on again.")
    assert "No reminders today." in one(await ana.says("/resume")).text


async def test_a_time_that_went_by_is_not_offered_now_on_a_quiet_day(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes_until(lumbar.clock.now().replace(day=3, hour=6))
    await ana.says(CRISIS)
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.says("Kolkata")
    told = next(each for each in await ana.taps("Yes") if "Your clock is set." in each.text)
    assert "Do it now?" not in told.text
    assert told.labels == ("Settings",)
