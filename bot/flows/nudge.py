"""What a reminder says at the moment it is sent, if it is still wanted then; and Later."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.domain import schedule
from bot.domain.programme import Kind as Form
from bot.domain.schedule import Window
from bot.domain.standing import Hold, NudgeKind, is_paused, may_nudge
from bot.domain.unanswered import Pace
from bot.flows import breaks, follow_up, hold, quiet, today, unanswered, walk, weekly
from bot.flows.day import WEEKLY, Day, load_all
from bot.flows.day import today as day_of
from bot.flows.talk import Button, Paragraph, Reply, Turn, paragraph, words
from bot.library import Library
from bot.store import outbox, slots, timers
from bot.store.engine import Db
from bot.store.people import Person
from bot.store.slots import Outcome, Slot

LATE = timedelta(minutes=10)
"""From this on the reminder says that it is late."""
EVENING = time(19)
QUIET_FROM = time(21, 30)
"""Snoozes that would end later are not offered."""
BUSY = timedelta(minutes=30)
"""Somebody who touched their practice since then is at it, and needs no reminder."""
SNOOZES = (15, 60)
SNOOZE_LABELS = ("label-later-15", "label-later-60")
THIS_EVENING = "evening"
SUNDAY = 7
MOST_SNOOZES = 9
"""Of one reminder, each taking the place of the one before."""


async def compose_all(
    db: Db, now: datetime, due: Sequence[Slot], people: Mapping[str, Person], library: Library
) -> Sequence[Reply | Outcome]:
    """Called when their moment is near: the words of each, or why there are none. `people` holds those they are for."""
    reminders = [slot for slot in due if slot.outcome is None and slot.kind != NudgeKind.FOLLOW_UP]
    days = await load_all(db, {slot.person_id: people[slot.person_id] for slot in reminders}, library, now)
    reminded = await unanswered.so_far_all(db, days)
    walking = await timers.running(db, [slot.person_id for slot in due if slot.kind == NudgeKind.WALK], walk.CARD)
    composed: list[Reply | Outcome] = []
    for slot in due:
        if slot.outcome is not None:
            composed.append(slot.outcome)
        elif slot.kind == NudgeKind.FOLLOW_UP:
            composed.append(await follow_up.compose(db, now, slot, people[slot.person_id], library))
        elif slot.kind == NudgeKind.WALK and slot.person_id in walking:
            composed.append(_refused(days[slot.person_id], slot) or Outcome.DONE_ALREADY)
        else:
            composed.append(_composed(days[slot.person_id], slot, reminded[slot.person_id]))
    return composed


def _composed(day: Day, slot: Slot, reminded: unanswered.Reminded) -> Reply | Outcome:
    return _refused(day, slot) or _too_often(day, slot, reminded) or _wanted(day, slot, reminded)


async def start(turn: Turn) -> Sequence[Reply]:
    """The reminder becomes today's card, whatever day it was for."""
    return await today.show(turn)


async def later(turn: Turn) -> Sequence[Reply]:
    """When then? `turn.value` is the slot."""
    slot = await slots.by_id(turn.db, turn.value)
    if slot is None or slot.person_id != turn.person.id:
        return await today.show(turn)
    day = await day_of(turn)
    soon = tuple(
        Button(words(label), goes=f"snooze:{slot.id}:{minutes}")
        for label, minutes in zip(SNOOZE_LABELS, SNOOZES, strict=True)
        if _before_quiet(day, turn.now + timedelta(minutes=minutes))
    )
    tonight = (Button(words("label-later-evening", time=f"{EVENING:%H:%M}"), goes=f"snooze:{slot.id}:{THIS_EVENING}"),)
    rows = (
        *((soon,) if soon else ()),
        *((tonight,) if _snoozed_until(day, THIS_EVENING) else ()),
        (Button(words("label-not-today"), goes="not-today"),),
    )
    return (Reply(text=((words("nudge-when"),),), buttons=rows, card=today.CARD),)


async def snooze(turn: Turn) -> Sequence[Reply]:
    """The same again, once. `turn.value` is the slot with 15, 60 or "evening" after it."""
    slot_id, _, length = turn.value.partition(":")
    slot = await slots.by_id(turn.db, slot_id)
    day = await day_of(turn)
    due = _snoozed_until(day, length)
    if slot is None or slot.person_id != turn.person.id or due is None or slot.date != day.date:
        return await today.show(turn)
    if not await _again(turn, slot, due, day.date):
        return await today.show(turn)
    turn.notes.append(f"later: {due:%H:%M} UTC")
    line = words("nudge-snoozed", time=day.local(due))
    rows = ((Button(words("label-start"), goes="today"), Button(words("label-not-today"), goes="not-today")),)
    return (Reply(text=((line,),), buttons=rows, card=today.CARD),)


async def _again(turn: Turn, slot: Slot, due: datetime, day: date) -> bool:
    """A one-shot at `due` in the place of an earlier one for the same reminder."""
    for number in range(1, MOST_SNOOZES + 1):
        key = f"{slots.LATER}{slot.id}:{number}"
        earlier = await slots.by_key(turn.db, key)
        if earlier is not None:
            await slots.close(turn.db, earlier.id, Outcome.SUPERSEDED, turn.now)
            continue
        new = await slots.add(
            turn.db,
            key=key,
            person_id=turn.person.id,
            routine_id=slot.routine_id,
            kind=slot.kind,
            due=due,
            date=day,
            now=turn.now,
        )
        if new is not None:
            await outbox.add_nudge(turn.db, new, now=turn.now, not_before=due)
            return True
    return False


