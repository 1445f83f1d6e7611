"""The twelve weeks as data: phases, easy days, the one-minute form and the walk (docs/care.md, section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.exercise import ArticleDose, Level

Span = tuple[int, int]
"""From and to, both included."""


@dataclass(frozen=True, slots=True)
class Phase:
    number: int
    first_week: int
    last_week: int | None
    """`None` for the phase that never ends."""
    minutes: Span
    """How long a session should come out; the real length is computed from its doses."""
    sessions_a_week: Span
    cap: Level
    """The highest rung that this phase offers."""
    walk: Span
    """Minutes."""
    brisk: bool
    sessions: Mapping[str, tuple[str, ...]]
    """Exercise ids in the order they are done, by session: "A" alone, or "A" and "B" in turn."""
    fixed: Mapping[str, Level]
    """Exercises that this phase does at one rung, whatever the person's own."""
    short: Mapping[str, tuple[str, ...]]
    """By session: exercises of which only the first set is done."""

    def covers(self, week: int) -> bool:
        return self.first_week <= week and (self.last_week is None or week <= self.last_week)


@dataclass(frozen=True, slots=True)
class WalkRung:
    level: Level
    minutes: int
    minutes_to: int
    times_a_day: Span
    brisk: bool
    from_article: bool


@dataclass(frozen=True, slots=True)
class OneMinute:
    """One exercise that keeps the day: `odd` and `even` days, on the floor and off it."""

    odd: str
    even: str
    no_floor_odd: str
    no_floor_even: str


@dataclass(frozen=True, slots=True)
class Programme:
    weeks: int
    """Weeks of the plan; what follows is keeping."""
    phases: tuple[Phase, ...]
    easy_day: tuple[str, ...]
    gentle: tuple[str, ...]
    """The short session while the usual pain is high."""
    rest_day: tuple[str, ...]
    one_minute: OneMinute
    walk: tuple[WalkRung, ...]
    article_walk: ArticleDose
    restricted: Mapping[str, Level]
    """After a clearance with the leg unchanged: what is allowed, and up to which rung (docs/care.md 3.3)."""
    comes_back: tuple[str, ...]
    """The rest, which waits: in the order it comes back, the gentlest first."""

    def phase(self, week: int) -> Phase:
        """The phase of a week, counted from 1."""
        return next(phase for phase in self.phases if phase.covers(week))
