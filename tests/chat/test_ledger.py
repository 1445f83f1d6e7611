"""Bookkeeping that several tasks do at the same moment is committed together, and each hears how its own went."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import event

from bot.chat.ledger import MOST, Ledger
from bot.clock import SystemClock
from bot.store import instance
from bot.store.engine import Database, Db, GoneError, connect
from bot.store.vault import Vault
from tests.chat.town import KEY


class CannotError(Exception):
    pass


@pytest.fixture
async def database(empty: Path, tmp_path: Path) -> AsyncIterator[Database]:
    database = connect(f"sqlite+aiosqlite:///{copy(empty, tmp_path / 'lumbar.sqlite')}", Vault(KEY))
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database, SystemClock())


@pytest.fixture
def commits(database: Database) -> list[object]:
    counted: list[object] = []
    event.listen(database.writer.sync_engine, "commit", counted.append)
    return counted


async def noted(db: Db, names: Sequence[str]) -> Sequence[int]:
    """Writes each name down; how many came with it."""
    for name in names:
        if name == "bad":
            raise CannotError
        await instance.write(db, name, "written")
    return [len(names)] * len(names)


async def read(database: Database, *names: str) -> list[str]:
    async with database.reading() as db:
        return [name for name in names if await instance.read(db, name) is not None]


async def test_what_is_written_at_the_same_moment_is_committed_together(
    database: Database, ledger: Ledger, commits: list[object]
) -> None:
    names = [f"name {number}" for number in range(MOST)]
    await asyncio.gather(*(ledger.write(noted, name) for name in names))
    assert len(commits) == 1
    assert await read(database, *names) == names


async def test_a_transaction_takes_in_no_more_than_others_can_wait_for(ledger: Ledger, commits: list[object]) -> None:
    found = await asyncio.gather(*(ledger.write(noted, f"name {number}") for number in range(3 * MOST)))
    assert max(found) <= MOST
    assert len(commits) == 3


async def test_one_that_fails_fails_alone(database: Database, ledger: Ledger) -> None:
    found = await asyncio.gather(
        *(ledger.write(noted, name) for name in ("first", "bad", "last")), return_exceptions=True
    )
    assert [type(each) for each in found] == [int, CannotError, int]
    assert await read(database, "first", "bad", "last") == ["first", "last"]


async def test_where_the_database_is_away_all_who_wait_hear_it_at_once(
    database: Database, ledger: Ledger, tmp_path: Path
) -> None:
    (tmp_path / "lumbar.sqlite").rename(tmp_path / "elsewhere")
    found = await asyncio.gather(*(ledger.write(noted, "name") for _ in range(2 * MOST)), return_exceptions=True)
    assert {type(each) for each in found} == {GoneError}
    (tmp_path / "elsewhere").rename(tmp_path / "lumbar.sqlite")
    await ledger.write(noted, "name")
    assert await read(database, "name") == ["name"]


async def test_who_does_not_wait_any_more_has_written_all_the_same(database: Database, ledger: Ledger) -> None:
    hasty = asyncio.create_task(ledger.write(noted, "hasty"))
    await asyncio.sleep(0)
    hasty.cancel()
    await ledger.write(noted, "patient")
    await ledger.settled()
    assert hasty.cancelled()
    assert await read(database, "hasty", "patient") == ["hasty", "patient"]
