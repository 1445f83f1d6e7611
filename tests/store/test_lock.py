"""Of all processes that share a PostgreSQL database one polls, and when it is gone another one does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import pytest
from sqlalchemy import text
from typing_extensions import override

from bot.clock import SystemClock
from bot.store import schema
from bot.store.engine import Database
from bot.store.lock import POLLING, in_turn
from bot.store.vault import Vault
from tests.engines import opened
from tests.patience import PATIENCE
from tests.postgres import MASTER, Databases, served


class HastyClock(SystemClock):
    """Asks again at once."""

    slept = 0

    @override
    async def sleep(self, seconds: float) -> None:
        self.slept += 1
        await asyncio.sleep(0.01)


class Process:
    """As far as the lock goes."""

    def __init__(self, database: Database) -> None:
        self.turns = 0
        self.works = False
        self.error: Exception | None = None
        self.clock = HastyClock()
        self.task = asyncio.create_task(in_turn(database, self.clock, self._work))

    def slept_since(self, tries: int) -> bool:
        return self.clock.slept > tries

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
    async with asyncio.timeout(PATIENCE):
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


HOLDERS = text("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = :name AND granted").bindparams(
    name=POLLING & 0xFFFFFFFF
)


async def test_who_finds_that_another_has_the_turn_stops(postgres_address: str, on_postgres: Database) -> None:
    async with processes(postgres_address, 2) as both:
        await until(lambda: any(each.works for each in both))
        async with on_postgres.writing() as db:
            (holder,) = (await db.execute(HOLDERS)).scalars()
        async with on_postgres.writing() as waiting, on_postgres.writing() as db:
            taken = asyncio.create_task(waiting.execute(text(f"SELECT pg_advisory_xact_lock({POLLING})")))
            while not (await db.execute(text("SELECT 1 FROM pg_locks WHERE NOT granted"))).first():
                pass
            await db.execute(text("SELECT pg_terminate_backend(:holder)"), {"holder": holder})
            await taken
            await until(lambda: not any(each.works for each in both))
        await until(lambda: sum(each.works for each in both) == 1)
        assert sum(each.turns for each in both) == 2


async def test_while_the_server_is_away_the_work_goes_on_and_afterwards_the_lock_is_held_again() -> None:
    with served() as server:
        async with Databases(server.url).fresh() as address:
            await schema.migrate(address, Vault(MASTER))
            async with processes(address, 1) as (one,), opened(address) as database:
                await until(lambda: one.works)
                for _ in range(3):
                    server.stop("immediate")
                    tries = one.clock.slept + 5
                    await until(partial(one.slept_since, tries))
                    assert one.works
                    server.start()
                    async with asyncio.timeout(PATIENCE), database.writing() as db:
                        while not (await db.execute(HOLDERS)).first():
                            pass
                assert (one.works, one.turns) == (True, 1)


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
