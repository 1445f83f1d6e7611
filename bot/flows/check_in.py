"""Anything new or worse? What follows from the answer, wherever it was asked (docs/care.md 1.1)."""

from collections.abc import Sequence

from bot.domain.standing import Hold
from bot.flows import d1, screen, weekly
from bot.flows.day import today
from bot.flows.finding import Reason
from bot.flows.talk import Ask, Button, Reply, Turn, paragraph, words

ASK = Ask("checkin")
NOTHING, NEW = "nothing", "new"


async def checkin(turn: Turn) -> Sequence[Reply]:
    """The question by itself, without a practice behind it; the full check where that is due."""
    if screen.is_due(turn):
        return await screen.routine(turn)
    day = await today(turn)
    if day.checked and weekly.is_due(turn.person, day.date):
        return await weekly.begin(turn)
    signs = d1.question()[1:]
    rows = (
        (Button(words("label-nothing-to-note"), option=NOTHING),),
        (Button(words("label-yes-not-sure"), option=NEW),),
    )
    return (Reply(text=(paragraph(words("checkin-ask"), *signs),), buttons=rows, ask=ASK, card="check", anew=True),)


async def answer(turn: Turn) -> Sequence[Reply]:
    if turn.value != NOTHING:
        return await something_new(turn)
    await nothing_new(turn)
    clear = turn.person.standing.held is Hold.NONE
    if clear and weekly.is_due(turn.person, (await today(turn)).date):
        return await weekly.begin(turn)
    rows = (d1.to_today(),) if clear else ()
    return (Reply(text=((words("checkin-noted"),),), buttons=rows, card="check"),)


async def something_new(turn: Turn) -> Sequence[Reply]:
    """Yes or not sure: no exercise until the full screen is finished."""
    return await screen.open_screen(turn, screen.said_anew(turn, Reason.D1))


async def nothing_new(turn: Turn) -> None:
    """The check of today, unless something holds: then only the way out of the hold counts."""
    if turn.person.standing.held is Hold.NONE:
        await turn.become(checked_at=turn.now)
