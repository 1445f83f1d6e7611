import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

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
        assert [await inbox.failed(db, 5, "KeyError " * 100, known=known) for known in range(3)] == [1, 2, 3]
        assert [letter.attempts for letter in await inbox.waiting(db)] == [3]
        assert await inbox.bury(db, 5, now=NOW)
        assert await inbox.state(db, 5) == "dead"
        assert await inbox.read(db, 5) is None
        assert await inbox.waiting(db) == []


async def test_what_is_closed_is_neither_failed_nor_finished_nor_buried(database: Database) -> None:
    async with database.writing() as db:
        await inbox.store(db, [Arrival(5, 7, "words")], NOW)
        await inbox.finish(db, 5, NOW)
        assert await inbox.failed(db, 5, "KeyError", known=0) == 0
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


async def test_what_comes_before_it_in_its_chat_is_found(database: Database) -> None:
    async with database.writing() as db:
        await inbox.store(db, [Arrival(3, 7, "{}"), Arrival(4, 8, "{}"), Arrival(5, 7, "{}"), Arrival(6, 7, "{}")], NOW)
        mine = database.vault.chat_hash(7)
        assert [letter.update_id for letter in await inbox.ahead(db, mine, 6)] == [3, 5]
        await inbox.finish(db, 3, NOW)
        await inbox.bury(db, 5, "KeyError", now=NOW)
        assert await inbox.ahead(db, mine, 6) == []


async def test_a_failure_that_two_processes_saw_counts_once(database: Database) -> None:
    async with database.writing() as db:
        await inbox.store(db, [Arrival(5, 7, "words")], NOW)
        assert [await inbox.failed(db, 5, "KeyError", known=known) for known in (0, 0, 1, 0, 1, 2)] == [
            1,
            1,
            2,
            2,
            2,
            3,
        ]


async def test_what_is_no_update_is_dead_from_the_start_and_known_the_second_time(database: Database) -> None:
    async with database.writing() as db:
        assert await inbox.set_aside(db, -5, "no JSON", NOW)
        assert not await inbox.set_aside(db, -5, "no JSON", NOW)
        assert await inbox.state(db, -5) == "dead"
        assert await inbox.waiting(db) == []


async def test_whether_an_earlier_one_waits_is_looked_up_in_an_index_of_what_is_new(database: Database) -> None:
    async with database.writing() as db:
        if database.is_shared:
            # A table of a few rows is read as a whole otherwise.
            await db.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN" if database.is_shared else "EXPLAIN QUERY PLAN"
        spoken = inbox._AHEAD.params(chat="x", this=5).compile(
            dialect=db.connection.dialect, compile_kwargs={"literal_binds": True}
        )
        plan = [" ".join(map(str, row)) for row in await db.execute(text(f"{explain} {spoken}"))]
    assert any("ix_inbox_new" in line for line in plan), plan
