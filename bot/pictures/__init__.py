"""What is drawn at run time. A kind of drawing is a module here, found in `KINDS`."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.garden import Garden
from bot.pictures import garden


class UnknownDrawingError(LookupError):
    """A kind that nothing here draws, as from a message of another version."""


def _garden(shows: Mapping[str, Any], *, dark: bool) -> bytes:
    return garden.draw(Garden.load(shows), dark=dark)


KINDS: Mapping[str, Callable[..., bytes]] = {"garden": _garden}


def draw(kind: str, shows: Mapping[str, Any], *, dark: bool) -> bytes:
    """The drawing as a PNG. Slow: a quarter of a second that belongs in a thread."""
    if kind not in KINDS:
        raise UnknownDrawingError(kind)
    return KINDS[kind](shows, dark=dark)
