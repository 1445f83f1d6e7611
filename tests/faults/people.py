"""People who live in the database from the start: agreed, asked and with a routine, without a hundred taps each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.domain import schedule
from bot.domain.course import Course
from bot.domain.schedule import EVERY_DAY
from bot.domain.standing import Stage
from bot.flows.setup import PARTS
from bot.store import people, routines
from bot.store.engine import Database, Db


@dataclass(frozen=True, slots=True)
class Settled:
    """Somebody with one routine, and when it is first due."""

    chat_id: int
    kind: str = "session"
    at: str = "08:00"
    zone: str = "Europe/London"


@dataclass(frozen=True, slots=True)
class Promised:
    """What the bot owes: one slot of this kind with this local date."""

    chat_id: int
    kind: str
    due: datetime
    date: date


async def settle(database: Database, everyone: Iterable[Settled], now: datetime) -> list[Promised]:
    async with database.writing() as db:
        return [await _settle(db, person, now) for person in everyone]


async def _settle(db: Db, who: Settled, now: datetime) -> Promised:
    place = schedule.zone(who.zone)
    person = await people.register(db, who.chat_id, language="en", now=now)
    person = replace(
        person,
        standing=replace(person.standing, stage=Stage.ACTIVE),
        country="GB",
        zone=place.key,
        started_on=schedule.day_of(now, place),
        checked_at=now,
        screened_at=now,
        course=Course(asked=frozenset(PARTS)),
    )
    await people.save(db, person)
    due = schedule.next_due(time.fromisoformat(who.at), EVERY_DAY, place, now)
    assert due is not None
    mask = schedule.mask_of(EVERY_DAY)
    await routines.put(db, person.id, who.kind, time=who.at, weekdays=mask, next_due=due.utc, next_date=due.date)
    return Promised(who.chat_id, who.kind, due.utc, due.date)
