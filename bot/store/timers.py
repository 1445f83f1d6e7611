"""What counts down in a chat: a row a card, with the instant at which it next has something to show."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, delete, exists, func, select, update

from bot.domain.exercise import Dose
from bot.store.conflict import upsert
from bot.store.engine import Db
from bot.store.tables import timers


@dataclass(frozen=True, slots=True)
class Move:
    """What a practice is at, as it was when it was started: a dose that is changed needs another timer."""

    practice_id: str
    position: int
    exercise: str
    form: str
    dose: Dose
    added: Mapping[int, int] = field(default_factory=dict)
    """Seconds, by phase of the dose."""


@dataclass(frozen=True, slots=True)
class Timer:
    person_id: str
    card: str
    """The card it runs on, and by that what it times."""
    seconds: int
    """From its start to its end."""
    started_at: datetime
    next_at: datetime
    paused_at: datetime | None = None
    paused_ms: int = 0
    """Of the pauses before."""
    move: Move | None = None


# Put together once: they are asked for every second.
_RUNNING = select(timers.c.person_id).where(
    timers.c.person_id.in_(bindparam("people", expanding=True)), timers.c.card == bindparam("card")
)
_DUE = select(timers).where(timers.c.next_at <= bindparam("now")).order_by(timers.c.next_at).limit(bindparam("most"))


async def start(db: Db, timer: Timer) -> None:
    """In the place of one that runs on the same card."""
    await upsert(db, timers, ("person_id", "card"), **_values(timer))


async def of(db: Db, person_id: str, card: str) -> Timer | None:
    query = select(timers).where(timers.c.person_id == person_id, timers.c.card == card)
    row = (await db.execute(query)).mappings().one_or_none()
    return None if row is None else _timer(row)


async def running(db: Db, people: Collection[str], card: str) -> set[str]:
    """Those of the people for whom one runs on this card."""
    if not people:
        return set()
    return set((await db.execute(_RUNNING, {"people": list(people), "card": card})).scalars())


async def ran(db: Db, person_id: str, card: str, at: datetime) -> bool:
    """Whether the one that runs on this card had begun by then."""
    mine = exists().where(timers.c.person_id == person_id, timers.c.card == card, timers.c.started_at <= at)
    found: bool = (await db.execute(select(mine))).scalar_one()
    return found


async def due(db: Db, now: datetime, *, limit: int) -> Sequence[Timer]:
    """Those with something to show by now, the one that waits longest first."""
    return [_timer(row) for row in (await db.execute(_DUE, {"now": now, "most": limit})).mappings()]


async def next_at(db: Db, after: datetime) -> datetime | None:
    """The earliest instant after `after` at which one has something to show."""
    query = select(func.min(timers.c.next_at)).where(timers.c.next_at > after)
    earliest: datetime | None = (await db.execute(query)).scalar_one()
    return earliest


async def move(db: Db, timer: Timer, next_at: datetime) -> bool:
    """False where it was stopped, started anew or moved meanwhile."""
    same = (timers.c.person_id == timer.person_id) & (timers.c.card == timer.card)
    this = update(timers).where(same, timers.c.started_at == timer.started_at, timers.c.next_at == timer.next_at)
    return await db.change(this.values(next_at=next_at)) == 1


async def stop(db: Db, person_id: str, card: str) -> bool:
    """Whether one ran."""
    return await db.change(delete(timers).where(timers.c.person_id == person_id, timers.c.card == card)) == 1


async def stop_all(db: Db, person_id: str) -> Sequence[str]:
    """The cards on which one ran."""
    return (
        (await db.execute(delete(timers).where(timers.c.person_id == person_id).returning(timers.c.card)))
        .scalars()
        .all()
    )


def _values(timer: Timer) -> dict[str, Any]:
    values = asdict(timer)
    return {**values, "move": None if timer.move is None else json.dumps(values["move"])}


def _timer(row: RowMapping) -> Timer:
    return Timer(**{**row, "move": None if row["move"] is None else _move(json.loads(row["move"]))})


def _move(raw: dict[str, Any]) -> Move:
    dose = raw["dose"]
    added = {int(at): seconds for at, seconds in raw["added"].items()}
    return Move(**raw | {"dose": Dose(**dose | {"sets": tuple(dose["sets"])}), "added": added})
