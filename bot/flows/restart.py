"""Where somebody takes up again who came through the gate (docs/care.md 2.4 and 3.3)."""

from bot.domain import schedule
from bot.domain.programme import USUAL
from bot.domain.standing import Hold, Stage
from bot.domain.triage import Answers, Legs
from bot.flows.day import place_of
from bot.flows.talk import Turn
from bot.library import Library
from bot.store import check_ins, practices

GATE = "gate"


def withheld(library: Library) -> frozenset[str]:
    """The exercises that wait while a leg symptom is there but unchanged, or a clinician set limits."""
    return frozenset(library.exercises) - frozenset(library.programme.restricted)


async def restricted(turn: Turn, answers: Answers) -> frozenset[str]:
    """What is withheld after this clearance, besides what was already."""
    gate = await check_ins.latest(turn.db, turn.person, GATE)
    limits = gate is not None and ("answer", "limits") in gate.answers
    standing = turn.person.standing
    leg = standing.hold is Hold.CONSULT and answers.legs is Legs.OLD_CLEARED
    return standing.restricted | withheld(turn.library) if limits or leg else standing.restricted


async def after(turn: Turn, hold: Hold) -> None:
    """The point in the programme at which it goes on: after an emergency its first day, else a rung down."""
    if turn.person.standing.stage is not Stage.ACTIVE or hold < Hold.CONSULT:
        return
    today = schedule.day_of(turn.now, place_of(turn.person, turn.library))
    levels = await practices.levels(turn.db, turn.person.id)
    for exercise in turn.library.exercises:
        level = levels.get(exercise, USUAL)
        lower = min(level, USUAL) if hold is Hold.EMERGENCY else max(level - 1, 0)
        if lower != level:
            await practices.set_level(turn.db, turn.person.id, exercise, lower, today)
    if hold is Hold.EMERGENCY:
        await turn.become(started_on=today)
    turn.notes.append("week 1 again" if hold is Hold.EMERGENCY else "one rung down (2.4)")
