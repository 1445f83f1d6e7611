"""Breaks from sitting, for those who switch them on: a short nudge to stand up, a few times on their days."""

from collections.abc import Sequence
from datetime import time

from bot.domain.times import Times
from bot.flows import quiet, settings, timetable
from bot.flows.day import BREAK, today
from bot.flows.talk import Ask, Button, Reply, Turn, Words, words
from bot.flows.typed import span_of
from bot.store import routines, slots
from bot.store.routines import Routine
from bot.store.slots import Outcome, Slot

CARD = "break"
FIRST, LAST, EVERY = "10:00", "16:00", 120
STEPS = (60, 90, 120)
HOURS = ("09:00-17:00", "08:00-16:00")
HALF_A_DAY = 12
TIPS = ("break-tip", "habit-sitting.tip-1", "habit-sitting.tip-3", "habit-sitting.tip-4")
"""Those that say nothing of a back: they show on a locked screen."""


async def show(turn: Turn) -> Sequence[Reply]:
    return (_card((await routines.of(turn.db, turn.person.id)).get(BREAK)),)


async def switch_on(turn: Turn) -> Sequence[Reply]:
    return (await _wish(turn),)


async def switch_off(turn: Turn) -> Sequence[Reply]:
    await routines.drop(turn.db, turn.person.id, BREAK)
    return (await settings.card(turn, words("breaks-saved-off"), rare=True),)


async def every(turn: Turn) -> Sequence[Reply]:
    """`turn.value` is the minutes from one to the next."""
    if turn.value not in {str(each) for each in STEPS}:
        return await show(turn)
    return (await _wish(turn, every=int(turn.value)),)


async def hours_question(_: Turn) -> Sequence[Reply]:
    return (_ask_hours(words("breaks-which")),)


async def hours(turn: Turn) -> Sequence[Reply]:
    """The first and the last of a day, of which "9 to 5" means the afternoon."""
    span = span_of(turn.value)
    if span is None:
        return (_ask_hours(words("breaks-not-read")),)
    first, last = span
    if last < first and int(last[:2]) < HALF_A_DAY:
        last = f"{int(last[:2]) + HALF_A_DAY}{last[2:]}"
    if last < first:
        return (_ask_hours(words("breaks-not-read")),)
    return (await _wish(turn, first=first, last=last),)


async def done(_: Turn) -> Sequence[Reply]:
    return (Reply(text=(), reaction="👍"),)


async def not_today(turn: Turn) -> Sequence[Reply]:
    day = await today(turn)
    await slots.close_open(turn.db, turn.person.id, Outcome.SKIPPED_BY_USER, turn.now, kinds=(BREAK,))
    if (routine := day.routines.get(BREAK)) is not None:
        await timetable.skip(turn, day, routine)
    turn.notes.append("not today: no more breaks")
    return (Reply(text=((words("breaks-skipped"),),), card=CARD),)


def nudge(slot: Slot, before: int) -> Reply:
    """`before`: how many came today. Each day begins with another tip."""
    tip = TIPS[(slot.date.toordinal() + before) % len(TIPS)]
    row = (
        Button(words("label-break-done"), goes="break-done"),
        Button(words("label-not-today"), goes="break-not-today"),
    )
    return Reply(text=((words("nudge-break", tip=words(tip)),),), buttons=(row,), card=CARD, anew=True)


async def _wish(turn: Turn, *, first: str | None = None, last: str | None = None, every: int | None = None) -> Reply:
    """As they are, or as they begin, with these changes."""
    old = (await routines.of(turn.db, turn.person.id)).get(BREAK)
    at = first or (old.time if old else FIRST)
    until = last or (old.until if old else LAST) or LAST
    step = every or (old.every if old else EVERY) or EVERY
    refused = quiet.refusal(turn.person, Times(time.fromisoformat(at), None, time.fromisoformat(until), step).all)
    if refused is not None:
        return _ask_hours(refused)
    new = await routines.put(
        turn.db,
        turn.person.id,
        BREAK,
        time=at,
        until=until,
        every=step,
        weekdays=old.weekdays if old else timetable.USUAL_DAYS[BREAK],
        next_due=None,
        next_date=None,
    )
    await timetable.plan(turn)
    if turn.person.zone is None:
        return await settings.saved(turn, words("settings-saved"))
    return _card(new, words("settings-saved"))


def _card(routine: Routine | None, *notes: Words) -> Reply:
    head = (words("breaks-title"), *notes)
    if routine is None:
        on = (Button(words("label-switch-on"), goes="breaks-on"),)
        return Reply(text=(head, (words("breaks-what"),)), buttons=(on, settings.BACK), card=settings.CARD)
    steps = tuple(Button(words("label-every-minutes", minutes=each), goes=f"breaks-every:{each}") for each in STEPS)
    rows = (
        steps[:2],
        (steps[2], Button(words("label-break-hours"), goes="breaks-hours")),
        (
            Button(words("label-break-days"), goes=f"set-days:{BREAK}"),
            Button(words("label-switch-off"), goes="breaks-off"),
        ),
        settings.BACK,
    )
    text = (head, (timetable.breaks_line(routine), words("breaks-most")))
    return Reply(text=text, buttons=rows, card=settings.CARD)


def _ask_hours(line: Words) -> Reply:
    row = tuple(Button(words("label-span", span=each.replace("-", "–")), option=each) for each in HOURS)
    back = (Button(words("label-back"), goes="breaks"),)
    return Reply(text=((line,),), buttons=(row, back), ask=Ask("breaks-hours", typed=True), card=settings.CARD)
