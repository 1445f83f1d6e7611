"""Updates into the inbox: all together, and each alone where one of them is the trouble.

Telegram sends what was not taken again and again, and nothing after it: what cannot be kept must hold up nobody.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from bot.chat.arrival import arrival, count, is_number
from bot.logs import logger, place
from bot.store import inbox
from bot.store.engine import Database

UNKEPT = (ValueError, ArithmeticError, RecursionError)
"""What an update raises that cannot be written down. Whatever the database raises may pass: then nothing is taken."""

log = logger("keeping")

Raw = Mapping[str, Any]


async def keep(
    database: Database, updates: Sequence[Raw], now: datetime, *, only_these: bool
) -> tuple[Sequence[inbox.Letter], Sequence[Raw]]:
    """What of these waits now, or without `only_these` of all that were ever kept; and those that cannot be kept."""
    try:
        return await _keep(database, updates, now, only_these=only_these), ()
    except UNKEPT as error:
        if len(updates) == 1:
            await _set_aside(database, updates[0]["update_id"], place(error), now)
            return (), updates
    each = [await keep(database, (update,), now, only_these=only_these) for update in updates]
    return [letter for letters, _ in each for letter in letters], [raw for _, unkept in each for raw in unkept]


async def _keep(
    database: Database, updates: Sequence[Raw], now: datetime, *, only_these: bool
) -> Sequence[inbox.Letter]:
    async with database.writing() as db:
        new = await inbox.store(db, [arrival(update) for update in updates], now)
        db.counts.extend(partial(count, update) for update in updates if update["update_id"] in new)
        return await inbox.waiting(db, among=[update["update_id"] for update in updates] if only_these else None)


async def _set_aside(database: Database, update_id: int, error: str, now: datetime) -> None:
    log.error("an update cannot be kept", update=update_id, error=error)
    if is_number(update_id):
        async with database.writing() as db:
            await inbox.set_aside(db, update_id, error, now)
