"""Between the first safety check and the first practice: what there is to do, and when to be reminded."""

from collections.abc import Sequence

from bot.flows import timetable
from bot.flows.day import today
from bot.flows.listing import list_of
from bot.flows.talk import Button, Kind, Paragraph, Reply, Turn, paragraph, words

CARD = "check"


async def receipt(turn: Turn, *before: Paragraph) -> Reply:
    """The first routine, under what the safety check came to."""
    day = await today(turn)
    plan = day.plan()
    if not plan.items:
        ways = (Button(words("label-just-walk"), goes="walk"), Button(words("label-later"), goes="later"))
        return Reply(
            text=(*before, paragraph(words("practice-nothing-left"))), buttons=(ways,), card=CARD, kind=Kind.EXERCISE
        )
    title = words("placing-title", moves=len(plan.items), minutes=plan.minutes)
    return Reply(
        text=(*before, paragraph(title), list_of(day, plan), paragraph(words("placing-now"))),
        buttons=(
            (Button(words("label-start-now"), goes="today-begin"),),
            (Button(words("label-one-minute"), goes="one-minute"), Button(words("label-later"), goes="later")),
        ),
        card=CARD,
        kind=Kind.EXERCISE,
    )


async def later(turn: Turn) -> Sequence[Reply]:
    """Not now: then when?"""
    return await timetable.offer(turn)
