"""While somebody waits to be checked: the same, better, and a reminder to walk (docs/care.md 2.5)."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.standing import Hold, Stage
from bot.flows import hold, safety, timetable, zone
from bot.flows.day import WALK
from bot.flows.talk import Button, Kind, Reply, Turn, words
from bot.store import check_ins, routines

KIND = "follow-up"
YES, NO = "yes", "no"
NOT_YET = (Button(words("label-not-yet"), goes="not-yet"),)


async def same(turn: Turn) -> Sequence[Reply]:
    return await _still(turn, "same")


async def better(turn: Turn) -> Sequence[Reply]:
    return await _still(turn, "better")


async def walks(turn: Turn) -> Sequence[Reply]:
    """The answer to the offer of a daily walk reminder, `turn.value` being yes or no."""
    standing = turn.person.standing
    if standing.held is not Hold.CONSULT or standing.stage is not Stage.ACTIVE:
        return await safety.not_yet(turn)
    if turn.value != YES:
        await turn.become(standing=replace(standing, walks=False))
        await timetable.plan(turn)
        return (Reply(text=((words("walk-offer-no"),),)),)
    await turn.become(standing=replace(standing, walks=True))
    turn.notes.append("walking reminders while held (2.5)")
    routine = (await routines.of(turn.db, turn.person.id)).get(WALK)
    await timetable.set_routine(turn, WALK, routine.time if routine else timetable.MIDDAY)
    walk = (await routines.of(turn.db, turn.person.id))[WALK]
    line = words("walk-offer-yes", time=walk.time, days=timetable.days_words(walk.weekdays))
    if turn.person.zone is None:
        return (replace(zone.question(turn, line), anew=True),)
    return (Reply(text=((line, words("walk-caution")),), buttons=(timetable.to_settings(),)),)


async def _still(turn: Turn, how: str) -> Sequence[Reply]:
    """Neither answer ends a hold (T2)."""
    standing = turn.person.standing
    if standing.held is not Hold.CONSULT:
        return await safety.not_yet(turn)
    last = await check_ins.latest(turn.db, turn.person, KIND)
    episode = ("source", str(standing.episode))
    asked_before = last is not None and episode in last.answers
    answer = await check_ins.start(turn.db, turn.person, KIND, answers=(episode, ("how", how)), now=turn.now)
    await check_ins.finish(turn.db, turn.person, answer, turn.now)
    turn.notes.append(f"follow-up: {how}; the hold stays (T2)")
    still = Reply(text=((words("safety-still-paused"),),), buttons=(hold.CHECKED, NOT_YET), kind=Kind.SAFETY)
    offered = asked_before or standing.walks or standing.stage is not Stage.ACTIVE
    return (still,) if offered else (still, _walk_offer())


def _walk_offer() -> Reply:
    rows = (
        (Button(words("label-yes"), goes=f"walks:{YES}"),),
        (Button(words("label-no"), goes=f"walks:{NO}"),),
    )
    return Reply(text=((words("safety-walk-offer"),),), buttons=rows, kind=Kind.SAFETY)
