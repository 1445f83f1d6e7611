"""The beats: a failing one stops nothing, two at once plan once, and new laws about clocks move what is due."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from typing_extensions import override

from bot import pulse as module
from bot.clock import SystemClock
from bot.domain import schedule
from bot.domain.standing import Stage
from bot.domain.times import WEEKEND
from bot.pulse import TZDATA, Pulse, _safely
from bot.store import instance, people, routines, slots
from bot.store.engine import Database
from bot.store.people import Person
from bot.store.slots import Outcome
from bot.store.tables import outbox
from bot.store.tables import slots as slots_table
from tests.domain.test_times import ZONES
from tests.engines import opened
from tests.patience import PATIENCE

DUE = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
EVERY_DAY = 0b1111111
WEEKS_OF_CHANGE = tuple(datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 5), (3, 26), (10, 22)))
"""Days before the weekends on which most clocks change."""


class Still(SystemClock):
    def __init__(self) -> None:
        self.at = DUE

    @override
    def now(self) -> datetime:
        return self.at


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    async with opened(address) as database:
        yield database


async def nothing() -> None:
    pass


def pulse(database: Database, clock: Still) -> Pulse:
    return Pulse(database, clock, wake=lambda: None, reap=nothing)


async def moves_in(database: Database, chat: int, due: datetime = DUE, zone: str = "Europe/London") -> Person:
    async with database.writing() as db:
        person = await people.register(db, chat, language="en", now=DUE)
        person = replace(person, standing=replace(person.standing, stage=Stage.ACTIVE), zone=zone)
        await people.save(db, person)
        time = f"{due.astimezone(schedule.zone(zone)):%H:%M}"
        date = due.astimezone(schedule.zone(zone)).date()
        await routines.put(db, person.id, "session", time=time, weekdays=EVERY_DAY, next_due=due, next_date=date)
    return person


async def wishes(database: Database, person: Person, kind: str, begins: datetime, **wish: Any) -> None:
    async with database.writing() as db:
        routine = await routines.put(
            db, person.id, kind, weekdays=EVERY_DAY, next_due=begins, next_date=begins.date(), **wish
        )
        due = schedule.next_due(routine.times, schedule.EVERY_DAY, schedule.zone(person.zone or ""), begins)
        assert due is not None
        await routines.schedule(db, routine.id, due.utc, due.date)


async def next_at(database: Database, after: datetime) -> datetime | None:
    async with database.reading() as db:
        return await routines.next_at(db, after)


async def nudges(database: Database) -> int:
    async with database.reading() as db:
        count: int = (await db.execute(select(func.count()).select_from(outbox))).scalar_one()
    return count


async def next_due(database: Database, person: Person) -> datetime | None:
    async with database.reading() as db:
        return (await routines.of(db, person.id))["session"].next_due


async def test_a_beat_that_raises_does_not_stop_the_next() -> None:
    beats: list[str] = []

    async def beat() -> None:
        beats.append("beat")
        if len(beats) == 1:
            raise OSError("my left leg is tingling")

    safe = _safely(beat, set())
    await safe()
    await safe()
    assert beats == ["beat", "beat"]


async def test_the_scheduler_goes_on_after_a_beat_that_raised(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: list[str] = []
    enough = asyncio.Event()

    async def plan(_: Pulse) -> int:
        beats.append("plan")
        if len(beats) >= 2:
            enough.set()
        raise OSError("no space left on device")

    monkeypatch.setattr(Pulse, "plan", plan)
    async with pulse(database, Still()).beating(), asyncio.timeout(PATIENCE):
        await enough.wait()


async def test_a_beat_under_way_is_waited_for(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def plan(_: Pulse) -> int:
        begun.set()
        await may_end.wait()
        ended.set()
        return 0

    monkeypatch.setattr(Pulse, "plan", plan)
    async with pulse(database, Still()).beating(), asyncio.timeout(PATIENCE):
        await begun.wait()
        asyncio.get_running_loop().call_soon(may_end.set)
    assert ended.is_set()


async def test_backups_have_a_beat_of_their_own(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long holds up nothing else."""
    made = asyncio.Event()

    async def back_up() -> None:
        made.set()

    monkeypatch.setattr(module, "BACKUP_SECONDS", 0.01)
    async with replace(pulse(database, Still()), back_up=back_up).beating(), asyncio.timeout(PATIENCE):
        await made.wait()


