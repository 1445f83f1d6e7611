"""I've been checked: who saw you, when, and did they say exercise is OK (docs/care.md 3.2).

What somebody says of themselves, kept as such: a role, a date, an answer. No names, no letters.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain import schedule
from bot.domain.screening import TICK
from bot.domain.standing import Hold, may_exercise
from bot.domain.triage import RULES_VERSION
from bot.flows import d1, hold, limits, placing, safety, screen
from bot.flows.dates import WEEKDAYS
from bot.flows.day import date_today, place_of
from bot.flows.finding import Reason
from bot.flows.questions import CARD
from bot.flows.talk import Ask, Button, Reply, Turn, Words, words
from bot.flows.typed import date_of
from bot.store import check_ins, practices
from bot.store.check_ins import CheckIn, Topic, TriageEvent

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
YES = "yes"
BEFORE = "before"
OFFERED = 7
"""Days offered as buttons, today among them."""
YEAR = timedelta(days=365)


async def checked(turn: Turn) -> Sequence[Reply]:
    standing = turn.person.standing
    await hold.settle_floor(turn)
    if turn.person.standing.hold is Hold.OPEN_QUESTION:
        return await screen.resume(turn)
    if turn.person.standing.hold is Hold.NONE and not standing.left_out:
        return (Reply(text=((words("held-no-longer"),),), buttons=(d1.to_today(),)),)
    if standing.floor > Hold.NONE:
        turn.notes.append("the unfinished check stays as a hold")
    rows = tuple((Button(words(label), option=role),) for role, label in ROLES.items())
    text = ((words("gate-who"),),)
    return (Reply(text=text, buttons=rows, ask=Ask("gate-who"), card=CARD, anew=True),)


async def who(turn: Turn) -> Sequence[Reply]:
    """The role is the first thing that is kept."""
    await check_ins.drop_open(turn.db, turn.person, Topic.GATE)
    await check_ins.start(turn.db, turn.person, Topic.GATE, answers=(("role", turn.value),), now=turn.now)
    return (await _when(turn, words("gate-when")),)


async def when(turn: Turn) -> Sequence[Reply]:
    """A day tapped or typed: on or after the day of the report, and not ahead."""
    asked = await _begun(turn)
    if asked is None:
        return await _anew(turn)
    if turn.value == BEFORE:
        await check_ins.drop(turn.db, asked.id)
        return (_stays("gate-before"),)
    today = date_today(turn)
    day = _day_of(turn.value, today)
    if day is None or day > today:
        return (await _when(turn, words("gate-not-a-day")),)
    if day < await _reported(turn):
        return (await _when(turn, words("gate-too-early")),)
    await check_ins.save(turn.db, turn.person, replace(asked, answers=(*asked.answers, ("date", day.isoformat()))))
    rows = tuple((Button(words(label), option=answer),) for answer, label in SAID.items())
    return (Reply(text=((words("safety-resume"),),), buttons=rows, ask=Ask("gate-ok"), card=CARD),)


async def said_ok(turn: Turn) -> Sequence[Reply]:
    asked = await _begun(turn)
    if asked is None:
        return await _anew(turn)
    asked = replace(asked, answers=(*asked.answers, ("answer", turn.value), ("rules", RULES_VERSION)))
    turn.notes.append(f"gate: {turn.value} (3.2)")
    if turn.value == limits.LIMITS:
        await check_ins.save(turn.db, turn.person, asked)
        return (limits.question(turn.library),)
    await check_ins.finish(turn.db, turn.person, asked, turn.now)
    return await screen.open_screen(turn, Reason.GATE) if turn.value == YES else await _no_yes(turn)


async def which(turn: Turn) -> Sequence[Reply]:
    """One more move ticked or not, or the end of the list. That list wins (docs/care.md 3.3)."""
    asked = await _begun(turn)
    if asked is None or limits.GIVEN not in asked.answers:
        return await _anew(turn)
    if turn.value.startswith(TICK):
        asked = replace(asked, answers=limits.toggled(asked, turn.value.removeprefix(TICK)))
        await check_ins.save(turn.db, turn.person, asked)
        return (limits.question(turn.library, limits.ticked(asked)),)
    asked = replace(asked, answers=(*asked.answers, (limits.CLOSED, turn.value)))
    await check_ins.finish(turn.db, turn.person, asked, turn.now)
    if "role" in dict(asked.answers):
        return await screen.open_screen(turn, Reason.GATE)
    left_out = limits.left_out(turn.library, asked)
    await turn.become(standing=replace(turn.person.standing, left_out=left_out))
    await practices.stop_open(turn.db, turn.person.id, turn.now)
    return (await placing.receipt(turn),) if may_exercise(turn.person.standing) else await safety.refusal(turn)


async def _begun(turn: Turn) -> CheckIn | None:
    """The gate that is open. One begun before something else was told says nothing of that (docs/care.md 3.2)."""
    asked, standing = await check_ins.open_of(turn.db, turn.person, Topic.GATE), turn.person.standing
    if asked is None or not (standing.floor > standing.hold or await hold.told_since(turn, asked.started_at)):
        return asked
    await check_ins.drop(turn.db, asked.id)
    return None


async def _anew(turn: Turn) -> Sequence[Reply]:
    held = turn.person.standing.held
    return (*(() if held is Hold.NONE else (hold.advice(held),)), *await checked(turn))


async def _no_yes(turn: Turn) -> Sequence[Reply]:
    """Where nothing held, a clinician's no does from now on."""
    if turn.person.standing.hold is not Hold.NONE:
        return (_stays("gate-ask-them"),)
    if turn.value == "unsaid":
        return (Reply(text=((words("gate-limits-stay"),),), buttons=(d1.to_today(),), card=CARD),)
    reasons = ["a clinician said no to exercise (3.2)"]
    await hold.place(turn, Hold.CLEAR_FIRST, source=Reason.GATE, detail={"reasons": reasons})
    return (hold.advice(Hold.CLEAR_FIRST),)


