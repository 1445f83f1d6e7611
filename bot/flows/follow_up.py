"""How is it, and have you been able to get help? Asked of somebody who is held, whatever else is silent."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import follow_up, schedule
from bot.domain.standing import Hold, NudgeKind, may_nudge
from bot.flows.talk import Button, Kind, Reply, Turn, words
from bot.library import Library
from bot.store import outbox, slots
from bot.store.engine import Db
from bot.store.people import Person
from bot.store.slots import Outcome, Slot

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class _Asked:
    episode: str | None
    level: Hold
    again: int = 0
    """How often questions at this level of the episode gave way to another level before."""
    n: int = 0

    @classmethod
    def of(cls, slot: Slot) -> "_Asked":
        _, episode, level, again, n = slot.key.split(":")
        return cls(episode, Hold(int(level)), int(again), int(n))

    @property
    def key(self) -> str:
        return f"follow:{self.episode}:{int(self.level)}:{self.again}:{self.n}"


async def plan(turn: Turn) -> None:
    """One-shots for what holds now. Those of another hold are superseded; the same hold is not asked twice."""
    standing, place = turn.person.standing, _place(turn.person, turn.library)
    if standing.held < Hold.CONSULT:
        return
    instants = follow_up.instants(standing.held, turn.now, place)
    first = await _first(turn, len(instants))
    if first is None:
        return
    await slots.close_open(turn.db, turn.person.id, Outcome.SUPERSEDED, turn.now, kinds=(NudgeKind.FOLLOW_UP,))
    for number, due in enumerate(instants):
        slot = await slots.add(
            turn.db,
            key=replace(first, n=number).key,
            person_id=turn.person.id,
            routine_id=None,
            kind=NudgeKind.FOLLOW_UP,
            due=due,
            date=due.date() if place is None else due.astimezone(place).date(),
            now=turn.now,
        )
        if slot is not None:
            await outbox.add_nudge(turn.db, slot, now=turn.now, not_before=due)


async def _first(turn: Turn, count: int) -> _Asked | None:
    """Of `count` questions about what holds now; None where they are planned, or were asked."""
    first = _Asked(turn.person.standing.episode, turn.person.standing.held)
    while (last := await slots.by_key(turn.db, replace(first, n=count - 1).key)) is not None:
        # Only another level takes the last of them away.
        if last.outcome is not Outcome.SUPERSEDED:
            return None
        first = replace(first, again=first.again + 1)
    return first


async def move(turn: Turn) -> None:
    """After a change of the clock: the same mornings, by the new one."""
    place = _place(turn.person, turn.library)
    if place is None:
        return
    for slot in await slots.of(turn.db, turn.person.id):
        if slot.kind != NudgeKind.FOLLOW_UP or slot.outcome is not None:
            continue
        asked = _Asked.of(slot)
        if not follow_up.is_soon(asked.level, asked.n):
            due = follow_up.morning(slot.date, place)
            await slots.move(turn.db, slot.id, due)
            await outbox.postpone(turn.db, slot.id, due)


async def compose(db: Db, now: datetime, slot: Slot, person: Person, library: Library) -> Reply | Outcome:
    """The question, or why it is not asked: of another hold, not reachable, too late, or the next is due as well."""
    standing, asked = person.standing, _Asked.of(slot)
    if (asked.episode, asked.level) != (standing.episode, standing.held):
        return Outcome.CANCELLED
    if not may_nudge(standing, NudgeKind.FOLLOW_UP, now=now, today=slot.date):
        return Outcome.UNDELIVERABLE
    if now > follow_up.open_until(standing.held, asked.n, slot.due, _place(person, library)):
        return Outcome.EXPIRED
    following = await slots.by_key(db, replace(asked, n=asked.n + 1).key)
    if following is not None and following.due <= now:
        return Outcome.SUPERSEDED
    return _how_is_it() if standing.held is Hold.CONSULT else _help()


async def just_asked(turn: Turn) -> Hold | None:
    """The level that the person was asked about, where nothing was said to them since."""
    slot_id = await outbox.last_slot(turn.db, turn.person.id)
    slot = None if slot_id is None else await slots.by_id(turn.db, slot_id)
    return None if slot is None or slot.kind != NudgeKind.FOLLOW_UP else _Asked.of(slot).level


def walk_offer() -> Reply:
    rows = (
        (Button(words("label-yes"), goes=f"walks:{YES}"),),
        (Button(words("label-no"), goes=f"walks:{NO}"),),
    )
    return Reply(text=((words("safety-walk-offer"),),), buttons=rows, kind=Kind.SAFETY)


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
