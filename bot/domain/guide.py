"""A timed dose, phase by phase: get ready, into place, hold, the other side, rest.

Like a walk's, where it stands follows from a row and the clock alone. Times are whole milliseconds, as they are kept.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import accumulate

from bot.domain.exercise import Dose
from bot.domain.timer import Moment, Urgency

READY = 5
"""Seconds from the tap to the mat."""
TURN = 5
"""Seconds to turn to the other side, besides what the repetition takes."""
MORE = 10
MOST_MORE = 60
"""Seconds that are added to one phase, at most."""
PATIENCE = timedelta(minutes=15)
"""Who paused for so long has gone on to something else."""
RETRY = timedelta(seconds=1)
QUICKEST, SLOWEST = 2, 5
"""Seconds a dot stands for."""
FEW = 5
"""Dots of a short phase, at most."""


class Part(StrEnum):
    READY = "ready"
    PLACE = "place"
    """Out of one repetition and into the next."""
    HOLD = "hold"
    SWITCH = "switch"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Phase:
    part: Part
    seconds: int
    side: int = 1
    number: int = 1
    """The repetition, of `of` in its set and on its side. Of what comes between: the one that it leads to."""
    of: int = 1

    @property
    def dots(self) -> int:
        return max(1, min(self.seconds // QUICKEST, FEW), -(-self.seconds // SLOWEST))


@cache
def phases_of(dose: Dose) -> tuple[Phase, ...]:
    """Getting ready and turning round come on top of the dose's own seconds: they are part of changing over."""
    phases = [Phase(Part.READY, READY)]
    for each, reps in enumerate(dose.sets):
        for side in range(1, dose.sides + 1):
            if side > 1:
                phases.append(Phase(Part.SWITCH, TURN, side))
            elif each > 0:
                phases.append(Phase(Part.REST, dose.rest))
            for number in range(1, reps + 1):
                phases.append(Phase(Part.PLACE, dose.pace, side, number, reps))
                phases.append(Phase(Part.HOLD, dose.hold, side, number, reps))
    return tuple(phases)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a card shows."""

    phase: Phase
    filled: int
    """Of the phase's dots."""
    at: int
    """Which phase it is, from 0."""


@dataclass(frozen=True, slots=True)
class Guide:
    dose: Dose
    started_at: datetime
    paused_at: datetime | None = None
    """Since when it stands still."""
    paused_for: timedelta = timedelta(0)
    """In the pauses before."""
    added: Mapping[int, int] = field(default_factory=dict)
    """Seconds by phase."""

    @property
    def phases(self) -> tuple[Phase, ...]:
        plain = phases_of(self.dose)
        if not self.added:
            return plain
        return tuple(replace(each, seconds=each.seconds + self.added.get(at, 0)) for at, each in enumerate(plain))

    @property
    def length(self) -> timedelta:
        return timedelta(seconds=sum(each.seconds for each in self.phases))

    def elapsed(self, now: datetime) -> timedelta:
        since = (self.paused_at or now) - self.started_at - self.paused_for
        return min(max(since, timedelta(0)), self.length)

    def is_over(self, now: datetime) -> bool:
        return self.elapsed(now) >= self.length

    def is_given_up(self, now: datetime) -> bool:
        return self.paused_at is not None and now >= self.paused_at + PATIENCE

    def frame(self, now: datetime) -> Frame:
        phases, elapsed = self.phases, self.elapsed(now)
        ends = _ends(phases)
        at = min(bisect_right(ends, elapsed), len(phases) - 1)
        phase = phases[at]
        begun = ends[at] - timedelta(seconds=phase.seconds)
        passed = sum(begun + each <= elapsed for each in _dots(phase))
        return Frame(phase, passed, at)

    def moment(self, since: datetime, now: datetime) -> Moment | None:
        """The end, or that nobody came back from a pause. Nothing else is said; `since` is as for a walk."""
        del since
        return Moment.END if self.is_over(now) or self.is_given_up(now) else None

    def urgency(self, since: datetime, now: datetime) -> Urgency:
        """Of the frame of now, where nothing was shown from `since` on."""
        if self.paused_at is not None:
            return Urgency.DOTS
        first, last = since - self.started_at - self.paused_for, self.elapsed(now)
        phases = self.phases
        ended = {phase.part for phase, end in zip(phases, _ends(phases), strict=True) if first <= end <= last}
        if Part.HOLD in ended:
            return Urgency.RELEASE
        return Urgency.CHANGE if ended else Urgency.DOTS

    def next_at(self, now: datetime, *, shown: bool = True) -> datetime:
        """When it next looks different. What was not `shown` now is shown a little later."""
        if self.paused_at is not None:
            return self.paused_at + PATIENCE
        phases, elapsed = self.phases, self.elapsed(now)
        frame = self.frame(now)
        end = _ends(phases)[frame.at]
        begun = end - timedelta(seconds=frame.phase.seconds)
        coming = [end, *(begun + each for each in _dots(frame.phase))] if shown else [end, elapsed + RETRY]
        due = min((each for each in coming if each > elapsed), default=end)
        return self.started_at + self.paused_for + min(due, end)

    def paused(self, now: datetime) -> "Guide":
        return self if self.paused_at is not None else replace(self, paused_at=max(now, self.started_at))

    def resumed(self, now: datetime) -> "Guide":
        if self.paused_at is None:
            return self
        stood = max(now - self.paused_at, timedelta(0)) // timedelta(milliseconds=1)
        return replace(self, paused_at=None, paused_for=self.paused_for + timedelta(milliseconds=stood))

    def longer(self, now: datetime) -> "Guide":
        """More of the phase of now."""
        if self.is_over(now):
            return self
        at = self.frame(now).at
        return replace(self, added={**self.added, at: min(self.added.get(at, 0) + MORE, MOST_MORE)})


def _ends(phases: tuple[Phase, ...]) -> list[timedelta]:
    return [timedelta(seconds=each) for each in accumulate(phase.seconds for phase in phases)]


def _dots(phase: Phase) -> list[timedelta]:
    """When each is filled, from the beginning of the phase."""
    return [timedelta(milliseconds=1000 * phase.seconds * each // phase.dots) for each in range(1, phase.dots + 1)]
