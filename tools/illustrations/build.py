"""How somebody is made: bones in centimetres, how thick they are, and what they look like."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

USUAL = 170.0
"""The height that the lengths below belong to."""


@dataclass(frozen=True, slots=True)
class Look:
    skin: str
    hair: str
    style: str
    """short, bun, bob, curls, bald or scarf."""
    top: str
    bottom: str
    long: bool = True
    """Leggings rather than shorts."""
    beard: bool = False
    glasses: bool = False


@dataclass(frozen=True, slots=True)
class Build:
    look: Look
    height: float = USUAL
    girth: float = 1.0
    """How thick arms and legs are."""
    shoulders: float = 1.0
    hips: float = 1.0
    bust: float = 0.0
    belly: float = 0.0
    """Centimetres more in front."""

    @property
    def size(self) -> float:
        return self.height / USUAL

    @property
    def head(self) -> float:
        """Radius. Small people have heads nearly as large."""
        return 11.4 * sqrt(self.size)

    @property
    def neck(self) -> float:
        return 17.0 * self.size

    @property
    def spine(self) -> float:
        """From the middle of the hips to the nape."""
        return 53.0 * self.size

    @property
    def hip(self) -> float:
        """From the middle to the joint."""
        return 8.6 * self.size * self.hips

    @property
    def shoulder(self) -> float:
        return 16.0 * self.size * self.shoulders

    @property
    def arm(self) -> tuple[float, float, float]:
        """Upper arm, forearm, hand."""
        return 29.0 * self.size, 26.0 * self.size, 16.0 * self.size

    @property
    def leg(self) -> tuple[float, float, float]:
        """Thigh, shin, and from the ankle to the toes."""
        return 42.0 * self.size, 40.0 * self.size, 18.0 * self.size

    def thick(self, radius: float) -> float:
        return radius * self.size * self.girth


def read_cast(file: Path) -> Mapping[str, Build]:
    raw: Mapping[str, dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: Build(Look(**told.pop("look")), **told) for name, told in raw.items()}
