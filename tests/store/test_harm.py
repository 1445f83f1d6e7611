"""Reports of harm are counted by kind and time: nobody's answers are opened for it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.store import check_ins, people
from bot.store.engine import Database, connect
from bot.store.vault import Vault, new_key
from tests.store.conftest import url

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MONTH = timedelta(days=30)


async def test_moves_that_hurt_and_reports_of_harm_are_counted_without_the_key(database: Database, file: Path) -> None:
    async with database.writing() as db:
        ann = await people.register(db, 101, language="en", now=NOW)
        ben = await people.register(db, 102, language="en", now=NOW)
        for person, kind, days in (
            *((ann, "harm", 0), (ann, "hurt", 29), (ben, "harm", 30)),
            *((ben, "hurt", 31), (ben, "harm", 300), (ann, "screen", 1), (ann, "pain", 1)),
        ):
            answers = (("category", "exercise"),)
            await check_ins.start(db, person, kind, answers=answers, now=NOW - timedelta(days=days))
    stranger = connect(url(file), Vault(new_key()))
    async with stranger.reading() as db:
        assert await check_ins.harms(db, NOW - MONTH) == (3, 5)
    await stranger.close()


async def test_where_nobody_reported_anything_it_is_none(database: Database) -> None:
    async with database.reading() as db:
        assert await check_ins.harms(db, NOW - MONTH) == (0, 0)
