import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.store import invites
from bot.store.engine import Database

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


async def _made(database: Database, *codes: str) -> None:
    async with database.writing() as db:
        await invites.add(db, codes, now=NOW, expires_at=NOW + WEEK)


async def _used(database: Database, code: str, at: datetime = NOW) -> bool:
    async with database.writing() as db:
        return await invites.use(db, code, at)


async def test_of_many_who_come_with_the_same_code_one_is_admitted(database: Database) -> None:
    await _made(database, "ours", "another")
    admitted = await asyncio.gather(*(_used(database, "ours") for _ in range(8)))
    assert sorted(admitted) == [False] * 7 + [True]
    assert await _used(database, "another")


async def test_an_unknown_a_used_and_an_expired_code_admit_nobody(database: Database) -> None:
    await _made(database, "ours", "late")
    assert await _used(database, "ours")
    for code in ("ours", "", "OURS", "ours ", "x" * 64, "%", "' OR 1=1 --"):
        assert not await _used(database, code), code
    assert not await _used(database, "late", NOW + WEEK)
    assert await _used(database, "late", NOW + WEEK - timedelta(milliseconds=1))


async def test_who_admits_nobody_after_all_has_not_used_it(database: Database) -> None:
    await _made(database, "ours")

    async def break_off() -> None:
        async with database.writing() as db:
            assert await invites.use(db, "ours", NOW)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await break_off()
    assert await _used(database, "ours")


async def test_the_code_itself_is_not_kept(database: Database) -> None:
    code = invites.new_code()
    await _made(database, code)
    async with database.reading() as db:
        rows = (await db.execute(text("SELECT * FROM invites"))).all()
        (invite,) = await invites.every(db)
    assert code not in repr(rows)
    assert invite == invites.Invite(invites.hash_of(code), NOW, NOW + WEEK)


async def test_one_or_all_that_were_not_used_are_taken_back(database: Database) -> None:
    await _made(database, "one", "two", "three")
    await _used(database, "three")
    async with database.writing() as db:
        assert await invites.revoke(db, invites.hash_of("one")[:8]) == 1
        assert await invites.revoke(db, "%") == 0
        assert await invites.revoke(db) == 1
    assert not await _used(database, "one")
    assert not await _used(database, "two")


async def test_what_expired_is_purged(database: Database) -> None:
    await _made(database, "ours")
    async with database.writing() as db:
        assert await invites.purge(db, NOW + WEEK) == 0
        assert await invites.purge(db, NOW + WEEK + timedelta(seconds=1)) == 1
        assert await invites.every(db) == []


def test_a_code_fits_behind_start_and_no_two_are_alike() -> None:
    codes = {invites.new_code() for _ in range(100)}
    assert len(codes) == 100
    assert all(code.isalnum() and len(code) == 32 for code in codes)
