"""What is said and done about a back that has been sore for a while (docs/care.md 4.3)."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import easing
from bot.domain.standing import Hold
from bot.domain.triage import Opening
from bot.flows import d1, hold
from bot.flows.day import today
from bot.flows.talk import Button, Reply, Turn, words

SOURCE = "soreness"
"""Of a hold that sore weeks brought."""
REASON = "sore weeks that an easy week did not settle → CONSULT (4.3)"
EASIER = (Button(words("label-easier-week"), goes="easier-week"),)


async def consult(turn: Turn) -> Reply:
    """Worth a proper check, and no exercise until then."""
    detail = {"reasons": [REASON], "openings": [Opening.SORE.value]}
    await hold.place(turn, Hold.CONSULT, source=SOURCE, detail=detail)
    return await hold.said(turn, Hold.CONSULT, (Opening.SORE,))


async def easier_week(turn: Turn) -> Sequence[Reply]:
    """Seven gentle days, because somebody wants them."""
    day, standing = await today(turn), turn.person.standing
    await turn.become(standing=replace(standing, easy_until=easing.until(standing.easy_until, day.date)))
    return (Reply(text=((words("soreness-easier-week"),),), buttons=d1.ways_on(turn)),)
