"""The end of a practice: at most two questions (docs/care.md 4.1), then the receipt, which can be undone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.programme import Kind as Form
from bot.domain.standing import Stage, may_exercise
from bot.flows import bubble, check_in, d1, move, safety, timetable
from bot.flows.day import Day, today
from bot.flows.talk import Ask, Button, Reply, Turn, Words, paragraph, words
from bot.store import check_ins, people, practices
from bot.store.check_ins import Topic
from bot.store.practices import Practice

UNDO = timedelta(minutes=10)
EVERY_TIME = 5
"""The first practices that each ask for the pain; after them every third does."""
EVERY = 3
STRONG = 8
"""From this score on the practice stops and the full screen opens (docs/care.md 4.3)."""
EFFORTS = ("easy", "ok", "hard", "form")
FELT_WORDS = ("receipt-felt-easy", "receipt-felt-ok", "receipt-felt-hard", "receipt-felt-form")


def pain_is_due(sessions: int, *, hurt: bool) -> bool:
    """`sessions` counts the one just done. Asking each time makes people watch their pain (docs/care.md 4.1)."""
    return hurt or sessions <= EVERY_TIME or sessions % EVERY == 0


async def finish(turn: Turn, day: Day, practice: Practice) -> Sequence[Reply]:
    if all(item.state == "skipped" for item in practice.items):
        return await stop(turn, day, practice)
    practice = replace(practice, state="done", finished_at=turn.now, touched_at=turn.now)
    await practices.save(turn.db, practice)
    hurt = bool(await check_ins.since(turn.db, turn.person, Topic.HURT, practice.started_at))
    full = practice.kind == Form.FULL
    if hurt or (full and pain_is_due(day.sessions_in_all + 1, hurt=hurt)):
        await check_ins.start(turn.db, turn.person, Topic.PAIN, practice_id=practice.id, now=turn.now)
        return (_ask_pain(practice),)
    if full:
        return await _put_effort(turn, practice, (_summary(practice),))
    return await _receipt(turn, practice)


async def stop(turn: Turn, day: Day, practice: Practice, card: str = move.CARD) -> Sequence[Reply]:
    """Over before its end, by choice. Nothing is asked."""
    await practices.save(turn.db, replace(practice, state="stopped", finished_at=turn.now, touched_at=turn.now))
    done = sum(item.state == "done" for item in practice.items)
    line = words("receipt-stopped", done=done, moves=len(practice.items)) if done else words("receipt-nothing-done")
    upcoming = day.next_session()
    reply = Reply(text=(paragraph(line, *((upcoming,) if upcoming else ())),), buttons=(d1.to_today(),), card=card)
    return (reply, *await _first_time(turn))


async def pain(turn: Turn) -> Sequence[Reply]:
    """0–10, the most it hurt during the practice."""
    asked = await check_ins.open_of(turn.db, turn.person, Topic.PAIN)
    practice = await practices.by_id(turn.db, asked.practice_id) if asked and asked.practice_id else None
    if asked is None or practice is None:
        return (_gone(),)
    score = int(turn.value)
    await check_ins.finish(turn.db, turn.person, replace(asked, answers=((Topic.PAIN, str(score)),)), turn.now)
    if score >= STRONG:
        turn.notes.append("most pain 8 or more: full screen")
        return await check_in.something_new(turn)
    if practice.kind == Form.FULL:
        return await _put_effort(turn, practice, ())
    return await _receipt(turn, practice)


async def effort(turn: Turn) -> Sequence[Reply]:
    asked = await check_ins.open_of(turn.db, turn.person, Topic.EFFORT)
    practice = await practices.by_id(turn.db, asked.practice_id) if asked and asked.practice_id else None
    if asked is None or practice is None:
        return (_gone(),)
    await check_ins.finish(turn.db, turn.person, replace(asked, answers=((Topic.EFFORT, turn.value),)), turn.now)
    return await _receipt(turn, practice)


async def undo(turn: Turn) -> Sequence[Reply]:
    """Take back the end of a practice: its last move is open again, and the answers after it are gone."""
    if not may_exercise(turn.person.standing):
        return await safety.refusal(turn)
    day = await today(turn)
    practice = next((each for each in day.history if each.id == turn.value), None)
    late = practice is None or practice.finished_at is None or turn.now - practice.finished_at > UNDO
    if practice is None or late or practice.state != "done" or day.open is not None:
        return (Reply(text=((words("receipt-too-late"),),), buttons=(d1.to_today(),)),)
    await _forget_answers(turn, practice)
    reopened = move.marked(practice, practice.items[practice.position], turn.now, state="waiting")
    reopened = replace(reopened, state="open", finished_at=None)
    await practices.save(turn.db, reopened)
    return (move.shown(await today(turn), reopened, words("receipt-undone")),)


async def _forget_answers(turn: Turn, practice: Practice) -> None:
    for kind in (Topic.PAIN, Topic.EFFORT):
        unanswered = await check_ins.open_of(turn.db, turn.person, kind)
        answered = await check_ins.since(turn.db, turn.person, kind, practice.finished_at or turn.now)
        for each in (*answered, *((unanswered,) if unanswered else ())):
            if each.practice_id == practice.id:
                await check_ins.drop(turn.db, each.id)
    if turn.person.question in (Topic.PAIN, Topic.EFFORT):
        turn.person = await people.settle(turn.db, turn.person)


def _ask_pain(practice: Practice) -> Reply:
    return Reply(
        text=((_summary(practice),), (words("receipt-pain-ask"), words("receipt-pain-scale"))),
        buttons=scores(),
        ask=Ask(Topic.PAIN),
        card=move.CARD,
    )


async def _put_effort(turn: Turn, practice: Practice, before: tuple[Words, ...]) -> Sequence[Reply]:
    await check_ins.start(turn.db, turn.person, Topic.EFFORT, practice_id=practice.id, now=turn.now)
    reply = Reply(
        text=(*((line,) for line in before), (words("receipt-effort-ask"),)),
        buttons=(
            (
                Button(words("label-effort-easy"), option=EFFORTS[0]),
                Button(words("label-effort-ok"), option=EFFORTS[1]),
            ),
            (
                Button(words("label-effort-hard"), option=EFFORTS[2]),
                Button(words("label-effort-form"), option=EFFORTS[3]),
            ),
        ),
        ask=Ask(Topic.EFFORT),
        card=move.CARD,
    )
    return (reply,)


async def _receipt(turn: Turn, practice: Practice) -> Sequence[Reply]:
    day = await today(turn)
    most, effort = await _answer(turn, practice, Topic.PAIN), await _answer(turn, practice, Topic.EFFORT)
    upcoming = day.next_session()
    lines = [_summary(practice)]
    saved = [words("receipt-most-pain", score=most)] if most is not None else []
    if effort is not None:
        saved.append(words(FELT_WORDS[EFFORTS.index(effort)]))
    if saved:
        what = saved[0] if len(saved) == 1 else words("receipt-both", first=saved[0], second=saved[1])
        lines.append(words("receipt-saved", what=what))
    week = words("sessions-this-week", done=day.sessions_this_week, planned=day.sessions_a_week)
    lines.append(week if practice.kind == Form.FULL else words("receipt-kept"))
    if upcoming is not None:
        lines.append(upcoming)
    undo_it = (Button(words("label-undo"), goes=f"undo:{practice.id}"),)
    reply = Reply(text=(tuple(lines),), buttons=(undo_it,), card=move.CARD)
    above = (bubble.done(day, day.done),) if day.done and await bubble.is_on_screen(turn, day) else ()
    return (*above, reply, *await _first_time(turn))


async def _first_time(turn: Turn) -> Sequence[Reply]:
    """After the first practice: when to be reminded."""
    return await timetable.offer(turn) if turn.person.standing.stage is Stage.PLACING else ()


async def _answer(turn: Turn, practice: Practice, kind: Topic) -> str | None:
    found = await check_ins.latest(turn.db, turn.person, kind)
    return dict(found.answers).get(kind) if found and found.practice_id == practice.id else None


def _summary(practice: Practice) -> Words:
    done = sum(item.state == "done" for item in practice.items)
    return words("receipt-done", moves=done, minutes=move.minutes_of(practice))


def scores() -> tuple[tuple[Button, ...], ...]:
    """0 to 10, in two rows."""
    return tuple(
        tuple(Button(words("label-score", score=score), option=str(score)) for score in row)
        for row in (range(6), range(6, 11))
    )


def _gone() -> Reply:
    return Reply(text=((words("receipt-gone"),),), buttons=(d1.to_today(),))
