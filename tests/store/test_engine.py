import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from typing_extensions import override

from bot.metrics import Metrics
from bot.store import inbox, instance, people
from bot.store.address import AddressError
from bot.store.engine import SERVER, Database, connect, server_options
from bot.store.inbox import Arrival
from bot.store.tables import inbox as inbox_table
from bot.store.tables import routines
from bot.store.vault import Vault
from tests.patience import PATIENCE

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANN = 101


async def test_a_naive_datetime_is_refused(database: Database) -> None:
    async with database.writing() as db:
        with pytest.raises(StatementError, match="naive datetime cannot be stored"):
            await inbox.store(db, [Arrival(1, 7, "{}")], NOW.replace(tzinfo=None))


async def test_an_instant_of_another_zone_comes_back_as_the_same_instant_in_utc(database: Database) -> None:
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    async with database.writing() as db:
        await inbox.store(db, [Arrival(1, 7, "{}")], tokyo)
    async with database.reading() as db:
        (stored,) = (await db.execute(select(inbox_table.c.received_at))).scalars()
    assert stored == NOW
    assert stored.tzinfo is UTC


async def test_a_transaction_that_raises_leaves_nothing_behind(database: Database) -> None:
    async def interrupted() -> None:
        async with database.writing() as db:
            await instance.write(db, "fact", "half done")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await interrupted()
    async with database.writing() as db:
        await instance.write(db, "after", "three")
    async with database.reading() as db:
        assert await instance.read(db, "fact") is None
        assert await instance.read(db, "after") == "three"


@pytest.mark.parametrize("turns", range(0, 60, 4))
async def test_a_task_cancelled_at_any_point_leaves_all_or_nothing_and_no_lock(on_sqlite: Database, turns: int) -> None:
    async def two_facts() -> None:
        async with on_sqlite.writing() as db:
            await instance.write(db, "fact", "one")
            await instance.write(db, "another", "two")

    task = asyncio.create_task(two_facts())
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with on_sqlite.writing() as db:
        await instance.write(db, "after", "three")
    async with on_sqlite.reading() as db:
        assert (await instance.read(db, "fact") is None) == (await instance.read(db, "another") is None)
        assert await instance.read(db, "after") == "three"


async def test_twenty_who_read_and_then_write_at_once_are_all_counted(on_sqlite: Database) -> None:
    async def count() -> None:
        async with on_sqlite.writing() as db:
            before = int(await instance.read(db, "count") or 0)
            await asyncio.sleep(0)
            await instance.write(db, "count", str(before + 1))

    await asyncio.gather(*(count() for _ in range(20)))
    async with on_sqlite.reading() as db:
        assert await instance.read(db, "count") == "20"


async def test_twenty_who_change_one_person_at_once_are_all_counted(database: Database) -> None:
    async with database.writing() as db:
        await people.register(db, ANN, language="en", now=NOW)

    async def count() -> None:
        async with database.writing() as db:
            ann = await people.by_chat(db, ANN)
            assert ann is not None
            await asyncio.sleep(0)
            await people.save(db, replace(ann, started_on=(ann.started_on or date.min) + timedelta(days=1)))

    await asyncio.gather(*(count() for _ in range(20)))
    async with database.reading() as db:
        ann = await people.by_chat(db, ANN)
    assert ann is not None
    assert ann.started_on == date.min + timedelta(days=20)


async def test_whoever_only_looks_at_a_person_waits_for_nobody(database: Database) -> None:
    async with database.writing() as db:
        await people.register(db, ANN, language="en", now=NOW)
    async with database.writing() as writer:
        assert await people.by_chat(writer, ANN)
        async with database.reading() as reader, asyncio.timeout(PATIENCE):
            assert await people.by_chat(reader, ANN)


async def test_the_reader_cannot_write(database: Database) -> None:
    async with database.reading() as db:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await instance.write(db, "fact", "no")


async def test_all_that_a_reader_sees_is_of_one_instant(database: Database) -> None:
    async with database.reading() as reader:
        assert await instance.read(reader, "fact") is None
        async with database.writing() as writer:
            await instance.write(writer, "fact", "new")
        assert await instance.read(reader, "fact") is None


async def test_the_reader_sees_the_last_commit_while_a_writer_is_at_work(database: Database) -> None:
    async with database.writing() as writer:
        await instance.write(writer, "fact", "new")
        async with database.reading() as reader:
            assert await instance.read(reader, "fact") is None
    async with database.reading() as reader:
        assert await instance.read(reader, "fact") == "new"


async def test_a_row_that_refers_to_nobody_is_refused(database: Database) -> None:
    async with database.writing() as db:
        nobodys = insert(routines).values(id="r", person_id="nobody", kind="walk", time="09:00", weekdays=1)
        with pytest.raises(IntegrityError):
            await db.execute(nobodys)


def test_how_long_a_server_is_waited_for_stands_in_its_address_or_is_as_ever() -> None:
    address = "postgresql+asyncpg://ana@db.example.org/lumbar"
    assert server_options(address) == SERVER
    assert server_options(f"{address}?timeout=1&command_timeout=2.5") == {
        **SERVER,
        "timeout": 1.0,
        "command_timeout": 2.5,
    }
    with pytest.raises(AddressError, match="a timeout that is no number of seconds"):
        connect(f"{address}?timeout=soon", Vault(bytes(32)))


class Counted(Metrics):
    def __init__(self) -> None:
        self.levels: list[str] = []

    @override
    def triage(self, level: str) -> None:
        self.levels.append(level)


async def test_what_happens_in_a_transaction_counts_once_it_is_committed(database: Database) -> None:
    database.metrics = counted = Counted()

    async def break_off() -> None:
        async with database.writing() as db:
            db.counts.append(lambda metrics: metrics.triage("undone"))
            raise LookupError

    with pytest.raises(LookupError):
        await break_off()
    async with database.writing() as db:
        db.counts.append(lambda metrics: metrics.triage("consult"))
        assert counted.levels == []
    assert counted.levels == ["consult"]
