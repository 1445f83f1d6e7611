"""Occurrences of a routine and one-shots, each with one outcome in the end."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date as Date  # noqa: N812  (a slot has a field `date`)
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Update, bindparam, select, update

from bot.domain.standing import NudgeKind
from bot.store.conflict import insert_all_new
from bot.store.engine import Db
from bot.store.tables import slots
from bot.store.vault import new_id


class Outcome(StrEnum):
    SENT = "sent"
    DONE_ALREADY = "done_already"
    HELD = "held"
    PAUSED = "paused"
    SKIPPED_BY_USER = "skipped_by_user"
    SKIPPED_ZONE_CHANGE = "skipped_zone_change"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    UNDELIVERABLE = "undeliverable"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Slot:
    id: str
    key: str
    """Unique: r:<routine>:<date>:<time>, later:<slot>:<n>, follow:<episode>:<level>:<again>:<n> or again:<slot>."""
    person_id: str
    routine_id: str | None
    kind: str
    due: datetime
    date: Date
    """The local day it counts for."""
    outcome: Outcome | None
    """None while it is open."""


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder that was sent."""

    key: str
    kind: str
    at: datetime


OWN, AGAIN, LATER = "r:", "again:", "later:"
"""How keys begin: of a routine, of one that comes again, of one that was put off."""
LATEST = timedelta(days=1)
"""No reminder is sent later than this after it was due."""

_NAMES = [f.name for f in fields(Slot)]
_COLUMNS = [slots.c[name] for name in _NAMES]

# Put together once: they are asked for with every message.
_BY_IDS = select(*_COLUMNS).where(slots.c.id.in_(bindparam("these", expanding=True)))
_CLOSING = update(slots).where(slots.c.outcome.is_(None))
_CLOSING_THESE = _CLOSING.where(slots.c.id.in_(bindparam("these", expanding=True)))
_TOLD = (
    select(slots.c.person_id, slots.c.key, slots.c.kind, slots.c.closed_at)
    .where(
        slots.c.person_id.in_(bindparam("people", expanding=True)),
        slots.c.due >= bindparam("due"),
        slots.c.closed_at >= bindparam("since"),
        slots.c.outcome.in_([Outcome.SENT.value, Outcome.UNKNOWN.value]),
        slots.c.kind != NudgeKind.FOLLOW_UP.value,
    )
    .order_by(slots.c.closed_at)
)


async def add(  # noqa: PLR0913  (one argument a column)
    db: Db,
    *,
    key: str,
    person_id: str,
    routine_id: str | None,
    kind: str,
    due: datetime,
    date: Date,
    outcome: Outcome | None = None,
    now: datetime,
) -> Slot | None:
    """A new slot, open unless it has an outcome from the start; None when its key is taken."""
    slot = Slot(new_id(), key, person_id, routine_id, str(kind), due, date, outcome)
    added = await add_all(db, (slot,), now)
    return added[0] if added else None


async def add_all(db: Db, new: Sequence[Slot], now: datetime) -> list[Slot]:
    """Those of the new slots whose key was free."""
    rows = [_row(slot, now) for slot in new]
    inserted = await insert_all_new(db, slots, rows, "id")
    return [slot for slot in new if slot.id in inserted]


async def by_id(db: Db, slot_id: str) -> Slot | None:
    return await _one(db, slots.c.id == slot_id)


async def by_ids(db: Db, slot_ids: Collection[str]) -> dict[str, Slot]:
    if not slot_ids:
        return {}
    rows = await db.execute(_BY_IDS, {"these": list(slot_ids)})
    return {row["id"]: _slot(row) for row in rows.mappings()}


async def by_key(db: Db, key: str) -> Slot | None:
    return await _one(db, slots.c.key == key)


async def of(db: Db, person_id: str) -> Sequence[Slot]:
    """All slots of a person, oldest first."""
    rows = await db.execute(select(*_COLUMNS).where(slots.c.person_id == person_id).order_by(slots.c.due))
    return [_slot(row) for row in rows.mappings()]


async def last(db: Db, person_id: str, kind: str) -> Slot | None:
    """The one due latest, open or closed."""
    return await _one(db, (slots.c.person_id == person_id) & (slots.c.kind == str(kind)))


async def told_all(db: Db, since: Mapping[str, datetime]) -> dict[str, list[Told]]:
    """Reminders that reached each person since then, or may have, oldest first. A hold's follow-ups are none."""
    found: dict[str, list[Told]] = {person_id: [] for person_id in since}
    if not since:
        return found
    earliest = min(since.values())
    for person_id, *row in await db.execute(
        _TOLD, {"people": list(since), "due": earliest - LATEST, "since": earliest}
    ):
        told = Told(*row)
        if told.at >= since[person_id]:
            found[person_id].append(told)
    return found


async def move(db: Db, slot_id: str, due: datetime) -> bool:
    """Another instant for an open slot. Its day stays, and its message has to be moved with it."""
    this = update(slots).where(slots.c.id == slot_id, slots.c.outcome.is_(None))
    return await db.change(this.values(due=due)) == 1


async def close(db: Db, slot_id: str, outcome: Outcome, now: datetime) -> bool:
    """False when it has an outcome already, which stays."""
    return await _close(db, _CLOSING_THESE, outcome, now, these=[slot_id]) == 1


async def close_all(db: Db, slot_ids: Collection[str], outcome: Outcome, now: datetime) -> None:
    """Those of them that have no outcome yet."""
    if slot_ids:
        await _close(db, _CLOSING_THESE, outcome, now, these=list(slot_ids))


async def close_open(
    db: Db, person_id: str, outcome: Outcome, now: datetime, kinds: Collection[str] | None = None
) -> int:
    """Close all open slots of the person, or those of these kinds; how many there were."""
    mine = _CLOSING.where(slots.c.person_id == person_id)
    if kinds is not None:
        mine = mine.where(slots.c.kind.in_([str(kind) for kind in kinds]))
    return await _close(db, mine, outcome, now)


async def _close(db: Db, statement: Update, outcome: Outcome, now: datetime, **wanted: Sequence[str]) -> int:
    return await db.change(statement, {"outcome": outcome.value, "closed_at": now, **wanted})


async def _one(db: Db, condition: ColumnElement[bool]) -> Slot | None:
    query = select(*_COLUMNS).where(condition).order_by(slots.c.due.desc(), slots.c.id.desc()).limit(1)
    row = (await db.execute(query)).mappings().first()
    return None if row is None else _slot(row)


def _slot(row: RowMapping) -> Slot:
    outcome = row["outcome"]
    return Slot(**{**row, "outcome": None if outcome is None else Outcome(outcome)})


def _row(slot: Slot, now: datetime) -> dict[str, Any]:
    row = {name: getattr(slot, name) for name in _NAMES}
    closed = {"outcome": None, "closed_at": None} if slot.outcome is None else {"closed_at": now}
    return {**row, **closed}
