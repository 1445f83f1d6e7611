"""The day of the week's questions: a rest day, in the place of a session's reminder (docs/care.md 4.4)."""

from bot.domain import schedule
from bot.domain.times import WEEKEND
from bot.flows.day import SESSION, WEEKLY
from bot.flows.talk import Turn
from bot.store import routines

RESTS = (6, 7, 3, 5, 1, 2, 4)
"""Weekdays in the order in which they are taken: the weekend first."""


async def place(turn: Turn) -> None:
    """At the time of a session. Who has no rest day is asked in the place of a session (flows.nudge)."""
    held = await routines.of(turn.db, turn.person.id)
    session, weekly = held.get(SESSION), held.get(WEEKLY)
    days = () if session is None else schedule.weekdays_of(session.weekdays)
    rest = next((day for day in RESTS if day not in days), None)
    if session is None or rest is None or not days or not turn.person.course.weekly:
        if weekly is not None:
            await routines.drop(turn.db, turn.person.id, WEEKLY)
        return
    at = (session.weekend_time if rest in WEEKEND else None) or session.time
    mask = schedule.mask_of({rest})
    if weekly is None or (weekly.time, weekly.weekdays) != (at, mask):
        await routines.put(turn.db, turn.person.id, WEEKLY, time=at, weekdays=mask, next_due=None, next_date=None)
