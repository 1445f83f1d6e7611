"""After a restore what was due is not sent again; what keeps people safe is, marked as one that may have arrived."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.flows.hold import UNSAID
from bot.flows.talk import Kind
from bot.store import outbox, past, people, slots, tables
from bot.store.engine import Database, Db
from bot.store.outbox import Lane
from bot.store.people import Person
from bot.store.slots import Outcome
from tests.store.test_people import NOW

MINUTE = timedelta(minutes=1)
TODAY = date(2026, 3, 2)


async def reminder(db: Db, ann: Person, kind: str, due: datetime) -> None:
    slot = await slots.add(
        db, key=f"{kind}:{due}", person_id=ann.id, routine_id=None, kind=kind, due=due, date=TODAY, now=NOW
    )
    assert slot is not None
    await outbox.add_nudge(db, slot, now=NOW, not_before=due)


async def message(
    db: Db, ann: Person, name: str, lane: Lane, due: datetime = NOW, state: str = "pending", *, kind: str = Kind.PLAIN
) -> None:
    await outbox.add(db, ann, ann.chat_id, payload=name, lane=lane, kind=kind, now=NOW, not_before=due)
    last = select(tables.outbox.c.seq).order_by(tables.outbox.c.seq.desc()).limit(1).scalar_subquery()
    await db.execute(update(tables.outbox).where(tables.outbox.c.seq == last).values(state=state, owner="another"))


async def ends(db: Db) -> list[tuple[Any, ...]]:
    row = tables.outbox.c
    found = await db.execute(select(row.state, row.twin, row.attempts, row.payload.is_not(None)).order_by(row.seq))
    return [tuple(each) for each in found]


async def test_what_was_due_is_over_and_what_is_still_to_come_comes(database: Database) -> None:
    async with database.writing() as db:
        ann = await people.register(db, 101, language="en", now=NOW)
        for due in (NOW - MINUTE, NOW, NOW + MINUTE):
            await reminder(db, ann, "session", due)
        await message(db, ann, "was on its way", Lane.REPLY, NOW + MINUTE, "sending")
        await message(db, ann, "was about to leave", Lane.REPLY, NOW - MINUTE, "claimed")
        await message(db, ann, "comes later", Lane.REPLY, NOW + MINUTE)
        assert await past.close(db, NOW) == 4
        assert await ends(db) == [
            ("expired", False, 0, False),
            ("expired", False, 0, False),
            ("pending", False, 0, False),
            ("cancelled", False, 0, False),
            ("cancelled", False, 0, False),
            ("pending", False, 0, True),
        ]
        outcomes = [slot.outcome for slot in await slots.of(db, ann.id)]
        assert outcomes == [Outcome.EXPIRED, Outcome.EXPIRED, None]
        assert await past.close(db, NOW) == 0, "and what is over is over"


async def test_nobody_is_erased_later_without_the_notice_that_a_restore_took_away(database: Database) -> None:
    async with database.writing() as db:
        ann = await people.register(db, 101, language="en", now=NOW)
        await message(db, ann, "all will be deleted", Lane.ANNOUNCEMENT, NOW - MINUTE, kind=Kind.NOTICE)
        assert await past.close(db, NOW) == 0
        assert await ends(db) == [("pending", True, 1, True)]


async def test_what_keeps_people_safe_goes_again_and_is_known_to_be_a_second_one(database: Database) -> None:
    async with database.writing() as db:
        ann = await people.register(db, 101, language="en", now=NOW)
        await reminder(db, ann, "follow_up", NOW - MINUTE)
        await message(db, ann, "get help", Lane.SAFETY, NOW, "sending", kind=Kind.SAFETY)
        await message(db, ann, "get help", Lane.SAFETY, NOW - MINUTE, kind=Kind.SAFETY)
        await message(db, ann, "is it new?", Lane.REPLY, NOW - MINUTE, kind=Kind.SAFETY)
        await message(db, ann, "get help, and finish the check", Lane.NUDGE, NOW - MINUTE, kind=UNSAID)
        assert await past.close(db, NOW) == 0
        again = [("pending", True, 1)] * 5
        assert [each[:3] for each in await ends(db)] == again
        assert [slot.outcome for slot in await slots.of(db, ann.id)] == [None]
        posts = await outbox.claim(db, owner="me", now=NOW, real_now=NOW, lease=MINUTE, limit=9)
        assert {post.lane for post in posts} >= {Lane.SAFETY}
