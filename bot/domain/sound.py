"""What one hears of a timed dose: a soft tone wherever there is something to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.exercise import Dose
from bot.domain.guide import Part, Phase, phases_of

HALF_FROM = 16
"""Seconds of a hold from which on its middle is told."""


class Sound(StrEnum):
    """How somebody likes to be timed."""

    OFF = "off"
    WITH = "with"
    """A countdown, and tones beside it."""
    INSTEAD = "instead"
    """Tones alone."""


class Tone(StrEnum):
    READY = "ready"
    START = "start"
    HALF = "half"
    END = "end"
    SWITCH = "switch"
    REST = "rest"


OPENS = {Part.READY: Tone.READY, Part.HOLD: Tone.START, Part.SWITCH: Tone.SWITCH, Part.REST: Tone.REST}
"""What is heard as a phase begins."""


@dataclass(frozen=True, slots=True)
class Cue:
    at: float
    """Seconds from the beginning."""
    tone: Tone


def cues_of(dose: Dose) -> Iterator[Cue]:
    """In their order. Where a hold ends and another side or a rest begins at once, that says it."""
    at, phases = 0.0, phases_of(dose)
    for phase, following in zip(phases, (*phases[1:], None), strict=True):
        if phase.part in OPENS:
            yield Cue(at, OPENS[phase.part])
        if phase.part is Part.HOLD and phase.seconds >= HALF_FROM:
            yield Cue(at + phase.seconds / 2, Tone.HALF)
        at += phase.seconds
        if phase.part is Part.HOLD and _is_let_go(following):
            yield Cue(at, Tone.END)


def seconds_of(dose: Dose) -> int:
    """Of the whole recording, with the last tone's ringing."""
    return sum(phase.seconds for phase in phases_of(dose)) + RINGING


def name_of(dose: Dose) -> str:
    """Of its recording: one for all exercises of the same dose, such as "6x2-every-3" or "3-2x10-sides-every-3"."""
    sets = "-".join(str(each) for each in dose.sets)
    sides = "-sides" if dose.sides > 1 else ""
    rests = f"-rest-{dose.rest}" if len(dose.sets) > 1 else ""
    return f"{sets}x{dose.hold}{sides}-every-{dose.pace}{rests}"


RINGING = 1
"""Seconds after the last hold, in which its end is heard."""


def _is_let_go(following: Phase | None) -> bool:
    return following is None or following.part not in OPENS
