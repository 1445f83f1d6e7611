"""APScheduler's few short jobs. Nothing else is scheduled: what is due is a column, not a job.

APScheduler drops a job that is more than a second late and dies silently when a job store fails; so its jobs run from
memory, are never too late, catch everything and ask the clock themselves.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.domain import schedule
from bot.domain.schedule import Occurrence
from bot.logs import logger, place
from bot.store import inbox, instance, outbox, people, routines, slots
from bot.store.engine import Database
from bot.store.routines import Due, Routine
from bot.store.slots import Outcome, Slot
from bot.store.vault import new_id

BATCH = 500
REAP_SECONDS = 15
TIDY_SECONDS = 3600
KEEP_DONE = timedelta(hours=48)
TZDATA = "tzdata"

log = logger("pulse")


@dataclass(frozen=True, slots=True)
class Pulse:
    database: Database
    clock: Clock
    wake: Callable[[], None]
    reap: Callable[[], Awaitable[None]]
    tick: Callable[[], Awaitable[None]]
    """What counts down."""

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """At the end a beat under way is waited for: to break it off is to break off its transaction."""
        scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        under_way: set[asyncio.Task[Any]] = set()
        beats = ((self.plan, 1), (self.tick, 1), (self._reap, REAP_SECONDS), (self._tidy, TIDY_SECONDS))
        for beat, seconds in beats:
            scheduler.add_job(_safely(beat, under_way), "interval", seconds=seconds)
        scheduler.start()
        try:
            yield
        finally:
            scheduler.pause()
            await asyncio.gather(*under_way, return_exceptions=True)
            scheduler.shutdown(wait=False)

    async def plan(self) -> int:
        """A slot and an outbox row for everything due. Returns how many routines were due."""
        total = 0
        while planned := await self._plan_batch():
            total += planned
        self.wake()
        return total

    async def _plan_batch(self) -> int:
        now = self.clock.now()
        async with self.database.reading() as db:
            if not await routines.due(db, now, limit=1):
                return 0
        async with self.database.writing() as db:
            due = await routines.due(db, now, limit=BATCH)
            fresh = [slot for one in due for slot in _slots(one, now)]
            added = await slots.add_all(db, fresh, now)
            await outbox.add_nudges(db, [slot for slot in added if slot.outcome is None], now=now)
            await routines.schedule_all(db, {one.routine.id: _next(one, now) for one in due})
        return len(due)

    async def _reap(self) -> None:
        await self.reap()

    async def _tidy(self) -> None:
        before = self.clock.now() - KEEP_DONE
        async with self.database.writing() as db:
            await inbox.purge(db, before)
            await outbox.purge(db, before)
            await people.forget_strangers(db, before)

    async def replan(self) -> None:
        """Laws change clocks: when the time zone data is another than last time, compute every next instant again."""
        version = schedule.tzdata_version()
        async with self.database.writing() as db:
            if await instance.read(db, TZDATA) == version:
                return
        after, now = "", self.clock.now()
        while True:
            async with self.database.writing() as db:
                batch = await routines.all_zoned(db, after, limit=500)
                await routines.schedule_all(
                    db, {one.routine.id: _next(one, now - timedelta(seconds=1)) for one in batch}
                )
            if not batch:
                break
            after = batch[-1].routine.id
        async with self.database.writing() as db:
            await instance.write(db, TZDATA, version)


def _slots(due: Due, now: datetime) -> Iterator[Slot]:
    """The newest occurrence, open; before it an older one that was stored, with its outcome."""
    routine = due.routine
    assert routine.next_due is not None
    assert routine.next_date is not None
    stored = Occurrence(routine.next_due, routine.next_date)
    newest = schedule.latest(*_rule(due), now)
    if newest is None or newest.utc < stored.utc:
        # The rule has changed under the stored instant (a new tzdata): what was promised still counts.
        newest = stored
    if stored.date < newest.date:
        yield _slot(routine, stored, Outcome.SUPERSEDED)
    yield _slot(routine, newest, None)


def _slot(routine: Routine, occurrence: Occurrence, outcome: Outcome | None) -> Slot:
    return Slot(
        id=new_id(),
        key=f"r:{routine.id}:{occurrence.date}:{routine.time}",
        person_id=routine.person_id,
        routine_id=routine.id,
        kind=routine.kind,
        due=occurrence.utc,
        date=occurrence.date,
        outcome=outcome,
    )


def _next(due: Due, after: datetime) -> tuple[datetime, date] | tuple[None, None]:
    following = schedule.next_due(*_rule(due), after)
    return (None, None) if following is None else (following.utc, following.date)


def _rule(due: Due) -> tuple[time, schedule.Weekdays, ZoneInfo]:
    routine = due.routine
    return time.fromisoformat(routine.time), schedule.weekdays_of(routine.weekdays), schedule.zone(due.zone or "UTC")


def _safely(beat: Callable[[], Awaitable[object]], under_way: set[asyncio.Task[Any]]) -> Callable[[], Awaitable[None]]:
    """A beat that fails is reported; the next one comes all the same."""

    async def run() -> None:
        task = asyncio.current_task()
        assert task is not None
        under_way.add(task)
        try:
            await beat()
        except Exception as error:  # noqa: BLE001  (a scheduler that stops is worse than any error)
            log.error("a beat failed", beat=getattr(beat, "__name__", "?"), error=place(error))
        finally:
            under_way.discard(task)

    return run
