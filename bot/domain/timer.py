"""What counts down: how far it is at an instant, what is to be said then, and when there is more to show.

Nothing runs between two looks: where it stands follows from its start and the clock alone, so a restart, a computer
that slept and a clock that jumped all find the right place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, IntEnum, auto

STEP = timedelta(seconds=15)
"""A card changes no more often than this."""
DOTS = 10
LATE = timedelta(minutes=1)
"""So long after half-time it is no longer worth a word."""


class Moment(Enum):
    """What is said, and not only shown."""

    HALF = auto()
    END = auto()


class Urgency(IntEnum):
    """Which frame goes first where the rate has no room for all."""

    RELEASE = 0
    """A hold is over: nobody is kept in it."""
    CHANGE = 1
    DOTS = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """What a card shows."""

    elapsed: timedelta
    dots: int
    """Filled ones, of `DOTS`."""

    @property
    def minutes(self) -> int:
        """Whole ones."""
        return self.elapsed // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Countdown:
    seconds: int
    started_at: datetime

    @property
    def length(self) -> timedelta:
        return timedelta(seconds=self.seconds)

    @property
    def half_at(self) -> datetime:
        return self.started_at + self.length / 2

    @property
    def ends_at(self) -> datetime:
        return self.started_at + self.length

    def frame(self, now: datetime) -> Frame:
        elapsed = min(max(now - self.started_at, timedelta(0)), self.length)
        return Frame(elapsed, DOTS * elapsed // self.length)

    def moment(self, since: datetime, now: datetime) -> Moment | None:
        """What is to be said of the time from `since` to `now`: the newest, and no half-time that is long over."""
        if now >= self.ends_at:
            return Moment.END
        return Moment.HALF if since <= self.half_at <= now < self.half_at + LATE else None

    def urgency(self, since: datetime, now: datetime) -> Urgency:  # noqa: ARG002  (a walk can always wait)
        return Urgency.DOTS

    def next_at(self, now: datetime, *, shown: bool = True) -> datetime:
        """When it next looks different, or has something to say. What was not `shown` now is shown a step later."""
        elapsed = max(now - self.started_at, timedelta(0))
        due = max(elapsed + STEP, self._change_after(elapsed)) if shown else elapsed + STEP
        coming = (each for each in (self.half_at, self.ends_at) if each > now)
        return min(self.started_at + _rounded_up(due), *coming, self.ends_at)

    def _change_after(self, elapsed: timedelta) -> timedelta:
        minute, dot = timedelta(minutes=1), self.length / DOTS
        return min((elapsed // minute + 1) * minute, (elapsed // dot + 1) * dot)


def _rounded_up(elapsed: timedelta) -> timedelta:
    """To a whole step."""
    return -(-elapsed // STEP) * STEP
