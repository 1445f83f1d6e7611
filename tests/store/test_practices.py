from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.response import Footing
from bot.store import cards, check_ins, people, practices, rungs
from bot.store.cards import Card
from bot.store.check_ins import Topic
from bot.store.engine import Database, Db
from bot.store.people import Person
from bot.store.practices import Item, Practice

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
async def db(database: Database) -> AsyncIterator[Db]:
    async with database.writing() as db:
        yield db


@pytest.fixture
async def ann(db: Db) -> Person:
    return await people.register(db, 101, language="en", now=NOW)


async def practise(db: Db, person: Person, *, at: datetime = NOW) -> Practice:
    items = [Item(0, "cat-camel", 1, first=True), Item(1, "bird-dog", 2, first=False)]
    return await practices.add(
        db, person.id, day=at.date(), kind="full", week=1, letter="A", minutes=9, items=items, now=at
    )


async def test_a_practice_is_found_as_it_was_added(db: Db, ann: Person) -> None:
    practice = await practise(db, ann)
    assert practice.items == (Item(0, "cat-camel", 1, first=True), Item(1, "bird-dog", 2, first=False))
    assert await practices.by_id(db, practice.id) == practice


async def test_what_was_done_in_a_practice_is_saved(db: Db, ann: Person) -> None:
    practice = await practise(db, ann)
    done, hurt = practice.items
    moved = replace(
        practice,
        state="done",
        position=1,
        touched_at=NOW + HOUR,
        finished_at=NOW + HOUR,
        items=(replace(done, state="done"), replace(hurt, state="hurt", level=1)),
    )
    await practices.save(db, moved)
    assert await practices.by_id(db, practice.id) == moved


async def test_a_running_practice_is_stopped_once(db: Db, ann: Person) -> None:
    practice = await practise(db, ann)
    assert await practices.stop_open(db, ann.id, NOW + HOUR)
    assert not await practices.stop_open(db, ann.id, NOW + HOUR)
    stopped = await practices.by_id(db, practice.id)
    assert stopped == replace(practice, state="stopped", touched_at=NOW + HOUR, finished_at=NOW + HOUR)


async def test_practices_and_walks_are_told_by_day_newest_first(db: Db, ann: Person) -> None:
    yesterday = await practise(db, ann, at=NOW - DAY)
    today = await practise(db, ann)
    walk = await practices.add_walk(db, ann.id, day=TODAY, minutes=12, now=NOW + HOUR)
    assert (walk.kind, walk.state, walk.minutes, walk.items) == ("walk", "done", 12, ())
    assert await practices.since(db, ann.id, TODAY) == [walk, today]
    assert await practices.since(db, ann.id, TODAY - DAY) == [walk, today, yesterday]
    assert await practices.since(db, ann.id, date.min) == [walk, today, yesterday]


async def test_a_level_is_the_last_one_set(db: Db, ann: Person) -> None:
    await rungs.put(db, ann, {"bird-dog": Footing(2, TODAY)})
    await rungs.put(db, ann, {"bird-dog": Footing(3, TODAY + DAY), "dead-bug": Footing(0, TODAY)})
    assert {each: footing.level for each, footing in (await rungs.of(db, ann)).items()} == {
        "bird-dog": 3,
        "dead-bug": 0,
    }


async def test_the_answers_so_far_are_the_state_of_a_check_in(db: Db, ann: Person) -> None:
    check_in = await check_ins.start(db, ann, Topic.SCREEN, now=NOW)
    answered = replace(check_in, answers=(("S", "n"), ("L", "u")))
    await check_ins.save(db, ann, answered)
    assert await check_ins.open_of(db, ann, Topic.SCREEN) == answered
    assert await check_ins.open_of(db, ann, Topic.GATE) is None
    assert await check_ins.latest(db, ann, Topic.SCREEN) is None


