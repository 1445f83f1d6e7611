"""How is it, and have you been able to get help? Asked of somebody who is held, whatever else is silent."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import follow_up, schedule
from bot.domain.standing import Hold, NudgeKind, Standing, may_nudge
from bot.flows.talk import Button, Kind, Reply, Turn, words
from bot.library import Library
from bot.store import outbox, slots
from bot.store.engine import Db
from bot.store.people import Person
from bot.store.slots import Outcome, Slot

AGAIN, LEVEL = 1000, 100
"""`n` of a key is the level in hundreds and a count from 0; a thousand more after "tapped by mistake"."""


@dataclass(frozen=True, slots=True)
class _Asked:
    episode: str | None
    n: int

    @classmethod
    def of(cls, slot: Slot) -> "_Asked":
        _, episode, n = slot.key.split(":")
        return cls(episode, int(n))

    @classmethod
    def first(cls, standing: Standing) -> "_Asked":
        return cls(standing.episode, AGAIN * standing.mistaken + LEVEL * standing.hold)

    @property
    def level(self) -> int:
        return self.n % AGAIN // LEVEL

    @property
    def number(self) -> int:
        return self.n % LEVEL

    def key(self, ahead: int = 0) -> str:
        return f"follow:{self.episode}:{self.n + ahead}"


async def plan(turn: Turn) -> None:
    """One-shots for the hold as it is now. Those of another one are superseded; the same hold is not asked twice."""
    standing, place = turn.person.standing, _place(turn.person, turn.library)
    first = _Asked.first(standing)
    if standing.hold < Hold.CONSULT or await slots.by_key(turn.db, first.key()) is not None:
        return
    await slots.close_open(turn.db, turn.person.id, Outcome.SUPERSEDED, turn.now, kinds=(NudgeKind.FOLLOW_UP,))
    for number, due in enumerate(follow_up.instants(standing.hold, turn.now, place)):
        slot = await slots.add(
            turn.db,
            key=first.key(number),
            person_id=turn.person.id,
            routine_id=None,
            kind=NudgeKind.FOLLOW_UP,
            due=due,
            date=due.date() if place is None else due.astimezone(place).date(),
            now=turn.now,
        )
        if slot is not None:
            await outbox.add_nudge(turn.db, slot, now=turn.now, not_before=due)


async def move(turn: Turn) -> None:
    """After a change of the clock: the same mornings, by the new one."""
    place = _place(turn.person, turn.library)
    if place is None:
        return
    for slot in await slots.of(turn.db, turn.person.id):
        if slot.kind != NudgeKind.FOLLOW_UP or slot.outcome is not None:
            continue
        asked = _Asked.of(slot)
        if not follow_up.is_soon(Hold(asked.level), asked.number):
            due = follow_up.morning(slot.date, place)
            await slots.move(turn.db, slot.id, due)
            await outbox.postpone(turn.db, slot.id, due)


async def compose(db: Db, now: datetime, slot: Slot, person: Person, library: Library) -> Reply | Outcome:
    """The question, or why it is not asked: of another hold, not reachable, too late, or the next is due as well."""
    standing, asked = person.standing, _Asked.of(slot)
    if (asked.episode, asked.level) != (standing.episode, standing.hold):
        return Outcome.CANCELLED
    if not may_nudge(standing, NudgeKind.FOLLOW_UP, now=now, today=slot.date):
        return Outcome.UNDELIVERABLE
    if now > follow_up.open_until(standing.hold, asked.number, slot.due, _place(person, library)):
        return Outcome.EXPIRED
    following = await slots.by_key(db, asked.key(1))
    if following is not None and following.due <= now:
        return Outcome.SUPERSEDED
    return _how_is_it() if standing.hold is Hold.CONSULT else _help()


def _how_is_it() -> Reply:
    rows = (
        (Button(words("label-same"), goes="same"),),
        (Button(words("label-better"), goes="better"),),
        (Button(words("label-worse-or-new"), goes="worse"),),
    )
    return Reply(text=((words("safety-follow-up-consult"),),), buttons=rows, kind=Kind.SAFETY)


def _help() -> Reply:
    rows = (
        (Button(words("label-checked"), goes="checked"),),
        (Button(words("label-not-yet"), goes="not-yet"),),
    )
    return Reply(text=((words("safety-follow-up"),),), buttons=rows, kind=Kind.SAFETY)


def _place(person: Person, library: Library) -> ZoneInfo | None:
    """Their zone, else the likeliest of their country; nothing where even that is not known."""
    zones = library.country(person.country).zones
    name = person.zone or (zones[0] if zones else None)
    return None if name is None else schedule.zone(name)
