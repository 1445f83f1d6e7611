import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, func, insert, select

from bot.domain.response import Footing
from bot.domain.standing import Hold, Stage, Standing
from bot.store import (
    announcements,
    cards,
    check_ins,
    inbox,
    outbox,
    pauses,
    people,
    practices,
    routines,
    rungs,
    slots,
    timers,
)
from bot.store.cards import Card
from bot.store.engine import Database, Db
from bot.store.inbox import Arrival
from bot.store.outbox import Lane
from bot.store.people import Person
from bot.store.practices import Item
from bot.store.tables import audit, metadata
from bot.store.timers import Timer

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)
LATER = NOW + timedelta(minutes=5)
CANARY = "numb-in-the-saddle-4711"


@pytest.fixture
async def db(database: Database) -> AsyncIterator[Db]:
    async with database.writing() as db:
        yield db


@pytest.fixture
async def ann(db: Db) -> Person:
    return await people.register(db, 101, language="en", now=NOW)


async def live_a_day(db: Db, person: Person, update_id: int) -> None:
    """Leave a row in every table that knows people."""
    await people.consent(db, person, version="1", text_hash="0" * 64, now=NOW)
    person = await people.ask(db, person, step="step", question="screen", asked=json.dumps(f"asked {CANARY}"), now=NOW)
    routine = await routines.put(db, person.id, "session", time="09:00", weekdays=127, next_due=NOW, next_date=TODAY)
    slot = await slots.add(
        db,
        key=f"r:{routine.id}",
        person_id=person.id,
        routine_id=routine.id,
        kind="session",
        due=NOW,
        date=TODAY,
        now=NOW,
    )
    assert slot is not None
    await outbox.add_nudge(db, slot, now=NOW)
    await outbox.add(
        db, person, person.chat_id, payload=json.dumps(f"reply {CANARY}"), lane=Lane.REPLY, kind="plain", now=NOW
    )
    practice = await practices.add(
        db,
        person.id,
        day=TODAY,
        kind="full",
        week=1,
        letter="A",
        minutes=9,
        items=[Item(0, "bird-dog", 2, first=True)],
        now=NOW,
    )
    await rungs.put(db, person, {"bird-dog": Footing(2, TODAY)})
    await check_ins.start(
        db, person, check_ins.Topic.SCREEN, answers=(("L", CANARY),), practice_id=practice.id, now=NOW
    )
    await check_ins.record_triage(db, person, rules="1", source="screen", detail={"why": CANARY}, now=NOW)
    await pauses.begin(db, person.id, TODAY)
    await timers.start(db, Timer(person.id, "walk", seconds=600, started_at=NOW, next_at=NOW))
    await cards.put(db, person.id, Card("today", 5, media=False, shows="0" * 64, shown_at=NOW))
    await announcements.draft(db, person, CANARY, NOW)
    await inbox.store(db, [Arrival(update_id, person.chat_id, f'{{"text": "{CANARY}"}}')], NOW)
    await inbox.finish(db, update_id, NOW)
    await db.execute(insert(audit).values(id=f"audit-{person.id}"[:22], person_id=person.id, at=NOW, what="test"))


def personal_tables() -> Sequence[Table]:
    return [table for table in metadata.sorted_tables if "person_id" in table.c]


async def rows_of(db: Db, table: Table, person_id: str) -> int:
    query = select(func.count()).select_from(table).where(table.c.person_id == person_id)
    found: int = (await db.execute(query)).scalar_one()
    return found


@pytest.mark.parametrize(
    ("told", "kept"), [("en", "en"), ("zh-hans", "zh-hans"), ("sr-latn-rs", "sr"), ("x" * 99, "x" * 8)]
)
async def test_a_language_of_any_length_lets_somebody_in(db: Db, told: str, kept: str) -> None:
    assert (await people.register(db, 101, language=told, now=NOW)).language == kept


