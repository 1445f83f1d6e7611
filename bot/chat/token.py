"""Whether Telegram is reached, and knows the bot's token."""

from collections.abc import Awaitable, Callable

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.logs import logger

TRIES = 3
LONGEST_PAUSE = 30.0

log = logger("token")


class TokenRefusedError(Exception):
    """Telegram does not know this token (any more)."""


async def confirm(bot: Bot, clock: Clock) -> None:
    """A single 401 or 404 may come from something that is not Telegram. Raises TokenRefusedError when it comes again."""
    for attempt in range(1, TRIES + 1):
        await clock.sleep(attempt)
        try:
            await bot.get_me()
        except InvalidToken:
            continue
        except TelegramError as error:
            log.warning("Telegram cannot be asked about the token", error=type(error).__name__)
        return
    raise TokenRefusedError("Telegram refuses the bot's token. Ask BotFather for the current one: LUMBAR_BOT_TOKEN.")


async def reach(initialize: Callable[[], Awaitable[None]], bot: Bot, clock: Clock) -> None:
    """Try until it works: a computer that has just started may have no network yet. Raises TokenRefusedError."""
    pause = 1.0
    while True:
        try:
            await initialize()
        except InvalidToken:
            await confirm(bot, clock)
        except TelegramError as error:
            log.warning("Telegram is not reached", error=type(error).__name__, wait=pause)
            await clock.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return
