"""Of all processes that share a PostgreSQL database one polls, and when it is gone another one does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from sqlalchemy import text
from typing_extensions import override

from bot.clock import SystemClock
from bot.store import schema
from bot.store.engine import Database
from bot.store.lock import POLLING, in_turn
from bot.store.vault import Vault
from tests.postgres import MASTER, Databases
from tests.store.conftest import opened


class HastyClock(SystemClock):
    """Asks again at once."""

    @override
    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0.01)


class Process:
    """As far as the lock goes."""

    def __init__(self, database: Database) -> None:
        self.turns = 0
        self.works = False
        self.error: Exception | None = None
        self.task = asyncio.create_task(in_turn(database, HastyClock(), self._work))

    async def ends(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def _work(self) -> None:
        self.turns += 1
        self.works = True
        try:
            while self.error is None:  # noqa: ASYNC110  (what it waits for is the end of the test)
                await asyncio.sleep(0.01)
            raise self.error
        finally:
            self.works = False


async def until(ready: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not ready():  # noqa: ASYNC110  (the server decides, and tells nobody)
            await asyncio.sleep(0.01)


@asynccontextmanager
async def processes(address: str, count: int) -> AsyncIterator[list[Process]]:
    async with AsyncExitStack() as stack:
        databases = [await stack.enter_async_context(opened(address)) for _ in range(count)]
        made = [Process(database) for database in databases]
        try:
            yield made
        finally:
            for each in made:
                await each.ends()


async def test_of_three_one_polls_and_when_it_ends_another_takes_its_place(postgres_address: str) -> None:
    async with processes(postgres_address, 3) as all_three:
        for left in (3, 2, 1):
            await until(lambda: any(each.works for each in all_three))
            (first,) = [each for each in all_three if each.works]
            await first.ends()
            all_three.remove(first)
            assert len(all_three) == left - 1


async def test_who_loses_the_connection_stops_and_it_is_somebodys_turn_again(
    postgres_address: str, on_postgres: Database
) -> None:
    async with processes(postgres_address, 2) as both:
        await until(lambda: any(each.works for each in both))
        async with on_postgres.writing() as db:
            holders = text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = :name"
            )
            ended = (await db.execute(holders, {"name": POLLING & 0xFFFFFFFF})).scalars().all()
        assert ended == [True]
        await until(lambda: sum(each.turns for each in both) == 2 and any(each.works for each in both))
        assert sum(each.works for each in both) == 1


async def test_work_that_fails_for_good_ends_the_turn_and_an_outage_does_not(postgres_address: str) -> None:
    async with processes(postgres_address, 1) as (one,):
        await until(lambda: one.works)
        one.error = ConnectionResetError()
        await until(lambda: one.turns > 1)
        one.error = ValueError("for good")
        with pytest.raises(ValueError, match="for good"):
            await one.task


async def test_on_sqlite_it_is_always_our_turn(on_sqlite: Database) -> None:
    one = Process(on_sqlite)
    await until(lambda: one.works)
    await one.ends()
    assert (one.turns, one.works) == (1, False)


async def test_five_who_migrate_at_once_do_it_once_and_all_is_well(postgres: Databases) -> None:
    async with postgres.fresh() as address:
        await asyncio.gather(*(schema.migrate(address, Vault(MASTER)) for _ in range(5)))
        async with opened(address) as database:
            await schema.verify(database)