async def test_a_person_is_found_with_every_fact(db: Db, ann: Person) -> None:
    standing = Standing(
        stage=Stage.ACTIVE,
        hold=Hold.CONSULT,
        floor=Hold.URGENT,
        episode="episode",
        held_since=NOW,
        mistaken=True,
        restricted=frozenset({"dead-bug", "bird-dog"}),
        paused_until=date.max,
        quiet_until=LATER,
        easy_until=TODAY,
        unreachable_since=NOW,
    )
    changed = replace(
        ann, standing=standing, country="GB", zone="Europe/London", started_on=TODAY, checked_at=NOW, text_only=True
    )
    await people.save(db, changed)
    assert await people.by_chat(db, 101) == changed
    assert await people.by_chat_hash(db, ann.chat_hash) == changed
    assert await people.by_id(db, ann.id) == changed
    assert await people.by_chat(db, 102) is None


async def test_a_question_is_opened_and_closed_without_touching_anything_else(db: Db, ann: Person) -> None:
    await people.save(db, replace(ann, zone="Europe/London"))
    asked = await people.ask(db, ann, step="step", question="city", asked="the reply", now=LATER)
    assert (asked.step, asked.question, asked.asked, asked.asked_at) == ("step", "city", "the reply", LATER)
    found = await people.by_id(db, ann.id)
    assert found == replace(asked, zone="Europe/London")
    settled = await people.settle(db, asked)
    assert settled == ann
    assert await people.by_id(db, ann.id) == replace(ann, zone="Europe/London")


async def test_strangers_are_forgotten_and_those_who_agreed_are_not(db: Db, ann: Person) -> None:
    agreed = await people.register(db, 99, language="en", now=NOW)
    await people.save(db, replace(agreed, standing=replace(agreed.standing, stage=Stage.SCREENING)))
    assert await people.forget_strangers(db, NOW) == 0
    assert await people.forget_strangers(db, LATER) == 1
    assert await people.by_id(db, ann.id) is None
    assert await people.by_id(db, agreed.id) is not None


async def test_consent_counts_from_when_it_is_given(db: Db, ann: Person) -> None:
    assert not await people.consented(db, ann.id)
    await people.consent(db, ann, version="1", text_hash="0" * 64, now=NOW)
    assert await people.consented(db, ann.id)


async def test_erasing_leaves_no_row_of_that_person_and_all_of_the_others(db: Db, ann: Person) -> None:
    ben = await people.register(db, 202, language="en", now=NOW)
    await live_a_day(db, ann, 1)
    await live_a_day(db, ben, 2)
    before = {table.name: await rows_of(db, table, ann.id) for table in personal_tables()}
    assert all(before.values()), before
    await people.erase(db, ann, NOW)
    assert await people.by_chat(db, 101) is None
    assert dict.fromkeys(before, 0) == {table.name: await rows_of(db, table, ann.id) for table in personal_tables()}
    assert before == {table.name: await rows_of(db, table, ben.id) for table in personal_tables()}
    items = (await db.execute(select(metadata.tables["practice_items"].c.practice_id))).scalars().all()
    assert len(items) == 1
    updates = metadata.tables["inbox"]
    chats = (await db.execute(select(updates.c.chat_hash).order_by(updates.c.update_id))).scalars().all()
    assert list(chats) == [None, ben.chat_hash]


async def test_no_answer_and_no_chat_is_readable_in_the_file(on_sqlite: Database, file: Path) -> None:
    async with on_sqlite.writing() as db:
        person = await people.register(db, 987654321987, language="en", now=NOW)
        await live_a_day(db, person, 1)
        await inbox.store(db, [Arrival(2, person.chat_id, f"{CANARY} {person.chat_id}")], NOW)
        await outbox.add(db, None, person.chat_id, payload=CANARY, lane=Lane.REPLY, kind="plain", now=NOW)
    written = b"".join(part.read_bytes() for part in file.parent.glob("lumbar.db*"))
    assert person.id.encode() in written
    assert CANARY.encode() not in written
    assert str(person.chat_id).encode() not in written
    # As SQLite writes a number of this size.
    assert person.chat_id.to_bytes(6, "big") not in written


async def test_whose_questions_were_open_come_in_the_order_in_which_everybody_locks_them(db: Db) -> None:
    for number in range(8):
        person = await people.register(db, 200 + number, language="en", now=NOW)
        await people.ask(db, person, step=f"step {number}", question="screen", asked="", now=NOW)
    found = [person.id for person in await people.asked_between(db, NOW, NOW)]
    assert len(found) == 8, "all of them"
    assert found == sorted(found)
