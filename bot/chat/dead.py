"""An update that was given up: what it warned of holds all the same, and its person hears of it (docs/care.md 2.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.chat.incoming import is_forwarded, text_of
from bot.chat.signs import Signs
from bot.domain import symptoms
from bot.domain.screening import answers_of, floor
from bot.domain.standing import STRANGERS, Hold
from bot.domain.triage import assess, opening
from bot.flows import hold, warning
from bot.flows.talk import Reply, Turn, say
from bot.library import Library


def to_unknown(update: Mapping[str, Any], library: Library) -> Sequence[Reply]:
    """For somebody who is not registered: only what warns."""
    return warning.for_unknown(symptoms.read(text_of(update), library.lexicon, another=is_forwarded(update)))


async def last_words(turn: Turn, update: Mapping[str, Any], signs: Signs, *, holds: bool) -> Sequence[Reply]:
    """`holds`: whether a hold is placed too. Without it nothing is read or written, so nothing can fail."""
    person = turn.person
    reading = symptoms.read(text_of(update), turn.library.lexicon, another=is_forwarded(update))
    if told := warning.messages(person, reading):
        return await warning.heard(turn, reading) if holds else told
    screen = signs.tapped(update)
    level, answers = floor(screen), answers_of(screen)
    if level < Hold.CONSULT or person.standing.stage in STRANGERS:
        return (warning.for_stranger(person, replace(say("apology"), buttons=(hold.NEW_SYMPTOM,))),)
    before, true_of_it = person.standing.hold, opening(answers, assess(answers))
    told = (hold.message(level, true_of_it, mistake=not person.standing.mistaken),)
    if holds:
        reasons = [f"an answer whose update failed → {level.name} (2.3)"]
        await hold.place(turn, level, source="tapped", detail={"level": level.name, "reasons": reasons})
        told = (await hold.said(turn, level, true_of_it),)
    return (hold.advice(before),) if before > level else told
