"""A practice from its first move to its last: done, easier, and giving way to what does not suit."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.exercise import Level, minutes
from bot.domain.programme import Item as PlannedItem
from bot.domain.programme import Kind as Form
from bot.domain.programme import LeftOut
from bot.domain.response import Footing
from bot.flows import bubble, d1, ending, move, restart
from bot.flows.day import Day, today
from bot.flows.pace import settle
from bot.flows.talk import Button, Reply, Turn, Words, words
from bot.store import practices, rungs, timers
from bot.store.practices import Item, Practice

WALK = (Button(words("label-walk"), goes="walk"),)
FORMS = {
    d1.FULL: Form.FULL,
    d1.EASY: Form.EASY,
    d1.SORE: Form.SORE,
    d1.ONE_MINUTE: Form.ONE_MINUTE,
    d1.REST: Form.REST,
}


async def begin(turn: Turn, wish: str) -> Sequence[Reply]:
    """Open what D1 let through. One that was left half way goes on, unless a new start was wished for."""
    day = await today(turn)
    if day.open is not None and wish in (d1.CARRY_ON, d1.FULL):
        await timers.stop(turn.db, turn.person.id, move.CARD)
        return (replace(move.card(day, day.open), anew=await bubble.is_lower(turn, bubble.CARD, move.CARD)),)
    again = Form(day.open.kind) if wish == d1.AGAIN and day.open is not None else None
    await practices.stop_open(turn.db, turn.person.id, turn.now)
    if wish.startswith(d1.MOVE):
        return await _single(turn, day, wish.removeprefix(d1.MOVE))
    plan = day.plan(day.form(again or FORMS.get(wish, Form.FULL)))
    if not plan.items:
        return (Reply(text=((words("practice-nothing-left"),),), buttons=(WALK,), card=move.CARD),)
    practice = await practices.add(
        turn.db,
        turn.person.id,
        day=day.date,
        kind=plan.kind.value,
        week=plan.week,
        letter=plan.letter,
        minutes=plan.minutes,
        items=[_item(at, item) for at, item in enumerate(plan.items)],
        now=turn.now,
    )
    if plan.kind is not Form.ONE_MINUTE:
        await settle(turn, day.date, day.pace, plan.steps_up)
    turn.notes.append(f"practice {plan.kind}: week {plan.week} {plan.letter}, {len(plan.items)} moves")
    note = words("practice-back", name=words(f"exercise-{day.back}")) if day.back and plan.kind is Form.FULL else None
    return (replace(move.card(day, practice, note), anew=True),)


def _item(at: int, item: PlannedItem) -> Item:
    return Item(at, item.exercise, item.rung.level, item.first, form=item.rung.form, sets=item.rung.dose.sets)


async def _single(turn: Turn, day: Day, exercise_id: str) -> Sequence[Reply]:
    """One exercise by itself, from the list. It keeps the day and does not stop the session later."""
    if exercise_id not in day.library.exercises or exercise_id in day.facts.withheld:
        return (Reply(text=((words("practice-withheld"),),), card=move.CARD),)
    item = day.alone(exercise_id)
    if isinstance(item, LeftOut):
        if day.facts.rests(exercise_id):
            return (Reply(text=((words("practice-rests"),),), card=move.CARD),)
        way = (Button(words("label-suits"), goes="suits"),)
        return (Reply(text=((words("practice-unsuited"),),), buttons=(way,), card=move.CARD),)
    practice = await practices.add(
        turn.db,
        turn.person.id,
        day=day.date,
        kind=Form.ONE_MINUTE.value,
        week=day.week,
        letter="",
        minutes=minutes((item.rung.dose,)),
        items=[_item(0, item)],
        now=turn.now,
    )
    return (replace(move.card(day, practice), anew=True),)


async def done(turn: Turn) -> Sequence[Reply]:
    day = await today(turn)
    found = current(turn, day)
    if found is None:
        return stale(day)
    practice, item = found
    return await advance(turn, day, move.marked(practice, item, turn.now, state="done"))


async def easier(turn: Turn) -> Sequence[Reply]:
    """One rung down, at once and from now on."""
    day = await today(turn)
    found = current(turn, day)
    if found is None:
        return stale(day)
    practice, item = found
    return (await lower(turn, day, practice, item),)


async def lower(turn: Turn, day: Day, practice: Practice, item: Item) -> Reply:
    level = await keep_easier(turn, day, item)
    if level is None:
        return move.shown(day, practice, words("practice-gentlest"))
    eased = move.at_rung(day, item, day.library.exercises[item.exercise].rung(level))
    at = {"level": eased.level, "form": eased.form, "sets": eased.sets}
    practice = move.refitted(day, move.marked(practice, item, turn.now, state="waiting", **at))
    await practices.save(turn.db, practice)
    return move.shown(day, practice, words("practice-easier"))


async def keep_easier(turn: Turn, day: Day, item: Item) -> Level | None:
    """A rung down from now on, and what was counted at the one above counts no more. None on the gentlest."""
    level = move.easier(day, item)
    if level is not None:
        own = Footing(move.own_level(day, item, level), day.date)
        await rungs.put(turn.db, turn.person, {item.exercise: own})
        turn.notes.append(f"{item.exercise}: rung {level}, tapped")
    return level


async def refit(turn: Turn) -> Day:
    """Today, with what still waits of an open practice as it suits by now."""
    day = await today(turn)
    if day.open is None:
        return day
    practice = move.refitted(day, day.open)
    waiting = [item.position for item in practice.items if item.state == "waiting"]
    if waiting and practice.position not in waiting:
        practice = replace(practice, position=waiting[0])
    await practices.save(turn.db, practice)
    return await today(turn)


async def give_way(turn: Turn, item: Item, *, shown: Words, left_out: Words) -> Sequence[Reply]:
    """The move one was at as it suits by now, or the next one where that leaves it out or changes nothing."""
    day = await today(turn)
    if day.open is None:
        return stale(day)
    practice = move.refitted(day, move.marked(day.open, item, turn.now, state="waiting"))
    if practice.items[item.position] not in (replace(item, state="waiting"), replace(item, state="skipped")):
        await practices.save(turn.db, practice)
        return (move.shown(day, practice, shown),)
    return await advance(turn, day, move.marked(practice, item, turn.now, state="skipped"), left_out)


async def advance(turn: Turn, day: Day, practice: Practice, note: Words | None = None) -> Sequence[Reply]:
    """On to the next move that is waiting, or to the end."""
    waiting = next((item for item in practice.items if item.state == "waiting"), None)
    if waiting is None:
        replies = await ending.finish(turn, day, replace(practice, touched_at=turn.now))
        await restart.bring_back(turn)
        return replies
    practice = replace(practice, position=waiting.position, touched_at=turn.now)
    await practices.save(turn.db, practice)
    return (move.shown(day, practice, note),)


def current(turn: Turn, day: Day) -> tuple[Practice, Item] | None:
    """The open practice and its move, where `turn.value` ("practice:position", or nothing typed) means just that."""
    practice = day.open
    if practice is None or turn.value not in ("", move.here(practice)):
        return None
    return practice, practice.items[practice.position]


def chosen(turn: Turn, day: Day) -> tuple[str, tuple[Practice, Item] | None]:
    """The option of a question about a move, and that move, where it is still the one."""
    option, _, turn.value = turn.value.partition(":")
    return option, current(turn, day)


def stale(day: Day) -> Sequence[Reply]:
    """A button of a move that is over: it skips nothing."""
    if day.open is None:
        return (Reply(text=((words("practice-over"),),), buttons=(d1.to_today(),), card=move.CARD),)
    return (move.shown(day, day.open, words("practice-here")),)
