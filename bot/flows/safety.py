"""What anybody gets about safety, at any time: help, the short advice, and the ways on from a message."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.standing import Hold, Stage
from bot.flows import d1, doubt, follow_up, hold, screen, welcome
from bot.flows.finding import Reason
from bot.flows.talk import Kind, Reply, Turn, words
from bot.store import check_ins
from bot.store.check_ins import Topic


async def get_help(turn: Turn) -> Sequence[Reply]:
    return (when_to_get_help(welcome.country_of(turn.person)),)


def when_to_get_help(country: str | None) -> Reply:
    return Reply(text=((words("safety-when-to-get-help"),),), kind=Kind.SAFETY, country=country)


async def refusal(turn: Turn) -> Sequence[Reply]:
    """Instead of what was wanted: the way in, the check that is open, or the short advice."""
    standing = turn.person.standing
    if standing.stage in (Stage.NEW, Stage.CONSENTING):
        return await welcome.again(turn)
    told = await screen.overdue(turn)
    if standing.stage is Stage.SCREENING:
        held = () if standing.hold is Hold.NONE else (hold.advice(standing.hold),)
        return (*(told or held), *await screen.resume(turn))
    return (*told, *await screen.resume(turn)) if told else await advice(turn)


async def advice(turn: Turn) -> Sequence[Reply]:
    """The message or the doubt that is still open, else the short advice; nothing for somebody whom nothing holds."""
    held = turn.person.standing.held
    if held is Hold.OPEN_QUESTION and (asked := await doubt.again(turn)):
        return asked
    return () if held is Hold.NONE else await screen.overdue(turn) or (hold.advice(held),)


async def finish(turn: Turn) -> Sequence[Reply]:
    """Finish the check: the one question, where that is all that is open, or the screen."""
    return await doubt.again(turn) or await screen.resume(turn)


async def mistake(turn: Turn) -> Sequence[Reply]:
    """T7: the full screen again, once in an episode. Until then everything stays stopped."""
    standing = turn.person.standing
    if standing.hold is not Hold.EMERGENCY or standing.mistaken:
        return await _as_things_are(turn)
    await turn.become(standing=replace(standing, mistaken=True))
    reasons = ["T7: tapped by mistake, the full screen again"]
    await hold.record(turn, Hold.NONE, source=Reason.MISTAKE, detail={"reasons": reasons})
    return await screen.open_screen(turn, Reason.MISTAKE)


async def getting_help(turn: Turn) -> Sequence[Reply]:
    if turn.person.standing.hold is not Hold.EMERGENCY:
        return await _as_things_are(turn)
    rows = (hold.ANSWERS, hold.CHECKED)
    return (Reply(text=((words("safety-getting-help"),),), buttons=rows, kind=Kind.SAFETY),)


async def not_yet(turn: Turn) -> Sequence[Reply]:
    """Nobody has had a look yet: the message of the level once more."""
    standing = turn.person.standing
    if standing.hold < Hold.CLEAR_FIRST:
        return await _as_things_are(turn)
    told = await screen.overdue(turn)
    return told or (await hold.said(turn, standing.hold, await hold.openings(turn)),)


async def same(turn: Turn) -> Sequence[Reply]:
    return await _still(turn, "same")


async def better(turn: Turn) -> Sequence[Reply]:
    return await _still(turn, "better")


async def _still(turn: Turn, how: str) -> Sequence[Reply]:
    """Neither answer ends a hold (T2)."""
    standing = turn.person.standing
    if standing.held is not Hold.CONSULT:
        return await not_yet(turn)
    last = await check_ins.latest(turn.db, turn.person, Topic.FOLLOW_UP)
    episode = ("source", str(standing.episode))
    asked_before = last is not None and episode in last.answers
    answer = await check_ins.start(turn.db, turn.person, Topic.FOLLOW_UP, answers=(episode, ("how", how)), now=turn.now)
    await check_ins.finish(turn.db, turn.person, answer, turn.now)
    turn.notes.append(f"follow-up: {how}; the hold stays (T2)")
    still = Reply(text=((words("safety-still-paused"),),), buttons=(hold.CHECKED, hold.NOT_YET), kind=Kind.SAFETY)
    offered = asked_before or standing.walks or standing.stage is not Stage.ACTIVE
    return (still,) if offered else (still, follow_up.walk_offer())


async def _as_things_are(turn: Turn) -> Sequence[Reply]:
    """A button of an earlier time."""
    told = await advice(turn)
    return told or (Reply(text=((words("held-no-longer"),),), buttons=(d1.to_today(),)),)
