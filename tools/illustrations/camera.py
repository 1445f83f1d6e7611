"""From the room to the picture: parallel, turned about the upright and looking down a little."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tools.illustrations.space import Vector

WIDTH, HEIGHT = 480, 360

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Camera:
    turn: float = 0.0
    """Degrees that the room is turned: at -90 one sees the front of somebody who faces right."""
    height: float = 15.0
    """Degrees that one looks down."""
    scale: float = 1.0
    """Pixels a centimetre."""
    centre: Point = (0.0, 0.0)
    """Where the middle of the room lies in the picture."""

    def point(self, place: Vector) -> Point:
        x, y, _ = self._seen(place)
        return self.centre[0] + x * self.scale, self.centre[1] - y * self.scale

    def depth(self, place: Vector) -> float:
        """Larger is nearer."""
        return self._seen(place)[2]

    def _seen(self, place: Vector) -> Vector:
        turn, down = math.radians(self.turn), math.radians(self.height)
        x = place[0] * math.cos(turn) + place[2] * math.sin(turn)
        z = -place[0] * math.sin(turn) + place[2] * math.cos(turn)
        return x, place[1] * math.cos(down) - z * math.sin(down), place[1] * math.sin(down) + z * math.cos(down)

    @property
    def view(self) -> Vector:
        """The direction from the room to the eye."""
        turn, down = math.radians(self.turn), math.radians(self.height)
        return -math.sin(turn) * math.cos(down), math.sin(down), math.cos(turn) * math.cos(down)

    @property
    def flat(self) -> float:
        """How round something on the floor still looks: 0 a line, 1 a circle."""
        return math.sin(math.radians(self.height))

    def fitted(self, places: Iterable[tuple[Vector, float]], box: tuple[float, float, float, float]) -> "Camera":
        """The same view with all these balls in the middle of the box, as large as fits but never over life size."""
        flat = Camera(self.turn, self.height)
        points = [(flat.point(place), radius) for place, radius in places]
        left, right = min(x - r for (x, _), r in points), max(x + r for (x, _), r in points)
        top, bottom = min(y - r for (_, y), r in points), max(y + r for (_, y), r in points)
        scale = min((box[2] - box[0]) / (right - left), (box[3] - box[1]) / (bottom - top), LARGEST)
        middle = (box[0] + box[2]) / 2 - (left + right) / 2 * scale
        spare = box[3] - box[1] - (bottom - top) * scale
        return Camera(self.turn, self.height, scale, (middle, box[3] - spare * LOW - bottom * scale))


LARGEST = 2.3
"""So that nobody looks like a giant beside the others."""
LOW = 0.4
"""How much of the spare room lies below the figure."""
