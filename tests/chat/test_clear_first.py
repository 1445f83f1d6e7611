"""Conditions that a clinician clears first: each of them, with each of the answers (docs/care.md 1.1 and 3.1)."""

from datetime import timedelta

import pytest

from bot.domain.standing import Hold, Standing
from bot.playground.phone import Phone
from tests.chat.talks import (
    CLEAR_FIRST,
    NO_SIGNS,
    agreed,
    exercise_in,
    goes,
    left_of_people,
    one,
    texts,
)
from tests.chat.town import Town

CONDITIONS = (
    *("Pregnant or just gave birth", "Back surgery, last 6 months", "Broken or brittle bones"),
    *("Inflamed spine arthritis", "Heart or blood pressure", "Told not to exercise", "First back pain, over 55"),
)
NERVE = ("Yes, one or more",)
NO = "No, or didn't ask"


async def _standing(lumbar: Town, phone: Phone) -> Standing:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing


@pytest.mark.parametrize("condition", CONDITIONS)
async def test_each_condition_holds_until_the_whole_gate_is_passed(lumbar: Town, condition: str) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    cleared = one(await goes(ana, condition, "Ready"))
    assert "Has someone already said gentle back exercise is OK for you, with this?" in cleared.text
    assert cleared.labels[:3] == ("Yes", "Yes, with limits", NO)
    found = await goes(ana, NO, *NO_SIGNS)
    assert CLEAR_FIRST in texts(found)
    assert (await _standing(lumbar, ana)).held is Hold.CLEAR_FIRST
    for way in ("/today", "/checkin", "/exercises"):
        assert not exercise_in(await ana.says(way)), way
    assert "Do this now" not in texts(await ana.says("/exercises"))
    walk = texts(await ana.taps("Walk"))
    assert "Today's walk: 10 minutes" in walk
    assert "Walk only if it feels OK." in walk
    assert "Go to A&E or call 999" in texts(await ana.taps("Get help"))
    assert not await ana.passes(timedelta(days=30)), "no reminder, and no time ends it"
    await ana.says("/today")
    for said in ("We didn't talk about it", "No"):
        assert "stay paused" in texts(await goes(ana, "I've been checked", "GP or doctor", "Today", said))
        assert (await _standing(lumbar, ana)).held is Hold.CLEAR_FIRST
    await goes(ana, "I've been checked", "GP or doctor", "Today", "Yes", *NO_SIGNS[:5])
    assert (await _standing(lumbar, ana)).held is Hold.CLEAR_FIRST, "the check is not finished"
    assert "Your first routine" in texts(await goes(ana, "Yes"))


@pytest.mark.parametrize("condition", CONDITIONS)
async def test_who_has_a_yes_already_goes_on(lumbar: Town, condition: str) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    receipt = one(await goes(ana, condition, "Ready", "Yes", *NO_SIGNS))
    assert "Your first routine: 5 moves" in receipt.text
    assert (await _standing(lumbar, ana)).left_out == frozenset()


@pytest.mark.parametrize("condition", CONDITIONS)
async def test_a_yes_with_limits_asks_which(lumbar: Town, condition: str) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    which = one(await goes(ana, condition, "Ready", "Yes, with limits", *NO_SIGNS))
    assert "Which moves did they say to leave out?" in which.text
    assert "Your first routine: 4 moves" in one(await goes(ana, "Cat-camel", "Ready")).text
    assert (await _standing(lumbar, ana)).left_out == {"cat-camel"}


async def test_a_condition_is_not_lost_with_an_emergency_tapped_by_mistake(lumbar: Town) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    await goes(ana, CONDITIONS[0], "Ready", NO, *NERVE)
    assert (await _standing(lumbar, ana)).hold is Hold.EMERGENCY
    await goes(ana, "I tapped by mistake", *NO_SIGNS)
    assert (await _standing(lumbar, ana)).held is Hold.CLEAR_FIRST
    assert not exercise_in(await ana.says("/today"))


@pytest.mark.parametrize("before", [(), CONDITIONS[:2]])
async def test_under_18_keeps_nothing(lumbar: Town, before: tuple[str, ...]) -> None:
    ana = lumbar.phone()
    await agreed(ana)
    if before:
        await goes(ana, *before)
    farewell = one(await ana.taps("Under 18"))
    assert "I've kept nothing you told me." in farewell.text
    assert "call 999 straight away" in farewell.text
    assert await left_of_people(lumbar) == {}
