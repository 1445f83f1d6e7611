"""The weekly questions: pain, what it got in the way of, where it is, and the one thing (docs/care.md 4.1 and 4.3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain import easing
from bot.domain.easing import SIX_WEEKS, Relief, Weekly
from bot.domain.pace import a_rung_lower
from bot.domain.response import Step
from bot.flows import d1, doubt, scale, screen, soreness, timetable
from bot.flows.day import today
from bot.flows.finding import Reason
from bot.flows.talk import Ask, Button, Paragraph, Reply, Turn, words
from bot.store import check_ins, rungs
from bot.store.check_ins import CheckIn, Topic
from bot.store.people import Person

ASK = Ask(Topic.WEEKLY)
CARD = "check"
WHERE = "where"
BELOW, OTHER = "below", "other"
PLACES = ("back", "bum", BELOW, OTHER)


def is_due(person: Person, today: date) -> bool:
    return easing.weekly_is_due(person.course, person.started_on, today)


def nudge() -> Reply:
    """The reminder of it, in the place of a session's. It stands on locked screens."""
    answer = (Button(words("label-answer-now"), goes="checkin"),)
    ways = (Button(words("label-today"), goes="today"), Button(words("label-new-symptom"), goes="symptoms"))
    return Reply(text=((words("nudge-weekly"),),), buttons=(answer, ways), card=CARD, anew=True)


async def begin(turn: Turn) -> Sequence[Reply]:
    """The first question, after D1 was answered "nothing new"."""
    await check_ins.drop_open(turn.db, turn.person, Topic.WEEKLY)
    asked = await check_ins.start(turn.db, turn.person, Topic.WEEKLY, now=turn.now)
    return (_put(turn, asked),)


async def answer(turn: Turn) -> Sequence[Reply]:
    asked = await check_ins.open_of(turn.db, turn.person, Topic.WEEKLY)
    part = None if asked is None else _part(turn, asked)
    if asked is None or part is None:
        return (Reply(text=((words("receipt-gone"),),), buttons=d1.ways_on(turn)),)
    asked = replace(asked, answers=(*asked.answers, (part, turn.value)))
    await check_ins.save(turn.db, turn.person, asked)
    if part == WHERE and turn.value == BELOW:
        turn.notes.append("mostly below the knee: full screen (4.1)")
        return await screen.open_screen(turn, screen.said_anew(turn, Reason.D1))
    return (_put(turn, asked),) if _part(turn, asked) is not None else await _weigh(turn, asked)


def _parts(turn: Turn) -> tuple[str, ...]:
    return (*scale.PEG, WHERE, *((scale.WISH,) if turn.person.course.wish else ()))


def _part(turn: Turn, asked: CheckIn) -> str | None:
    said = dict(asked.answers)
    return next((part for part in _parts(turn) if part not in said), None)


def _put(turn: Turn, asked: CheckIn) -> Reply:
    part = _part(turn, asked)
    assert part is not None
    parts = _parts(turn)
    head = (words("weekly-title", number=parts.index(part) + 1, total=len(parts)),)
    if part == WHERE:
        rows = tuple((Button(words(f"label-where-{each}"), option=each),) for each in PLACES)
        return Reply(text=(head, (words("weekly-where"),)), buttons=rows, ask=ASK, card=CARD)
    text = (head, scale.question(part, turn.person.course.wish))
    return Reply(text=text, buttons=scale.scores(), ask=ASK, card=CARD)


async def _weigh(turn: Turn, asked: CheckIn) -> Sequence[Reply]:
    """What follows from the week; the answers are kept first."""
    await check_ins.finish(turn.db, turn.person, asked, turn.now)
    said, day = dict(asked.answers), await today(turn)
    week = _read(asked)
    before = turn.person.course.usual
    course, relief = easing.weighed(turn.person.course, week, day.date)
    await turn.become(course=course)
    await timetable.plan(turn)
    if relief is Relief.EASY_WEEK:
        await _ease(turn, before, day.date)
    if relief is Relief.CONSULT:
        told = await soreness.consult(turn)
        return (_saved(turn, ()), told)
    reply = _saved(turn, await _said(turn, week, relief, day.week))
    if said[WHERE] == OTHER:
        return (reply, *await doubt.ask(turn, ("place",), wonders=False))
    return (reply,)


async def _ease(turn: Turn, usual: float | None, today: date) -> None:
    """Seven easy days and a rung down. The last session is judged by itself, when its morning is known."""
    stands = await rungs.of(turn.db, turn.person)
    await rungs.put(turn.db, turn.person, a_rung_lower(stands, Step.EASY_WEEK, today))
    standing = turn.person.standing
    course, easy_until = easing.eased(turn.person.course, standing.easy_until, usual, today)
    await turn.become(course=course, standing=replace(standing, easy_until=easy_until))


async def _said(turn: Turn, week: Weekly, relief: Relief, number: int) -> tuple[Paragraph, ...]:
    """At most one of: an easy week, a physio because the pain is high, a physio because six weeks went by."""
    course, day = turn.person.course, (await today(turn)).date
    if relief is Relief.EASY_WEEK:
        return ((words("soreness-easy-week"),),)
    if easing.physio_is_due(course, day):
        await turn.become(course=replace(course, physio_on=(*course.physio_on, day)))
        return ((words("soreness-high"),),)
    first = await _first(turn)
    if number < SIX_WEEKS or course.six_weeks_said or first is None or not easing.is_not_easier(first, week):
        return ()
    await turn.become(course=replace(course, six_weeks_said=True))
    return ((words("soreness-six-weeks"),),)


async def _first(turn: Turn) -> Weekly | None:
    told = await check_ins.since(turn.db, turn.person, Topic.WEEKLY, turn.person.created_at)
    return _read(told[-1]) if len(told) > 1 else None


def _read(asked: CheckIn) -> Weekly:
    said = dict(asked.answers)
    wish = said.get(scale.WISH)
    pain, enjoyment, activity = (int(said[part]) for part in scale.PEG)
    return Weekly(pain, enjoyment, activity, None if wish is None else int(wish))


def _saved(turn: Turn, more: tuple[Paragraph, ...]) -> Reply:
    easier = (soreness.EASIER,) if any(words("soreness-six-weeks") in lines for lines in more) else ()
    rows = (*easier, d1.to_today()) if d1.is_open(turn) else ()
    return Reply(text=((words("weekly-saved"),), *more), buttons=rows, card=CARD)
