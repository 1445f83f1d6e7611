"""Words of crisis: a person to talk to, and a quiet day. Nothing is paused for it (docs/care.md 2.6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain import schedule
from bot.domain.standing import UNASKED, Hold
from bot.flows import hold
from bot.flows.day import place_of
from bot.flows.talk import Kind, Reply, Turn, words
from bot.store import outbox, practices, slots
from bot.store.slots import Outcome

LASTS = timedelta(hours=12)
"""A quiet day is no shorter, however late in the day the words came."""


def message(country: str | None = None) -> Reply:
    """`country`: before consent, where the person's own is not kept."""
    return Reply(text=((words("safety-crisis"),),), buttons=(hold.GET_HELP,), kind=Kind.SAFETY, country=country)


async def answered(turn: Turn) -> Sequence[Reply]:
    """The message; until the quiet day ends there are no reminders and there is no exercise."""
    until = schedule.end_of_day(turn.now + LASTS, place_of(turn.person, turn.library))
    await turn.become(standing=replace(turn.person.standing, quiet_until=until))
    await outbox.cancel(turn.db, turn.person.id, turn.now, kinds=(Kind.EXERCISE,), slots=True)
    await slots.close_open(turn.db, turn.person.id, Outcome.CANCELLED, turn.now, kinds=UNASKED)
    await hold.stop_timers(turn)
    await practices.stop_open(turn.db, turn.person.id, turn.now)
    reasons = ["words: crisis → the crisis message, and a quiet day (2.6)"]
    await hold.record(turn, Hold.NONE, source="crisis", detail={"reasons": reasons})
    return (message(),)


def rest() -> Reply:
    """In the place of anything about exercise, on such a day."""
    return Reply(text=((words("safety-quiet-day"),),), buttons=(hold.GET_HELP, hold.NEW_SYMPTOM))


def without_exercise(replies: Sequence[Reply]) -> Sequence[Reply]:
    """On the same card, so that no button of it is left."""
    return [replace(rest(), card=each.card, anew=each.anew) if each.kind is Kind.EXERCISE else each for each in replies]
