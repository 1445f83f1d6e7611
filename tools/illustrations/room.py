"""The room itself: wall, floor, boxes in it, and the shadow of who is in it."""

from collections.abc import Sequence

from tools.illustrations.brush import Brush, mixed
from tools.illustrations.camera import HEIGHT, WIDTH, Camera
from tools.illustrations.skeleton import Skeleton
from tools.illustrations.space import Vector, between

WALL = "#dfe7e6"
FLOOR = "#cbd7d5"
MAT = "#7fb3ad"
WOOD = "#c79a6b"
CUSHION = "#d98c6a"
DUSK = "#24414a"
"""What shades are made with."""
PLASTER = "#b9c6c6"
FAR = -95.0
"""Where floor and wall meet."""


def ground(brush: Brush, camera: Camera) -> None:
    horizon = camera.centre[1] + FAR * camera.scale * camera.flat
    brush.fill([(0, horizon), (WIDTH, horizon), (WIDTH, HEIGHT), (0, HEIGHT)], FLOOR)


def box(brush: Brush, camera: Camera, low: Vector, high: Vector, colour: str) -> None:
    """With the faces that one sees, the top the lightest."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    x = x1 if camera.depth((1, 0, 0)) > camera.depth((0, 0, 0)) else x0
    z = z1 if camera.depth((0, 0, 1)) > camera.depth((0, 0, 0)) else z0
    faces: list[tuple[Sequence[Vector], float]] = [
        ([(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)], 0.10),
        ([(x, y0, z0), (x, y0, z1), (x, y1, z1), (x, y1, z0)], 0.22),
        ([(x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1)], 0.0),
    ]
    for corners, shade in faces:
        brush.fill([camera.point(corner) for corner in corners], mixed(colour, DUSK, shade))


def shadow(brush: Brush, camera: Camera, body: Skeleton, floor: str) -> None:
    """What the figure throws on the floor: one stain for all of it."""
    colour = mixed(floor, DUSK, 0.22)
    spots: list[tuple[Vector, float]] = [
        (body.at(part).middle, 12.0) for part in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    ]
    for side in ("left", "right"):
        for upper, lower, radius in _BONES:
            one, two = body.joints[f"{side}_{upper}"], body.joints[f"{side}_{lower}"]
            spots += [(between(one, two, step / 16), radius) for step in range(17)]
    spots.append((body.joints["head"], 9.0))
    for (x, _, z), radius in spots:
        brush.disc(camera.point((x, 0, z)), radius * camera.scale, colour, flat=camera.flat)


_BONES = (
    ("shoulder", "elbow", 5.0),
    ("elbow", "wrist", 4.5),
    ("hip", "knee", 8.0),
    ("knee", "ankle", 6.0),
    ("heel", "toes", 4.0),
)
