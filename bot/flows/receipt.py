"""What stands at the end of a practice: what was done and saved, and what comes next."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.programme import Kind as Form
from bot.domain.standing import Stage
from bot.flows import bubble, d1, move, timetable
from bot.flows.day import today
from bot.flows.pace import with_answers
from bot.flows.talk import Ask, Button, Paragraph, Reply, Turn, Words, paragraph, words
from bot.store import practices
from bot.store.check_ins import Topic
from bot.store.practices import Practice

EFFORTS = ("easy", "ok", "hard", "form")
FELT_WORDS = ("receipt-felt-easy", "receipt-felt-ok", "receipt-felt-hard", "receipt-felt-form")

Rows = tuple[tuple[Button, ...], ...]


async def stopped(turn: Turn, practice: Practice, card: str = move.CARD) -> Sequence[Reply]:
    """Over before its end, by choice. Nothing is asked."""
    await practices.save(turn.db, replace(practice, state="stopped", finished_at=turn.now, touched_at=turn.now))
    done = sum(item.state == "done" for item in practice.items)
    line = words("receipt-stopped", done=done, moves=len(practice.items)) if done else words("receipt-nothing-done")
    upcoming = (await today(turn)).next_session()
    reply = Reply(text=(paragraph(line, *((upcoming,) if upcoming else ())),), buttons=(d1.to_today(),), card=card)
    return (reply, *await first_time(turn))


async def of(turn: Turn, practice: Practice) -> Sequence[Reply]:
    """The receipt; after the first practice, when to be reminded."""
    day = await today(turn)
    above = (bubble.done(day, day.done),) if day.done and await bubble.is_on_screen(turn, day) else ()
    return (*above, await card(turn, practice), *await first_time(turn))


async def card(turn: Turn, practice: Practice, asked: Paragraph = (), rows: Rows = (), ask: Ask | None = None) -> Reply:
    """The receipt by itself, with a question beneath it."""
    text = (await _lines(turn, practice), *((asked,) if asked else ()))
    undo = (Button(words("label-undo"), goes=f"undo:{practice.id}"),)
    return Reply(text=text, buttons=(*rows, undo), card=move.CARD, ask=ask)


async def first_time(turn: Turn) -> Sequence[Reply]:
    """After the first practice: when to be reminded."""
    return await timetable.offer(turn) if turn.person.standing.stage is Stage.PLACING else ()


def summary(practice: Practice) -> Words:
    done = sum(item.state == "done" for item in practice.items)
    return words("receipt-done", moves=done, minutes=move.minutes_of(practice))


async def _lines(turn: Turn, practice: Practice) -> Paragraph:
    day, told = await today(turn), await with_answers(turn.db, turn.person, practice)
    upcoming = day.next_session()
    lines = [summary(practice)]
    effort = told.answer(Topic.EFFORT)
    saved = [words("receipt-most-pain", score=str(told.pain))] if told.pain is not None else []
    if effort is not None:
        saved.append(words(FELT_WORDS[EFFORTS.index(effort)]))
    if saved:
        what = saved[0] if len(saved) == 1 else words("receipt-both", first=saved[0], second=saved[1])
        lines.append(words("receipt-saved", what=what))
    week = words("sessions-this-week", done=day.sessions_this_week, planned=day.sessions_a_week)
    lines.append(week if practice.kind == Form.FULL else words("receipt-kept"))
    return (*lines, *((upcoming,) if upcoming else ()))