async def _when(turn: Turn, line: Words) -> Reply:
    today, reported = date_today(turn), await _reported(turn)
    days = [today - timedelta(days=ago) for ago in range(OFFERED) if today - timedelta(days=ago) >= reported]
    rows = tuple((Button(_day_words(day, today), option=day.isoformat()),) for day in days)
    before = (Button(words("label-before-report"), option=BEFORE),)
    text = ((line,), (words("gate-type-date"),)) if reported < days[-1] else ((line,),)
    return Reply(text=text, buttons=(*rows, before), ask=Ask("gate-when", typed=True), card=CARD)


def _stays(key: str) -> Reply:
    return Reply(text=((words(key),),), buttons=(hold.CHECKED, hold.WORSE, hold.ANSWERS), card=CARD)


async def _reported(turn: Turn) -> date:
    """The local day on which what holds the person now was first told, or last told to be worse.

    Saying the same again does not move it. What the gate's own check finds was found after the visit. Where only limits
    are left, it is the day on which they were told.
    """
    standing = turn.person.standing
    if standing.hold is Hold.NONE:
        told = await check_ins.latest(turn.db, turn.person, Topic.GATE)
        since = told.finished_at if told and told.finished_at else turn.person.created_at
        return schedule.day_of(since, place_of(turn.person, turn.library))
    found = [
        event
        for event in await check_ins.triage_of(turn.db, turn.person)
        if event.detail["episode"] == standing.episode and event.detail["hold"] != Hold.NONE.name
    ]
    first = [_told_at(event) for event in found if Hold[event.detail["hold"]] >= standing.hold][:1]
    worse = [_told_at(event) for event in found if event.source in (Reason.WORSE, Reason.GATE)]
    last = max([*first, *worse], default=standing.held_since or turn.now)
    return schedule.day_of(last, place_of(turn.person, turn.library))


def _told_at(event: TriageEvent) -> datetime:
    return datetime.fromisoformat(event.detail.get(hold.TOLD_AT, event.at.isoformat()))


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
