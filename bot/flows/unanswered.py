"""Reminders without an answer: the one that comes again, how often they go on, and when all of them rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain import schedule, unanswered
from bot.domain.standing import DEFAULT, NudgeKind
from bot.domain.unanswered import Pace
from bot.flows import day as days
from bot.flows.day import Day
from bot.flows.talk import Button, Reply, Turn, words
from bot.library import Library
from bot.store import outbox, people, routines, slots
from bot.store.engine import Db
from bot.store.people import Person
from bot.store.slots import Slot

AFTER = timedelta(hours=1)
"""Without an answer until then, a session's reminder comes once more to who wants that."""
CARD = "today"
CHANGES = {NudgeKind.SESSION: "set-time:session", NudgeKind.WALK: "set-time:walk", NudgeKind.BREAK: "breaks"}
"""Where the time of each kind is changed."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """What was sent so far, as far as today's measure and the pace hang on it."""

    today: tuple[slots.Told, ...]
    """Without what was put off: that was asked for."""
    unanswered: tuple[date, ...]
    """Days on which something came since the person was last there."""

    def is_enough(self, slot: Slot) -> bool:
        """Whether the day has had its measure (docs/care.md 4.4)."""
        by_default = [each for each in self.today if each.kind in DEFAULT and each.key.startswith(slots.OWN)]
        ours = slot.kind in DEFAULT and slot.key.startswith(slots.OWN)
        return len(self.today) >= unanswered.A_DAY or (ours and len(by_default) >= unanswered.A_DAY_BY_DEFAULT)

    def pace(self, day: Day) -> Pace:
        weekdays = (schedule.weekdays_of(routine.weekdays) for routine in day.routines.values())
        return unanswered.pace(self.unanswered, day.date, frozenset().union(*weekdays))


async def so_far(db: Db, day: Day) -> Reminded:
    return (await so_far_all(db, {day.person.id: day}))[day.person.id]


async def so_far_all(db: Db, days_: Mapping[str, Day]) -> Mapping[str, Reminded]:
    """For each of these days, by person."""
    since = {each: min(day.person.seen_at, day.now - 2 * schedule.DAY) for each, day in days_.items()}
    told = await slots.told_all(db, since)
    return {each: _reminded(day, told[each]) for each, day in days_.items()}


def _reminded(day: Day, told: Sequence[slots.Told]) -> Reminded:
    seen_at = day.person.seen_at
    dated = [(schedule.day_of(each.at, day.place), each) for each in told]
    return Reminded(
        today=tuple(each for date, each in dated if date == day.date and not each.key.startswith(slots.LATER)),
        unanswered=tuple(date for date, each in dated if each.at > seen_at),
    )


def question(slot: Slot) -> Reply:
    """Said once, before the silence. It stands on locked screens."""
    return Reply(
        text=((words("nudge-no-answer"),),),
        buttons=(
            (Button(words("label-keep-reminders"), goes="keep-reminders"),),
            (
                Button(words("label-change-time"), goes=CHANGES.get(NudgeKind(slot.kind), "settings")),
                Button(words("label-pause"), goes="pause"),
            ),
            (Button(words("label-new-symptom"), goes="symptoms"),),
        ),
        card=CARD,
        anew=True,
    )


async def keep(_: Turn) -> Sequence[Reply]:
    """The tap itself was the answer."""
    to_settings = (Button(words("label-settings"), goes="settings"),)
    return (Reply(text=((words("nudge-kept"),),), buttons=(to_settings,), card=CARD),)


async def again(db: Db, slot: Slot, before: Person, now: datetime) -> None:
    """After a session's reminder was sent: the one-shot that comes an hour later, unless there is an answer by then.

    `before` is the person as the reminder was composed for them: who was there since has answered already.
    """
    if not before.remind_again or slot.kind != NudgeKind.SESSION or not slot.key.startswith(slots.OWN):
        return
    person = await people.by_id(db, slot.person_id)
    if person is None or not person.remind_again or person.seen_at > before.seen_at:
        return
    due = now + AFTER
    one_shot = await slots.add(
        db,
        key=f"{slots.AGAIN}{slot.id}",
        person_id=slot.person_id,
        routine_id=slot.routine_id,
        kind=slot.kind,
        due=due,
        date=slot.date,
        now=now,
    )
    if one_shot is not None:
        await outbox.add_nudge(db, one_shot, now=now, not_before=due)


def is_answered(day: Day, one_shot: Slot) -> bool:
    """Whether the reminder before this one met with an answer, or lies in a day that is over."""
    first = one_shot.due - AFTER
    return day.person.seen_at >= first or schedule.day_of(first, day.place) != day.date


async def rest(db: Db, person: Person, library: Library, now: datetime) -> None:
    """After a reminder that did not go out: all routines rest while nobody is there to be reminded."""
    if person.standing.unreachable_since is None:
        day = await days.load(db, person, library, now)
        if (await so_far(db, day)).pace(day) is not Pace.SILENT:
            return
    await routines.rest(db, person.id)


def may_have_rested(person: Person, now: datetime) -> bool:
    """Whether somebody who is there now may have been left in peace: what rests has to be planned again."""
    return person.standing.unreachable_since is not None or now - person.seen_at > unanswered.SILENT - schedule.DAY
