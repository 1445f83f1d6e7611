"""What is known of a person when a practice is put together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.easing import is_high
from bot.domain.exercise import Level
from bot.domain.response import USUAL_LEVEL, Footing
from bot.domain.swaps import Swap


@dataclass(frozen=True, slots=True)
class Facts:
    today: date
    week: int = 1
    sessions: int = 0
    """Planned sessions done so far: A and B take turns."""
    footings: Mapping[str, Footing] = field(default_factory=dict)
    """By exercise; those left out stand at `USUAL_LEVEL`."""
    restricted: frozenset[str] = frozenset()
    """Withheld after a clearance."""
    left_out: frozenset[str] = frozenset()
    """Left out because a clinician said so."""
    back: str | None = None
    """The exercise that no longer waits, as from this session."""
    easy_until: date | None = None
    """First day on which the easy week is over."""
    steady: bool = False
    """After days away, or in a week that is more sore."""
    usual: float | None = None
    """The usual pain, 0–10."""
    swaps: frozenset[Swap] = frozenset()
    moves: Mapping[str, str] = field(default_factory=dict)
    """The exercise that is done in the place of another."""

    @property
    def withheld(self) -> frozenset[str]:
        return self.restricted | self.left_out

    @property
    def eases(self) -> bool:
        return self.easy_until is not None and self.today < self.easy_until

    @property
    def is_gentle(self) -> bool:
        """Rungs 0 and 1 only, and short: in an easy week, and while the usual pain is high."""
        return self.eases or is_high(self.usual)

    @property
    def holds_still(self) -> bool:
        """Nothing steps up today."""
        return self.is_gentle or self.steady or bool(self.restricted)

    def level(self, exercise: str) -> Level:
        footing = self.footings.get(exercise)
        return USUAL_LEVEL if footing is None else footing.level

    def rests(self, exercise: str) -> bool:
        footing = self.footings.get(exercise)
        return footing is not None and footing.rests_until is not None and self.today < footing.rests_until
