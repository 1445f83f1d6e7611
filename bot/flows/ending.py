"""The end of a practice: the few questions after it (docs/care.md 4.1), and the way back to its last move."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.pace import is_new, pain_is_due
from bot.domain.programme import Kind as Form
from bot.domain.response import TOO_MUCH, belongs_to_a_move
from bot.domain.standing import may_exercise
from bot.flows import check_in, d1, move, receipt, safety, scale, setup
from bot.flows.day import Day, today
from bot.flows.pace import UNSURE, with_answers
from bot.flows.talk import Ask, Button, Reply, Turn, words
from bot.store import check_ins, people, practices
from bot.store.check_ins import CheckIn, Topic
from bot.store.practices import Practice

UNDO = timedelta(minutes=10)
QUESTIONS = (Topic.PAIN, Topic.MOVE, Topic.EFFORT)
"""In the order they are put."""


async def finish(turn: Turn, day: Day, practice: Practice) -> Sequence[Reply]:
    if all(item.state == "skipped" for item in practice.items):
        return await receipt.stopped(turn, practice)
    practice = replace(practice, state="done", finished_at=turn.now, touched_at=turn.now)
    await practices.save(turn.db, practice)
    hurt = bool((await with_answers(turn.db, turn.person, practice)).hurt)
    full = practice.kind == Form.FULL
    changed = any(is_new(item.exercise, day.pace.footings) for item in practice.items if item.state == "done")
    sessions = day.sessions_in_all + 1
    if pain_is_due(turn.person.course, sessions, changed=changed, hurt=hurt) if full else hurt:
        await check_ins.start(turn.db, turn.person, Topic.PAIN, practice_id=practice.id, now=turn.now)
        return (_ask_pain(practice),)
    return await _ask_effort(turn, practice, summed=True) if full else await receipt.of(turn, practice)


async def pain(turn: Turn) -> Sequence[Reply]:
    """0–10, the most it hurt during the practice."""
    found = await _open(turn, Topic.PAIN)
    if found is None:
        return (_gone(),)
    practice, score = found[1], int(turn.value)
    await _close(turn, found[0])
    if score > TOO_MUCH:
        turn.notes.append("most pain 8 or more: full screen")
        return await check_in.something_new(turn)
    if practice.kind != Form.FULL:
        return await receipt.of(turn, practice)
    if belongs_to_a_move(score, turn.person.course.usual):
        await check_ins.start(turn.db, turn.person, Topic.MOVE, practice_id=practice.id, now=turn.now)
        return (_ask_move(practice, (await with_answers(turn.db, turn.person, practice)).hurt),)
    return await _ask_effort(turn, practice)


async def which(turn: Turn) -> Sequence[Reply]:
    """The move that the pain belongs to: `turn.value` is its exercise, or unsure."""
    found = await _open(turn, Topic.MOVE)
    if found is None:
        return (_gone(),)
    await _close(turn, found[0])
    return await _ask_effort(turn, found[1])


async def effort(turn: Turn) -> Sequence[Reply]:
    found = await _open(turn, Topic.EFFORT)
    if found is None:
        return (_gone(),)
    await _close(turn, found[0])
    return await setup.after(turn, found[1])


async def undo(turn: Turn) -> Sequence[Reply]:
    """Take back the end of a practice: its last move is open again, and the answers after it are gone."""
    if not may_exercise(turn.person.standing):
        return await safety.refusal(turn)
    day = await today(turn)
    practice = next((each for each in day.history if each.id == turn.value), None)
    late = practice is None or practice.finished_at is None or turn.now - practice.finished_at > UNDO
    if (
        practice is None
        or late
        or not practice.items
        or practice.day != day.date
        or practice.judged
        or practice.state != "done"
        or day.open is not None
    ):
        return (Reply(text=((words("receipt-too-late"),),), buttons=(d1.to_today(),)),)
    await _forget_answers(turn, practice)
    reopened = move.marked(practice, practice.items[practice.position], turn.now, state="waiting")
    reopened = replace(reopened, state="open", finished_at=None)
    await practices.save(turn.db, reopened)
    return (move.shown(await today(turn), reopened, words("receipt-undone")),)


async def _open(turn: Turn, topic: Topic) -> tuple[CheckIn, Practice] | None:
    """The open question, and the practice it is about."""
    asked = await check_ins.open_of(turn.db, turn.person, topic)
    practice = await practices.by_id(turn.db, asked.practice_id) if asked and asked.practice_id else None
    return None if asked is None or practice is None else (asked, practice)


async def _close(turn: Turn, asked: CheckIn) -> None:
    answered = replace(asked, answers=((asked.kind, turn.value),))
    await check_ins.finish(turn.db, turn.person, answered, turn.now)


async def _forget_answers(turn: Turn, practice: Practice) -> None:
    for kind in QUESTIONS:
        unanswered = await check_ins.open_of(turn.db, turn.person, kind)
        if unanswered is not None and unanswered.practice_id == practice.id:
            await check_ins.drop(turn.db, unanswered.id)
    for each in await check_ins.about(turn.db, turn.person, practice.id):
        if each.kind in QUESTIONS:
            await check_ins.drop(turn.db, each.id)
    if turn.person.question in (*QUESTIONS, Topic.SETUP):
        turn.person = await people.settle(turn.db, turn.person)


def _ask_pain(practice: Practice) -> Reply:
    return Reply(
        text=((receipt.summary(practice),), (words("receipt-pain-ask"), words("receipt-pain-scale"))),
        buttons=scale.scores(),
        ask=Ask(Topic.PAIN),
        card=move.CARD,
    )


def _ask_move(practice: Practice, hurt: Collection[str]) -> Reply:
    done = [item.exercise for item in practice.items if item.state == "done" or item.exercise in hurt]
    moves = tuple((Button(words(f"exercise-{each}"), option=each),) for each in done)
    unsure = (Button(words("label-not-sure"), option=UNSURE),)
    return Reply(text=((words("receipt-move-ask"),),), buttons=(*moves, unsure), ask=Ask(Topic.MOVE), card=move.CARD)


async def _ask_effort(turn: Turn, practice: Practice, *, summed: bool = False) -> Sequence[Reply]:
    await check_ins.start(turn.db, turn.person, Topic.EFFORT, practice_id=practice.id, now=turn.now)
    easy, ok, hard, form = (Button(words(f"label-effort-{each}"), option=each) for each in receipt.EFFORTS)
    reply = Reply(
        text=(*(((receipt.summary(practice),),) if summed else ()), (words("receipt-effort-ask"),)),
        buttons=((easy, ok), (hard, form)),
        ask=Ask(Topic.EFFORT),
        card=move.CARD,
    )
    return (reply,)


def _gone() -> Reply:
    return Reply(text=((words("receipt-gone"),),), buttons=(d1.to_today(),))
