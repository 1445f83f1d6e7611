"""Safety texts while nothing can be stored: no database, no flow, only what is in memory (docs/care.md 2.5).

Nothing that comes in is confirmed meanwhile, so all of it is handled once the database is back.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Bot
from telegram.constants import ChatType, ParseMode
from telegram.error import TelegramError

from bot.chat.incoming import text_of
from bot.chat.render import strip
from bot.clock import Clock
from bot.domain import screening, symptoms
from bot.domain.screening import Screen
from bot.domain.standing import Hold
from bot.domain.triage import hold_for
from bot.flows.questions import QUESTIONS
from bot.library import Library
from bot.logs import logger, place

TEXTS = {
    Hold.CONSULT: "safety-lifeline-consult",
    Hold.URGENT: "safety-lifeline-urgent",
    Hold.EMERGENCY: "safety-lifeline-emergency",
}
PAUSE = 600.0
"""Seconds after which somebody is told again that nothing can be saved."""
REMEMBERED = 10_000
ASKED = ("saddle", "legs", "strength", "general", "function")
"""Questions of which a single answer may be a warning sign."""

log = logger("lifeline")


class Lifeline:
    def __init__(self, bot: Bot, library: Library, clock: Clock) -> None:
        self._bot = bot
        self._library = library
        self._clock = clock
        self._warned: dict[tuple[int, Hold], None] = {}
        self._told: dict[int, float] = {}
        args = library.country(None).args
        self._questions = {name: strip(library.say(QUESTIONS[name], args)).splitlines()[0] for name in ASKED}

    async def answer(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """What warns is answered at once, once an update; anything else with one word that nothing can be saved."""
        for update in updates:
            try:
                await self._answer(update)
            except Exception as error:  # noqa: BLE001  (one malformed update must not silence the next)
                log.error("an update was not read", error=place(error))

    async def _answer(self, update: Mapping[str, Any]) -> None:
        chat = _private_chat(update)
        if chat is None:
            return
        level = self.level(update)
        if level >= Hold.CONSULT:
            await self._warn(chat, update["update_id"], level)
        else:
            await self._tell(chat)

    def level(self, update: Mapping[str, Any]) -> Hold:
        """What the words of this update, or the one option tapped, come to by themselves."""
        reading = symptoms.read(text_of(update), self._library.lexicon)
        return max(Hold.NONE if reading is None else hold_for(reading.level), self._tapped(update))

    def _tapped(self, update: Mapping[str, Any]) -> Hold:
        tap = update.get("callback_query") or {}
        option = str(tap.get("data", "")).partition(":")[2]
        bubble = str((tap.get("message") or {}).get("text", ""))
        for name, question in self._questions.items():
            if question in bubble:
                return _floor(name, option)
        return Hold.NONE

    async def _warn(self, chat: int, update_id: int, level: Hold) -> None:
        if (update_id, level) in self._warned:
            return
        if await self._send(chat, TEXTS[level]):
            self._warned[update_id, level] = None
            while len(self._warned) > REMEMBERED:
                self._warned.pop(next(iter(self._warned)))

    async def _tell(self, chat: int) -> None:
        now = self._clock.monotonic()
        if now - self._told.get(chat, -PAUSE) < PAUSE:
            return
        if await self._send(chat, "safety-cannot-save"):
            self._told[chat] = now
            while len(self._told) > REMEMBERED:
                self._told.pop(next(iter(self._told)))

    async def _send(self, chat: int, key: str) -> bool:
        try:
            await self._bot.send_message(chat, self._library.say(key), parse_mode=ParseMode.HTML)
        except TelegramError as error:
            log.error("a safety text was not sent", text=key, error=type(error).__name__)
            return False
        return True


def _floor(question: str, option: str) -> Hold:
    try:
        return screening.floor(Screen(answers=((question, option),)))
    except (KeyError, ValueError, screening.NotAnOptionError):
        return Hold.NONE


def _private_chat(update: Mapping[str, Any]) -> int | None:
    tap = update.get("callback_query") or {}
    message = update.get("message") or update.get("edited_message") or tap.get("message") or {}
    chat = message.get("chat") or {}
    return int(chat["id"]) if chat.get("type") == ChatType.PRIVATE and "id" in chat else None
