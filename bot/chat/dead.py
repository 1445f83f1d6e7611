"""An update that was given up: what it warned of holds all the same, and its person hears of it (docs/care.md 2.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.chat.incoming import is_forwarded, text_of
from bot.chat.signs import Signs
from bot.domain import symptoms
from bot.domain.screening import answers_of, floor
from bot.domain.standing import Hold
from bot.domain.triage import assess, opening
from bot.flows import hold, warning
from bot.flows.talk import Reply, Turn, say


async def last_words(turn: Turn, update: Mapping[str, Any], signs: Signs, *, holds: bool) -> Sequence[Reply]:
    """`holds`: whether a hold is placed too. Without it nothing is written, so nothing can fail."""
    reading = symptoms.read(text_of(update), turn.library.lexicon, another=is_forwarded(update))
    if told := warning.messages(reading):
        return await warning.heard(turn, reading) if holds else told
    screen = signs.tapped(update)
    level, answers = floor(screen), answers_of(screen)
    if level < Hold.CONSULT:
        return (replace(say("apology"), buttons=(hold.NEW_SYMPTOM,)),)
    if holds:
        reasons = [f"an answer whose update failed → {level.name} (2.3)"]
        await hold.place(turn, level, source="tapped", detail={"level": level.name, "reasons": reasons})
    before = turn.person.standing.hold
    return (hold.advice(before) if before > level else hold.message(level, opening(answers, assess(answers))),)
