"""Days of rest are written down once, whichever way they begin and end."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.store import pauses, people
from bot.store.engine import Database, Db
from bot.store.pauses import Pause
from bot.store.people import Person

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.fixture
async def db(database: Database) -> AsyncIterator[Db]:
    async with database.writing() as db:
        yield db


@pytest.fixture
async def ann(db: Db) -> Person:
    return await people.register(db, 101, language="en", now=NOW)


async def test_a_pause_has_its_days(db: Db, ann: Person) -> None:
    await pauses.begin(db, ann.id, DAY, after(2))
    assert await pauses.of(db, ann.id) == [Pause(DAY, after(2))]
    assert await pauses.on(db, ann.id, after(-1)) is None
    assert await pauses.on(db, ann.id, DAY) == await pauses.on(db, ann.id, after(2)) == Pause(DAY, after(2))
    assert await pauses.on(db, ann.id, after(3)) is None


async def test_one_without_an_end_lasts_until_it_is_ended(db: Db, ann: Person) -> None:
    await pauses.begin(db, ann.id, DAY)
    assert await pauses.on(db, ann.id, after(900)) == Pause(DAY, None)
    await pauses.end(db, ann.id, after(4))
    assert await pauses.of(db, ann.id) == [Pause(DAY, after(3))]
    assert await pauses.on(db, ann.id, after(4)) is None


async def test_one_that_ends_early_keeps_the_days_it_had(db: Db, ann: Person) -> None:
    await pauses.begin(db, ann.id, DAY, after(9))
    await pauses.end(db, ann.id, after(2))
    assert await pauses.of(db, ann.id) == [Pause(DAY, after(1))]


async def test_one_that_is_over_is_left_alone(db: Db, ann: Person) -> None:
    await pauses.begin(db, ann.id, DAY, after(1))
    await pauses.end(db, ann.id, after(5))
    assert await pauses.of(db, ann.id) == [Pause(DAY, after(1))]


async def test_one_that_ends_on_its_first_day_never_was(db: Db, ann: Person) -> None:
    await pauses.begin(db, ann.id, DAY, after(3))
    await pauses.end(db, ann.id, DAY)
    assert await pauses.of(db, ann.id) == []


async def test_another_takes_the_place_of_what_was_left_of_one(db: Db, ann: Person) -> None:
    await pauses.begin(db, ann.id, DAY, after(9))
    await pauses.begin(db, ann.id, after(3))
    assert await pauses.of(db, ann.id) == [Pause(DAY, after(2)), Pause(after(3), None)]


async def test_nobody_elses_is_touched(db: Db, ann: Person) -> None:
    ben = await people.register(db, 102, language="en", now=NOW)
    await pauses.begin(db, ben.id, DAY)
    await pauses.begin(db, ann.id, DAY)
    await pauses.end(db, ann.id, DAY)
    assert (await pauses.of(db, ann.id), await pauses.of(db, ben.id)) == ([], [Pause(DAY, None)])
