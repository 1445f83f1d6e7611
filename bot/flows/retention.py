"""Nothing is kept for ever: six silent months, one notice, 30 days, and everything is gone."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.domain import schedule
from bot.domain.schedule import EVERY_DAY
from bot.flows import d1, talk
from bot.flows.talk import Button, Kind, Reply, Turn, paragraph, words
from bot.store import outbox, people, retention
from bot.store.engine import Db
from bot.store.outbox import Lane
from bot.store.people import Person

SILENT = timedelta(days=183)
GRACE = timedelta(days=30)
AT = time(10)
"""Nobody is woken by it."""
BATCH = 50


async def settle(db: Db, now: datetime) -> int:
    return await retention.settle(db, now, limit=BATCH)


async def give_notice(db: Db, now: datetime) -> int:
    """To the next few that are due. Who blocked the bot cannot be told."""
    silent = await retention.silent(db, now - SILENT, limit=BATCH)
    for person in silent:
        if person.standing.unreachable_since is None:
            await outbox.add(
                db,
                person,
                person.chat_id,
                payload=talk.dump(_notice()),
                lane=Lane.ANNOUNCEMENT,
                kind=Kind.NOTICE,
                now=now,
                not_before=_morning(person, now),
            )
    await retention.noticed(db, [person.id for person in silent], now)
    return len(silent)


async def erase(db: Db, now: datetime) -> int:
    """The next few whose time is over."""
    overdue = await retention.overdue(db, now - GRACE, limit=BATCH)
    for person in overdue:
        await people.erase(db, person, now)
    return len(overdue)


STEPS = (settle, give_notice, erase)
"""In this order, each until nothing is left to do."""


async def keep(turn: Turn) -> Sequence[Reply]:
    """The tap itself is what was waited for."""
    return (Reply(text=(paragraph(words("retention-kept")),), buttons=d1.ways_on(turn)),)


def _notice() -> Reply:
    ways = (Button(words("label-keep-data"), goes="keep-data"), Button(words("label-delete"), goes="delete"))
    return Reply(
        text=(paragraph(words("retention-silent"), words("retention-notice")),), buttons=(ways,), kind=Kind.NOTICE
    )


def _morning(person: Person, now: datetime) -> datetime:
    due = schedule.next_due(AT, EVERY_DAY, schedule.zone(person.zone or "UTC"), now)
    return now if due is None else due.utc
