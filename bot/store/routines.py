"""Wishes for a reminder: what, at what local time, on which weekdays, and when it is next due."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, bindparam, delete, func, select, update

from bot.domain.schedule import Occurrence, nominal
from bot.domain.times import Times
from bot.store import slots
from bot.store.conflict import upsert
from bot.store.engine import Db
from bot.store.tables import people, routines
from bot.store.vault import new_id


@dataclass(frozen=True, slots=True)
class Routine:
    id: str
    person_id: str
    kind: str
    """session, walk, break or weekly."""
    time: str
    """Local, HH:MM."""
    weekend_time: str | None
    """In its place on Saturday and Sunday."""
    until: str | None
    """The last time of a day, where there are several."""
    every: int | None
    """Minutes from one to the next."""
    weekdays: int
    """Bit mask with Monday = 1."""
    next_due: datetime | None
    """None while it rests."""
    next_date: date | None
    """Local date of `next_due`."""

    @property
    def times(self) -> Times:
        return _times(self.time, self.weekend_time, self.until, self.every)

    def key(self, found: Occurrence, place: ZoneInfo) -> str:
        """Of the slot for `found`: one for a local date and nominal time, whatever its instant."""
        return f"{slots.OWN}{self.id}:{found.date}:{nominal(self.times, found, place):%H:%M}"


@dataclass(frozen=True, slots=True)
class Due:
    routine: Routine
    zone: str | None


@lru_cache(maxsize=4096)
def _times(usual: str, weekend: str | None, until: str | None, every: int | None) -> Times:
    return Times(time.fromisoformat(usual), _time(weekend), _time(until), every)


def _time(kept: str | None) -> time | None:
    return None if kept is None else time.fromisoformat(kept)


# The person first, as everybody does. Without a lock of its own a routine that was changed meanwhile would be read as it was.
_LOCKED = (people, routines)
_COLUMNS = [routines.c[f.name] for f in fields(Routine)]
_THEIRS = select(*_COLUMNS).where(routines.c.person_id.in_(bindparam("people", expanding=True)))
"""Put together once: they are asked for with every message."""


async def of(db: Db, person_id: str) -> Mapping[str, Routine]:
    """The person's routines by kind."""
    return (await of_all(db, (person_id,)))[person_id]


async def of_all(db: Db, people: Collection[str]) -> dict[str, dict[str, Routine]]:
    """The same of several people, by person."""
    found: dict[str, dict[str, Routine]] = {person_id: {} for person_id in people}
    for row in await db.execute(_THEIRS, {"people": list(people)}):
        routine = Routine(*row)
        found[routine.person_id][routine.kind] = routine
    return found


async def put(  # noqa: PLR0913  (one argument a column)
    db: Db,
    person_id: str,
    kind: str,
    *,
    time: str,
    weekdays: int,
    next_due: datetime | None,
    next_date: date | None,
    weekend_time: str | None = None,
    until: str | None = None,
    every: int | None = None,
) -> Routine:
    """The person's one routine of this kind, as given. One that is there keeps its id, and with it its slots."""
    await upsert(
        db,
        routines,
        ("person_id", "kind"),
        fresh={"id": new_id()},
        person_id=person_id,
        kind=kind,
        time=time,
        weekend_time=weekend_time,
        until=until,
        every=every,
        weekdays=weekdays,
        next_due=next_due,
        next_date=next_date,
    )
    return (await of(db, person_id))[kind]


async def drop(db: Db, person_id: str, kind: str) -> bool:
    return await db.change(delete(routines).where(routines.c.person_id == person_id, routines.c.kind == kind)) == 1


async def schedule(db: Db, routine_id: str, next_due: datetime | None, next_date: date | None) -> bool:
    values = {"next_due": next_due, "next_date": next_date}
    return await db.change(update(routines).where(routines.c.id == routine_id).values(values)) == 1


async def schedule_all(db: Db, following: Mapping[str, tuple[datetime | None, date | None]]) -> None:
    """When each of these routines is next due, by id."""
    together: dict[tuple[datetime | None, date | None], list[str]] = {}
    for routine_id, instant in following.items():
        together.setdefault(instant, []).append(routine_id)
    for (due, day), these in together.items():
        await db.execute(update(routines).where(routines.c.id.in_(these)).values(next_due=due, next_date=day))


async def rest(db: Db, person_id: str) -> None:
    """Nothing is due until the routines are scheduled again."""
    await db.execute(update(routines).where(routines.c.person_id == person_id).values(next_due=None, next_date=None))


async def due(db: Db, now: datetime, *, limit: int) -> list[Due]:
    """Routines whose time has come, the longest due first; in a transaction that writes, they and their people are locked.

    Elsewhere than on SQLite, people who are being served at this moment are then left for the next call.
    """
    # In the order of the index: in any other one SQLite looks at everybody.
    query = _with_zone().where(routines.c.next_due <= now).order_by(routines.c.next_due, routines.c.id).limit(limit)
    if db.writes:
        query = query.with_for_update(of=_LOCKED, skip_locked=True)
    return _dues((await db.execute(query)).all())


async def next_at(db: Db, after: datetime) -> datetime | None:
    """The earliest instant after `after` at which some routine is due."""
    query = select(func.min(routines.c.next_due)).where(routines.c.next_due > after)
    earliest: datetime | None = (await db.execute(query)).scalar_one()
    return earliest


async def all_zoned(db: Db, after_id: str, limit: int) -> list[Due]:
    """A page of all routines that do not rest, in id order from after `after_id` ("" to begin), locked as above."""
    query = _with_zone().where(routines.c.next_due.is_not(None), routines.c.id > after_id)
    return _dues((await db.execute(query.order_by(routines.c.id).limit(limit).with_for_update(of=_LOCKED))).all())


def _with_zone() -> Select[*tuple[Any, ...]]:
    return select(people.c.zone, *_COLUMNS).join_from(routines, people)


def _dues(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Due]:
    return [Due(Routine(*rest), zone) for zone, *rest in rows]
