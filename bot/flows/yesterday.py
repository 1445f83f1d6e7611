"""What was done the day before and not noted, or was noted and not done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain import progress, schedule
from bot.domain.programme import Kind as Form
from bot.domain.schedule import DAY
from bot.domain.standing import is_quiet, may_exercise, may_walk
from bot.flows import garden, safety
from bot.flows.dates import month_words
from bot.flows.day import WALK, date_today, place_of, whole
from bot.flows.talk import Ask, Button, Reply, Turn, Words, words
from bot.flows.typed import minutes_of
from bot.flows.walk import lengths
from bot.store import practices
from bot.store.practices import Item, Practice

CARD = "yesterday"
ASK = Ask("yesterday-walked", typed=True)
DONE = {Form.FULL: "yesterday-full", Form.ONE_MINUTE: "yesterday-one_minute", WALK: "yesterday-walked"}
BACK = (Button(words("label-back"), goes="progress"),)


async def show(turn: Turn) -> Sequence[Reply]:
    return (replace(await _card(turn), anew=True),)


async def session(turn: Turn) -> Sequence[Reply]:
    """The session that was planned for that day."""
    return await _practised(turn, Form.FULL)


async def bit(turn: Turn) -> Sequence[Reply]:
    """Part of it, or any one move: it keeps the day."""
    return await _practised(turn, Form.ONE_MINUTE)


async def walk(turn: Turn) -> Sequence[Reply]:
    """How long was it?"""
    if not may_walk(turn.person.standing):
        return await safety.refusal(turn)
    return (_how_long("walk-how-long") if _is_meant(turn) else await _card(turn),)


async def walked(turn: Turn) -> Sequence[Reply]:
    """So many minutes, tapped or typed."""
    if not may_walk(turn.person.standing):
        return await safety.refusal(turn)
    minutes = minutes_of(turn.value)
    if minutes is None:
        return (_how_long("walk-not-minutes"),)
    await practices.note(
        turn.db, turn.person.id, day=_date(turn), kind=WALK, minutes=minutes, at=turn.now - DAY, now=turn.now
    )
    turn.notes.append(f"a walk of {minutes} minutes noted for yesterday")
    return (await _card(turn, words("yesterday-saved")),)


async def nothing(turn: Turn) -> Sequence[Reply]:
    """Takes back what was noted by hand; what was done with the bot stays."""
    if not _is_meant(turn):
        return (await _card(turn),)
    was_there = await practices.take_back(turn.db, turn.person.id, _date(turn))
    return (await _card(turn, words("yesterday-taken-back") if was_there else None),)


async def _practised(turn: Turn, kind: Form) -> Sequence[Reply]:
    there = await _noted(turn)
    if not _is_meant(turn) or not _is_wanted(kind, there):
        return (await _card(turn),)
    yesterday, day = _date(turn), await whole(turn)
    before = sum(each.day < yesterday for each in day.sessions)
    plan = replace(day, date=yesterday, sessions_in_all=before).plan(kind)
    if not plan.items:
        return (await _card(turn, words("practice-nothing-left")),)
    items = [Item(at, each.exercise, each.rung.level, each.first, state="done") for at, each in enumerate(plan.items)]
    await practices.note(
        turn.db,
        turn.person.id,
        day=yesterday,
        kind=kind,
        week=plan.week,
        letter=plan.letter,
        minutes=plan.minutes,
        items=items,
        at=turn.now - DAY,
        now=turn.now,
    )
    turn.notes.append(f"{kind} noted for yesterday: no rung follows")
    return (await _card(turn, words("yesterday-saved")),)


def _is_wanted(kind: Form, there: Sequence[Practice]) -> bool:
    """A session can follow a bit; a day has one session, and a bit adds nothing to a day that is kept."""
    done = [each.kind for each in there if each.kind != WALK and each.state == "done"]
    return Form.FULL not in done if kind is Form.FULL else not done


async def _card(turn: Turn, note: Words | None = None) -> Reply:
    yesterday, there = _date(turn), await _noted(turn)
    title = words("yesterday-title", date=words("day-date", day=yesterday.day, month=month_words(yesterday)))
    head = (title, *((note,) if note else ()))
    if _is_before(turn):
        return Reply(text=(head, (words("yesterday-before"),)), buttons=(BACK,), card=CARD)
    lines = [_line(each) for each in reversed(there)] or [words("yesterday-nothing")]
    day = await whole(turn)
    if yesterday in progress.kept(await garden.days_of(turn, day), day.date):
        lines.append(words("yesterday-kept"))
    return Reply(text=(head, tuple(lines)), buttons=_buttons(turn, there), card=CARD)


def _buttons(turn: Turn, there: Sequence[Practice]) -> tuple[tuple[Button, ...], ...]:
    day, standing = _date(turn).isoformat(), turn.person.standing
    rows = []
    if may_exercise(standing) and not is_quiet(standing, turn.now):
        if _is_wanted(Form.FULL, there):
            rows.append(Button(words("label-yesterday-session"), goes=f"yesterday-session:{day}"))
        if _is_wanted(Form.ONE_MINUTE, there):
            rows.append(Button(words("label-yesterday-bit"), goes=f"yesterday-bit:{day}"))
    if may_walk(standing):
        rows.append(Button(words("label-yesterday-walk"), goes=f"yesterday-walk:{day}"))
    if any(each.by_hand for each in there):
        rows.append(Button(words("label-yesterday-nothing"), goes=f"yesterday-nothing:{day}"))
    return (*((row,) for row in rows), BACK)


def _line(practice: Practice) -> Words:
    done = sum(each.state == "done" for each in practice.items)
    if practice.state != "done":
        return words("yesterday-stopped", done=done, moves=len(practice.items))
    line = words(DONE.get(practice.kind, "yesterday-easy"), moves=done, minutes=practice.minutes)
    return words("yesterday-by-hand", what=line) if practice.by_hand else line


async def _noted(turn: Turn) -> list[Practice]:
    """Newest first."""
    yesterday = _date(turn)
    return [each for each in await practices.since(turn.db, turn.person.id, yesterday) if each.day == yesterday]


def _is_meant(turn: Turn) -> bool:
    """Whether the button is of today: one of an earlier day meant another yesterday."""
    return turn.value == _date(turn).isoformat() and not _is_before(turn)


def _is_before(turn: Turn) -> bool:
    """Whether that day was before the person's first one here."""
    return _date(turn) < schedule.day_of(turn.person.created_at, place_of(turn.person, turn.library))


def _date(turn: Turn) -> date:
    return date_today(turn) - DAY


def _how_long(key: str) -> Reply:
    return Reply(text=((words(key),),), buttons=(lengths(),), ask=ASK, card=CARD)
