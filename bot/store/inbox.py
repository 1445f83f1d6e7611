"""Raw updates, kept before Telegram is told to forget them: new → done, or dead after too many failures.

Several processes may have the same ones in hand: each is closed once, and a failure that two of them saw counts once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, literal_column, select, update

from bot.store.conflict import insert_all_new, insert_new
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
_CLOSING = _CHANGING.returning(inbox.c.received_at)
# Spelt out: only so do both databases find that the index of what is new will do.
_WAITING = (
    select(inbox.c.update_id, inbox.c.chat_hash, inbox.c.attempts)
    .where(inbox.c.state == literal_column("'new'"))
    .order_by(inbox.c.update_id)
)
_AHEAD = _WAITING.where(inbox.c.chat_hash == bindparam("chat"), inbox.c.update_id < bindparam("this"))


async def store(db: Db, arrivals: Sequence[Arrival], now: datetime) -> set[int]:
    """Keep these updates; the ids of those that were not kept before."""
    return await insert_all_new(db, inbox, [_row(db, arrival, now) for arrival in arrivals], "update_id")


async def waiting(db: Db, *, among: Collection[int] | None = None) -> list[Letter]:
    """Those of these numbers, or all, that are not closed."""
    query = _WAITING if among is None else _WAITING.where(inbox.c.update_id.in_(among))
    return [Letter(*row) for row in await db.execute(query)]


async def ahead(db: Db, chat_hash: str, update_id: int) -> list[Letter]:
    """Those of this chat that come before this one and are not closed."""
    return [Letter(*row) for row in await db.execute(_AHEAD, {"chat": chat_hash, "this": update_id})]


async def read(db: Db, update_id: int) -> str | None:
    """The raw update, or None when it is blanked already or was never kept."""
    sealed = (await db.execute(select(inbox.c.raw).where(inbox.c.update_id == update_id))).scalar_one_or_none()
    return None if sealed is None else db.vault.open_post(_place(update_id), sealed)


async def state(db: Db, update_id: int) -> str | None:
    return (await db.execute(select(inbox.c.state).where(inbox.c.update_id == update_id))).scalar_one_or_none()


async def finish(db: Db, update_id: int, now: datetime) -> bool:
    """Mark done and blank the raw update. True for exactly one caller: the one who may answer it."""
    return await _close(db, update_id, "done", now)


async def failed(db: Db, update_id: int, error: str, *, known: int) -> int:
    """Count a failed attempt after the `known` ones, unless another process has; how many there are now, 0 when it is closed."""
    attempts = case((inbox.c.attempts == known, known + 1), else_=inbox.c.attempts)
    counted = _CHANGING.values(attempts=attempts, error=error[:ERROR_LENGTH]).returning(inbox.c.attempts)
    return (await db.execute(counted, {"this": update_id})).scalar_one_or_none() or 0


async def bury(db: Db, update_id: int, error: str | None = None, *, now: datetime) -> bool:
    """Give up on a new update, for good. Without an error the one of the last attempt stays."""
    told = {} if error is None else {"error": error[:ERROR_LENGTH]}
    return await _close(db, update_id, "dead", now, **told)


async def set_aside(db: Db, update_id: int, error: str, now: datetime) -> bool:
    """Keep of what is no update only that it came; False when that is known."""
    closed = {"state": "dead", "attempts": 0, "received_at": now, "closed_at": now, "error": error[:ERROR_LENGTH]}
    is_new = await insert_new(db, inbox, update_id=update_id, chat_hash=None, raw=None, **closed)
    if is_new:
        db.counts.append(lambda metrics: metrics.given_up("inbox"))
    return is_new


async def purge(db: Db, before: datetime) -> int:
    """Remove updates closed before this instant."""
    return await db.change(delete(inbox).where(inbox.c.closed_at < before))


async def _close(db: Db, update_id: int, state: str, now: datetime, **told: str) -> bool:
    values = {"this": update_id, "raw": None, "state": state, "closed_at": now, **told}
    received_at = (await db.execute(_CLOSING, values)).scalar_one_or_none()
    if received_at is None:
        return False
    seconds = (now - received_at).total_seconds()
    db.counts.append(lambda metrics: metrics.handled(seconds))
    if state == "dead":
        db.counts.append(lambda metrics: metrics.given_up("inbox"))
    return True


def _row(db: Db, arrival: Arrival, now: datetime) -> dict[str, Any]:
    return {
        "update_id": arrival.update_id,
        "chat_hash": None if arrival.chat_id is None else db.vault.chat_hash(arrival.chat_id),
        "raw": db.vault.seal_post(_place(arrival.update_id), arrival.raw),
        "state": "new",
        "attempts": 0,
        "received_at": now,
    }
