"""Reads the content anew for an admin who asks, and tells how that went."""

from collections.abc import Awaitable, Callable

from bot.chat.posting import post
from bot.chat.shelf import Refused, Reloaded
from bot.clock import Clock
from bot.flows import admin
from bot.store import people
from bot.store.engine import Database


class Librarian:
    def __init__(self, database: Database, clock: Clock, reload: Callable[[], Awaitable[Reloaded | Refused]]) -> None:
        self._database = database
        self._clock = clock
        self._reload = reload

    async def read_anew(self, chat_id: int) -> None:
        match await self._reload():
            case Reloaded(fingerprint=fingerprint, is_new=is_new):
                reply = admin.reloaded(fingerprint, is_new=is_new)
            case Refused(gaps=gaps):
                reply = admin.refused(gaps)
        async with self._database.writing() as db:
            await post(db, await people.by_chat(db, chat_id), chat_id, (reply,), self._clock.now())
