"""What does not suit a person or a day, and how each exercise gives way to it (docs/care.md 5.7)."""

from dataclasses import dataclass
from enum import StrEnum


class Swap(StrEnum):
    NO_FLOOR = "no-floor"
    NO_BAND = "no-band"
    NO_STICK = "no-stick"
    KNEES = "knees"
    WRISTS = "wrists"
    SHOULDER = "shoulder"
    FACE_DOWN = "face-down"
    BENDING = "bending"
    """Worse bending or sitting."""
    ARCHING = "arching"
    """Worse arching, standing or walking."""
    DIZZY = "dizzy"
    """Dizzy getting up from the floor."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How an exercise gives way. At least one of the three says something."""

    skip: bool = False
    level: int | None = None
    """At most this rung."""
    form: str | None = None
    """The same dose in another form, in the place of the usual one and of harder ones."""
