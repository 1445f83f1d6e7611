"""A pose: where every bone points, in degrees, absolute in the body's own plane, so that nothing adds up on the way."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from tools.illustrations.space import Vector


@dataclass(frozen=True, slots=True)
class Heading:
    """0 points forward for somebody who stands, 90 up, 180 back, 270 down. `out` leaves the plane: away from the middle."""

    angle: float
    out: float = 0.0

    def vector(self, side: int = 1) -> Vector:
        """`side` is 1 for the right half of the body and for its middle, -1 for the left."""
        angle, out = math.radians(self.angle), math.radians(self.out)
        return math.cos(out) * math.cos(angle), math.cos(out) * math.sin(angle), side * math.sin(out)

    def towards(self, other: "Heading", part: float) -> "Heading":
        """The short way round: an arm that goes from 350 to 10 does not swing through the legs."""
        way = (other.angle - self.angle + 180) % 360 - 180
        return Heading(self.angle + way * part, self.out + (other.out - self.out) * part)

    @classmethod
    def of(cls, vector: Vector, side: int = 1) -> "Heading":
        x, y, z = vector
        return cls(math.degrees(math.atan2(y, x)) % 360, math.degrees(math.asin(max(-1.0, min(1.0, side * z)))))


Bones = tuple[Heading, Heading, Heading]
"""From the trunk outwards, or of the spine from the hips up."""


@dataclass(frozen=True, slots=True)
class Pose:
    spine: Bones
    neck: Heading
    face: Heading
    """Where one looks."""
    left_arm: Bones
    right_arm: Bones
    """Upper arm, forearm, hand."""
    left_leg: Bones
    right_leg: Bones
    """Thigh, shin, foot."""
    left_thumb: Heading | None = None
    right_thumb: Heading | None = None
    """Where it is other than on the inner or upper side of the hand."""
    roll: float = 0.0
    tilt: float = 0.0
    turn: float = 0.0
    """How the whole body lies in the room."""
    fists: float = 0.0
    """1 where the hands are closed."""
    tummy: float = 0.0
    """Centimetres that it stands out further than it does at rest; drawn in below 0."""

    def swapped(self) -> "Pose":
        """The same with left and right changed over."""
        return replace(
            self,
            left_arm=self.right_arm,
            right_arm=self.left_arm,
            left_leg=self.right_leg,
            right_leg=self.left_leg,
            left_thumb=self.right_thumb,
            right_thumb=self.left_thumb,
            spine=_bones(lambda each: Heading(each.angle, -each.out), self.spine),
            neck=Heading(self.neck.angle, -self.neck.out),
            face=Heading(self.face.angle, -self.face.out),
        )

    def towards(self, other: "Pose", part: float) -> "Pose":
        mixed: dict[str, Any] = {
            each.name: _mixed(getattr(self, each.name), getattr(other, each.name), part) for each in fields(self)
        }
        return Pose(**mixed)


def _bones(change: Callable[[Heading], Heading], bones: Bones) -> Bones:
    first, second, third = bones
    return change(first), change(second), change(third)


def _mixed(one: object, other: object, part: float) -> object:
    match one, other:
        case Heading(), Heading():
            return one.towards(other, part)
        case (tuple(), tuple()):
            return tuple(_mixed(a, b, part) for a, b in zip(one, other, strict=True))
        case (float(), float()):
            return one + (other - one) * part
        case _:
            return one if part < 0.5 else other  # noqa: PLR2004  (a thumb that only one of the two places)


def read_poses(raw: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Pose]:
    """`like` names an earlier pose, of which only what differs is then written."""
    found: dict[str, Pose] = {}
    for name, told in raw.items():
        like = told.get("like")
        values: dict[str, Any] = {each.name: getattr(found[like], each.name) for each in fields(Pose)} if like else {}
        try:
            found[name] = Pose(**values | _values(told))
        except TypeError as error:
            raise TypeError(f"pose {name}: {error}") from error
    return found


def _values(told: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, raw in told.items():
        match name:
            case "like":
                continue
            case "roll" | "tilt" | "turn" | "fists" | "tummy":
                values[name] = float(raw)
            case "neck" | "face" | "left_thumb" | "right_thumb":
                values[name] = _heading(raw)
            case "arms" | "legs":
                values[f"left_{name[:-1]}"] = values[f"right_{name[:-1]}"] = tuple(map(_heading, raw))
            case "thumbs":
                values["left_thumb"] = values["right_thumb"] = _heading(raw)
            case _:
                values[name] = tuple(map(_heading, raw))
    return values


def _heading(raw: Any) -> Heading:
    match raw:
        case [angle, out]:
            return Heading(float(angle), float(out))
        case int() | float():
            return Heading(float(raw))
        case _:
            raise TypeError(f"a heading is a number of degrees or [angle, out], not {raw!r}")
