"""A database with as many people as one likes, quickly: one is made as the bot does it, the others by its example.

Each of them has ids, keys and sealed columns of their own, so whatever reads them opens them as it would real ones.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, insert, select

from bot.clock import MovableClock, SystemClock
from bot.domain import schedule
from bot.domain.standing import Stage
from bot.pulse import TZDATA
from bot.store import courses, instance, people, schema
from bot.store.engine import connect
from bot.store.people import Person
from bot.store.tables import consents, routines
from bot.store.tables import people as rows_of_people
from bot.store.vault import Place, Vault, new_id, new_key

KEY = bytes(32)
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
"""A Tuesday. At noon no hour of the night keeps a reminder back."""
EVERY_DAY = 0b1111111
CHUNK = 5_000
QUICK = (
    "PRAGMA synchronous=OFF",
    "PRAGMA journal_mode=OFF",
    "PRAGMA cache_size=-400000",
    "PRAGMA locking_mode=EXCLUSIVE",
)
"""Nobody keeps what is lost while it is made."""

Row = Mapping[str, Any]


def noon() -> MovableClock:
    """A clock on which it is just past noon, when those who are due are due."""
    return MovableClock(NOON + timedelta(seconds=1) - SystemClock().now())


def before_noon(seconds: float) -> MovableClock:
    return MovableClock(NOON - timedelta(seconds=seconds) - SystemClock().now())


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


async def make(file: Path, count: int, due: int, so_far: Callable[[int], None], sealing: type[Vault] = Vault) -> None:
    """So many people with a session every day, of whom `due` want it at noon and the others an hour later.

    Their chats are numbered from 1, those who are due first.
    """
    vault = sealing(KEY)
    await schema.migrate(url_of(file), vault)
    person, example = await _example(file, vault)
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        for pragma in QUICK:
            connection.exec_driver_sql(pragma)
        connection.commit()
        for first in range(1, count, CHUNK):
            numbers = range(first + 1, min(first + CHUNK, count) + 1)
            _write(connection, [_another(vault, person, example, number) for number in numbers], due, first + 1)
            so_far(numbers[-1])
        _write_routines(connection, [example], due, 1)
        connection.commit()
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()


async def _example(file: Path, vault: Vault) -> tuple[Person, Row]:
    database = connect(url_of(file), vault)
    try:
        async with database.writing() as db:
            await instance.furnish(db)
            await instance.write(db, TZDATA, schedule.tzdata_version())
            person = await people.register(db, 1, language="en", now=NOON)
            person = replace(
                person,
                standing=replace(person.standing, stage=Stage.ACTIVE),
                zone="UTC",
                country="GB",
                started_on=NOON.date() - timedelta(days=1),
                screened_at=NOON - timedelta(days=1),
                course=replace(person.course, week_began=NOON.date() - timedelta(days=1)),
            )
            await people.save(db, person)
            await people.consent(db, person, version="1", text_hash="0" * 64, now=NOON)
            row = (await db.execute(select(rows_of_people))).mappings().one()
    finally:
        await database.close()
    return person, dict(row)


def _another(vault: Vault, person: Person, example: Row, chat_id: int) -> Row:
    new = new_id()
    key = vault.wrap(new_key(), new)
    return {
        **example,
        "id": new,
        "chat_hash": vault.chat_hash(chat_id),
        "data_key": key,
        "chat": vault.seal(Place("people", "chat", new, new), key, str(chat_id)),
        "course": vault.seal(Place("people", "course", new, new), key, courses.dump(person.course)),
    }


def _write(connection: Connection, everybody: list[Row], due: int, first: int) -> None:
    connection.execute(insert(rows_of_people), everybody)
    consent = {"version": "1", "text_hash": "0" * 64, "given_at": NOON, "withdrawn_at": None}
    connection.execute(insert(consents), [{"id": new_id(), "person_id": one["id"], **consent} for one in everybody])
    _write_routines(connection, everybody, due, first)


def _write_routines(connection: Connection, everybody: list[Row], due: int, first: int) -> None:
    connection.execute(insert(routines), list(_wishes(everybody, due, first)))


def _wishes(everybody: list[Row], due: int, first: int) -> Iterator[Row]:
    for number, one in enumerate(everybody, start=first):
        at = NOON if number <= due else NOON + timedelta(hours=1)
        yield {
            "id": new_id(),
            "person_id": one["id"],
            "kind": "session",
            "time": f"{at:%H:%M}",
            "weekdays": EVERY_DAY,
            "next_due": at,
            "next_date": at.date(),
        }
