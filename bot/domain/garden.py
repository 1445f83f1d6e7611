"""The weeks of a person as a plant: a branch a week, a leaf for each day kept, a bud for each walk.

What was not done is not there: a bare place stays bare, and nothing wilts.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

WEEKS = 12
"""Branches of one plant. After them it goes on, and shows the last twelve weeks."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class Branch:
    week: int
    """From 1."""
    first: date
    leaves: tuple[bool, ...]
    """Of its days so far, whether each was kept."""
    walks: tuple[int, ...]

    @property
    def kept(self) -> int:
        return sum(self.leaves)

    @property
    def walked(self) -> int:
        return sum(self.walks)


@dataclass(frozen=True, slots=True)
class Garden:
    branches: tuple[Branch, ...]
    """Oldest first, the one of this week last."""

    def dump(self) -> dict[str, Any]:
        """What `load` reads back: fit for JSON, and small."""
        newest = self.branches[-1]
        return {
            "week": newest.week,
            "first": newest.first.isoformat(),
            "leaves": ["".join(str(int(leaf)) for leaf in each.leaves) for each in self.branches],
            "walks": [list(each.walks) for each in self.branches],
        }

    @classmethod
    def load(cls, raw: Mapping[str, Any]) -> "Garden":
        """Raises KeyError or ValueError for what `dump` never wrote."""
        week, first = raw["week"], date.fromisoformat(raw["first"])
        both = list(zip(raw["leaves"], raw["walks"], strict=True))
        ago = range(len(both) - 1, -1, -1)
        return cls(
            tuple(
                Branch(
                    week - back,
                    first - timedelta(days=WEEK * back),
                    tuple(leaf == "1" for leaf in leaves),
                    tuple(walks),
                )
                for back, (leaves, walks) in zip(ago, both, strict=True)
            )
        )


def grown(first: date, today: date, kept: Collection[date], walks: Collection[date]) -> Garden:
    """The last twelve weeks up to this one, seven days each from the person's first day."""
    newest = max(0, (today - first).days) // WEEK
    return Garden(
        tuple(_branch(first, today, number, kept, walks) for number in range(max(0, newest - WEEKS + 1), newest + 1))
    )


def _branch(first: date, today: date, number: int, kept: Collection[date], walks: Collection[date]) -> Branch:
    begins = first + timedelta(days=number * WEEK)
    days = [begins + timedelta(days=ahead) for ahead in range(min(WEEK, max(0, (today - begins).days) + 1))]
    walked = tuple(sum(walk == day for walk in walks) for day in days)
    return Branch(number + 1, begins, tuple(day in kept for day in days), walked)
