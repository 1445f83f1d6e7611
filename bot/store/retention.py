"""Of whom nothing was heard for long: who is to be given notice, and who was, long enough ago."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, update

from bot.store import people as persons
from bot.store.engine import Db
from bot.store.outbox import IN_FLIGHT, Lane
from bot.store.people import AGREED, Person
from bot.store.tables import outbox, people

NOTICE = "notice"
"""Kind of the message that gives notice."""
STATES = ("pending", *IN_FLIGHT, "sent", "dead", "expired", "cancelled", "unknown")

_IN_ORDER = select(people.c.id).order_by(people.c.id).with_for_update()
_IDS = select(people.c.id).where(AGREED).with_for_update(skip_locked=True)


async def silent(db: Db, before: datetime, *, limit: int) -> list[Person]:
    """Not heard of since then, and not told yet what follows; their rows locked."""
    unheard = _IDS.where(people.c.noticed_at.is_(None), people.c.seen_at < before)
    return await _found(db, unheard.order_by(people.c.seen_at).limit(limit))


async def noticed(db: Db, ids: Collection[str], at: datetime | None) -> None:
    await db.execute(update(people).where(people.c.id.in_(ids)).values(noticed_at=at))


async def settle(db: Db, now: datetime, *, limit: int) -> int:
    """Who was there since needs another notice next time; who has only just had it, or has not, has all the time.

    So many of them at once; how many they were.
    """
    # All of these first: to move their notice would be to forget that they were there since.
    heard = (people.c.noticed_at <= now) & (people.c.seen_at > people.c.noticed_at)
    if changed := await _settled(db, AGREED & heard, None, limit):
        return changed
    # A closed message is there for two days more. While the bot was stopped none of them could leave.
    mail = outbox.c.state.in_(STATES) & (outbox.c.lane == Lane.ANNOUNCEMENT) & (outbox.c.kind == NOTICE)
    told = people.c.id.in_(select(outbox.c.person_id).where(mail))
    return await _settled(db, told & (people.c.noticed_at != now), now, limit)


async def _settled(db: Db, whom: ColumnElement[bool], at: datetime | None, limit: int) -> int:
    # Locked in the same order as everywhere, and waited for: who is left out here might be erased next.
    ids = list((await db.execute(_IN_ORDER.where(whom).limit(limit))).scalars())
    await noticed(db, ids, at)
    return len(ids)


async def overdue(db: Db, before: datetime, *, limit: int) -> list[Person]:
    """Given notice before this instant, and silent since; their rows locked."""
    told = _IDS.where(people.c.noticed_at < before, people.c.seen_at <= people.c.noticed_at)
    return await _found(db, told.order_by(people.c.noticed_at).limit(limit))


async def _found(db: Db, query: Select[str]) -> list[Person]:
    ids = list((await db.execute(query)).scalars())
    return list((await persons.by_ids(db, ids)).values())
