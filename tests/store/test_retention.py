import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from bot.domain.standing import Stage
from bot.flows import retention
from bot.store import outbox, people
from bot.store.engine import Database, Db
from bot.store.people import Person
from bot.store.tables import outbox as outbox_table
from bot.store.tables import people as people_table
from tests.patience import PATIENCE
from tests.store.test_people import NOW

ANA = 101
DAY = timedelta(days=1)
DUE = NOW + retention.SILENT + DAY


async def _lived(db: Db, chat_id: int = ANA) -> Person:
    person = await people.register(db, chat_id, language="en", now=NOW)
    person = replace(person, standing=replace(person.standing, stage=Stage.ACTIVE))
    await people.save(db, person)
    return person


async def test_the_thirty_days_begin_when_the_notice_has_left(database: Database) -> None:
    """However long the bot was stopped with the notice in its outbox."""
    async with database.writing() as db:
        ana = await _lived(db)
        assert await retention.give_notice(db, DUE) == 1
        assert await retention.give_notice(db, DUE) == 0
        late = DUE + 2 * retention.GRACE
        await retention.settle(db, late)
        assert await retention.erase(db, late) == 0
        await db.execute(update(outbox_table).values(state="sent", closed_at=late))
        await retention.settle(db, late)
        await outbox.purge(db, late + DAY)
        await retention.settle(db, late + retention.GRACE)
        assert await retention.erase(db, late + retention.GRACE) == 0
        assert await retention.erase(db, late + retention.GRACE + DAY) == 1
        assert await people.by_id(db, ana.id) is None


async def test_many_go_a_few_at_a_time(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    async with database.writing() as db:
        for chat_id in range(5):
            await _lived(db, chat_id + 1)
        assert [await retention.give_notice(db, DUE) for _ in range(4)] == [2, 2, 1, 0]
        await db.execute(outbox_table.delete())
        later = DUE + retention.GRACE + DAY
        assert [await retention.erase(db, later) for _ in range(4)] == [2, 2, 1, 0]


async def test_those_who_were_there_since_are_settled_a_few_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them, before the notice of anybody is moved."""
    monkeypatch.setattr(retention, "BATCH", 2)
    later = DUE + 2 * DAY
    async with database.writing() as db:
        for chat_id in range(5):
            await _lived(db, chat_id + 1)
        while await retention.give_notice(db, DUE):
            pass
        await db.execute(update(people_table).where(people_table.c.seen_at == NOW).values(seen_at=DUE + DAY))
        silent = await _lived(db, ANA)
        await retention.give_notice(db, DUE)
        assert [await retention.settle(db, later) for _ in range(5)] == [2, 2, 1, 1, 0]
        settled = (await db.execute(select(people_table.c.id, people_table.c.noticed_at))).all()
    assert {person_id: at for person_id, at in settled if at is not None} == {silent.id: later}


async def test_who_settles_locks_people_in_the_same_order_as_everybody(on_postgres: Database) -> None:
    async with on_postgres.writing() as db:
        for chat_id in range(2):
            await _lived(db, chat_id + 1)
        await retention.give_notice(db, DUE)
        first, last = (await db.execute(select(people_table.c.id).order_by(people_table.c.id))).scalars()
        await db.execute(update(people_table).values(seen_at=DUE + DAY))
        # From here on it is the last that is found first.
        await db.execute(update(people_table).where(people_table.c.id == first).values(seen_at=DUE + DAY * 1.5))

    async def settle() -> None:
        async with on_postgres.writing() as db:
            await retention.settle(db, DUE + 2 * DAY)

    async with asyncio.TaskGroup() as both, on_postgres.writing() as db:
        await people.by_id(db, first)
        both.create_task(settle())
        async with asyncio.timeout(PATIENCE):
            while not (await db.execute(text("SELECT 1 FROM pg_locks WHERE NOT granted"))).first():
                pass
        assert await people.by_id(db, last)


async def test_who_never_agreed_is_given_no_notice(database: Database) -> None:
    async with database.writing() as db:
        await people.register(db, ANA, language="en", now=NOW)
        assert await retention.give_notice(db, DUE) == 0


@pytest.mark.parametrize(
    "condition",
    ["noticed_at IS NULL AND seen_at < 5 ORDER BY seen_at", "noticed_at < 5 AND seen_at <= noticed_at"],
)
async def test_what_it_costs_follows_who_is_due(on_sqlite: Database, condition: str) -> None:
    query = f"EXPLAIN QUERY PLAN SELECT id FROM people WHERE stage IN ('active', 'placing') AND {condition} LIMIT 50"  # noqa: S608  (ours)
    async with on_sqlite.reading() as db:
        plan = " ".join(str(row[3]) for row in await db.execute(text(query)))
    assert "USING INDEX ix_people_stage_noticed_at_seen_at (stage=? AND noticed_at" in plan.replace("COVERING ", "")
