"""Asks Telegram for updates and hands them to the intake. Only the next question tells Telegram to forget them."""

from collections.abc import Awaitable, Callable

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, TelegramError

from bot.chat import token
from bot.chat.arrival import ALLOWED_UPDATES
from bot.chat.gap import noted
from bot.chat.intake import Intake
from bot.clock import Clock
from bot.logs import logger, place
from bot.store.engine import Database
from bot.store.lock import in_turn
from bot.store.outage import is_outage

POLL_SECONDS = 30
LONGEST_PAUSE = 30.0
LONGEST_OF_OURS = 5.0
"""While it is the database that fails: who writes meanwhile may write about a warning sign."""

log = logger("poller")


class Poller:
    """`heard` is told of every answer from Telegram."""

    def __init__(
        self, database: Database, intake: Intake, bot: Bot, clock: Clock, *, heard: Callable[[], Awaitable[None]]
    ) -> None:
        self._database = database
        self._intake = intake
        self._bot = bot
        self._clock = clock
        self._heard = heard
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll whenever it is this process's turn, until cancelled.

        Raises TokenRefusedError when Telegram says so again and again.
        """
        await in_turn(self._database, self._clock, self._take_turn)

    async def _take_turn(self) -> None:
        # Whose turn it was before may have asked for more than we know of.
        self._offset = None
        resumed = False
        pause = 1.0
        while True:
            try:
                resumed = resumed or await self._resume()
                await self.poll()
                pause = 1.0
            except (InvalidToken, EndPointNotFound):
                # python-telegram-bot takes every 401 and 404 to a raw call for a method that does not exist.
                await token.confirm(self._bot, self._clock)
            except Conflict as error:
                log.error(_conflict(error), wait=pause)
                await self._clock.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except Exception as error:  # noqa: BLE001  (a full disk, a strange answer: nothing was confirmed, so ask again)
                log.warning("polling failed", error=place(error), wait=pause)
                await self._clock.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE if isinstance(error, TelegramError) else LONGEST_OF_OURS)

    async def poll(self) -> None:
        updates = await self._bot.do_api_request(
            # Telegram reads any case. In this one python-telegram-bot does not warn that it has a method of its own, which
            # parses a whole batch at once and so fails on one malformed update.
            "getupdates",
            api_kwargs={"offset": self._offset, "timeout": POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES},
            read_timeout=POLL_SECONDS + 10,
        )
        await noted(self._heard)
        if updates:
            await self._intake.accept(updates)
            # The last one's id, never the greatest: after a week of silence Telegram may count from lower again.
            self._offset = updates[-1]["update_id"] + 1

    async def _resume(self) -> bool:
        """Take up what was stored and not handled, and note that Telegram has answered getMe: the first poll may be long."""
        try:
            await self._intake.resume()
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("what was left cannot be read", error=place(error))
            return False
        await noted(self._heard)
        return True


def _conflict(error: Conflict) -> str:
    """Whose token it is too. A webhook is left alone: it may be that of the real bot, and this one the copy."""
    if "webhook" in error.message.lower():
        return "a webhook is set for this token, so nothing can be polled: delete it, or use another token"
    return "another copy of the bot polls with this token"
