"""One at a time: one process to a data folder of SQLite, one that polls and one that migrates to a PostgreSQL database."""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, NullPool, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.logs import logger, place
from bot.store.engine import Database, engine_of, server_options
from bot.store.outage import is_outage

# Any two numbers: a lock of PostgreSQL has no other name.
POLLING = 5_117_283_940
MIGRATING = 5_117_283_941
ASK_SECONDS = 2.0
"""How often a process asks whether the lock is free, and whether it still has it."""

Work = Callable[[], Coroutine[Any, Any, None]]

log = logger("lock")


class AlreadyRunningError(Exception):
    pass


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Holds the folder's lock, which the system lets go of when the process ends, however it ends."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(f"Another Lumbar already runs on {folder}. Stop it first.") from None
        yield


def wait_to_migrate(connection: Connection) -> None:
    """Until this transaction ends no other process migrates this database. SQLite's BEGIN IMMEDIATE says it already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": MIGRATING})


async def in_turn(database: Database, clock: Clock, work: Work) -> None:
    """Do the work while it is this process's turn among all that share the database. Ends only as the work fails.

    While the database is away the work goes on: nobody else can have the turn then, and a warning sign is answered
    without a database too. On SQLite there is only this process (`only_one`).
    """
    if not database.is_shared:
        return await work()
    turn = _Turn(clock, work)
    try:
        while True:
            try:
                async with _connection(database) as connection:
                    await turn.keep(connection)
            except Exception as error:
                if not is_outage(error):
                    raise
                log.warning("whose turn it is to poll cannot be asked", error=place(error), wait=ASK_SECONDS)
            await turn.rest()
    finally:
        await turn.end()


@asynccontextmanager
async def _connection(database: Database) -> AsyncIterator[AsyncConnection]:
    """One for itself: the server lets go of its lock when it ends, however it ends."""
    url = database.writer.url
    engine = engine_of(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=server_options(url))
    async with engine.connect() as connection:
        yield connection


class _Turn:
    def __init__(self, clock: Clock, work: Work) -> None:
        self._clock = clock
        self._work = work
        self._working: asyncio.Task[None] | None = None

    async def keep(self, connection: AsyncConnection) -> None:
        """Ask for the lock until it is ours, then whether it still is. Raises what ends the connection, or the work."""
        held = False
        while True:
            if held:
                await connection.execute(text("SELECT 1"))
            else:
                held = bool(await connection.scalar(text("SELECT pg_try_advisory_lock(:name)"), {"name": POLLING}))
            if held:
                self._begin()
            else:
                await self.end()
            await self.rest()

    async def rest(self) -> None:
        """A moment, or until the work ends. Raises why it did, unless it was the database: then it begins again."""
        resting = asyncio.create_task(self._clock.sleep(ASK_SECONDS))
        try:
            await asyncio.wait({resting, *self._tasks()}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            resting.cancel()
        for ended in self._tasks():
            if ended.done():
                self._working = None
                if not is_outage(ended.exception()):
                    ended.result()

    async def end(self) -> None:
        for working in self._tasks():
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
        self._working = None

    def _begin(self) -> None:
        if self._working is None:
            log.info("it is this process's turn to poll")
            self._working = asyncio.create_task(self._work())

    def _tasks(self) -> tuple[asyncio.Task[None], ...]:
        return () if self._working is None else (self._working,)
