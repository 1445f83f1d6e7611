"""Routines in a new zone: one reminder a local date over all zones, and none for a time that went by unsent."""

from zoneinfo import ZoneInfo

from bot.domain import schedule
from bot.flows.day import SESSION, today
from bot.flows.talk import Turn
from bot.store import routines, slots
from bot.store.routines import Routine
from bot.store.slots import Outcome


async def move(turn: Turn, place: ZoneInfo) -> str | None:
    """Time of a session of today that went by in the new zone before it could be sent, to be offered now."""
    day = await today(turn)
    missed = None
    for routine in day.routines.values():
        if routine.next_due is None:
            continue
        found = await _moved(turn, routine, place)
        if found.next is not None:
            await routines.schedule(turn.db, routine.id, found.next.utc, found.next.date)
        if found.skipped is not None and await _skip(turn, routine, found.skipped, place) and routine.kind == SESSION:
            at = schedule.nominal(routine.times, found.skipped, place)
            missed = f"{at:%H:%M}" if day.done is None else None
    return missed


async def _moved(turn: Turn, routine: Routine, place: ZoneInfo) -> schedule.Move:
    before = await slots.last(turn.db, turn.person.id, routine.kind)
    weekdays = schedule.weekdays_of(routine.weekdays)
    last = before.date if before else turn.person.started_on
    return schedule.moved(routine.times, weekdays, place, turn.now, last)


async def _skip(turn: Turn, routine: Routine, skipped: schedule.Occurrence, place: ZoneInfo) -> bool:
    slot = await slots.add(
        turn.db,
        key=routine.key(skipped, place),
        person_id=turn.person.id,
        routine_id=routine.id,
        kind=routine.kind,
        due=skipped.utc,
        date=skipped.date,
        outcome=Outcome.SKIPPED_ZONE_CHANGE,
        now=turn.now,
    )
    return slot is not None
