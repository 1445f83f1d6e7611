"""Everything that is kept about somebody is in their export and goes with them; what is sealed opens only in its place."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    MetaData,
    RowMapping,
    String,
    Table,
    and_,
    insert,
    select,
    update,
)

from bot.domain.response import Footing
from bot.domain.standing import Stage
from bot.store import announcements, check_ins, envelopes, erasures, inbox, outbox, people, records, rungs
from bot.store.check_ins import Topic
from bot.store.engine import Database, Db
from bot.store.inbox import Arrival
from bot.store.outbox import Lane
from bot.store.people import Person
from bot.store.tables import BOUND_TO, metadata, paces
from bot.store.tables import announcements as announcement_table
from bot.store.tables import outbox as outbox_table
from bot.store.tables import people as people_table
from bot.store.vault import VaultError
from tests.store.test_people import CANARY, NOW, TODAY, live_a_day

PERSONAL = [table for table in metadata.sorted_tables if table not in records.NOBODY]
SEALED = [column for table in metadata.sorted_tables for column in table.c if BOUND_TO in column.info]


@pytest.fixture
async def db(database: Database) -> AsyncIterator[Db]:
    async with database.writing() as db:
        yield db


@pytest.fixture
async def two(db: Db) -> tuple[Person, Person]:
    """Each with something in every table, and with two rows where a sealed value may stand."""
    return await _lives(db, 101), await _lives(db, 202)


async def _lives(db: Db, chat_id: int) -> Person:
    person = await people.register(db, chat_id, language="en", now=NOW)
    person = replace(person, standing=replace(person.standing, stage=Stage.ACTIVE))
    await people.save(db, person)
    await live_a_day(db, person, chat_id)
    await rungs.put(db, person, {"dead-bug": Footing(1, TODAY)})
    await check_ins.start(db, person, Topic.MORNING, answers=(("morning", "usual"),), now=NOW)
    await check_ins.record_triage(db, person, rules="1", source="words", detail={"why": "more"}, now=NOW)
    assert await announcements.begin(db, person, NOW)
    await announcements.draft(db, person, f"second {CANARY}", NOW)
    for number in (1, 2):
        await outbox.add(db, person, chat_id, payload=f'"reply {number}"', lane=Lane.REPLY, kind="plain", now=NOW)
        await inbox.store(db, [Arrival(chat_id + number * 1000, chat_id, f'"words {number}"')], NOW)
    found = await people.by_id(db, person.id)
    assert found is not None
    return found


async def _rows(db: Db, table: Table, person: Person) -> list[RowMapping]:
    query = select(table).where(records.theirs(table, person)).order_by(*table.primary_key)
    return list((await db.execute(query)).mappings())


def test_every_table_is_about_somebody_or_named_as_about_nobody() -> None:
    """A column that leads to people, by whatever name, makes a table one about them."""
    for table in metadata.sorted_tables:
        leads = any(key.column.table in PERSONAL for key in table.foreign_keys)
        named = {"person_id", "chat_hash", "chat_id"} & set(table.c.keys())
        if leads or (named and table.name != "erasures"):
            assert table in PERSONAL, f"{table.name} is about people, and neither in the export nor erased"


def test_a_table_that_says_nothing_of_whom_it_is_about_is_not_passed_over() -> None:
    loose = Table("moods", MetaData(), Column("id", String(22), primary_key=True), Column("mood", String(8)))
    with pytest.raises(LookupError, match="moods"):
        records.theirs(loose, _somebody())


def test_a_table_that_hangs_on_one_about_people_is_about_them() -> None:
    practices = metadata.tables["practices"]
    hanging = Table("marks", MetaData(), Column("id", String(22), ForeignKey(practices.c.id), primary_key=True))
    assert "practices.person_id" in str(records.theirs(hanging, _somebody()))


def _somebody() -> Person:
    return Person("id", 1, "hash", b"", NOW, NOW)


async def test_the_export_holds_every_column_of_every_table(db: Db, two: tuple[Person, Person]) -> None:
    ana, _ = two
    found = await records.of(db, ana)
    assert found.keys() == {table.name for table in PERSONAL}
    for table in PERSONAL:
        assert found[table.name], f"{table.name} has no row of somebody who lived a day"
        wanted = {column.name for column in table.c if column not in records.WITHHELD}
        assert all(record.keys() == wanted for record in found[table.name]), table.name
    assert found["people"][0]["chat"] == ana.chat_id
    assert [["L", CANARY]] in [record["answers"] for record in found["check_ins"]]
    assert [record["raw"] for record in found["inbox"]] == [None, "words 1", "words 2"]


async def test_erasing_empties_every_table_of_one_person_and_none_of_another(
    db: Db, two: tuple[Person, Person]
) -> None:
    ana, ben = two
    before = {table.name: len(await _rows(db, table, ben)) for table in PERSONAL}
    await db.execute(insert(paces), [{"name": each.chat_hash, "free_at": 1} for each in two])
    await people.erase(db, ana, NOW)
    for table in PERSONAL:
        left = await _rows(db, table, ana)
        # What waits in the inbox came after: it is for intake to say what becomes of it.
        assert all(table.name == "inbox" and row["state"] == "new" for row in left), table.name
    assert {table.name: len(await _rows(db, table, ben)) for table in PERSONAL} == before
    assert (await db.execute(select(paces.c.name))).scalars().all() == [ben.chat_hash]
    assert await erasures.since(db, NOW) == [(ana.chat_hash, NOW)]


async def test_a_sealed_value_opens_in_no_other_row_column_or_person(on_sqlite: Database) -> None:
    """Wherever somebody who may write to the database could move it. The vault knows nothing of databases."""
    async with on_sqlite.writing() as db:
        await _move_each(db, await _lives(db, 101), await _lives(db, 202))


async def _move_each(db: Db, ana: Person, ben: Person) -> None:
    two = (ana, ben)
    values = {(each, column): await _values(db, column, each) for each in two for column in SEALED}
    await records.of(db, ana)
    for column in SEALED:
        (here, value), *others = values[ana, column]
        foreign = [moved for (_, other), found in values.items() if other is not column for _, moved in found]
        elsewhere = [moved for _, moved in (*others, *values[ben, column])]
        assert len(elsewhere) > 1 or column.table is people_table, f"{column} was tried in one row only"
        for moved in (*elsewhere, *foreign):
            await db.execute(update(column.table).where(here).values({column.name: moved}))
            with pytest.raises(VaultError):
                await records.of(db, ana)
        await db.execute(update(column.table).where(here).values({column.name: value}))
    await records.of(db, ana)


async def test_nor_where_it_is_read_day_by_day(on_sqlite: Database) -> None:
    async with on_sqlite.writing() as db:
        await _move_and_read(db, await _lives(db, 101), await _lives(db, 202))


async def _move_and_read(db: Db, ana: Person, ben: Person) -> None:
    for column in SEALED:
        (here, value), *_ = await _values(db, column, ana)
        await READING[column.table.name](db, ana)
        for _, moved in (await _values(db, column, ana))[1:] + await _values(db, column, ben):
            await db.execute(update(column.table).where(here).values({column.name: moved}))
            with pytest.raises(VaultError):
                await READING[column.table.name](db, ana)
        await db.execute(update(column.table).where(here).values({column.name: value}))


async def _values(db: Db, column: Column[Any], person: Person) -> list[tuple[ColumnElement[bool], bytes]]:
    """Each that stands in the column, with the condition that finds its row."""
    keys = column.table.primary_key
    rows = [row for row in await _rows(db, column.table, person) if row[column] is not None]
    return [(and_(*(key == row[key] for key in keys)), row[column]) for row in rows]


async def _open_check_ins(db: Db, person: Person) -> None:
    for topic in Topic:
        await check_ins.open_of(db, person, topic)


async def _open_inbox(db: Db, _: Person) -> None:
    for letter in await inbox.waiting(db):
        await inbox.read(db, letter.update_id)


async def _open_outbox(db: Db, _: Person) -> None:
    rows = (await db.execute(select(outbox_table))).mappings().all()
    if len(await envelopes.open_all(db, rows)) < len(rows):
        raise VaultError("a row of the outbox is left out")


async def _open_announcements(db: Db, _: Person) -> None:
    ids = (await db.execute(select(announcement_table.c.id))).scalars().all()
    await db.execute(update(announcement_table).values(state="planning"))
    await announcements.texts(db, ids)


READING: Mapping[str, Callable[[Db, Person], Awaitable[object]]] = {
    "people": lambda db, person: people.by_id(db, person.id),
    "rungs": rungs.of,
    "check_ins": _open_check_ins,
    "triage_events": check_ins.triage_of,
    "inbox": _open_inbox,
    "outbox": _open_outbox,
    "announcements": _open_announcements,
}
"""By the functions that flows, intake and courier use."""
