import asyncio
from datetime import UTC, datetime, timedelta

from bot.store import inbox
from bot.store.engine import Database
from bot.store.inbox import Arrival

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def test_an_update_is_kept_once(database: Database) -> None:
    async with database.writing() as db:
        assert await inbox.store(db, [Arrival(5, 7, "first")], NOW) == {5}
        assert await inbox.store(db, [Arrival(5, 7, "again"), Arrival(6, 7, "next"), Arrival(6, 7, "twice")], NOW) == {
            6
        }
        assert [await inbox.read(db, update_id) for update_id in (5, 6)] == ["first", "next"]


async def test_updates_wait_in_their_order(database: Database) -> None:
    async with database.writing() as db:
        for update_id in (9, 3, 6):
            await inbox.store(db, [Arrival(update_id, update_id, "{}")], NOW)
        await inbox.store(db, [Arrival(12, None, "{}")], NOW)
        await inbox.finish(db, 6, NOW)
        letters = await inbox.waiting(db)
        assert [letter.update_id for letter in await inbox.waiting(db, among=(9, 6, 4))] == [9]
    assert [letter.update_id for letter in letters] == [3, 9, 12]
    assert [letter.chat_hash for letter in letters] == [*map(database.vault.chat_hash, (3, 9)), None]


async def test_an_update_is_finished_for_exactly_one_caller(database: Database) -> None:
    async with database.writing() as db:
        await inbox.store(db, [Arrival(5, 7, "words")], NOW)

    async def finish() -> bool:
        async with database.writing() as db:
            return await inbox.finish(db, 5, NOW)

    assert sorted(await asyncio.gather(*(finish() for _ in range(8)))) == [False] * 7 + [True]
    async with database.reading() as db:
        assert await inbox.state(db, 5) == "done"
        assert await inbox.read(db, 5) is None


async def test_failures_are_counted_until_it_is_buried(database: Database) -> None:
    async with database.writing() as db:
        await inbox.store(db, [Arrival(5, 7, "words")], NOW)
        assert [await inbox.failed(db, 5, "KeyError " * 100) for _ in range(3)] == [1, 2, 3]
        assert [letter.attempts for letter in await inbox.waiting(db)] == [3]
        assert await inbox.bury(db, 5, now=NOW)
        assert await inbox.state(db, 5) == "dead"
        assert await inbox.read(db, 5) is None
        assert await inbox.waiting(db) == []


async def test_what_is_closed_is_neither_failed_nor_finished_nor_buried(database: Database) -> None:
    async with database.writing() as db:
        await inbox.store(db, [Arrival(5, 7, "words")], NOW)
        await inbox.finish(db, 5, NOW)
        assert await inbox.failed(db, 5, "KeyError") == 0
        assert not await inbox.finish(db, 5, NOW)
        assert not await inbox.bury(db, 5, "KeyError", now=NOW)
        assert await inbox.state(db, 5) == "done"


async def test_purging_removes_old_closed_updates_and_never_a_waiting_one(database: Database) -> None:
    async with database.writing() as db:
        for update_id in (1, 2, 3):
            await inbox.store(db, [Arrival(update_id, 7, "{}")], NOW)
        await inbox.finish(db, 1, NOW)
        await inbox.finish(db, 2, NOW + timedelta(days=3))
        assert await inbox.purge(db, NOW + timedelta(days=2)) == 1
        assert [await inbox.state(db, update_id) for update_id in (1, 2, 3)] == [None, "done", "new"]
