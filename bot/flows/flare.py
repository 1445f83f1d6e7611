"""A sore day, asked for: two easy moves and a short walk. The third in a row asks how much it hurts (docs/care.md 4.3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain import schedule
from bot.domain.programme import Kind as Form
from bot.domain.response import TOO_MUCH
from bot.flows import check_in, d1, scale, soreness
from bot.flows.day import Day, today
from bot.flows.talk import Ask, Reply, Turn, words
from bot.store import check_ins
from bot.store.check_ins import Topic

ASK = Ask(Topic.FLARE)
CARD = "today"
IN_A_ROW = 3


async def asks(turn: Turn, day: Day) -> bool:
    """Whether this would be the third sore day running, and it was not asked today."""
    sore = {each.day for each in day.history if each.kind == Form.SORE}
    before = (day.date - timedelta(days=back) for back in range(1, IN_A_ROW))
    if not all(each in sore for each in before):
        return False
    told = await check_ins.latest(turn.db, turn.person, Topic.FLARE)
    return told is None or schedule.day_of(told.finished_at or turn.now, day.place) < day.date


async def ask(turn: Turn) -> Sequence[Reply]:
    await check_ins.drop_open(turn.db, turn.person, Topic.FLARE)
    await check_ins.start(turn.db, turn.person, Topic.FLARE, now=turn.now)
    text = ((words("flare-ask"), words("receipt-pain-scale")),)
    return (Reply(text=text, buttons=scale.scores(), ask=ASK, card=CARD),)


async def answer(turn: Turn) -> Sequence[Reply]:
    """Eight and more opens the full screen; less says that a physio is worth seeing, and goes on with the easy day."""
    asked = await check_ins.open_of(turn.db, turn.person, Topic.FLARE)
    if asked is None:
        return (Reply(text=((words("receipt-gone"),),), buttons=(d1.to_today(),)),)
    answered = replace(asked, answers=((Topic.FLARE, turn.value),))
    await check_ins.finish(turn.db, turn.person, answered, turn.now)
    if int(turn.value) > TOO_MUCH:
        turn.notes.append("a third sore day, 8 or more: full screen (4.3)")
        return await check_in.something_new(turn)
    day = await today(turn)
    rows = (*(d1.start(d1.SORE) if day.checked else d1.answers(d1.SORE)), soreness.EASIER)
    question = () if day.checked else (d1.question(),)
    ask_d1 = None if day.checked else d1.ASK
    return (Reply(text=((words("soreness-third"),), *question), buttons=rows, ask=ask_d1, card=CARD),)
