"""Have you been able to get help? Asked once in a while of somebody who was told to, whatever else is silent."""

from datetime import datetime, timedelta

from bot.domain import follow_up, schedule
from bot.domain.standing import Hold, NudgeKind
from bot.flows.talk import Button, Kind, Reply, Turn, words
from bot.store import outbox, slots
from bot.store.people import Person
from bot.store.slots import Outcome, Slot

LATE = timedelta(hours=12)
"""From this on the next one is near enough."""


async def plan(turn: Turn) -> None:
    """One-shots for the hold as it is now. Those of a lower one are superseded; the same hold is not asked twice."""
    standing, zone = turn.person.standing, turn.person.zone
    zones = turn.library.country(turn.person.country).zones
    name = zone or (zones[0] if zones else None)
    place = None if name is None else schedule.zone(name)
    first = f"follow:{standing.episode}:{int(standing.hold)}0"
    if standing.hold < Hold.URGENT or await slots.by_key(turn.db, first) is not None:
        return
    await slots.close_open(turn.db, turn.person.id, Outcome.SUPERSEDED, turn.now, kinds=(NudgeKind.FOLLOW_UP,))
    for number, due in enumerate(follow_up.instants(standing.hold, turn.now, place)):
        slot = await slots.add(
            turn.db,
            key=f"follow:{standing.episode}:{int(standing.hold)}{number}",
            person_id=turn.person.id,
            routine_id=None,
            kind=NudgeKind.FOLLOW_UP,
            due=due,
            date=due.date() if place is None else due.astimezone(place).date(),
            now=turn.now,
        )
        if slot is not None:
            await outbox.add_nudge(turn.db, slot, now=turn.now, not_before=due)


def compose(now: datetime, slot: Slot, person: Person) -> Reply | Outcome:
    """Nothing is asked of somebody who is no longer held, or long after its time."""
    if person.standing.hold < Hold.CONSULT:
        return Outcome.CANCELLED
    if now - slot.due >= LATE:
        return Outcome.EXPIRED
    rows = (
        (Button(words("label-checked"), goes="checked"),),
        (Button(words("label-not-yet"), goes="not-yet"),),
    )
    return Reply(text=((words("safety-follow-up"),),), buttons=rows, kind=Kind.SAFETY)
