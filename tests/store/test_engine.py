import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from bot.store import inbox, instance
from bot.store.engine import Database
from bot.store.tables import inbox as inbox_table
from bot.store.tables import routines

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def test_a_naive_datetime_is_refused(database: Database) -> None:
    async with database.writing() as db:
        with pytest.raises(StatementError, match="naive datetime cannot be stored"):
            await inbox.store(db, 1, chat_id=7, raw="{}", now=NOW.replace(tzinfo=None))


async def test_an_instant_of_another_zone_comes_back_as_the_same_instant_in_utc(database: Database) -> None:
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    async with database.writing() as db:
        await inbox.store(db, 1, chat_id=7, raw="{}", now=tokyo)
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
    async with database.reading() as db:
        assert await instance.read(db, "fact") is None


async def test_twenty_who_read_and_then_write_at_once_are_all_counted(database: Database) -> None:
    async def count() -> None:
        async with database.writing() as db:
            before = int(await instance.read(db, "count") or 0)
            await asyncio.sleep(0)
            await instance.write(db, "count", str(before + 1))

    await asyncio.gather(*(count() for _ in range(20)))
    async with database.reading() as db:
        assert await instance.read(db, "count") == "20"


async def test_the_reader_cannot_write(database: Database) -> None:
    async with database.reading() as db:
        with pytest.raises(OperationalError, match="readonly"):
            await instance.write(db, "fact", "no")


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
