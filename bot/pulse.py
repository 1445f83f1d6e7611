"""APScheduler's few short jobs. Nothing else is scheduled: what is due is a column, not a job.

APScheduler drops a job that is more than a second late and dies silently when a job store fails; so its jobs run from
memory, are never too late, catch everything and ask the clock themselves.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.domain import schedule
from bot.domain.schedule import Occurrence
from bot.domain.times import Times
from bot.flows import retention
from bot.logs import logger, place
from bot.store import announcements, erasures, inbox, instance, invites, outbox, paces, people, routines, slots
from bot.store.engine import Database, Db
from bot.store.routines import Due, Routine
from bot.store.slots import Outcome, Slot
from bot.store.vault import new_id

BATCH = 500
REAP_SECONDS = 15
TIDY_SECONDS = 3600
FIRST_TIDY_SECONDS = 60
"""After a start: who is started anew more often than hourly tidies up all the same."""
BACKUP_SECONDS = 60
KEEP_DONE = timedelta(hours=48)
KEEP_INVITES = timedelta(days=30)
"""After they expired: so long one can see which of them were used."""
TZDATA = "tzdata"

Rule = tuple[Times, schedule.Weekdays, ZoneInfo]

log = logger("pulse")


async def _nothing() -> None: ...


@dataclass(frozen=True, slots=True)
class Pulse:
    database: Database
    clock: Clock
    wake: Callable[[], None]
    reap: Callable[[], Awaitable[None]]
    back_up: Callable[[], Awaitable[None]] = _nothing
    """Makes a backup where one is wanted and due."""
    announce: Callable[[], Awaitable[None]] = _nothing
    """Takes what an admin tells everybody a step further."""
    beaten: Callable[[], None] = lambda: None
    """Told of each beat, also of one that failed."""

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """At the end a beat under way is waited for: to break it off is to break off its transaction."""
        scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        under_way: set[asyncio.Task[Any]] = set()
        for beat, seconds in ((self._beat, 1), (self._reap, REAP_SECONDS), (self.back_up, BACKUP_SECONDS)):
            scheduler.add_job(_safely(beat, under_way), "interval", seconds=seconds)
        tidying = scheduler.add_job(_safely(self._tidy, under_way), "interval", seconds=TIDY_SECONDS)
        scheduler.start()
        # Counted back from when it would come: the scheduler's time is its own.
        tidying.modify(next_run_time=tidying.next_run_time - timedelta(seconds=TIDY_SECONDS - FIRST_TIDY_SECONDS))
        try:
            yield
        finally:
            scheduler.pause()
            await asyncio.gather(*under_way, return_exceptions=True)
            scheduler.shutdown(wait=False)

    async def _beat(self) -> None:
        try:
            await self.plan()
        finally:
            self.beaten()

    async def plan(self) -> int:
        """A slot and an outbox row for everything due. Returns how many routines were due."""
        total = 0
        while planned := await self._plan_batch():
            total += planned
        await self.announce()
        self.wake()
        return total

    async def _plan_batch(self) -> int:
        now = self.clock.now()
        async with self.database.reading() as db:
            if not await routines.due(db, now, limit=1):
                return 0
        async with self.database.writing() as db:
            due = await routines.due(db, now, limit=BATCH)
            # Many people share a time and a zone: each rule is worked out once.
            rules = [_rule(one) for one in due]
            newest = {rule: schedule.latest(*rule, now) for rule in set(rules)}
            fresh = [s for one, rule in zip(due, rules, strict=True) for s in _slots(one.routine, rule, newest[rule])]
            added = await slots.add_all(db, fresh, now)
            await outbox.add_nudges(db, [slot for slot in added if slot.outcome is None], now=now)
            await routines.schedule_all(db, _following(due, now))
        return len(due)

    async def _reap(self) -> None:
        await self.reap()

    async def _tidy(self) -> None:
        now = self.clock.now()
        before = now - KEEP_DONE
        async with self.database.writing() as db:
            await inbox.purge(db, before)
            await outbox.purge(db, before)
            await announcements.purge(db, before)
            await people.forget_strangers(db, before)
            await paces.purge(db)
            await invites.purge(db, now - KEEP_INVITES)
            await erasures.purge(db, now - erasures.KEPT)
        for step in retention.STEPS:
            while await self._in_batches(step, now):
                pass
        await self.database.scrub()
        self.wake()

    async def _in_batches(self, step: Callable[[Db, datetime], Awaitable[int]], now: datetime) -> int:
        async with self.database.writing() as db:
            return await step(db, now)

    async def replan(self) -> None:
        """Laws change clocks: when the time zone data is another than last time, compute every next instant again.

        What fell due while nobody looked stays due.
        """
        version = schedule.tzdata_version()
        async with self.database.writing() as db:
            if await instance.read(db, TZDATA) == version:
                return
        after, now = "", self.clock.now()
        while True:
            async with self.database.writing() as db:
                batch = await routines.all_zoned(db, after, limit=500)
                await routines.schedule_all(db, _anew(batch, now))
            if not batch:
                break
            after = batch[-1].routine.id
        async with self.database.writing() as db:
            await instance.write(db, TZDATA, version)


def _slots(routine: Routine, rule: Rule, newest: Occurrence | None) -> Iterator[Slot]:
    """The newest occurrence, open; before it an older one that was stored, with its outcome."""
    times, _, place = rule
    assert routine.next_due is not None
    assert routine.next_date is not None
    stored = Occurrence(routine.next_due, routine.next_date)
    if newest is None or newest.utc < stored.utc:
        # The rule has changed under the stored instant (a new tzdata): what was promised still counts.
        newest = stored
    if _nominal(stored, times, place) < _nominal(newest, times, place):
        yield _slot(routine, stored, place, Outcome.SUPERSEDED)
    yield _slot(routine, newest, place, None)


def _nominal(found: Occurrence, times: Times, place: ZoneInfo) -> datetime:
    return datetime.combine(found.date, schedule.nominal(times, found, place))


def _slot(routine: Routine, occurrence: Occurrence, place: ZoneInfo, outcome: Outcome | None) -> Slot:
    return Slot(
        id=new_id(),
        key=routine.key(occurrence, place),
        person_id=routine.person_id,
        routine_id=routine.id,
        kind=routine.kind,
        due=occurrence.utc,
        date=occurrence.date,
        outcome=outcome,
    )


def _following(batch: Sequence[Due], after: datetime) -> Mapping[str, tuple[datetime, date] | tuple[None, None]]:
    """When each of these routines is next due, by id."""
    rules = [_rule(one) for one in batch]
    found = {rule: schedule.next_due(*rule, after) for rule in set(rules)}
    return {
        one.routine.id: (None, None) if (next_one := found[rule]) is None else (next_one.utc, next_one.date)
        for one, rule in zip(batch, rules, strict=True)
    }


def _anew(batch: Sequence[Due], now: datetime) -> Mapping[str, tuple[datetime, date] | tuple[None, None]]:
    """The same by other rules, for those that are still to come. An instant that is in the past by now is due at once."""
    ahead = [one for one in batch if one.routine.next_due is not None and one.routine.next_due > now]
    following = dict(_following(ahead, now - timedelta(seconds=1)))
    for one in ahead:
        promised, next_date = one.routine.next_date, following[one.routine.id][1]
        if promised is None or next_date is None or next_date <= promised:
            continue
        times, _, place = _rule(one)
        for moved in schedule.on_dates([promised], times, place):
            following[one.routine.id] = (moved.utc, moved.date)
    return following


def _rule(due: Due) -> Rule:
    routine = due.routine
    return routine.times, schedule.weekdays_of(routine.weekdays), schedule.zone(due.zone or "UTC")


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
