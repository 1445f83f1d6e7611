"""Ids of files that Telegram has: one for each content, the newest, dropped by who found it wrong."""

from collections.abc import AsyncIterator

import pytest

from bot.store import media
from bot.store.engine import Database, Db

CONTENT = "a" * 64


@pytest.fixture
async def db(database: Database) -> AsyncIterator[Db]:
    async with database.writing() as db:
        yield db


async def test_an_id_is_found_by_the_content_and_the_newest_counts(db: Db) -> None:
    assert await media.file_id(db, CONTENT) is None
    await media.put(db, CONTENT, "first")
    await media.put(db, CONTENT, "second")
    assert await media.file_id(db, CONTENT) == "second"
    assert await media.file_id(db, "b" * 64) is None


async def test_an_id_that_is_wrong_is_dropped_and_not_the_one_that_came_after_it(db: Db) -> None:
    await media.put(db, CONTENT, "second")
    await media.drop(db, CONTENT, "first")
    assert await media.file_id(db, CONTENT) == "second"
    await media.drop(db, CONTENT, "second")
    assert await media.file_id(db, CONTENT) is None
