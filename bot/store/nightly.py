"""A backup each night, made in a thread beside the work."""

import asyncio
import math
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path

from bot.clock import Clock
from bot.logs import logger
from bot.store import backups
from bot.store.address import file_of
from bot.store.engine import Database
from bot.store.lock import AlreadyRunningError
from bot.store.outage import DatabaseError
from bot.store.sealing import Told

log = logger("nightly")


class StoppedError(Exception):
    """The bot stops; the backup is made another time."""


class Nightly:
    def __init__(self, database: Database, folder: Path | None, clock: Clock) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock
        self._stopped = threading.Event()
        self.newest: datetime | None = None
        """When the newest was made that was there at the last look."""

    @property
    def is_wanted(self) -> bool:
        return self._folder is not None

    @property
    def age(self) -> float:
        """Seconds since then: infinite before the first, and no number where none is wanted."""
        if self.newest is None:
            return math.inf if self.is_wanted else math.nan
        return (self._clock.now() - self.newest).total_seconds()

    async def look(self) -> None:
        """Make one if it is due, and wanted at all. One that fails is tried again at the next look."""
        if self._folder is None:
            return
        try:
            self.newest = await asyncio.to_thread(backups.newest, self._folder)
            if backups.is_due(self.newest, self._clock.now()):
                await self._make(self._folder)
        except (AlreadyRunningError, DatabaseError, OSError) as error:
            log.error("no backup was made", why=str(error))

    @asynccontextmanager
    async def awake(self) -> AsyncIterator[None]:
        """At the end one that is being made is broken off: a stop does not wait for it."""
        try:
            yield
        finally:
            self._stopped.set()

    async def _make(self, folder: Path) -> None:
        file, now = file_of(self._database.reader.url), self._clock.now()
        try:
            made = await asyncio.to_thread(backups.make, file, folder, self._database.vault, now, self._progress)
        except (StoppedError, DatabaseError):
            # SQLite says of what was raised while it copied only that it was interrupted.
            if not self._stopped.is_set():
                raise
            log.info("the backup is put off")
        else:
            self.newest = now
            log.info("a backup was made", file=made.name, bytes=made.stat().st_size)

    @contextmanager
    def _progress(self, what: str, total: int) -> Iterator[Told]:
        del what, total
        yield self._go_on

    def _go_on(self, done: int) -> None:
        del done
        if self._stopped.is_set():
            raise StoppedError
