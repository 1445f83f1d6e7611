"""P3: everybody is due at once. A slot, an outbox row and the next instant of each, durable, against the ORM's way."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import registry

from bench import lumbar
from bench.goal import Line, at_least, at_most
from bench.idle import nothing
from bench.population import NOON, noon
from bench.runner import Runner
from bot.clock import SystemClock
from bot.pulse import Pulse
from bot.store.engine import Database
from bot.store.tables import outbox, people, routines, slots
from bot.store.vault import new_id

DUE = 10_000
BATCH = 500
CLOCK = SystemClock()


def measure(bench: Runner) -> Iterator[Line]:
    orm = bench.median(rival, people=bench.people(100_000, DUE))["a_second"]
    for count, goal in ((100_000, 20_000), (1_000_000, 10_000)) if bench.full else ((100_000, 20_000),):
        found = bench.median(ours, people=bench.people(count, DUE))
        yield Line(
            "P3",
            f"{DUE:,} due of {count:,} people, planned",
            found["a_second"],
            "/s",
            at_least(goal),
            "objects of SQLAlchemy's ORM",
            orm,
            at_least(5),
        )
        yield Line(
            "P3", f"longest transaction, {count:,} people", found["longest_ms"], "ms", at_most(100), smaller=True
        )


async def ours(people: str) -> dict[str, float]:
    async with lumbar.database(people) as database:
        lengths = _lengths(database)
        pulse = Pulse(database, noon(), wake=lambda: None, reap=nothing)
        start = CLOCK.monotonic()
        planned = await pulse.plan()
        seconds = CLOCK.monotonic() - start
    assert planned == DUE
    return {"a_second": planned / seconds, "longest_ms": max(lengths) * 1000}


def _lengths(database: Database) -> list[float]:
    """Seconds of each transaction that writes, its commit included."""
    lengths: list[float] = []
    began = 0.0

    @event.listens_for(database.writer.sync_engine, "begin")
    def on_begin(_: Any) -> None:
        nonlocal began
        began = CLOCK.monotonic()

    @event.listens_for(database.writer.sync_engine, "checkin")
    def on_checkin(*_: Any) -> None:
        lengths.append(CLOCK.monotonic() - began)

    return lengths


class Routine:
    next_due: Any
    next_date: Any


class Slot:
    pass


class Post:
    pass


async def rival(people: str) -> dict[str, float]:
    """As one would write it first: an object for each row, in as many transactions as ours."""
    mapper = registry()
    mapper.map_imperatively(Routine, routines)
    mapper.map_imperatively(Slot, slots)
    mapper.map_imperatively(Post, outbox)
    async with lumbar.database(people) as database:
        sessions = async_sessionmaker(database.writer, expire_on_commit=False)
        start, planned = CLOCK.monotonic(), 0
        while found := await _one_batch(sessions):
            planned += found
        seconds = CLOCK.monotonic() - start
    assert planned == DUE
    return {"a_second": planned / seconds}


async def _one_batch(sessions: async_sessionmaker[Any]) -> int:
    now = NOON + timedelta(seconds=1)
    query = select(Routine, people.c.chat_hash).join(people, people.c.id == routines.c.person_id)
    query = query.where(routines.c.next_due <= now).order_by(routines.c.next_due).limit(BATCH)
    async with sessions.begin() as session:
        due = (await session.execute(query)).all()
        made = [(_slot(routine), chat_hash) for routine, chat_hash in due]
        session.add_all(slot for slot, _ in made)
        await session.flush()
        session.add_all(_post(slot, chat_hash) for slot, chat_hash in made)
        for routine, _ in due:
            routine.next_due, routine.next_date = NOON + timedelta(days=1), NOON.date() + timedelta(days=1)
    return len(due)


def _filled(row: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _slot(routine: Any) -> Any:
    return _filled(
        Slot(),
        id=new_id(),
        key=f"r:{routine.id}:{routine.next_date}:{routine.time}",
        person_id=routine.person_id,
        routine_id=routine.id,
        kind=routine.kind,
        due=routine.next_due,
        date=routine.next_date,
    )


def _post(slot: Any, chat_hash: str) -> Any:
    return _filled(
        Post(),
        ref=new_id(),
        person_id=slot.person_id,
        chat_hash=chat_hash,
        lane=2,
        kind="plain",
        state="pending",
        slot_id=slot.id,
        created_at=NOON,
        not_before=NOON,
        attempts=0,
        fence=0,
        twin=False,
    )
