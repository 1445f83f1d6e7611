"""Safety texts while nothing can be stored: no database, no flow, only what is in memory (docs/care.md 2.5).

What came in is handled once the database is back, and answered in full then.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.chat.incoming import private_chat
from bot.chat.rate import Rate
from bot.chat.render import stand_in
from bot.chat.signs import Signs
from bot.clock import Clock
from bot.domain.standing import Hold
from bot.library import Library
from bot.library.measure import strip
from bot.logs import logger, place
from bot.store.outbox import Post

Updates = Sequence[Mapping[str, Any]]

CRISIS = "safety-lifeline-crisis"
CANNOT_SAVE, TOO_MANY, HELP = "safety-cannot-save", "too-many", "safety-when-to-get-help"
TEXTS = {
    Hold.CONSULT: "safety-lifeline-consult",
    Hold.URGENT: "safety-lifeline-urgent",
    Hold.EMERGENCY: "safety-lifeline-emergency",
}
PATIENCE = 8.0
"""Seconds that the answer to a warning sign waits in the outbox."""
LOOK_SECONDS = 2.0
PAUSE = 600.0
"""Seconds after which somebody is told the same again."""
REMEMBERED = 10_000

log = logger("lifeline")


class Lifeline:
    """`waits` tells whether a message for the safety of this chat could have gone out by now, and has not."""

    def __init__(
        self, bot: Bot, library: Library, clock: Clock, rate: Rate, *, waits: Callable[[int], Awaitable[bool]]
    ) -> None:
        self._bot = bot
        self._library = library
        self._clock = clock
        self._rate = rate
        self._waits = waits
        self._signs = Signs(library)
        self._args = library.country(None).args
        self._said: dict[tuple[str, str], None] = {}
        self._told: dict[tuple[int, str], float] = {}
        self._patience = PATIENCE
        self._unsent: dict[int, Mapping[str, Any]] = {}
        self._watches: dict[int, asyncio.TimerHandle] = {}
        self._speaking: set[asyncio.Task[None]] = set()

    async def answer(self, updates: Updates) -> None:
        """What warns is answered at once, once an update; anything else with one word that nothing can be saved."""
        await self.warn(updates)
        for chat in dict.fromkeys(private_chat(update) for update in updates if not self.warnings(update)):
            if chat is not None:
                await self._tell(chat, CANNOT_SAVE)

    async def too_many(self, updates: Updates) -> None:
        """One word to who wrote so much that these were dropped. Nobody's safety hangs on it, so it keeps to the rate."""
        for chat in dict.fromkeys(map(private_chat, updates)):
            if chat is not None and not self._was_told(chat, TOO_MANY):
                self._note(chat, TOO_MANY)
                self._begin(self._tell_in_turn(chat, TOO_MANY))

    async def unread(self, updates: Updates) -> None:
        """When to get help, for whom it may concern: nobody knows what these say."""
        for chat in dict.fromkeys(map(private_chat, updates)):
            if chat is not None:
                await self._tell(chat, HELP)

    async def warn(self, updates: Updates) -> None:
        """Only what warns."""
        for update in updates:
            if (chat := private_chat(update)) is None:
                continue
            for key in self.warnings(update):
                await self._say(chat, f"update {update['update_id']}", key)

    def closed(self, update: Mapping[str, Any]) -> None:
        """It was handled: its answer is in the outbox, and goes out if that can be read, or is missed after a while."""
        self._unsent[update["update_id"]] = update
        self._watch(update, self._patience)

    def unsent(self) -> Updates:
        return tuple(self._unsent.values())

    def sent(self, updates: Updates) -> None:
        for update in updates:
            self._unsent.pop(update["update_id"], None)

    def _watch(self, update: Mapping[str, Any], seconds: float) -> None:
        loop, number = asyncio.get_running_loop(), update["update_id"]
        self._watches[number] = loop.call_later(seconds, self._lose_patience, update)

    def _lose_patience(self, update: Mapping[str, Any]) -> None:
        del self._watches[update["update_id"]]
        if (silence := self._rate.held(self._clock.monotonic())) > 0:
            self._watch(update, silence + self._patience)
        elif self.warnings(update):
            self._begin(self._miss(update))

    def _begin(self, speaking: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(speaking)
        self._speaking.add(task)
        task.add_done_callback(self._speaking.discard)

    async def _miss(self, update: Mapping[str, Any]) -> None:
        """Said only where the answer still waits: not where it went out, nor where there was none to give."""
        chat = private_chat(update)
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                late = chat is not None and await self._waits(chat)
        except Exception as error:  # noqa: BLE001  (whatever is wrong with the database)
            log.error("nobody knows whether an answer went out", error=place(error))
            late = update["update_id"] in self._unsent
        if late:
            await self.warn((update,))

    async def stop(self) -> None:
        for watch in self._watches.values():
            watch.cancel()
        self._watches.clear()
        for task in self._speaking:
            task.cancel()
        await asyncio.gather(*self._speaking, return_exceptions=True)

    async def stand_in(self, post: Post) -> None:
        """For a safety message that is here, and cannot be sent as a message should."""
        await self._say(post.chat_id, f"post {post.ref}", stand_in(post.payload))

    def warnings(self, update: Mapping[str, Any]) -> tuple[str, ...]:
        """Keys of the texts; none also for what cannot be read: one malformed update must not silence the next."""
        try:
            level, crisis = self._signs.of(update)
        except Exception as error:  # noqa: BLE001  (whatever is wrong with it, the others are waiting)
            log.error("an update was not read", error=place(error))
            return ()
        return (*((CRISIS,) if crisis else ()), *((TEXTS[level],) if level in TEXTS else ()))

    async def _say(self, chat: int, about: str, key: str) -> None:
        if (about, key) in self._said:
            return
        # Before it is sent: another part of the bot may lose its patience meanwhile.
        self._said[about, key] = None
        _forget(self._said)
        if not await self._send(chat, key):
            self._said.pop((about, key), None)

    async def _tell(self, chat: int, key: str) -> None:
        if self._was_told(chat, key):
            return
        self._note(chat, key)
        if not await self._send(chat, key):
            self._told.pop((chat, key), None)

    def _note(self, chat: int, key: str) -> None:
        self._told[chat, key] = self._clock.monotonic()
        _forget(self._told)

    def _was_told(self, chat: int, key: str) -> bool:
        before = self._told.get((chat, key))
        return before is not None and self._clock.monotonic() - before < PAUSE

    async def _tell_in_turn(self, chat: int, key: str) -> None:
        now = self._clock.monotonic()
        await self._clock.sleep(self._rate.reserve_chat(chat, now, burst=1) - now)
        while (pause := max(self._rate.wait(now := self._clock.monotonic()), self._rate.crowded(now))) > 0:
            await self._clock.sleep(pause)
        self._rate.take(now)
        self._rate.leave(now)
        await self._send(chat, key)

    async def _send(self, chat: int, key: str) -> bool:
        text = self._library.say(key, self._args)
        try:
            try:
                await self._bot.send_message(chat, text, parse_mode=ParseMode.HTML)
            except BadRequest:
                await self._bot.send_message(chat, strip(text))
        except TelegramError as error:
            log.error("a safety text was not sent", text=key, error=type(error).__name__)
            return False
        return True


def _forget(remembered: dict[Any, Any]) -> None:
    while len(remembered) > REMEMBERED:
        remembered.pop(next(iter(remembered)))