def _refused(day: Day, slot: Slot) -> Outcome | None:
    standing, kind = day.person.standing, NudgeKind(slot.kind)
    if is_paused(standing, day.date):
        return Outcome.PAUSED
    if not may_nudge(standing, kind, now=day.now, today=day.date):
        return Outcome.HELD
    is_again = slot.key.startswith(slots.AGAIN)
    window = Window.AGAIN if is_again else Window(slot.kind)
    if day.now > schedule.open_until(window, slot.due, day.place) or quiet.is_now(day.person, day.now, day.place):
        return Outcome.EXPIRED
    if kind is NudgeKind.WALK:
        return Outcome.DONE_ALREADY if day.walked else None
    if kind is NudgeKind.WEEKLY:
        return None if weekly.is_due(day.person, day.date) else Outcome.DONE_ALREADY
    busy = day.open is not None and day.now - day.open.touched_at < BUSY
    if busy or (day.done and kind is NudgeKind.SESSION):
        return Outcome.DONE_ALREADY
    unwanted = is_again and (not day.person.remind_again or unanswered.is_answered(day, slot))
    return Outcome.CANCELLED if unwanted else None


def _too_often(day: Day, slot: Slot, reminded: unanswered.Reminded) -> Outcome | None:
    """For somebody who does not answer, or for one day (docs/care.md 4.4). What was put off was asked for."""
    if slot.key.startswith(slots.LATER):
        return None
    rests = reminded.pace(day) in (Pace.REST, Pace.SILENT)
    # Not paused: that is what people do. It is taken back by a rule, as on a day of crisis words.
    return Outcome.CANCELLED if rests or reminded.is_enough(slot) else None


def _wanted(day: Day, slot: Slot, reminded: unanswered.Reminded) -> Reply:
    if day.person.standing.held is Hold.OPEN_QUESTION:
        return replace(hold.advice(Hold.OPEN_QUESTION), card=today.CARD, anew=True)
    if not slot.key.startswith(slots.LATER) and reminded.pace(day) is Pace.ASK:
        return unanswered.question(slot)
    if slot.kind == NudgeKind.BREAK:
        return breaks.nudge(slot, sum(each.kind == slot.kind for each in reminded.today))
    if slot.kind == NudgeKind.WALK:
        return walk.nudge(day)
    return weekly.nudge() if _is_weekly(day, slot) else _session(day, slot)


def _is_weekly(day: Day, slot: Slot) -> bool:
    """Who has no rest day is asked in the place of Sunday's session, which the answers lead to."""
    without_rest = WEEKLY not in day.routines and day.date.isoweekday() == SUNDAY
    return slot.kind == NudgeKind.WEEKLY or (without_rest and weekly.is_due(day.person, day.date))


def _session(day: Day, slot: Slot) -> Reply:
    plan = day.plan(day.form(Form.FULL))
    if not plan.items:
        return replace(today.walk_only(day), anew=True)
    text: tuple[Paragraph, ...] = (
        paragraph(words("nudge-session", minutes=plan.minutes, moves=len(plan.items)), words("nudge-check")),
    )
    if slot.key.startswith(slots.AGAIN):
        text = (paragraph(words("nudge-again", minutes=plan.minutes), words("nudge-check")),)
    elif day.now - slot.due > LATE:
        text = (paragraph(words("nudge-late", time=day.local(slot.due))), *text)
    minute = Button(words("label-1-minute"), goes="one-minute")
    later = Button(words("label-later"), goes=f"nudge-later:{slot.id}")
    not_today = Button(words("label-not-today"), goes="not-today")
    new = Button(words("label-new-symptom"), goes="symptoms")
    if day.asks_morning and day.last is not None:
        text = (*text, paragraph(words("nudge-morning")))
        rows = (*_mornings(day.last.practice.id), (minute, later), (not_today, new))
    else:
        start = Button(words("label-start"), goes=f"nudge-start:{slot.id}")
        rows = ((start, minute), (later, not_today), (new,))
    return Reply(text=text, buttons=rows, card=today.CARD, anew=True)


def _mornings(practice_id: str) -> tuple[tuple[Button, ...], ...]:
    """In the place of Start: the plan of today follows from the answer, which then shows it."""
    return tuple(
        (Button(words(f"label-morning-{each}"), goes=f"morning:{practice_id}:{each}"),) for each in today.MORNINGS
    )


def _snoozed_until(day: Day, length: str) -> datetime | None:
    """None where there is no such time to come today outside the quiet hours."""
    due = None
    if length == THIS_EVENING:
        due = schedule.resolve(day.date, EVENING, day.place).utc
    elif length in {str(each) for each in SNOOZES}:
        due = day.now + timedelta(minutes=int(length))
    return None if due is None or due <= day.now or quiet.is_now(day.person, due, day.place) else due


def _before_quiet(day: Day, instant: datetime) -> bool:
    """Outside the person's quiet hours; before the evening ends, where they have set none."""
    if quiet.hours_of(day.person) is not None:
        return not quiet.is_now(day.person, instant, day.place) and instant < schedule.end_of_day(day.now, day.place)
    local = instant.astimezone(day.place)
    return local.date() == day.now.astimezone(day.place).date() and local.time() < QUIET_FROM
