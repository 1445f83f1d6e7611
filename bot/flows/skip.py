"""Skip: what gets in the way, asked in place, and what follows from it. The reason is not kept."""

from collections.abc import Sequence

from bot.domain.screening import BACK
from bot.domain.swaps import Swap
from bot.flows import hurt, move, practice, suits, wishes
from bot.flows.day import Day, today
from bot.flows.talk import Ask, Button, Kind, Reply, Turn, words
from bot.store import timers
from bot.store.practices import Item, Practice

HARD, HURTS, ROOM, NOT_NOW = "hard", "hurts", "room", "not-now"
WHY = {
    HARD: "label-too-hard",
    HURTS: "label-it-hurts",
    ROOM: "label-no-room",
    NOT_NOW: "label-not-now",
    BACK: "label-back",
}
JUST_THIS = "just-this"
OFFERS = {
    Swap.NO_FLOOR: "label-no-floor-today",
    Swap.NO_BAND: "label-have-no-band",
    Swap.NO_STICK: "label-have-no-stick",
}
"""What may be missing: the floor for today, things for good."""
NOTED = {Swap.NO_FLOOR: "wish-no-floor", Swap.NO_BAND: "skip-no-band", Swap.NO_STICK: "skip-no-stick"}


async def skip(turn: Turn) -> Sequence[Reply]:
    day = await today(turn)
    found = practice.current(turn, day)
    if found is None:
        return practice.stale(day)
    await timers.stop(turn.db, turn.person.id, move.CARD)
    hard, hurts, room, not_now, back = (
        Button(words(label), option=f"{reason}:{move.here(found[0])}") for reason, label in WHY.items()
    )
    rows = ((hard, hurts), (room, not_now), (back,))
    text = ((words("skip-why"),),)
    return (Reply(text=text, buttons=rows, kind=Kind.EXERCISE, ask=Ask("skip"), card=move.CARD),)


async def because(turn: Turn) -> Sequence[Reply]:
    day = await today(turn)
    reason, found = practice.chosen(turn, day)
    if found is None:
        return practice.stale(day)
    if reason == HURTS:
        return await hurt.hurt(turn)
    if reason == BACK:
        return (move.shown(day, found[0]),)
    if reason == ROOM and (offered := _offered(day, found[1])):
        return (_missing(move.here(found[0]), offered),)
    key = await _eased(turn, day, found[1]) if reason == HARD else "skip-noted"
    return await _skipped(turn, day, *found, key)


async def missing(turn: Turn) -> Sequence[Reply]:
    """The floor, for today; a band or a broomstick, for good; or just this move."""
    day = await today(turn)
    what, found = practice.chosen(turn, day)
    if found is None:
        return practice.stale(day)
    if what == JUST_THIS:
        return await _skipped(turn, day, *found, "skip-noted")
    swap = Swap(what)
    if swap is Swap.NO_FLOOR:
        await wishes.for_today(turn, day, swap)
    else:
        await suits.keep(turn, swap)
    note = words(NOTED[swap])
    return await practice.give_way(turn, found[1], shown=note, left_out=note)


def _offered(day: Day, item: Item) -> list[Swap]:
    """What would change this move, and was not said before."""
    exercise, rung = day.library.exercises[item.exercise], day.rung(item)
    told = day.person.course.swaps_on(day.date)
    return [swap for swap in OFFERS if swap not in told and exercise.fitted(rung, {swap}) != rung]


def _missing(at: str, offered: Sequence[Swap]) -> Reply:
    rows = (
        *((Button(words(OFFERS[swap]), option=f"{swap}:{at}"),) for swap in offered),
        (Button(words("label-just-this"), option=f"{JUST_THIS}:{at}"),),
    )
    text = ((words("skip-what"),),)
    return Reply(text=text, buttons=rows, kind=Kind.EXERCISE, ask=Ask("skip-room"), card=move.CARD)


async def _eased(turn: Turn, day: Day, item: Item) -> str:
    """A rung easier next time, where there is one."""
    return "skip-gentlest" if await practice.keep_easier(turn, day, item) is None else "skip-easier"


async def _skipped(turn: Turn, day: Day, open_one: Practice, item: Item, key: str) -> Sequence[Reply]:
    return await practice.advance(turn, day, move.marked(open_one, item, turn.now, state="skipped"), words(key))
