"""Yes, with limits: which exercises a clinician said to leave out (docs/care.md 3.2)."""

from collections.abc import Collection

from bot.domain.screening import READY, TICK
from bot.flows.questions import CARD
from bot.flows.talk import Ask, Button, Reply, Words, words
from bot.library import Library
from bot.store.check_ins import CheckIn

ASK = Ask("gate-limits")
LIMITS, LEFT_OUT, CLOSED = "limits", "left-out", "closed"
NONE, UNSURE = "none", "unsure"
GIVEN = ("answer", LIMITS)


def withheld(library: Library) -> frozenset[str]:
    """The exercises that wait while a leg symptom is there but unchanged (docs/care.md 3.3)."""
    return frozenset(library.programme.comes_back)


def question(library: Library, ticked: Collection[str] = ()) -> Reply:
    rows = tuple((Button(_label(each, ticked), option=TICK + each),) for each in library.exercises)
    ready = ((Button(words("label-ready"), option=READY),),) if ticked else ()
    ends = ((Button(words("label-none-of-these"), option=NONE),), (Button(words("label-not-sure"), option=UNSURE),))
    return Reply(
        text=((words("gate-limits"), words("gate-limits-unsure")),),
        buttons=(*rows, *ready, *ends),
        ask=ASK,
        card=CARD,
    )


def toggled(gate: CheckIn, exercise: str) -> tuple[tuple[str, str], ...]:
    tick = (LEFT_OUT, exercise)
    return tuple(each for each in gate.answers if each != tick) if tick in gate.answers else (*gate.answers, tick)


def ticked(gate: CheckIn) -> frozenset[str]:
    return frozenset(answer for question, answer in gate.answers if question == LEFT_OUT)


def left_out(library: Library, gate: CheckIn | None) -> frozenset[str]:
    """What the gate that was passed says. Not sure is the gentle list alone: nothing of the rest is said to be OK."""
    if gate is None or GIVEN not in gate.answers:
        return frozenset()
    closed = dict(gate.answers).get(CLOSED)
    if closed == NONE:
        return frozenset()
    return ticked(gate) if closed == READY else withheld(library)


def _label(exercise: str, ticked: Collection[str]) -> Words:
    name = words(f"exercise-{exercise}")
    return words("label-ticked", item=name) if exercise in ticked else name
