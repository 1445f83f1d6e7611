"""I've been checked: who saw you, when, and did they say exercise is OK (docs/care.md 3.2).

What somebody says of themselves, kept as such: a role, a date, an answer. No names, no letters.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.domain import schedule
from bot.domain.standing import Hold
from bot.domain.triage import RULES_VERSION
from bot.flows import d1, hold, screen
from bot.flows.day import WEEKDAYS, place_of
from bot.flows.finding import Reason
from bot.flows.questions import CARD
from bot.flows.restart import GATE
from bot.flows.talk import Ask, Button, Reply, Turn, Words, words
from bot.flows.typed import date_of
from bot.store import check_ins

ROLES = {
    "hospital": "label-hospital",
    "doctor": "label-doctor",
    "physio": "label-physio",
    "other": "label-other-professional",
}
SAID = {
    "yes": "label-yes",
    "limits": "label-yes-limits",
    "no": "label-said-no",
    "unsaid": "label-unsaid",
}
PASS = ("yes", "limits")
BEFORE = "before"
OFFERED = 7
"""Days offered as buttons, today among them."""
YEAR = timedelta(days=365)


async def checked(turn: Turn) -> Sequence[Reply]:
    standing = turn.person.standing
    await hold.settle_floor(turn)
    if turn.person.standing.hold is Hold.OPEN_QUESTION:
        return await screen.resume(turn)
    if turn.person.standing.hold is Hold.NONE:
        return (Reply(text=((words("held-no-longer"),),), buttons=(d1.to_today(),)),)
    if standing.floor > Hold.NONE:
        turn.notes.append("the unfinished check stays as a hold")
    rows = tuple((Button(words(label), option=role),) for role, label in ROLES.items())
    text = ((words("gate-who"),),)
    return (Reply(text=text, buttons=rows, ask=Ask("gate-who"), card=CARD, anew=True),)


async def who(turn: Turn) -> Sequence[Reply]:
    """The role is the first thing that is kept."""
    asked = await check_ins.open_of(turn.db, turn.person, GATE)
    if asked is not None:
        await check_ins.drop(turn.db, asked.id)
    await check_ins.start(turn.db, turn.person, GATE, answers=(("role", turn.value),), now=turn.now)
    return (await _when(turn, words("gate-when")),)


async def when(turn: Turn) -> Sequence[Reply]:
    """A day tapped or typed: on or after the day of the report, and not ahead."""
    asked = await check_ins.open_of(turn.db, turn.person, GATE)
    if asked is None:
        return await checked(turn)
    if turn.value == BEFORE:
        await check_ins.drop(turn.db, asked.id)
        return (_stays("gate-before"),)
    today = _today(turn)
    day = _day_of(turn.value, today)
    if day is None or day > today:
        return (await _when(turn, words("gate-not-a-day")),)
    if day < await _reported(turn):
        return (await _when(turn, words("gate-too-early")),)
    await check_ins.save(turn.db, turn.person, replace(asked, answers=(*asked.answers, ("date", day.isoformat()))))
    rows = tuple((Button(words(label), option=answer),) for answer, label in SAID.items())
    return (Reply(text=((words("safety-resume"),),), buttons=rows, ask=Ask("gate-ok"), card=CARD),)


async def said_ok(turn: Turn) -> Sequence[Reply]:
    asked = await check_ins.open_of(turn.db, turn.person, GATE)
    if asked is None:
        return await checked(turn)
    answers = (*asked.answers, ("answer", turn.value), ("rules", RULES_VERSION))
    await check_ins.finish(turn.db, turn.person, replace(asked, answers=answers), turn.now)
    turn.notes.append(f"gate: {turn.value} (3.2)")
    if turn.value not in PASS:
        return (_stays("gate-ask-them"),)
    return await screen.open_screen(turn, Reason.GATE)


async def _when(turn: Turn, line: Words) -> Reply:
    today, reported = _today(turn), await _reported(turn)
    days = [today - timedelta(days=ago) for ago in range(OFFERED) if today - timedelta(days=ago) >= reported]
    rows = tuple((Button(_day_words(day, today), option=day.isoformat()),) for day in days)
    before = (Button(words("label-before-report"), option=BEFORE),)
    text = ((line,), (words("gate-type-date"),)) if reported < days[-1] else ((line,),)
    return Reply(text=text, buttons=(*rows, before), ask=Ask("gate-when", typed=True), card=CARD)


def _stays(key: str) -> Reply:
    return Reply(text=((words(key),),), buttons=(hold.CHECKED, hold.WORSE, hold.ANSWERS), card=CARD)


async def _reported(turn: Turn) -> date:
    """The local day of what holds the person now: the start of the hold, or the last time it was found again."""
    standing = turn.person.standing
    found = [
        event.at
        for event in await check_ins.triage_of(turn.db, turn.person)
        if event.detail["episode"] == standing.episode and event.detail["hold"] != Hold.NONE.name
    ]
    return schedule.day_of(max([standing.held_since or turn.now, *found]), place_of(turn.person, turn.library))


def _today(turn: Turn) -> date:
    return schedule.day_of(turn.now, place_of(turn.person, turn.library))


def _day_of(said: str, today: date) -> date | None:
    """The last day that fits what was typed, or the one of a button."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return date_of(said, today - YEAR) or date_of(said, date.min)


def _day_words(day: date, today: date) -> Words:
    ago = (today - day).days
    if ago > 1:
        return words(WEEKDAYS[day.weekday()])
    return words("label-yesterday") if ago else words("label-day-today")
