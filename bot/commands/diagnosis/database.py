"""The database: whether it opens, at which version, with this key, and whole; and what it counts."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from bot.commands.diagnosis.finding import Found, failed, ok
from bot.commands.exits import MENDABLE
from bot.store import check_ins, damage, instance, schema
from bot.store.check_ins import Topic
from bot.store.engine import Database, Db
from bot.store.outage import DatabaseError

DAYS = 30


async def look(database: Database, now: datetime) -> AsyncIterator[Found]:
    try:
        await schema.verify(database)
        async with database.reading() as db:
            await instance.furnish(db)
            harm = await _harm(db, now - timedelta(days=DAYS))
    except DatabaseError as error:
        yield failed("database", error)
        return
    except MENDABLE as error:
        yield failed("database", error)
    else:
        yield ok("database", "at this version, and the key opens it")
        yield harm
    async for found in _pages(database):
        yield found


async def _pages(database: Database) -> AsyncIterator[Found]:
    if database.is_shared:
        return
    try:
        await damage.look(database)
    except MENDABLE as error:
        yield failed("integrity", error)
    else:
        yield ok("integrity", "every page of the database is whole")


async def _harm(db: Db, since: datetime) -> Found:
    recent, in_all = await check_ins.count(db, Topic.HARM, since)
    hurt, _ = await check_ins.count(db, Topic.HURT, since)
    days = f"in the last {DAYS} days"
    return ok("Reports of harm", f"{recent} {days}, {in_all} in all; moves that hurt: {hurt} {days}")
