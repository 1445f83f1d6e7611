"""How often people paused or left for which reason. A count and nothing else: whose reasons they were is not kept."""

from collections.abc import Mapping

from sqlalchemy import select, update

from bot.store.conflict import insert_new
from bot.store.engine import Db
from bot.store.tables import stops


async def count(db: Db, what: str, reason: str) -> None:
    await insert_new(db, stops, what=what, reason=reason, times=0)
    this = update(stops).where(stops.c.what == what, stops.c.reason == reason)
    await db.execute(this.values(times=stops.c.times + 1))


async def of(db: Db, what: str) -> Mapping[str, int]:
    """By reason, the most frequent first."""
    query = select(stops.c.reason, stops.c.times).where(stops.c.what == what)
    return dict(iter(await db.execute(query.order_by(stops.c.times.desc(), stops.c.reason))))
