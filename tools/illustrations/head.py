"""A head: skull, jaw, face and hair as balls and caps, so that it is right from every side."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin

from tools.illustrations.brush import Disc, mixed
from tools.illustrations.camera import Camera
from tools.illustrations.cap import cap
from tools.illustrations.part import Chain, Part, Patch
from tools.illustrations.skeleton import Skeleton
from tools.illustrations.space import Vector, cross, dot, plus, unit

EYE = "#2b2a2c"
LIPS = "#7c2f2a"
HAIRLINE = {
    "short": (0.8, 0.12, 1.07),
    "bun": (0.85, 0.16, 1.06),
    "bob": (0.85, 0.1, 1.1),
    "curls": (0.75, 0.1, 1.12),
    "bald": (1.9, 0.42, 1.04),
    "scarf": (0.75, -0.24, 1.1),
}
"""How far back the hair leans, how far down it reaches (1 the crown, -1 the chin) and how thick it is."""
CURLS = (
    *((0.5, 0.92, side) for side in (-0.45, 0.0, 0.45)),
    *((0.0, 1.12, side) for side in (-0.5, 0.0, 0.5)),
    *((-0.55, 0.95, side) for side in (-0.5, 0.0, 0.5)),
    *((-0.98, 0.5, side) for side in (-0.5, 0.0, 0.5)),
    *((-1.05, 0.0, side) for side in (-0.45, 0.0, 0.45)),
    *((-0.85, -0.45, side) for side in (-0.45, 0.0, 0.45)),
    *((-0.3, 0.5, side) for side in (-0.98, 0.98)),
    *((-0.4, 0.05, side) for side in (-1.0, 1.0)),
)


@dataclass(frozen=True, slots=True)
class Skull:
    """Places on a head, in its own radius: to the front, up, and to the right."""

    middle: Vector
    face: Vector
    crown: Vector
    right: Vector
    radius: float
    camera: Camera

    @classmethod
    def of(cls, body: Skeleton, camera: Camera) -> "Skull":
        right = unit(cross(body.face, body.crown))
        return cls(body.joints["head"], body.face, body.crown, right, body.build.head, camera)

    def at(self, front: float, up: float, side: float = 0.0) -> Vector:
        here = plus(plus(self.middle, self.face, front * self.radius), self.crown, up * self.radius)
        return plus(here, self.right, side * self.radius)

    def ball(self, size: float, front: float, up: float, side: float = 0.0) -> Disc:
        return self.camera.point(self.at(front, up, side)), size * self.radius * self.camera.scale

    def sees(self, direction: Vector, least: float) -> bool:
        """Whether that side of the head is turned to the viewer."""
        return dot(direction, self.camera.view) > least


def head(body: Skeleton, camera: Camera) -> Part:
    skull = Skull.of(body, camera)
    size, scale = body.build.size, camera.scale
    nape = camera.point(body.at(1.0).middle), 5.4 * size * scale
    neck = Chain((nape, (camera.point(body.joints["head"]), 4.9 * size * scale)), body.build.look.skin)
    pieces = (neck, *_behind(body, skull), *_face(body, skull), *_hair(body, skull), *_front(body, skull))
    return Part("head", pieces, camera.depth(body.joints["head"]) + 0.8)


def _behind(body: Skeleton, skull: Skull) -> Iterator[Chain]:
    look = body.build.look
    match look.style:
        case "bob":
            yield Chain((skull.ball(0.92, -0.35, 0.1), skull.ball(0.62, -0.42, -0.72)), look.hair)
        case "bun":
            yield Chain((skull.ball(0.44, -1.05, 0.62),), look.hair)
        case "scarf":
            yield Chain((skull.ball(0.95, -0.2, -0.2), skull.ball(0.62, -0.1, -1.15)), look.hair)


def _face(body: Skeleton, skull: Skull) -> Iterator[Chain]:
    look = body.build.look
    yield Chain((skull.ball(1.0, 0, 0), skull.ball(0.68, 0.24, -0.5)), look.skin)
    if look.beard:
        yield Chain((skull.ball(0.6, 0.1, -0.45), skull.ball(0.62, 0.32, -0.6)), look.hair)
        yield Chain((skull.ball(0.66, 0.34, 0.06),), look.skin, rimmed=False)
    yield Chain((skull.ball(0.1, 0.92, -0.06), skull.ball(0.13, 1.1, -0.24)), look.skin)


def _hair(body: Skeleton, skull: Skull) -> Iterator[Chain | Patch]:
    look = body.build.look
    lean, reach, thick = HAIRLINE[look.style]
    towards = unit(plus(skull.crown, skull.face, -lean))
    outline = cap(skull.camera, skull.middle, skull.radius * thick, towards, reach)
    if outline:
        yield Patch((outline,), look.hair)
    if look.style == "curls":
        for front, up, side in CURLS:
            if skull.sees(
                unit(plus(plus(plus((0, 0, 0), skull.face, front), skull.crown, up), skull.right, side)), -0.3
            ):
                yield Chain((skull.ball(0.3, front, up, side),), look.hair, rimmed=False)


def _front(body: Skeleton, skull: Skull) -> Iterator[Chain]:
    """Ears, eyes and mouth, as far as one sees them."""
    look = body.build.look
    for side in (-1.0, 1.0):
        if look.style not in ("scarf", "bob") and skull.sees(plus((0, 0, 0), skull.right, side), -0.12):
            yield Chain((skull.ball(0.2, -0.02, -0.08, side * 0.97),), look.skin)
    for side in (-1.0, 1.0):
        eye = unit(plus(plus(skull.face, skull.right, side * 0.42), skull.crown, 0.02))
        if skull.sees(eye, 0.12):
            place = plus(skull.middle, eye, skull.radius * 0.98)
            size = 0.085 if look.glasses else 0.105
            yield Chain(((skull.camera.point(place), size * skull.radius * skull.camera.scale),), EYE, rimmed=False)
            if look.glasses:
                yield _glass(skull, place)
    if skull.sees(skull.face, -0.25):
        colour = mixed(look.skin, LIPS, 0.55)
        corners = ((0.86, -0.56, -0.24), (0.92, -0.64, 0.0), (0.86, -0.56, 0.24))
        near = [each for each in corners if skull.sees(unit(plus(skull.face, skull.right, each[2] * 2)), -0.05)]
        yield Chain(tuple(skull.ball(0.045, *each) for each in near), colour, rimmed=False)


def _glass(skull: Skull, at: Vector) -> Chain:
    corners = [
        plus(plus(at, skull.right, 0.27 * skull.radius * cos(turn)), skull.crown, 0.23 * skull.radius * sin(turn))
        for turn in (2 * pi * step / 16 for step in range(17))
    ]
    wide = 0.03 * skull.radius * skull.camera.scale
    return Chain(tuple((skull.camera.point(corner), wide) for corner in corners), EYE, rimmed=False)
