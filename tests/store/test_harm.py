"""Reports of harm are counted by kind and time: nobody's answers are opened for it."""

from datetime import UTC, datetime, timedelta

from bot.store import check_ins, people
from bot.store.check_ins import Topic
from bot.store.engine import Database, connect
from bot.store.vault import Vault, new_key

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MONTH = timedelta(days=30)


async def test_reports_of_harm_and_moves_that_hurt_are_counted_apart_and_without_the_key(
    database: Database, address: str
) -> None:
    async with database.writing() as db:
        ann = await people.register(db, 101, language="en", now=NOW)
        ben = await people.register(db, 102, language="en", now=NOW)
        for person, kind, days in (
            *((ann, Topic.HARM, 0), (ann, Topic.HURT, 29), (ben, Topic.HARM, 30)),
            *((ben, Topic.HURT, 31), (ben, Topic.HARM, 300), (ann, Topic.SCREEN, 1), (ann, Topic.PAIN, 1)),
        ):
            answers = (("category", "exercise"),)
            await check_ins.start(db, person, kind, answers=answers, now=NOW - timedelta(days=days))
    stranger = connect(address, Vault(new_key()))
    async with stranger.reading() as db:
        assert await check_ins.count(db, Topic.HARM, NOW - MONTH) == (2, 3)
        assert await check_ins.count(db, Topic.HURT, NOW - MONTH) == (1, 2)
    await stranger.close()


async def test_where_nobody_reported_anything_it_is_none(database: Database) -> None:
    async with database.reading() as db:
        assert await check_ins.count(db, Topic.HARM, NOW - MONTH) == (0, 0)
