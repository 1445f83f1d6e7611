"""The walk: today's minutes, going, done."""

from collections.abc import Sequence

from bot.domain.standing import Hold, NudgeKind, may_walk
from bot.flows import safety
from bot.flows.day import Day, today
from bot.flows.talk import Ask, Button, Kind, Reply, Turn, paragraph, words
from bot.flows.typed import minutes_of
from bot.store import practices, slots
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
    return (Reply(text=((words("walk-going"),),), buttons=(back, _symptom()), card=CARD),)


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
    return Reply(text=text, buttons=(go, _symptom()), card=CARD, kind=Kind.PLAIN)


def _done(day: Day) -> Reply:
    minutes = sum(each.minutes for each in day.walks if each.day == day.date)
    return Reply(text=(paragraph(words("walk-saved", minutes=minutes)),), buttons=(_more(),), card=CARD)


def _how_long(key: str) -> Reply:
    row = tuple(Button(words("label-minutes", minutes=each), option=str(each)) for each in LENGTHS)
    return Reply(text=(paragraph(words(key)),), buttons=(row,), ask=ASK, card=CARD)


def _more() -> tuple[Button, ...]:
    return (Button(words("label-walk-another"), goes="walk-done"),)


def _symptom() -> tuple[Button, ...]:
    return (Button(words("label-new-symptom"), goes="symptoms"),)
