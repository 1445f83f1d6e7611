"""How the back was after the last session: one tap in the next session's bubble, before its plan is made (docs/care.md 4.1)."""

from collections.abc import Sequence

from bot.domain.easing import Relief
from bot.domain.response import Morning
from bot.flows import check_in, soreness, today
from bot.flows.day import Day
from bot.flows.day import today as day_of
from bot.flows.pace import settle
from bot.flows.talk import Reply, Turn
from bot.store import check_ins
from bot.store.check_ins import Topic

ANSWERS = {*today.MORNINGS, Morning.UNANSWERED}


async def answer(turn: Turn) -> Sequence[Reply]:
    """`turn.value` is the practice and how it was after it, with a colon between. Then today's card."""
    practice_id, _, said = turn.value.rpartition(":")
    day = await day_of(turn)
    if day.last is None or not day.asks_morning or practice_id != day.last.practice.id or said not in ANSWERS:
        return await today.show(turn)
    asked = await check_ins.start(
        turn.db,
        turn.person,
        Topic.MORNING,
        answers=((Topic.MORNING, Morning(said)),),
        practice_id=day.last.practice.id,
        now=turn.now,
    )
    await check_ins.finish(turn.db, turn.person, asked, turn.now)
    return await _follows(turn, await day_of(turn))


async def _follows(turn: Turn, day: Day) -> Sequence[Reply]:
    """What is written now cannot follow twice."""
    response, relief = day.pace.response, day.pace.relief
    await settle(turn, day.date, day.pace)
    if relief is Relief.CONSULT:
        return (await soreness.consult(turn),)
    if response is not None and response.screen:
        turn.notes.append("a lot more sore after 6 or 7: full screen (4.2)")
        return await check_in.something_new(turn)
    return await today.show(turn)
