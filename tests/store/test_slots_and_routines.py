from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.schedule import Occurrence
from bot.domain.times import Times
from bot.store import people, routines, slots
from bot.store.engine import Database, Db
from bot.store.people import Person
from bot.store.slots import Outcome, Slot

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture
async def db(database: Database) -> AsyncIterator[Db]:
    async with database.writing() as db:
        yield db


@pytest.fixture
async def ann(db: Db) -> Person:
    return await people.register(db, 101, language="en", now=NOW)


async def slot(db: Db, person: Person, key: str, *, kind: str = "session", due: datetime = NOW) -> Slot:
    added = await slots.add(db, key=key, person_id=person.id, routine_id=None, kind=kind, due=due, date=TODAY, now=NOW)
    assert added is not None
    return added


async def test_a_slot_key_is_taken_once(db: Db, ann: Person) -> None:
    first = await slot(db, ann, "r:1:2026-03-02:09:00")
    again = await slots.add(
        db, key=first.key, person_id=ann.id, routine_id=None, kind="session", due=NOW, date=TODAY, now=NOW
    )
    assert again is None
    assert await slots.by_key(db, first.key) == first
    assert await slots.by_id(db, first.id) == first


async def test_a_slot_may_have_its_outcome_from_the_start(db: Db, ann: Person) -> None:
    await slots.add(
        db,
        key="missed",
        person_id=ann.id,
        routine_id=None,
        kind="session",
        due=NOW,
        date=TODAY,
        outcome=Outcome.SUPERSEDED,
        now=NOW,
    )
    missed = await slots.by_key(db, "missed")
    assert missed is not None
    assert missed.outcome is Outcome.SUPERSEDED
    assert not await slots.close(db, missed.id, Outcome.SENT, NOW)


async def test_the_first_outcome_of_a_slot_stays(db: Db, ann: Person) -> None:
    one = await slot(db, ann, "one")
    assert await slots.close(db, one.id, Outcome.SENT, NOW)
    assert not await slots.close(db, one.id, Outcome.EXPIRED, NOW)
    closed = await slots.by_id(db, one.id)
    assert closed is not None
    assert closed.outcome is Outcome.SENT


async def test_closing_what_is_open_keeps_to_the_person_and_the_kinds(db: Db, ann: Person) -> None:
    ben = await people.register(db, 202, language="en", now=NOW)
    sent = await slot(db, ann, "sent")
    await slots.close(db, sent.id, Outcome.SENT, NOW)
    for key, person, kind in (("s", ann, "session"), ("w", ann, "walk"), ("f", ann, "follow_up"), ("b", ben, "walk")):
        await slot(db, person, key, kind=kind)
    assert await slots.close_open(db, ann.id, Outcome.HELD, NOW, kinds=("session", "walk")) == 2
    found = [await slots.by_key(db, key) for key in ("sent", "s", "w", "f", "b")]
    assert [one and one.outcome for one in found] == [Outcome.SENT, Outcome.HELD, Outcome.HELD, None, None]
    assert await slots.close_open(db, ann.id, Outcome.CANCELLED, NOW) == 1


async def test_the_last_slot_of_a_kind_is_the_one_due_latest(db: Db, ann: Person) -> None:
    assert await slots.last(db, ann.id, "session") is None
    later = await slot(db, ann, "later", due=NOW + DAY)
    await slot(db, ann, "sooner")
    await slot(db, ann, "walk", kind="walk", due=NOW + 2 * DAY)
    assert await slots.last(db, ann.id, "session") == later


async def test_a_person_has_one_routine_a_kind_which_keeps_its_id(db: Db, ann: Person) -> None:
    old = await routines.put(db, ann.id, "session", time="09:00", weekdays=127, next_due=NOW, next_date=TODAY)
    new = await routines.put(db, ann.id, "session", time="18:30", weekdays=31, next_due=None, next_date=None)
    walk = await routines.put(db, ann.id, "walk", time="12:00", weekdays=1, next_due=NOW, next_date=TODAY)
    assert (new.id, new.time, new.weekdays, new.next_due) == (old.id, "18:30", 31, None)
    assert await routines.of(db, ann.id) == {"session": new, "walk": walk}
    assert await routines.drop(db, ann.id, "walk")
    assert await routines.of(db, ann.id) == {"session": new}


