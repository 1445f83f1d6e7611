"""The webhook: set at Telegram, seen to stay there, and what comes through it handed to the intake."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot, WebhookInfo
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.chat import token
from bot.chat.arrival import ALLOWED_UPDATES, is_number
from bot.chat.gap import noted
from bot.chat.intake import Intake
from bot.clock import Clock
from bot.logs import logger, place
from bot.metrics import Metrics
from bot.store import inbox
from bot.store.engine import Database

CONNECTIONS = 40
"""Updates that Telegram may have on their way at once."""
LOOK_SECONDS = 20.0
TAKE_OVER_SECONDS = 5.0
STOP_SECONDS = 5.0
REFUSED = ("401", "403")

log = logger("hook")


class TakenError(Exception):
    """Updates go to a webhook, which may be another bot's at work."""


class ShutError(Exception):
    """Nothing is taken in: the bot is starting or stopping."""


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret: str = field(repr=False)


class Hook:
    """`heard` is told of every look at which the webhook was ours."""

    def __init__(
        self,
        database: Database,
        intake: Intake,
        bot: Bot,
        clock: Clock,
        webhook: Webhook,
        *,
        heard: Callable[[], Awaitable[None]],
        metrics: Metrics,
    ) -> None:
        self._database = database
        self._intake = intake
        self._bot = bot
        self._clock = clock
        self.webhook = webhook
        self._heard = heard
        self._metrics = metrics
        self.trouble: str | None = "not set yet"
        """Why nothing may come through it."""
        self._is_set = False
        self._is_open = False
        self._failed: object = None
        """When a delivery last failed, as Telegram tells it."""
        self._inside = 0
        self._left = asyncio.Event()

    async def watch(self) -> None:
        """Set it, and set it again where somebody else changed it, until cancelled. Raises TokenRefusedError."""
        self._is_open = True
        while True:
            try:
                await self._look()
            except (InvalidToken, EndPointNotFound):
                await token.confirm(self._bot, self._clock)
            except TelegramError as error:
                self.trouble = f"Telegram says: {error.message}"
                log.error("the webhook cannot be set or looked at", error=type(error).__name__, says=error.message)
            except Exception as error:  # noqa: BLE001  (a strange answer; the next look may fare better)
                self.trouble = f"it cannot be looked at: {place(error)}"
                log.error("the webhook cannot be looked at", error=place(error))
            await self._clock.sleep(LOOK_SECONDS)

    async def sweep(self) -> None:
        """Take up what waits, at first all of it, then what a process that ended has left. Until cancelled."""
        seen: set[int] | None = None
        while True:
            try:
                seen = await self._intake.resume(seen)
            except Exception as error:  # noqa: BLE001  (a database that is away; it is asked again)
                log.warning("what waits cannot be read", error=place(error))
            await self._clock.sleep(TAKE_OVER_SECONDS)

    async def take(self, body: bytes) -> None:
        """Keep what Telegram sent. Raises ShutError, or what the database does: then it has to come again."""
        with self._entered():
            update = read(body)
            if update is not None:
                await self._intake.accept((update,))
            else:
                log.error("what came through the webhook is put aside", bytes=len(body))
                async with self._database.writing() as db:
                    await inbox.set_aside(db, _number(body), "what came is no update", self._clock.now())

    async def close(self) -> None:
        """Take nothing more, and wait for what is being stored."""
        self._is_open = False
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                while self._inside:
                    self._left.clear()
                    await self._left.wait()

    @contextmanager
    def _entered(self) -> Iterator[None]:
        if not self._is_open:
            raise ShutError
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
            self._left.set()

    async def _look(self) -> None:
        info = await self._bot.get_webhook_info()
        amiss = self._amiss(info)
        if amiss is not None:
            log.error("the webhook is set again", because=amiss)
        if amiss is not None or not self._is_set:
            await self._set()
        self.trouble = None
        await noted(self._heard)

    def _amiss(self, info: WebhookInfo) -> str | None:
        """What somebody else has done to it."""
        refused = self._newly_refused(info)
        if info.url not in ("", self.webhook.url):
            return f"it led to {urlsplit(info.url).hostname}"
        if not self._is_set:
            return None
        if not info.url:
            return "it was deleted"
        if set(info.allowed_updates) != set(ALLOWED_UPDATES):
            return "it asked for other updates"
        return "what came was refused: its secret was another" if refused else None

    def _newly_refused(self, info: WebhookInfo) -> bool:
        """Since the last look."""
        if info.last_error_date is None or info.last_error_date == self._failed:
            return False
        self._failed = info.last_error_date
        log.warning("Telegram could not deliver", says=info.last_error_message, waiting=info.pending_update_count)
        return any(code in (info.last_error_message or "") for code in REFUSED)

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self.webhook.url,
            secret_token=self.webhook.secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=CONNECTIONS,
            # What waits may hold somebody's answer.
            drop_pending_updates=False,
        )
        self._is_set = True
        self._metrics.webhook_set()


async def make_way(bot: Bot, *, takeover: bool) -> None:
    """Before polling: nothing can be polled while a webhook is set. Raises TakenError unless it is to be taken over."""
    try:
        await _make_way(bot, takeover=takeover)
    except TelegramError as error:
        # The poller will meet it, and say so.
        log.warning("whether a webhook is set cannot be asked", error=type(error).__name__)


async def _make_way(bot: Bot, *, takeover: bool) -> None:
    info = await bot.get_webhook_info()
    if not info.url:
        return
    host = urlsplit(info.url).hostname
    if not takeover:
        raise TakenError(
            f"A webhook at {host} gets the updates of this token: another bot may be at work there."
            " To end that and poll here: `lumbar run --takeover`."
        )
    log.warning("the webhook is deleted", host=host)
    await bot.delete_webhook(drop_pending_updates=False)


def read(body: bytes) -> Mapping[str, Any] | None:
    """None where it is no update."""
    with suppress(ValueError, RecursionError):
        found = json.loads(body)
        if isinstance(found, dict) and is_number(found.get("update_id")):
            return found
    return None


def _number(body: bytes) -> int:
    """Below those that Telegram gives, and the same when it comes again."""
    return -int.from_bytes(hashlib.sha256(body).digest()[:7])
