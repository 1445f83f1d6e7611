"""Where a person is in the twelve weeks, and what they said of themselves that the plan follows (docs/care.md 4 and 5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.domain.swaps import Swap


class Began(StrEnum):
    """How long ago the pain began."""

    WEEKS = "weeks"
    """Under six weeks: it settles by itself more often than not, and to watch it may keep it going."""
    MONTHS = "months"
    LONG = "long"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Today:
    """What was wished for one day alone."""

    date: date
    swaps: frozenset[Swap] = frozenset()
    moves: Mapping[str, str] = field(default_factory=dict)
    """The exercise that is done in the place of another."""


@dataclass(frozen=True, slots=True)
class Course:
    week: int = 1
    """Of the programme. It stands still while somebody is away."""
    week_began: date | None = None
    repeats: int = 0
    """How often this week was done again."""
    resumed_on: date | None = None
    """The day from which days away are counted anew: what had to follow from those before it has followed."""
    began: Began | None = None
    usual: float | None = None
    """The pain that is usual for them, 0–10: the weekly average; until there is one, what they said at the start."""
    wish: str | None = None
    """The one thing they want to do more easily: a key of `label-wish-…`."""
    asked: frozenset[str] = frozenset()
    """Set-up questions that were put."""
    weekly: bool = True
    """Whether they want the weekly questions."""
    weekly_on: date | None = None
    """When the weekly questions were last answered."""
    swaps: frozenset[Swap] = frozenset()
    """What does not suit them, until they say otherwise."""
    slips: int = 0
    """Sessions in a row in which the form slipped."""
    sore_mornings: int = 0
    """Mornings in a row that were a lot more sore."""
    rises: int = 0
    """Weeks in a row in which the weekly pain rose by two or more."""
    easy_day: date | None = None
    """A day that is an easy one because the last session was too much."""
    easy_from: date | None = None
    """First day of the last easy week that soreness brought."""
    eased_usual: float | None = None
    """The usual pain before the rise that brought it."""
    physio_on: tuple[date, ...] = ()
    """Days on which a physio was suggested because the usual pain is high."""
    six_weeks_said: bool = False
    """Week 6 without being clearly easier was said (T6)."""
    walk_minutes: int | None = None
    """The walk aimed at; None until they said how they walk now."""
    walk_since: date | None = None
    today: Today | None = None

    def swaps_on(self, day: date) -> frozenset[Swap]:
        """What does not suit them for good, and what does not suit this day."""
        return self.swaps | self.today.swaps if self.today and self.today.date == day else self.swaps

    def moves_on(self, day: date) -> Mapping[str, str]:
        return self.today.moves if self.today and self.today.date == day else {}

    def wishing(
        self, day: date, *, swaps: frozenset[Swap] = frozenset(), moves: Mapping[str, str] | None = None
    ) -> "Course":
        """With something more that is wished for that day alone."""
        there = self.today if self.today and self.today.date == day else Today(day)
        today = replace(there, swaps=there.swaps | swaps, moves={**there.moves, **(moves or {})})
        return replace(self, today=today)

    def taking_back(
        self, day: date, *, swaps: frozenset[Swap] = frozenset(), moves: frozenset[str] = frozenset()
    ) -> "Course":
        """Without these wishes for that day; `moves` are those in whose place another was to be done."""
        if self.today is None or self.today.date != day:
            return self
        left = {move: other for move, other in self.today.moves.items() if move not in moves}
        return replace(self, today=replace(self.today, swaps=self.today.swaps - swaps, moves=left))
