"""What suits me: what changes a move or leaves it out until the person says otherwise (docs/care.md 5.7)."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.screening import READY
from bot.domain.swaps import Swap
from bot.flows import check_in, d1, practice
from bot.flows.talk import Ask, Button, Kind, Reply, Turn, Words, words

ASK = Ask("suits")
CARD = "suits"
LEGS = "legs"
"""Heavy or sore on walking, and eased by sitting. That is no swap: it needs a check."""


async def show(turn: Turn) -> Sequence[Reply]:
    return (_card(turn),)


async def answer(turn: Turn) -> Sequence[Reply]:
    """One more thing ticked or not, or the end of the list."""
    if turn.value == LEGS:
        return await check_in.something_new(turn)
    if turn.value == READY:
        return (Reply(text=((words("suits-saved"),),), buttons=(d1.to_today(),), card=CARD),)
    course, swap = turn.person.course, Swap(turn.value)
    if swap in course.swaps:
        await turn.become(course=replace(course, swaps=course.swaps - {swap}))
    else:
        await keep(turn, swap)
        await practice.refit(turn)
    return (_card(turn),)


async def keep(turn: Turn, swap: Swap) -> None:
    course = turn.person.course
    await turn.become(course=replace(course, swaps=course.swaps | {swap}))
    turn.notes.append(f"{swap}: from now on (5.7)")


def label(swap: Swap, *, on: bool) -> Words:
    name = words(f"label-suits-{swap}")
    return words("label-ticked", item=name) if on else name


def _card(turn: Turn) -> Reply:
    told = turn.person.course.swaps
    on = tuple(words(f"suits-{swap}") for swap in Swap if swap in told)
    rows = (
        *((Button(label(swap, on=swap in told), option=swap),) for swap in Swap),
        (Button(words("label-suits-legs"), option=LEGS),),
        (Button(words("label-ready"), option=READY),),
    )
    return Reply(
        text=((words("suits-title"), words("suits-tap")), on or (words("suits-none"),), (words("suits-legs"),)),
        buttons=rows,
        kind=Kind.EXERCISE,
        ask=ASK,
        card=CARD,
    )
