"""Marks beside the figure: the way that something takes, and what stays in one line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrow:
    """Dots along the way of a joint to the key of this number."""

    of: str
    to: int
    shift: tuple[float, float] = (0.0, 0.0)
    """Pixels beside the way itself."""
    since: int | None = None
    """The key at which the way begins, where that is not the one before."""
    by: tuple[float, float] | None = None
    """Pixels, where the arrow shows a push and not a way."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A dashed line that shows what stays level or in one line: through two joints as they are at a key."""

    begin: str
    end: str
    at: int = 1
    shift: tuple[float, float] = (0.0, 0.0)
    longer: float = 12.0
    always: bool = False
    """From the first frame to the last, not only while one stays at that key."""
