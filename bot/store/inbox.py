"""Raw updates, kept before Telegram is told to forget them: new → done, or dead after too many failures."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.store.conflict import insert_all_new
from bot.store.engine import Db
from bot.store.tables import ERROR_LENGTH, inbox
from bot.store.vault import Place


@dataclass(frozen=True, slots=True)
class Arrival:
    update_id: int
    chat_id: int | None
    raw: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    update_id: int
    chat_hash: str | None
    attempts: int


def _place(update_id: int) -> Place:
    return Place("inbox", "raw", str(update_id))


_CHANGING = update(inbox).where(inbox.c.update_id == bindparam("this"), inbox.c.state == "new")
_WAITING = (
    select(inbox.c.update_id, inbox.c.chat_hash, inbox.c.attempts)
    .where(inbox.c.state == "new")
    .order_by(inbox.c.update_id)
)


async def store(db: Db, arrivals: Sequence[Arrival], now: datetime) -> set[int]:
    """Keep these updates; the ids of those that were not kept before."""
    return await insert_all_new(db, inbox, [_row(db, arrival, now) for arrival in arrivals], "update_id")


async def waiting(db: Db, *, among: Collection[int] | None = None) -> list[Letter]:
    """Those of these numbers, or all, that are not closed."""
    query = _WAITING if among is None else _WAITING.where(inbox.c.update_id.in_(among))
    return [Letter(*row) for row in await db.execute(query)]


async def read(db: Db, update_id: int) -> str | None:
    """The raw update, or None when it is blanked already or was never kept."""
    sealed = (await db.execute(select(inbox.c.raw).where(inbox.c.update_id == update_id))).scalar_one_or_none()
    return None if sealed is None else db.vault.open_post(_place(update_id), sealed)


async def state(db: Db, update_id: int) -> str | None:
    return (await db.execute(select(inbox.c.state).where(inbox.c.update_id == update_id))).scalar_one_or_none()


async def finish(db: Db, update_id: int, now: datetime) -> bool:
    """Mark done and blank the raw update. True for exactly one caller: the one who may answer it."""
    return await _close(db, update_id, state="done", closed_at=now)


async def failed(db: Db, update_id: int, error: str) -> int:
    """Count one failed attempt at a new update; how many there are now, 0 when it is closed."""
    counted = _CHANGING.values(attempts=inbox.c.attempts + 1, error=error[:ERROR_LENGTH]).returning(inbox.c.attempts)
    return (await db.execute(counted, {"this": update_id})).scalar_one_or_none() or 0


async def bury(db: Db, update_id: int, error: str | None = None, *, now: datetime) -> bool:
    """Give up on a new update, for good. Without an error the one of the last attempt stays."""
    told = {} if error is None else {"error": error[:ERROR_LENGTH]}
    return await _close(db, update_id, state="dead", closed_at=now, **told)


async def purge(db: Db, before: datetime) -> int:
    """Remove updates closed before this instant."""
    return await db.change(delete(inbox).where(inbox.c.closed_at < before))


async def _close(db: Db, update_id: int, **values: str | datetime) -> bool:
    return await db.change(_CHANGING, {"this": update_id, "raw": None, **values}) == 1


def _row(db: Db, arrival: Arrival, now: datetime) -> dict[str, Any]:
    return {
        "update_id": arrival.update_id,
        "chat_hash": None if arrival.chat_id is None else db.vault.chat_hash(arrival.chat_id),
        "raw": db.vault.seal_post(_place(arrival.update_id), arrival.raw),
        "state": "new",
        "attempts": 0,
        "received_at": now,
    }