async def test_it_tidies_soon_after_a_start_and_then_once_an_hour(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it never runs for an hour."""
    beats: list[str] = []
    enough = asyncio.Event()

    async def tidy(_: Pulse) -> None:
        beats.append("tidy")

    async def back_up() -> None:
        beats.append("back up")
        if beats.count("back up") > 5:
            enough.set()

    monkeypatch.setattr(Pulse, "_tidy", tidy)
    monkeypatch.setattr(module, "FIRST_TIDY_SECONDS", module.FIRST_TIDY_SECONDS / 6000)
    monkeypatch.setattr(module, "BACKUP_SECONDS", 0.02)
    async with replace(pulse(database, Still()), back_up=back_up).beating(), asyncio.timeout(PATIENCE):
        await enough.wait()
    assert beats.count("tidy") == 1


async def test_plans_at_the_same_moment_give_one_slot_and_one_message(database: Database) -> None:
    everybody = [await moves_in(database, chat) for chat in range(1, 121)]
    clock = Still()
    planned = await asyncio.gather(*(pulse(database, clock).plan() for _ in range(5)))
    assert sum(planned) == len(everybody)
    assert await nudges(database) == len(everybody)
    async with database.reading() as db:
        assert [len(await slots.of(db, person.id)) for person in everybody] == [1] * len(everybody)
    assert {await next_due(database, person) for person in everybody} == {DUE + timedelta(days=1)}


async def test_five_processes_that_plan_at_once_give_each_slot_and_message_once(postgres_address: str) -> None:
    homes = 120
    async with AsyncExitStack() as stack:
        planners = [await stack.enter_async_context(opened(postgres_address)) for _ in range(5)]
        for chat in range(homes):
            await moves_in(planners[0], chat)
        clock = Still()
        await asyncio.gather(*(pulse(each, clock).plan() for each in planners))
        # Whoever was locked by another process is left for the next beat.
        await pulse(planners[0], clock).plan()
        async with planners[0].reading() as db:
            assert (await db.execute(select(func.count()).select_from(slots_table))).scalar_one() == homes
            assert (await db.execute(select(func.count()).select_from(outbox))).scalar_one() == homes
            assert not await routines.due(db, DUE, limit=1)


async def test_a_second_plan_finds_nothing_to_do(database: Database) -> None:
    await moves_in(database, 1)
    clock = Still()
    assert [await pulse(database, clock).plan(), await pulse(database, clock).plan()] == [1, 0]
    assert await nudges(database) == 1


@pytest.mark.parametrize("zone", ZONES)
async def test_over_a_weekend_of_change_each_day_has_its_slot_at_its_own_local_time(
    database: Database, zone: str
) -> None:
    """Weekends have another time, and there are breaks."""
    place, clock = schedule.zone(zone), Still()
    for begins in WEEKS_OF_CHANGE:
        person = await moves_in(database, int(begins.timestamp()), begins, zone)
        await wishes(database, person, "session", begins, time="08:15", weekend_time="09:45")
        await wishes(database, person, "break", begins, time="00:45", until="23:00", every=60)
        clock.at = begins
        while (due := await next_at(database, clock.at)) is not None and due < begins + timedelta(days=6):
            clock.at = due
            await pulse(database, clock).plan()
        async with database.writing() as db:
            found = await slots.of(db, person.id)
            await routines.rest(db, person.id)
        sessions = [slot for slot in found if slot.kind == "session"]
        assert [slot.date - sessions[0].date for slot in sessions] == [timedelta(days=each) for each in range(6)]
        for slot in sessions:
            at = "09:45" if slot.date.isoweekday() in WEEKEND else "08:15"
            assert f"{slot.due.astimezone(place):%H:%M}" == at
            assert slot.key.endswith(f"{slot.date}:{at}")
        breaks = [slot for slot in found if slot.kind == "break"]
        assert len({slot.key for slot in breaks}) == len({slot.due for slot in breaks}) == len(breaks)
        days = Counter(slot.date for slot in breaks)
        assert all(3 <= days[day] <= 4 for day in sorted(days)[1:-1]), "two meet where clocks leap"


async def test_what_is_not_due_yet_is_left(database: Database) -> None:
    person = await moves_in(database, 1, DUE + timedelta(seconds=1))
    assert await pulse(database, Still()).plan() == 0
    assert await next_due(database, person) == DUE + timedelta(seconds=1)


async def test_after_a_long_sleep_the_newest_comes_and_the_stored_one_is_recorded(database: Database) -> None:
    person = await moves_in(database, 1)
    clock = Still()
    clock.at = DUE + timedelta(days=3, hours=1)
    await pulse(database, clock).plan()
    async with database.reading() as db:
        outcomes = [(slot.due, slot.outcome) for slot in await slots.of(db, person.id)]
    assert outcomes == [(DUE, Outcome.SUPERSEDED), (DUE + timedelta(days=3), None)]
    assert await nudges(database) == 1
    assert await next_due(database, person) == DUE + timedelta(days=4)


async def test_new_time_zone_data_moves_what_is_due_and_the_same_data_moves_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if a law had moved London by an hour since the instant was computed."""
    person = await moves_in(database, 1, DUE + timedelta(days=1))
    right = DUE + timedelta(days=1)
    wrong = right + timedelta(hours=1)
    beats = pulse(database, Still())
    await beats.replan()
    async with database.writing() as db:
        routine = (await routines.of(db, person.id))["session"]
        await routines.schedule(db, routine.id, wrong, wrong.date())
    await beats.replan()
    assert await next_due(database, person) == wrong, "the version is the same: nothing is computed"
    monkeypatch.setattr(schedule, "tzdata_version", lambda: "2027a")
    await beats.replan()
    assert await next_due(database, person) == DUE, "08:00 is now, and now still counts"
    async with database.reading() as db:
        assert await instance.read(db, TZDATA) == "2027a"


async def test_new_time_zone_data_wakes_nobody_who_rests(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await moves_in(database, 1)
    async with database.writing() as db:
        await routines.rest(db, person.id)
    monkeypatch.setattr(schedule, "tzdata_version", lambda: "2027a")
    await pulse(database, Still()).replan()
    assert await next_due(database, person) is None


async def test_new_time_zone_data_reaches_everybody_however_many(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = [await moves_in(database, chat, DUE + timedelta(days=5)) for chat in range(1, 520)]
    monkeypatch.setattr(schedule, "tzdata_version", lambda: "2027a")
    await pulse(database, Still()).replan()
    assert {await next_due(database, person) for person in everybody} == {DUE}


async def test_new_time_zone_data_leaves_what_fell_due_meanwhile(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A computer that comes back at 08:05 with new data still owes the reminder of 08:00."""
    person = await moves_in(database, 1)
    clock = Still()
    clock.at = DUE + timedelta(minutes=5)
    monkeypatch.setattr(schedule, "tzdata_version", lambda: "2027a")
    await pulse(database, clock).replan()
    assert await next_due(database, person) == DUE
    assert await pulse(database, clock).plan() == 1
    assert await nudges(database) == 1


async def test_what_new_time_zone_data_moves_into_the_past_is_due_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if a law had moved London's 09:00 to 08:00, half an hour ago."""
    person = await moves_in(database, 1)
    async with database.writing() as db:
        routine = (await routines.of(db, person.id))["session"]
        await routines.schedule(db, routine.id, DUE + timedelta(hours=1), DUE.date())
    clock = Still()
    clock.at = DUE + timedelta(minutes=30)
    monkeypatch.setattr(schedule, "tzdata_version", lambda: "2027a")
    await pulse(database, clock).replan()
    assert await next_due(database, person) == DUE
