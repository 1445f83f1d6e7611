"""How long the queues are, and how old what waits in them. Each look follows an index: it costs what waits, not what there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, Table, func, select

from bot.store.engine import Db
from bot.store.outbox import Lane
from bot.store.tables import inbox, outbox

NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Queue:
    depth: int = 0
    age: timedelta = NOTHING
    """Of the one that has waited longest."""


async def of_inbox(db: Db, now: datetime) -> Queue:
    """What is to be handled."""
    query = select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.state == "new")
    return await _queue(db, query, now)


async def of_outbox(db: Db, now: datetime) -> Mapping[Lane, Queue]:
    """What could leave now."""
    return {lane: await _queue(db, _due(lane, now), now) for lane in Lane}


async def dead(db: Db) -> Mapping[str, int]:
    """What was given up and is not purged yet."""
    return {table.name: (await db.execute(_dead(table))).scalar_one() for table in (inbox, outbox)}


def _due(lane: Lane, now: datetime) -> Select[int, datetime | None]:
    # One lane after the other: only so does the index lead to the instant.
    due = (outbox.c.state == "pending", outbox.c.lane == int(lane), outbox.c.not_before <= now)
    return select(func.count(), func.min(outbox.c.not_before)).where(*due)


def _dead(table: Table) -> Select[int]:
    return select(func.count()).select_from(table).where(table.c.state == "dead")


async def _queue(db: Db, query: Select[int, datetime | None], now: datetime) -> Queue:
    depth, oldest = (await db.execute(query)).one()
    return Queue(depth, NOTHING if oldest is None else max(now - oldest, NOTHING))
