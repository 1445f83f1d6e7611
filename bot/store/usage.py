"""How the whole goes, as figures: none of them is about one person, and none about health."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select

from bot.store.engine import Db
from bot.store.people import AGREED
from bot.store.tables import outbox, people, slots

LATE = timedelta(minutes=1)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Active:
    days: int
    seen: int
    """Heard of in the last so many days."""
    stayed: int
    """Of those who came at least so long ago, and are not deleted, who was heard of so many days later or after."""
    came: int


@dataclass(frozen=True, slots=True)
class Deliveries:
    by_state: Mapping[str, int]
    reminders: int
    late: int
    """Of the reminders that were sent, so many left more than a minute after they were due."""
    latest: timedelta


async def agreed(db: Db) -> int:
    return (await db.execute(select(func.count()).select_from(people).where(AGREED))).scalar_one()


async def active(db: Db, windows: Sequence[int], now: datetime) -> Sequence[Active]:
    found = []
    for days in windows:
        then = now - timedelta(days=days)
        came = people.c.created_at <= then
        stayed = came & (people.c.seen_at - people.c.created_at >= days * _MILLISECONDS)
        counts = select(_sum(people.c.seen_at > then), _sum(stayed), _sum(came)).where(AGREED)
        found.append(Active(days, *(await db.execute(counts)).one()))
    return found


async def deliveries(db: Db, now: datetime) -> Deliveries:
    """Of the last day."""
    recent = outbox.c.closed_at > now - A_DAY
    states = select(outbox.c.state, func.count()).where(recent).group_by(outbox.c.state)
    late = outbox.c.closed_at - slots.c.due
    reminders = (
        select(func.count(), _sum(late > LATE // timedelta(milliseconds=1)), func.coalesce(func.max(late), 0))
        .join_from(outbox, slots)
        .where(recent, outbox.c.state == "sent")
    )
    count, tardy, latest = (await db.execute(reminders)).one()
    by_state: dict[str, int] = dict(iter(await db.execute(states)))
    return Deliveries(by_state, count, tardy, timedelta(milliseconds=max(latest, 0)))


_MILLISECONDS = A_DAY // timedelta(milliseconds=1)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
