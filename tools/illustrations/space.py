"""Places and directions in the room: x to the right of the picture, y up from the floor, z towards the viewer. Centimetres."""

import math
from dataclasses import dataclass

Vector = tuple[float, float, float]
UP: Vector = (0.0, 1.0, 0.0)


def plus(a: Vector, b: Vector, times: float = 1.0) -> Vector:
    return a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times


def minus(a: Vector, b: Vector) -> Vector:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def length(a: Vector) -> float:
    return math.sqrt(dot(a, a))


def apart(a: Vector, b: Vector) -> float:
    return length(minus(a, b))


def unit(a: Vector) -> Vector:
    size = length(a) or 1.0
    return a[0] / size, a[1] / size, a[2] / size


def between(a: Vector, b: Vector, part: float) -> Vector:
    return plus(a, minus(b, a), part)


def across(a: Vector, along: Vector) -> Vector:
    """What of `a` stands square on `along`, at length 1."""
    straight = unit(along)
    return unit(plus(a, straight, -dot(a, straight)))


def angle(a: Vector, b: Vector) -> float:
    """Degrees from one direction to another, 0 to 180."""
    return math.degrees(math.acos(max(-1.0, min(1.0, dot(unit(a), unit(b))))))


@dataclass(frozen=True, slots=True)
class Turn:
    """How a body lies in the room: where its own x, y and z point."""

    x: Vector
    y: Vector
    z: Vector

    @classmethod
    def of(cls, roll: float, tilt: float, turn: float) -> "Turn":
        """Degrees: rolled about x, then tilted in the plane of the picture, then turned about the upright."""
        axes: tuple[Vector, Vector, Vector] = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
        x, y, z = (_turned(_tilted(_rolled(axis, roll), tilt), turn) for axis in axes)
        return cls(x, y, z)

    def out(self, a: Vector) -> Vector:
        """A direction of the body, in the room."""
        (x, y, z), (xx, xy, xz), (yx, yy, yz), (zx, zy, zz) = a, self.x, self.y, self.z
        return x * xx + y * yx + z * zx, x * xy + y * yy + z * zy, x * xz + y * yz + z * zz

    def back(self, a: Vector) -> Vector:
        """A direction of the room, in the body."""
        return dot(a, self.x), dot(a, self.y), dot(a, self.z)


def _rolled(a: Vector, degrees: float) -> Vector:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return a[0], a[1] * cos - a[2] * sin, a[1] * sin + a[2] * cos


def _tilted(a: Vector, degrees: float) -> Vector:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return a[0] * cos - a[1] * sin, a[0] * sin + a[1] * cos, a[2]


def _turned(a: Vector, degrees: float) -> Vector:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return a[0] * cos + a[2] * sin, a[1], -a[0] * sin + a[2] * cos
