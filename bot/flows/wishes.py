"""What is wished for today alone: less, nothing on the floor, nothing with the band, or another move for one."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import exercise
from bot.domain.programme import Kind as Form
from bot.domain.swaps import Swap
from bot.flows import d1, practice, suits
from bot.flows.day import Day, today
from bot.flows.talk import Button, Kind, Reply, Turn, Words, words
from bot.flows.today import CARD, card

WISHED = {Swap.NO_FLOOR: "wish-no-floor", Swap.NO_BAND: "wish-no-band"}
TAKEN_BACK = {Swap.NO_FLOOR: "wish-floor-again", Swap.NO_BAND: "wish-band-again"}


async def change(turn: Turn) -> Sequence[Reply]:
    """Change today. What does not suit for good is changed where that is kept."""
    day = await today(turn)
    open_to = [swap for swap in WISHED if swap not in turn.person.course.swaps]
    wished = [swap for swap in open_to if swap in turn.person.course.swaps_on(day.date)]
    toggles = tuple(Button(suits.label(swap, on=swap in wished), goes=f"wish:{swap}") for swap in open_to)
    lines = (
        *(words("today-change-minute"), words("today-change-sore"), words("today-change-kit")),
        *(words("today-change-swap"), *(words(WISHED[swap]) for swap in wished)),
    )
    rows = (
        (
            Button(words("label-one-minute"), goes="one-minute"),
            Button(words("label-sore-day"), goes=f"today-begin:{d1.SORE}"),
        ),
        *((toggles,) if toggles else ()),
        (Button(words("label-swap"), goes="swap"),),
        (Button(words("label-why"), goes="today-why"),),
        (Button(words("label-back"), goes="today"),),
    )
    return (Reply(text=((words("today-change"),), lines), buttons=rows, card=CARD, kind=Kind.EXERCISE),)


async def wish(turn: Turn) -> Sequence[Reply]:
    """No floor, or no band, today. Tapped again it is taken back; typed it is only ever wished."""
    swap = next((each for each in WISHED if each == turn.value.casefold().replace(" ", "-")), None)
    if swap is None:
        return await change(turn)
    course = turn.person.course
    if swap in course.swaps:
        return await suits.show(turn)
    day = await today(turn)
    if turn.tapped and swap in course.swaps_on(day.date):
        await turn.become(course=course.taking_back(day.date, swaps=frozenset({swap})))
        return (_card(await today(turn), words(TAKEN_BACK[swap])),)
    await for_today(turn, day, swap)
    return (_card(await practice.refit(turn), words(WISHED[swap])),)


async def for_today(turn: Turn, day: Day, swap: Swap) -> None:
    await turn.become(course=turn.person.course.wishing(day.date, swaps=frozenset({swap})))
    turn.notes.append(f"{swap}: today (5.7)")


async def swap(turn: Turn) -> Sequence[Reply]:
    """The moves of today; what may take the place of `turn.value`; or, with a second one behind it, that it does."""
    day = await today(turn)
    if day.open is not None or day.done is not None:
        return (card(day),)
    name, _, chosen = turn.value.partition(":")
    planned = [item.exercise for item in day.plan(Form.REST if day.is_rest else Form.FULL).items]
    if name not in planned:
        rows = [(Button(_name(each), goes=f"swap:{each}"),) for each in planned]
        return (_page((words("swap-which"),), (*rows, _back("today-change"))),)
    moves = turn.person.course.moves_on(day.date)
    instead_of = next((each for each, other in moves.items() if other == name), name)
    offered = _stand_ins(day, instead_of, planned)
    if chosen in offered:
        return (await _chosen(turn, day, instead_of, chosen),)
    if not offered:
        return (_page((words("swap-none", name=_name(name)),), (_back("swap"),)),)
    lines = [words("swap-line", name=_name(each), purpose=words(f"exercise-{each}.purpose")) for each in offered]
    rows = [(Button(_name(each), goes=f"swap:{name}:{each}"),) for each in offered]
    return (_page((words("swap-for", name=_name(name)), *lines), (*rows, _back("swap"))),)


async def _chosen(turn: Turn, day: Day, instead_of: str, chosen: str) -> Reply:
    course = turn.person.course
    if chosen == instead_of:
        await turn.become(course=course.taking_back(day.date, moves=frozenset({chosen})))
        note = words("swap-back", name=_name(chosen))
    else:
        await turn.become(course=course.wishing(day.date, moves={instead_of: chosen}))
        note = words("swap-done", name=_name(chosen), other=_name(instead_of))
    turn.notes.append(f"{chosen} in the place of {instead_of} today (5.7)")
    return _card(await today(turn), note)


def _stand_ins(day: Day, instead_of: str, planned: Sequence[str]) -> tuple[str, ...]:
    """And the move itself, where another stands in for it."""
    course = day.person.course
    found = exercise.stand_ins(
        day.library.exercises[instead_of],
        day.library.exercises.values(),
        swaps=course.swaps_on(day.date),
        withheld=day.facts.withheld,
        planned=planned,
    )
    return (*found, instead_of) if instead_of in course.moves_on(day.date) else found


def _card(day: Day, note: Words) -> Reply:
    """Today's card again, under what has just changed."""
    shown = card(day)
    return replace(shown, text=((note,), *shown.text))


def _page(lines: tuple[Words, ...], rows: Sequence[tuple[Button, ...]]) -> Reply:
    return Reply(text=(lines,), buttons=tuple(rows), card=CARD, kind=Kind.EXERCISE)


def _name(exercise_id: str) -> Words:
    return words(f"exercise-{exercise_id}")


def _back(way: str) -> tuple[Button, ...]:
    return (Button(words("label-back"), goes=way),)
