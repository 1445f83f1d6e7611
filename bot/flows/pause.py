"""No reminders for a while, and again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.standing import UNASKED, Hold, Standing, is_paused, is_quiet
from bot.flows import d1, stops, timetable
from bot.flows.dates import day_words
from bot.flows.day import date_today
from bot.flows.talk import Ask, Button, Paragraph, Reply, Turn, Words, words
from bot.flows.typed import date_of
from bot.store import pauses, slots
from bot.store.slots import Outcome

ASK = Ask("pause", typed=True)
FOR_EVER = "ever"
LENGTHS = (1, 3, 7, 14)


async def pause(turn: Turn) -> Sequence[Reply]:
    """At once with words after the command, as in "/pause 3 days"; else by asking for how long."""
    return await answer(turn) if turn.value else (_question(words("pause-how-long")),)


async def answer(turn: Turn) -> Sequence[Reply]:
    """A number of days, a date, or until they say."""
    today = date_today(turn)
    until = _until(turn.value, today)
    if until is None:
        return (_question(words("pause-not-a-date")),)
    await turn.become(standing=replace(turn.person.standing, paused_until=until), screened_at=None)
    await keep(turn)
    await slots.close_open(turn.db, turn.person.id, Outcome.PAUSED, turn.now, kinds=UNASKED)
    await timetable.plan(turn)
    resume_button = (Button(words("label-resume"), goes="resume"),)
    lines, reasons = await stops.question(turn, stops.PAUSE)
    return (Reply(text=(_paused(turn, until, today), *lines), buttons=(resume_button, *reasons)),)


async def resume(turn: Turn) -> Sequence[Reply]:
    today = date_today(turn)
    was_paused = is_paused(turn.person.standing, today)
    await turn.become(standing=replace(turn.person.standing, paused_until=None))
    await keep(turn)
    await timetable.plan(turn)
    if turn.person.standing.held >= Hold.CLEAR_FIRST:
        return (Reply(text=((words("reminders-rest"),),), buttons=d1.ways_on(turn)),)
    line = words("resume-back") if was_paused else words("resume-not-paused")
    if is_quiet(turn.person.standing, turn.now):
        line = words("resume-quiet")
    return (Reply(text=((line,), await timetable.listing(turn)), buttons=d1.ways_on(turn)),)


async def keep(turn: Turn) -> None:
    """Write down whether the days from today on are days of rest, as the standing says: they count as kept.

    Called where a pause or a hold begins or ends; where it changes nothing, nothing is written.
    """
    today = date_today(turn)
    rests, last = _rest(turn.person.standing, today)
    under_way = await pauses.on(turn.db, turn.person.id, today)
    if rests and (under_way is None or under_way.last != last):
        await pauses.begin(turn.db, turn.person.id, today, last)
    elif under_way and not rests:
        await pauses.end(turn.db, turn.person.id, today)


def _rest(standing: Standing, today: date) -> tuple[bool, date | None]:
    """Whether today is one, and the last such day. That of a hold is not known; a pause may outlast it."""
    if standing.held >= Hold.CLEAR_FIRST:
        return True, None
    until = standing.paused_until
    if until is None or not is_paused(standing, today):
        return False, None
    return True, None if until == date.max else until - timedelta(days=1)


def _paused(turn: Turn, until: date, today: date) -> Paragraph:
    """A pause is kept while a hold lasts, and says nothing of when reminders come again."""
    if turn.person.standing.held >= Hold.CLEAR_FIRST:
        return (words("pause-kept"), words("reminders-rest"))
    line = words("pause-for-ever") if until == date.max else words("pause-until", day=day_words(until, today))
    return (line, words("pause-meanwhile")) if d1.is_open(turn) else (line,)


def _until(said: str, today: date) -> date | None:
    if said == FOR_EVER:
        return date.max
    if said.isdecimal():
        return today + timedelta(days=int(said)) if 1 <= int(said) <= 365 else None  # noqa: PLR2004  (a year)
    return date_of(said, today)


def _question(line: Words) -> Reply:
    first, second = LENGTHS[:2], LENGTHS[2:]
    rows = [
        tuple(Button(words("label-pause-days", days=days), option=str(days)) for days in row) for row in (first, second)
    ]
    ever = (Button(words("label-pause-ever"), option=FOR_EVER),)
    return Reply(text=((line, words("pause-typed")),), buttons=(*rows, ever), ask=ASK)
