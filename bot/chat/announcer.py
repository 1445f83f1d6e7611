"""Takes what an admin tells everybody a step further with each beat. Where nothing is under way it writes nothing."""

from bot.chat.shelf import Shelf
from bot.clock import Clock
from bot.flows import announcement
from bot.store import announcements
from bot.store.engine import Database


class Announcer:
    def __init__(self, database: Database, clock: Clock, shelf: Shelf) -> None:
        self._database = database
        self._clock = clock
        self._shelf = shelf

    async def step(self) -> None:
        async with self._database.reading() as db:
            if await announcements.under_way(db) is None:
                return
        async with self._database.writing() as db:
            await announcement.go_on(db, self._clock.now(), self._shelf.library)
