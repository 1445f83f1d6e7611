"""Words of crisis: a person to talk to, and a quiet day. Nothing is paused for it (docs/care.md 2.6)."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import schedule
from bot.domain.standing import Hold, NudgeKind
from bot.flows import hold
from bot.flows.day import place_of
from bot.flows.talk import Button, Kind, Reply, Turn, words
from bot.store import outbox, slots
from bot.store.slots import Outcome

GET_HELP = (Button(words("label-get-help"), goes="gethelp"),)


def message(country: str | None = None) -> Reply:
    """`country`: before consent, where the person's own is not kept."""
    return Reply(text=((words("safety-crisis"),),), buttons=(GET_HELP,), kind=Kind.SAFETY, country=country)


async def answered(turn: Turn) -> Sequence[Reply]:
    """The message; until the day ends there are no reminders and there is no exercise."""
    until = schedule.end_of_day(turn.now, place_of(turn.person, turn.library))
    await turn.become(standing=replace(turn.person.standing, quiet_until=until))
    await outbox.cancel(turn.db, turn.person.id, turn.now, kinds=(Kind.EXERCISE,), slots=True)
    nudges = (NudgeKind.SESSION, NudgeKind.WALK)
    await slots.close_open(turn.db, turn.person.id, Outcome.CANCELLED, turn.now, kinds=nudges)
    reasons = ["words: crisis → the crisis message, and a quiet day (2.6)"]
    await hold.record(turn, Hold.NONE, source="crisis", detail={"reasons": reasons})
    return (message(),)


def rest() -> Reply:
    """In the place of anything about exercise, on such a day."""
    return Reply(text=((words("safety-quiet-day"),),), buttons=(GET_HELP,))


def without_exercise(replies: Sequence[Reply]) -> Sequence[Reply]:
    """On the same card, so that no button of it is left."""
    return [replace(rest(), card=each.card, anew=each.anew) if each.kind is Kind.EXERCISE else each for each in replies]
