"""It hurt: where, how much, and what follows from it (docs/care.md 4.3)."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.response import BEARABLE, TOO_MUCH
from bot.domain.swaps import Swap
from bot.flows import check_in, doubt, hold, move, practice, restart, scale, suits
from bot.flows.day import Day, today
from bot.flows.talk import Ask, Button, Kind, Reply, Turn, words
from bot.store import check_ins, practices
from bot.store.check_ins import CheckIn, Topic
from bot.store.practices import Item, Practice

EASED, STRONG, LEG, JOINT, UNSURE = "eased", "strong", "leg", "joint", "unsure"
JOINTS = {"wrist": Swap.WRISTS, "knee": Swap.KNEES, "shoulder": Swap.SHOULDER}
OTHER = "other"


async def hurt(turn: Turn) -> Sequence[Reply]:
    """The move is over at once, before anything is asked."""
    day = await today(turn)
    found = practice.current(turn, day)
    if found is None:
        return practice.stale(day)
    open_one, item = found
    await practices.save(turn.db, move.marked(open_one, item, turn.now, state="skipped"))
    await hold.open_question(turn)
    await check_ins.drop_open(turn.db, turn.person, Topic.HURT)
    await check_ins.start(
        turn.db, turn.person, Topic.HURT, answers=(("exercise", item.exercise),), practice_id=open_one.id, now=turn.now
    )
    choices = (
        Button(words("label-hurt-eased"), option=EASED),
        Button(words("label-hurt-strong"), option=STRONG),
        Button(words("label-hurt-leg"), option=LEG),
        Button(words("label-hurt-joint"), option=JOINT),
        Button(words("label-hurt-unsure"), option=UNSURE),
    )
    text = ((words("hurt-sorry"), words("hurt-where")),)
    return (Reply(text=text, buttons=tuple((each,) for each in choices), ask=Ask(Topic.HURT), card=move.CARD),)


async def where(turn: Turn) -> Sequence[Reply]:
    asked = await _note(turn, "where", turn.value, closes=turn.value != STRONG)
    if turn.value in (LEG, UNSURE):
        if asked is not None:
            await restart.hurt_leg(turn, dict(asked.answers)["exercise"])
        await practices.stop_open(turn.db, turn.person.id, turn.now)
        turn.notes.append("pain into the leg, or not sure: full screen")
        return await check_in.something_new(turn)
    if turn.value == STRONG:
        text = ((words("hurt-how-much"), words("receipt-pain-scale")),)
        return (Reply(text=text, buttons=scale.scores(), ask=Ask("hurt-pain"), card=move.CARD),)
    await _harmless(turn)
    day = await today(turn)
    found = _stopped_at(day)
    if found is None:
        return practice.stale(day)
    if turn.value == JOINT:
        return (_which_joint(move.here(found[0])),)
    if turn.value == EASED and move.easier(day, found[1]) is not None:
        return (await practice.lower(turn, day, *found),)
    return await practice.advance(turn, day, found[0], words("hurt-left-out"))


async def joint(turn: Turn) -> Sequence[Reply]:
    """What spares it is kept from now on, and the move shown so at once, where there is a way (docs/care.md 5.7)."""
    day = await today(turn)
    which, found = practice.chosen(turn, day)
    if found is None:
        return practice.stale(day)
    left_out = words("hurt-joint")
    if which not in JOINTS:
        return await practice.advance(turn, day, found[0], left_out)
    await suits.keep(turn, JOINTS[which])
    return await practice.give_way(turn, found[1], shown=words("hurt-joint-form"), left_out=left_out)


async def how_much(turn: Turn) -> Sequence[Reply]:
    score = int(turn.value)
    await _note(turn, "pain", str(score), closes=True)
    if score > TOO_MUCH:
        await practices.stop_open(turn.db, turn.person.id, turn.now)
        turn.notes.append("8 or more: full screen")
        return await check_in.something_new(turn)
    await _harmless(turn)
    day = await today(turn)
    found = _stopped_at(day)
    if found is None:
        return practice.stale(day)
    if score <= BEARABLE:
        return await practice.advance(turn, day, found[0], words("hurt-left-out"))
    await practice.keep_easier(turn, day, found[1])
    return await practice.advance(turn, day, found[0], words("hurt-easier-next-time"))


def _which_joint(at: str) -> Reply:
    rows = (
        tuple(Button(words(f"label-joint-{each}"), option=f"{each}:{at}") for each in JOINTS),
        (Button(words("label-joint-other"), option=f"{OTHER}:{at}"),),
        (Button(words("label-suits"), goes="suits"),),
    )
    text = ((words("hurt-which-joint"),),)
    return Reply(text=text, buttons=rows, kind=Kind.EXERCISE, ask=Ask("hurt-joint"), card=move.CARD)


def _stopped_at(day: Day) -> tuple[Practice, Item] | None:
    return None if day.open is None else (day.open, day.open.items[day.open.position])


async def _harmless(turn: Turn) -> None:
    if not await doubt.takes_over(turn):
        await hold.question_answered(turn)


async def _note(turn: Turn, name: str, answer: str, *, closes: bool) -> CheckIn | None:
    asked = await check_ins.open_of(turn.db, turn.person, Topic.HURT)
    if asked is None:
        return None
    asked = replace(asked, answers=(*asked.answers, (name, answer)))
    if closes:
        await check_ins.finish(turn.db, turn.person, asked, turn.now)
    else:
        await check_ins.save(turn.db, turn.person, asked)
    return asked
