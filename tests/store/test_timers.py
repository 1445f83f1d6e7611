"""Timers: one a card, found when they are due, moved by whoever saw them last, and gone when they are stopped."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.exercise import Dose
from bot.store import people, timers
from bot.store.engine import Database, Db
from bot.store.people import Person
from bot.store.timers import Move, Timer

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def db(database: Database) -> AsyncIterator[Db]:
    async with database.writing() as db:
        yield db


async def person(db: Db, chat: int) -> Person:
    return await people.register(db, chat, language="en", now=NOW)


async def started(db: Db, whose: Person, *, card: str = "walk", next_at: datetime = NOW) -> Timer:
    timer = Timer(whose.id, card, seconds=600, started_at=NOW, next_at=next_at)
    await timers.start(db, timer)
    return timer


async def test_a_timer_is_found_by_its_card(db: Db) -> None:
    ann = await person(db, 101)
    timer = await started(db, ann)
    assert await timers.of(db, ann.id, "walk") == timer
    assert await timers.of(db, ann.id, "practice") is None


async def test_one_of_a_move_keeps_its_dose_its_pauses_and_what_was_added(db: Db) -> None:
    ann = await person(db, 101)
    dose = Dose((3, 2), hold=10, sides=2)
    move = Move("p" * 22, 2, "bird-dog", "full", dose, added={3: 10, 12: 60})
    timer = Timer(ann.id, "practice", 140, NOW, NOW + SECOND, paused_at=NOW + SECOND, paused_ms=1250, move=move)
    await timers.start(db, timer)
    assert await timers.of(db, ann.id, "practice") == timer
    assert await timers.due(db, NOW + SECOND, limit=9) == [timer]


async def test_another_on_the_same_card_takes_its_place(db: Db) -> None:
    ann = await person(db, 101)
    first = await started(db, ann)
    second = replace(first, seconds=900, started_at=NOW + SECOND, next_at=NOW + 2 * SECOND)
    await timers.start(db, second)
    assert await timers.of(db, ann.id, "walk") == second
    assert not await timers.move(db, first, NOW + 9 * SECOND), "it is another one"


async def test_those_that_are_due_come_the_longest_waiting_first(db: Db) -> None:
    ann, ben, eve = [await person(db, chat) for chat in (101, 102, 103)]
    late = await started(db, ann, next_at=NOW - SECOND)
    just = await started(db, ben, next_at=NOW)
    await started(db, eve, next_at=NOW + SECOND)
    assert await timers.due(db, NOW, limit=9) == [late, just]
    assert await timers.due(db, NOW, limit=1) == [late]


async def test_the_next_instant_is_later_than_the_one_asked_about(db: Db) -> None:
    ann, ben = [await person(db, chat) for chat in (101, 102)]
    await started(db, ann, next_at=NOW)
    assert await timers.next_at(db, NOW) is None
    await started(db, ben, next_at=NOW + SECOND)
    assert await timers.next_at(db, NOW) == NOW + SECOND


async def test_of_two_who_saw_it_due_one_moves_it(db: Db) -> None:
    ann = await person(db, 101)
    timer = await started(db, ann)
    assert await timers.move(db, timer, NOW + SECOND)
    assert not await timers.move(db, timer, NOW + SECOND)
    assert await timers.of(db, ann.id, "walk") == replace(timer, next_at=NOW + SECOND)


async def test_what_was_stopped_does_not_move_and_stops_once(db: Db) -> None:
    ann = await person(db, 101)
    timer = await started(db, ann)
    assert await timers.stop(db, ann.id, "walk")
    assert not await timers.stop(db, ann.id, "walk")
    assert not await timers.move(db, timer, NOW + SECOND)


async def test_all_of_a_person_are_stopped_and_nobody_else_s(db: Db) -> None:
    ann, ben = [await person(db, chat) for chat in (101, 102)]
    await started(db, ann)
    await started(db, ann, card="practice")
    other = await started(db, ben)
    assert sorted(await timers.stop_all(db, ann.id)) == ["practice", "walk"]
    assert await timers.stop_all(db, ann.id) == []
    assert await timers.of(db, ben.id, "walk") == other
