"""Whether Telegram still knows the bot's token."""

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.logs import logger

TRIES = 3

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