async def test_a_finished_check_in_is_told_from_an_open_one(db: Db, ann: Person) -> None:
    first = await check_ins.start(db, ann, Topic.PAIN, answers=(("P", "3"),), now=NOW)
    second = await check_ins.start(db, ann, Topic.PAIN, now=NOW)
    first = await check_ins.finish(db, ann, first, NOW)
    second = await check_ins.finish(db, ann, replace(second, answers=(("P", "4"),)), NOW + HOUR)
    assert await check_ins.open_of(db, ann, Topic.PAIN) is None
    assert await check_ins.latest(db, ann, Topic.PAIN) == second
    assert second.answers == (("P", "4"),)
    assert await check_ins.since(db, ann, Topic.PAIN, NOW) == [second, first]
    assert await check_ins.since(db, ann, Topic.PAIN, NOW + HOUR) == [second]


async def test_a_dropped_check_in_is_gone(db: Db, ann: Person) -> None:
    check_in = await check_ins.start(db, ann, Topic.GATE, now=NOW)
    assert await check_ins.drop(db, check_in.id)
    assert not await check_ins.drop(db, check_in.id)
    assert await check_ins.open_of(db, ann, Topic.GATE) is None


async def test_decisions_are_told_in_their_order(db: Db, ann: Person) -> None:
    await check_ins.record_triage(db, ann, rules="1", source="gate", detail={"level": "OK"}, now=NOW + HOUR)
    await check_ins.record_triage(db, ann, rules="1", source="screen", detail={"reasons": ["leg"]}, now=NOW)
    events = await check_ins.triage_of(db, ann)
    assert [(event.source, event.detail) for event in events] == [
        ("screen", {"reasons": ["leg"]}),
        ("gate", {"level": "OK"}),
    ]


async def test_a_card_is_found_by_name_and_by_message(db: Db, ann: Person) -> None:
    old = Card("today", 5, media=False, shows="a", shown_at=NOW)
    new = Card("today", 9, media=True, shows="b", shown_at=NOW + HOUR)
    await cards.put(db, ann.id, old)
    await cards.put(db, ann.id, new)
    assert await cards.of(db, ann.id, "today") == new
    assert await cards.by_message(db, ann.id, 9) == new
    assert await cards.by_message(db, ann.id, 5) is None
    assert await cards.drop(db, ann.id, "today")
    assert await cards.of(db, ann.id, "today") is None


async def note(db: Db, person: Person, *, at: datetime = NOW - DAY) -> Practice:
    """A session of the day before, told today."""
    items = [Item(0, "cat-camel", 1, first=False, state="done")]
    return await practices.note(
        db, person.id, day=at.date(), kind="full", week=1, letter="A", minutes=7, items=items, at=at, now=NOW
    )


async def test_what_is_noted_by_hand_is_known_as_such(db: Db, ann: Person) -> None:
    noted = await note(db, ann)
    assert await practices.by_id(db, noted.id) == noted
    assert (noted.by_hand, noted.judged, noted.state) == (True, True, "done")
    done = await practise(db, ann)
    assert not done.by_hand
    assert not replace(done, state="done", touched_at=NOW, finished_at=NOW).by_hand
    assert not (await practices.add_walk(db, ann.id, day=TODAY, minutes=10, now=NOW)).by_hand


async def test_only_what_was_noted_by_hand_is_taken_back(db: Db, ann: Person) -> None:
    ben = await people.register(db, 102, language="en", now=NOW)
    others = [await note(db, ben), await note(db, ann, at=NOW - 2 * DAY)]
    with_the_bot = await practise(db, ann, at=NOW - DAY)
    await note(db, ann)
    await note(db, ann)
    assert await practices.take_back(db, ann.id, TODAY - DAY)
    assert not await practices.take_back(db, ann.id, TODAY - DAY)
    assert await practices.since(db, ann.id, date.min) == [with_the_bot, others[1]]
    assert await practices.since(db, ben.id, date.min) == others[:1]


async def test_what_was_noted_by_hand_counts_among_all_and_not_since_a_clearance(db: Db, ann: Person) -> None:
    done = await practise(db, ann)
    await practices.save(db, replace(done, state="done", touched_at=NOW + HOUR, finished_at=NOW + HOUR))
    await note(db, ann)
    assert await practices.count_done(db, ann.id, "full") == 2
    assert await practices.count_done(db, ann.id, "full", begun_since=NOW - 3 * DAY) == 1
