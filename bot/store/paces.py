"""How fast several processes may speak to Telegram together: one row for all messages, one for each chat.

Each row holds the first instant that nobody has reserved, in microseconds of the server's clock, which is what the
processes have in common. One process alone needs none of this (bot.chat.rate).
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import BigInteger, ColumnElement, String, bindparam, cast, delete, extract, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert

from bot.store.engine import Db
from bot.store.tables import paces

ALL = "all"
SECOND = 1_000_000
FORGET = 3600 * SECOND


async def reserve(db: Db, count: int, interval: float) -> Sequence[float]:
    """Seconds from now until each of so many messages may leave, one `interval` of seconds after the other."""
    step = round(interval * SECOND)
    free_at, now = (await db.execute(_REACHING, {"name": ALL, "ahead": count * step})).one()
    return [max(free_at - (count - place) * step - now, 0) / SECOND for place in range(count)]


async def spare(db: Db, interval: float) -> bool:
    """Whether a message that may as well be left out can go at once; then it does."""
    if (await db.execute(_WAITED_FOR, {"name": ALL})).scalar_one_or_none() is not None:
        return False
    await reserve(db, 1, interval)
    return True


async def hold(db: Db, seconds: float) -> None:
    """Telegram said "too many requests": nobody sends for so long."""
    await db.execute(_HOLDING, {"name": ALL, "ahead": round(seconds * SECOND)})


async def too_early(db: Db, bursts: Mapping[str, int], interval: float) -> Mapping[str, float]:
    """By chat hash: how many seconds too early a message to it would be. None of those that may go is among them.

    A chat may have `bursts` messages at once, and then one each `interval`; each that may go is counted.
    """
    step = round(interval * SECOND)
    found = await db.execute(_LOOKING, {"names": sorted(bursts)})
    waits = {name: free_at - now - (bursts[name] - 1) * step for name, free_at, now in found}
    on_time = sorted(name for name, wait in waits.items() if wait <= 0)
    await db.execute(_COUNTING, {"names": on_time, "ahead": step})
    return {name: wait / SECOND for name, wait in waits.items() if wait > 0}


async def purge(db: Db) -> None:
    """Chats that have been silent for an hour."""
    if db.dialect == "postgresql":
        await db.execute(delete(paces).where(paces.c.name != ALL, paces.c.free_at < _now() - FORGET))


def _now() -> ColumnElement[int]:
    return cast(extract("epoch", func.clock_timestamp()) * SECOND, BigInteger)


_AHEAD = bindparam("ahead", type_=BigInteger)
_NEW = insert(paces).values(name=bindparam("name"), free_at=_now() + _AHEAD)
_REACHING = _NEW.on_conflict_do_update(
    index_elements=["name"], set_={"free_at": func.greatest(paces.c.free_at, _now()) + _AHEAD}
).returning(paces.c.free_at, _now())
"""From the first free instant on, so much further."""
_HOLDING = _NEW.on_conflict_do_update(
    index_elements=["name"], set_={"free_at": func.greatest(paces.c.free_at, _now() + _AHEAD)}
)
_WAITED_FOR = select(paces.c.name).where(paces.c.name == bindparam("name"), paces.c.free_at > _now())
_NAMES = bindparam("names", type_=ARRAY(String))
_LOOKING = (
    insert(paces)
    .from_select(["name", "free_at"], select(func.unnest(_NAMES), _now()))
    # The rows are locked by this, which a look alone would not do; in the order of their names, as everywhere.
    .on_conflict_do_update(index_elements=["name"], set_={"free_at": paces.c.free_at})
    .returning(paces.c.name, paces.c.free_at, _now())
)
_COUNTING = (
    update(paces)
    .where(paces.c.name == func.any(_NAMES))
    .values(free_at=func.greatest(paces.c.free_at, _now()) + _AHEAD)
)
