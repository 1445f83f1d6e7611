from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot

from bot.playground.telegram import Telegram
from tests.wire import InProcess

ANA = 7


class Hands:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def telegram(hands: Hands) -> Telegram:
    telegram = Telegram(hands.now)
    telegram.chat(ANA)
    return telegram


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    """The real python-telegram-bot, wired to the double in memory."""
    requests = [InProcess(telegram) for _ in range(2)]
    bot = Bot(telegram.token, "http://telegram/bot", request=requests[0], get_updates_request=requests[1])
    async with bot:
        yield bot
