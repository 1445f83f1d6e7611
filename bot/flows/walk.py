"""The walk: today's minutes, going, done; and reminders of it while somebody waits to be checked."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.standing import Hold, NudgeKind, Stage, may_walk
from bot.flows import follow_up, hold, safety, timetable, zone
from bot.flows.day import WALK, Day, today
from bot.flows.talk import Ask, Button, Kind, Reply, Turn, paragraph, words
from bot.flows.typed import minutes_of
from bot.store import practices, routines, slots
from bot.store.slots import Outcome

CARD = "walk"
LENGTHS = (10, 20, 30)
ASK = Ask("walked", typed=True)


async def show(turn: Turn) -> Sequence[Reply]:
    if not may_walk(turn.person.standing):
        return await safety.refusal(turn)
    day = await today(turn)
    return (_done(day) if day.walked else _card(day),)


async def going(turn: Turn) -> Sequence[Reply]:
    if not may_walk(turn.person.standing):
        return await safety.refusal(turn)
    back = (Button(words("label-walk-done"), goes="walk-done"),)
    return (Reply(text=((words("walk-going"),),), buttons=(back, hold.NEW_SYMPTOM), card=CARD),)


async def done(turn: Turn) -> Sequence[Reply]:
    """How long was it?"""
    if not may_walk(turn.person.standing):
        return await safety.refusal(turn)
    return (_how_long("walk-how-long"),)


async def walked(turn: Turn) -> Sequence[Reply]:
    """So many minutes, tapped or typed."""
    if not may_walk(turn.person.standing):
        return await safety.refusal(turn)
    minutes = minutes_of(turn.value)
    if minutes is None:
        return (_how_long("walk-not-minutes"),)
    day = await today(turn)
    await practices.add_walk(turn.db, turn.person.id, day=day.date, minutes=minutes, now=turn.now)
    turn.notes.append(f"walk: {minutes} minutes")
    return (_done(await today(turn)),)


async def not_today(turn: Turn) -> Sequence[Reply]:
    await slots.close_open(turn.db, turn.person.id, Outcome.SKIPPED_BY_USER, turn.now, kinds=(NudgeKind.WALK,))
    return (Reply(text=((words("walk-skipped"),),), card=CARD),)


async def reminders(turn: Turn) -> Sequence[Reply]:
    """The answer to the offer of a daily walk reminder, `turn.value` being yes or no."""
    standing = turn.person.standing
    if standing.held is not Hold.CONSULT or standing.stage is not Stage.ACTIVE:
        return await safety.not_yet(turn)
    if turn.value != follow_up.YES:
        await turn.become(standing=replace(standing, walks=False))
        await timetable.plan(turn)
        return (Reply(text=((words("walk-offer-no"),),)),)
    await turn.become(standing=replace(standing, walks=True))
    turn.notes.append("walking reminders while held (2.5)")
    routine = (await routines.of(turn.db, turn.person.id)).get(WALK)
    await timetable.set_routine(turn, WALK, routine.time if routine else timetable.MIDDAY)
    walk = (await routines.of(turn.db, turn.person.id))[WALK]
    line = words("walk-offer-yes", time=walk.time, days=timetable.days_words(walk.weekdays))
    if turn.person.zone is None:
        return (replace(zone.question(turn, line), anew=True),)
    return (Reply(text=((line, words("walk-caution")),), buttons=(timetable.to_settings(),)),)


def _card(day: Day) -> Reply:
    least, most = day.walk_minutes
    aim = words("walk-aim", minutes=least) if least == most else words("walk-aim-range", least=least, most=most)
    caution = day.person.standing.held is not Hold.NONE
    pace = (
        words("walk-brisk")
        if day.library.programme.phase(day.week).brisk and not day.walks_short
        else words("walk-pace")
    )
    text = (paragraph(aim, pace), *((paragraph(words("walk-caution")),) if caution else ()))
    go = (Button(words("label-walk-going"), goes="walk-going"), Button(words("label-walk-done"), goes="walk-done"))
    return Reply(text=text, buttons=(go, hold.NEW_SYMPTOM), card=CARD, kind=Kind.PLAIN)


def _done(day: Day) -> Reply:
    minutes = sum(each.minutes for each in day.walks if each.day == day.date)
    return Reply(text=(paragraph(words("walk-saved", minutes=minutes)),), buttons=(_more(),), card=CARD)


def _how_long(key: str) -> Reply:
    row = tuple(Button(words("label-minutes", minutes=each), option=str(each)) for each in LENGTHS)
    return Reply(text=(paragraph(words(key)),), buttons=(row,), ask=ASK, card=CARD)


def _more() -> tuple[Button, ...]:
    return (Button(words("label-walk-another"), goes="walk-done"),)
