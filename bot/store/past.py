"""What a restored backup holds of the past: whether it was sent after the backup was made, nobody knows.

It is not sent again, save what nobody must miss: a message about safety, in whichever lane, the question how somebody is
who was told to get help, and the notice that all will be deleted. Better twice than not at all; it is marked as one that
may have arrived.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update

from bot.domain.standing import NudgeKind
from bot.store import announcements
from bot.store.engine import Db
from bot.store.outbox import IN_FLIGHT
from bot.store.retention import NOTICE
from bot.store.slots import Outcome
from bot.store.tables import outbox, slots

WHY = "a backup was restored"
TWICE = ("safety", "floor", NOTICE)
"""Kinds of messages. A floor is what a check left open says after a silence: it waits among the nudges."""

_NOBODYS: dict[str, Any] = {"owner": None, "lease_until": None, "error": WHY}


async def close(db: Db, now: datetime) -> int:
    """End what was due by now. How many messages that were."""
    # Up to whom it was planned since, nobody knows either.
    await announcements.stop(db, now)
    reminders = slots.c.kind != NudgeKind.FOLLOW_UP.value
    old = update(slots).where(slots.c.outcome.is_(None), slots.c.due <= now, reminders)
    await db.change(old.values(outcome=Outcome.EXPIRED.value, closed_at=now))
    is_due = or_(outbox.c.state.in_(IN_FLIGHT), and_(outbox.c.state == "pending", outbox.c.not_before <= now))
    others = update(outbox).where(is_due, outbox.c.kind.not_in(TWICE))
    late = others.where(outbox.c.slot_id.in_(select(slots.c.id).where(reminders)))
    replies = others.where(outbox.c.slot_id.is_(None))
    ended = await db.change(late.values(state="expired", closed_at=now, payload=None, **_NOBODYS))
    ended += await db.change(replies.values(state="cancelled", closed_at=now, payload=None, **_NOBODYS))
    again = {"state": "pending", "twin": True, "attempts": outbox.c.attempts + 1}
    await db.change(update(outbox).where(is_due).values(again | _NOBODYS))
    return ended
