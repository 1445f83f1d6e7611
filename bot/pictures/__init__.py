"""What is drawn at run time. A kind of drawing is a module here, found in `KINDS`."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.domain.garden import Garden
from bot.pictures import garden, overview

Stills = Callable[[str], Path]
"""The file of a picture, by its name."""


class UnknownDrawingError(LookupError):
    """A kind that nothing here draws, as from a message of another version."""


def _garden(shows: Mapping[str, Any], _: Stills, *, dark: bool) -> bytes:
    return garden.draw(Garden.load(shows), dark=dark)


def _overview(shows: Mapping[str, Any], stills: Stills, *, dark: bool) -> bytes:
    return overview.draw(tuple(stills(each) for each in shows["moves"]), dark=dark)


KINDS: Mapping[str, Callable[..., bytes]] = {"garden": _garden, "overview": _overview}


def draw(kind: str, shows: Mapping[str, Any], stills: Stills, *, dark: bool) -> bytes:
    """The drawing as a PNG. Slow: a quarter of a second that belongs in a thread."""
    if kind not in KINDS:
        raise UnknownDrawingError(kind)
    return KINDS[kind](shows, stills, dark=dark)
