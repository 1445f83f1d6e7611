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
from bot.store.engine import SERVER, Database, engine_of
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
    """Do the work while it is this process's turn among all that share the database, and begin again with each turn.

    Ends as the work ends. On SQLite there is only this process (`only_one`).
    """
    if not database.is_shared:
        return await work()
    while True:
        try:
            async with _turn(database, clock) as connection:
                return await _while_held(connection, clock, work)
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("the turn to poll is lost with the database", error=place(error), wait=ASK_SECONDS)
        await clock.sleep(ASK_SECONDS)


@asynccontextmanager
async def _turn(database: Database, clock: Clock) -> AsyncIterator[AsyncConnection]:
    """A connection that holds the lock, which the server lets go of when the connection ends, however it ends."""
    engine = engine_of(database.writer.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=SERVER)
    async with engine.connect() as connection:
        take = text("SELECT pg_try_advisory_lock(:name)").bindparams(name=POLLING)
        while not await connection.scalar(take):
            await clock.sleep(ASK_SECONDS)
        log.info("it is this process's turn to poll")
        yield connection


async def _while_held(connection: AsyncConnection, clock: Clock, work: Work) -> None:
    """Raises what ends the connection: then the lock is anybody's."""
    working = asyncio.create_task(work())
    try:
        while not working.done():
            resting = asyncio.create_task(clock.sleep(ASK_SECONDS))
            await asyncio.wait({working, resting}, return_when=asyncio.FIRST_COMPLETED)
            resting.cancel()
            await connection.execute(text("SELECT 1"))
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    working.result()