async def test_due_routines_come_the_longest_due_first_up_to_the_limit(db: Db) -> None:
    for n in range(7):
        person = await people.register(db, n, language="en", now=NOW)
        due = NOW + timedelta(minutes=n - 4)
        await routines.put(db, person.id, "session", time="09:00", weekdays=127, next_due=due, next_date=TODAY)
    found = await routines.due(db, NOW, limit=25)
    instants = [due.routine.next_due for due in found]
    assert instants == [NOW + timedelta(minutes=n - 4) for n in range(5)]
    assert await routines.due(db, NOW, limit=3) == found[:3]


async def test_a_due_routine_brings_the_zone_of_its_person(db: Db, ann: Person) -> None:
    await people.save(db, replace(ann, zone="Asia/Tokyo"))
    await routines.put(db, ann.id, "session", time="09:00", weekdays=127, next_due=NOW, next_date=TODAY)
    (due,) = await routines.due(db, NOW, limit=1)
    assert due.zone == "Asia/Tokyo"


async def test_routines_at_rest_are_neither_due_nor_planned_anew(db: Db, ann: Person) -> None:
    routine = await routines.put(db, ann.id, "session", time="09:00", weekdays=127, next_due=NOW, next_date=TODAY)
    await routines.rest(db, ann.id)
    assert await routines.due(db, NOW + DAY, limit=25) == []
    assert await routines.all_zoned(db, "", 25) == []
    await routines.schedule(db, routine.id, NOW + DAY, TODAY + DAY)
    (due,) = await routines.due(db, NOW + DAY, limit=25)
    assert (due.routine.next_due, due.routine.next_date) == (NOW + DAY, TODAY + DAY)


async def test_all_routines_are_gone_through_page_by_page(db: Db) -> None:
    for n in range(7):
        person = await people.register(db, n, language="en", now=NOW)
        await routines.put(db, person.id, "walk", time="09:00", weekdays=127, next_due=NOW, next_date=TODAY)
    seen: list[str] = []
    while page := await routines.all_zoned(db, seen[-1] if seen else "", 3):
        seen += [due.routine.id for due in page]
    assert len(set(seen)) == len(seen) == 7


async def test_the_next_instant_is_the_earliest_after_the_one_given(db: Db, ann: Person) -> None:
    await routines.put(db, ann.id, "session", time="09:00", weekdays=127, next_due=NOW, next_date=TODAY)
    await routines.put(db, ann.id, "walk", time="12:00", weekdays=127, next_due=NOW + DAY, next_date=TODAY + DAY)
    assert await routines.next_at(db, NOW) == NOW + DAY
    assert await routines.next_at(db, NOW + DAY) is None


async def test_what_reached_a_person_since_then_without_what_follows_a_hold(db: Db, ann: Person) -> None:
    for name, kind, due, outcome in (
        ("before", "session", NOW - DAY, Outcome.SENT),
        ("walk", "walk", NOW + 2 * DAY, Outcome.UNKNOWN),
        ("late", "session", NOW - DAY, None),
        ("held", "session", NOW, Outcome.HELD),
        ("asked", "follow_up", NOW, Outcome.SENT),
    ):
        new = await slot(db, ann, name, kind=kind, due=due)
        if outcome is not None:
            await slots.close(db, new.id, outcome, due)
    late = await slots.by_key(db, "late")
    assert late is not None
    await slots.close(db, late.id, Outcome.SENT, NOW + DAY)
    told = (await slots.told_all(db, {ann.id: NOW}))[ann.id]
    assert [(each.key, each.kind, each.at) for each in told] == [
        ("late", "session", NOW + DAY),
        ("walk", "walk", NOW + 2 * DAY),
    ]


async def test_a_routine_keeps_its_other_times(db: Db, ann: Person) -> None:
    wish: dict[str, Any] = {"time": "09:00", "weekend_time": "10:00", "until": "12:30", "every": 90}
    routine = await routines.put(db, ann.id, "break", weekdays=127, next_due=NOW, next_date=TODAY, **wish)
    assert routine.times == Times(time(9), time(10), time(12, 30), 90)
    (due,) = await routines.due(db, NOW, limit=1)
    assert due.routine == routine
    found = Occurrence(datetime(2026, 3, 7, 11, 30, tzinfo=UTC), date(2026, 3, 7))
    assert routine.key(found, ZoneInfo("Europe/London")) == f"r:{routine.id}:2026-03-07:11:30"
