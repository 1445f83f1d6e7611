"""The words in which tests and scenarios tell what a person does."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.phone import (
    NotOnScreenError,
    Passes,
    PassesToClockChange,
    PassesUntil,
    Phone,
    Says,
    Sends,
    Taps,
    instant,
)
from bot.playground.telegram import Telegram
from tests.playground.conftest import ANA, Hands
from tests.playground.parrot import Parrot


@pytest.fixture
async def phone(telegram: Telegram, hands: Hands) -> AsyncIterator[Phone]:
    parrot = Parrot(telegram, hands.now())
    running = asyncio.create_task(parrot.run())
    yield Phone(telegram, ANA, parrot.settled, lambda by: parrot.skip(by, ANA))
    running.cancel()


async def test_says_returns_what_is_new(phone: Phone) -> None:
    (bubble,) = await phone.says("/start")
    assert bubble.text.startswith("Hello, I'm Lumbar.")
    assert bubble.labels[:2] == ("United Kingdom", "Ireland")
    (answer,) = await phone.says("bananas")
    assert answer.text == "I can't read that. Try /today."


async def test_taps_returns_what_was_edited(phone: Phone) -> None:
    await phone.says("/today")
    (question,) = await phone.taps("Yes or")
    assert question.edited
    assert question.labels[0] == "No"
    assert phone.toast == "Saved"
    assert phone.screen == [question]


async def test_a_key_of_the_persistent_keyboard_is_typed(phone: Phone) -> None:
    await phone.plays([Says("/start"), Taps("United Kingdom")])
    (today,) = await phone.taps("Today")
    assert today.text.startswith("Today: 5 moves")
    assert phone.chat.messages[-2].plain == "Today"


async def test_a_label_that_is_not_there_names_those_that_are(phone: Phone) -> None:
    await phone.says("/start")
    with pytest.raises(NotOnScreenError, match="no button 'Start now'; on screen: 'United Kingdom'") as error:
        await phone.taps("Start now")
    assert error.value.labels[-1] == "Another country"


async def test_the_newest_bubble_is_tapped_and_an_exact_label_first(phone: Phone) -> None:
    await phone.says("/today")
    await phone.taps("Yes or not sure")
    await phone.says("/today")
    (question,) = await phone.taps("Yes")
    assert question.id == phone.chat.messages[-1].id


async def test_time_passes_only_where_it_can(phone: Phone, telegram: Telegram) -> None:
    await phone.says("/start")
    (nudge,) = await phone.play(Passes(timedelta(hours=23)))
    assert nudge.text.startswith("Ready for today's routine?")
    still = Phone(telegram, ANA, phone._settled)
    with pytest.raises(RuntimeError):
        await still.passes(timedelta(hours=1))


async def test_a_photo_is_a_message_too(phone: Phone) -> None:
    (answer,) = await phone.play(Sends("photo"))
    assert answer.text.startswith("I can't read that.")


@pytest.mark.parametrize(
    ("step", "then"),
    [
        (PassesUntil("08:00"), datetime(2026, 3, 3, 8, 0, tzinfo=UTC)),
        (PassesUntil("09:30"), datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        (PassesUntil("09:30", days=2), datetime(2026, 3, 4, 9, 30, tzinfo=UTC)),
        (PassesUntil("08:00", days=28), datetime(2026, 3, 30, 7, 0, tzinfo=UTC)),
        (PassesUntil("08:00", zone="America/New_York"), datetime(2026, 3, 2, 13, 0, tzinfo=UTC)),
        (PassesUntil("08:00", weekday=0), datetime(2026, 3, 9, 8, 0, tzinfo=UTC)),
        (PassesUntil("09:30", weekday=0), datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        (PassesToClockChange(days=3), datetime(2026, 3, 26, 18, 0, tzinfo=UTC)),
        (PassesToClockChange(), datetime(2026, 3, 28, 18, 0, tzinfo=UTC)),
        (PassesToClockChange(zone="America/New_York"), datetime(2026, 3, 7, 23, 0, tzinfo=UTC)),
    ],
)
def test_a_local_time_becomes_an_instant(step: PassesUntil | PassesToClockChange, then: datetime, hands: Hands) -> None:
    assert instant(step, hands.now()) == then


def test_a_zone_without_changes_is_an_error(hands: Hands) -> None:
    with pytest.raises(LookupError, match="do not change"):
        instant(PassesToClockChange(zone="Asia/Kolkata"), hands.now())
