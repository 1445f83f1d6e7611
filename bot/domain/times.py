"""The local times of a reminder, by the day."""

from dataclasses import dataclass
from datetime import date, time

WEEKEND = frozenset({6, 7})
"""ISO: Saturday is 6."""
MOST_A_DAY = 4


@dataclass(frozen=True, slots=True)
class Times:
    """The local times of a routine: one a day, or several in even steps until an hour of the same day."""

    usual: time
    weekend: time | None = None
    """In the place of `usual` on Saturday and Sunday."""
    until: time | None = None
    every: int | None = None
    """Minutes from one to the next."""

    def on(self, day: date) -> tuple[time, ...]:
        first = self.weekend if self.weekend is not None and day.isoweekday() in WEEKEND else self.usual
        return self._from(first)

    @property
    def all(self) -> tuple[time, ...]:
        """Of any day."""
        return self._from(self.usual) + (() if self.weekend is None else self._from(self.weekend))

    def _from(self, first: time) -> tuple[time, ...]:
        if self.until is None or not self.every:
            return (first,)
        minutes = range(_minute(first), _minute(self.until) + 1, self.every)[:MOST_A_DAY]
        return tuple(time(minute // 60, minute % 60) for minute in minutes) or (first,)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
