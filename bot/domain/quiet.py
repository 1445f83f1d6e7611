"""Hours of the day in which nothing comes unasked, by the person's own clock."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `first` to just before `last`, over midnight where `first` is the later."""

    first: time
    last: time

    @classmethod
    def of(cls, kept: str) -> "QuietHours":
        """As a person's are kept: HH:MM-HH:MM."""
        first, _, last = kept.partition("-")
        return cls(time.fromisoformat(first), time.fromisoformat(last))

    @property
    def kept(self) -> str:
        return f"{self.first:%H:%M}-{self.last:%H:%M}"

    def cover(self, at: time) -> bool:
        if self.first <= self.last:
            return self.first <= at < self.last
        return at >= self.first or at < self.last
