"""A skeleton with its flesh and clothes on, as parts to be painted from the back to the front."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin

from tools.illustrations.brush import Disc, hull
from tools.illustrations.camera import Camera, Point
from tools.illustrations.head import head
from tools.illustrations.part import Chain, Part, Patch
from tools.illustrations.skeleton import SIDES, Skeleton, Slice
from tools.illustrations.space import Turn, Vector, across, between, cross, minus, plus, unit

ROUND = 18
"""Corners of a slice of the trunk."""
BAND = "#f2b544"
"""Worn on the right wrist and ankle, so that right and left differ in more than shade."""
WAIST = 0.14
"""Where the top ends."""


@dataclass(frozen=True, slots=True)
class Girth:
    """How far the trunk reaches from its middle, at one height."""

    part: float
    front: float
    back: float
    side: float


TRUNK = (
    Girth(-0.15, 3.0, 5.0, 8.0),
    Girth(-0.10, 7.0, 9.5, 13.5),
    Girth(0.0, 9.0, 11.8, 16.0),
    Girth(0.14, 9.4, 10.4, 15.2),
    Girth(0.28, 9.4, 8.4, 13.8),
    Girth(0.42, 9.2, 7.8, 13.4),
    Girth(0.58, 10.4, 9.4, 14.8),
    Girth(0.74, 11.0, 10.6, 16.0),
    Girth(0.88, 9.4, 10.2, 16.2),
    Girth(0.97, 6.2, 7.6, 12.0),
    Girth(1.03, 4.2, 5.2, 6.4),
)


def _between(one: Girth, two: Girth, part: float) -> Girth:
    pairs = zip((one.part, one.front, one.back, one.side), (two.part, two.front, two.back, two.side), strict=True)
    return Girth(*(a + (b - a) * part for a, b in pairs))


SLICES = tuple(_between(one, two, step / 3) for one, two in pairwise(TRUNK) for step in range(3)) + TRUNK[-1:]


def parts(body: Skeleton, camera: Camera) -> list[Part]:
    """From the farthest to the nearest."""
    found = [_trunk(body, camera), head(body, camera)]
    for name, side in SIDES.items():
        found += [_arm(body, camera, name, side), _leg(body, camera, name)]
    return sorted(found, key=lambda part: part.depth)


def girths(body: Skeleton) -> Iterable[tuple[Slice, float, float, float]]:
    """Each slice of the trunk with how far it reaches to the front, the back and the sides."""
    build = body.build
    for each in SLICES:
        belly = (build.belly + body.pose.tummy) * max(0.0, 1 - abs(each.part - 0.26) / 0.26)
        bust = build.bust * max(0.0, 1 - abs(each.part - 0.74) / 0.18)
        wide = build.shoulders if each.part > 0.5 else build.hips  # noqa: PLR2004  (the upper half)
        size = build.size
        yield (
            body.at(each.part),
            (each.front + belly + bust) * size,
            (each.back + 0.12 * belly) * size,
            each.side * size * wide,
        )


def _trunk(body: Skeleton, camera: Camera) -> Part:
    rings = [(each.part, _ring(camera, *girth)) for each, girth in zip(SLICES, girths(body), strict=True)]
    look = body.build.look
    low = [hull([*one, *two]) for (part, one), (_, two) in pairwise(rings) if part < WAIST]
    high = [hull([*one, *two]) for (part, one), (_, two) in pairwise(rings) if part >= WAIST]
    depth = camera.depth(body.at(0.5).middle)
    return Part("trunk", (Patch(tuple(low), look.bottom), Patch(tuple(high), look.top)), depth)


def _ring(camera: Camera, cut: Slice, front: float, back: float, side: float) -> list[Point]:
    found = []
    for step in range(ROUND):
        turn = 2 * pi * step / ROUND
        deep = (front if sin(turn) > 0 else back) * sin(turn)
        found.append(camera.point(plus(plus(cut.middle, cut.front, deep), cut.right, side * cos(turn))))
    return found


def _chain(camera: Camera, balls: Iterable[tuple[Vector, float]], size: float, colour: str) -> Chain:
    discs: tuple[Disc, ...] = tuple((camera.point(at), radius * size * camera.scale) for at, radius in balls)
    return Chain(discs, colour)


def _arm(body: Skeleton, camera: Camera, name: str, side: int) -> Part:
    build, look = body.build, body.build.look
    shoulder, elbow, wrist = (body.joints[f"{name}_{joint}"] for joint in ("shoulder", "elbow", "wrist"))
    size = build.thick(1.0)
    swell = between(elbow, wrist, 0.25)
    pieces = [
        _chain(camera, [(shoulder, 6.2), (elbow, 4.2), (swell, 4.2), (wrist, 2.8)], size, look.skin),
        *_hand(body, camera, name, side),
        _chain(camera, [(shoulder, 6.6), (between(shoulder, elbow, 0.52), 5.9)], size, look.top),
    ]
    if name == "right":
        band = [(between(elbow, wrist, 0.86), 3.5), (between(elbow, wrist, 0.95), 3.3)]
        pieces.append(_chain(camera, band, size, BAND))
    depth = sum(camera.depth(each) for each in (shoulder, elbow, wrist)) / 3
    return Part(f"{name}_arm", tuple(pieces), depth)


def _hand(body: Skeleton, camera: Camera, name: str, side: int) -> list[Chain]:
    build = body.build
    wrist, fingers = body.joints[f"{name}_wrist"], body.joints[f"{name}_fingers"]
    thumb = thumb_of(body, name, side)
    closed = body.pose.fists
    knuckles, tips = between(wrist, fingers, 0.45), between(wrist, fingers, 0.92)
    palm = [(wrist, 2.8), (knuckles, 3.4 + 0.5 * closed), (tips, 2.1 + 1.3 * closed)]
    root = plus(between(wrist, fingers, 0.18), thumb, 1.6)
    tip = plus(between(wrist, fingers, 0.52 + 0.2 * closed), thumb, 6.2 - 2.0 * closed)
    return [
        _chain(camera, palm, build.size, build.look.skin),
        _chain(camera, [(root, 2.0), (tip, 1.6)], build.size, build.look.skin),
    ]


def thumb_of(body: Skeleton, name: str, side: int) -> Vector:
    """Where the thumb points: as the pose says, or else to the front of a hanging hand."""
    told = getattr(body.pose, f"{name}_thumb")
    along = unit(minus(body.joints[f"{name}_fingers"], body.joints[f"{name}_wrist"]))
    if told is None:
        return unit(cross((0, 0, 1), along))
    return _room(body, told.vector(side))


def _leg(body: Skeleton, camera: Camera, name: str) -> Part:
    build, look = body.build, body.build.look
    hip, knee, ankle = (body.joints[f"{name}_{joint}"] for joint in ("hip", "knee", "ankle"))
    size = build.thick(1.0)
    calf = plus(between(knee, ankle, 0.28), _behind(hip, knee, ankle), 1.3 * size)
    upper, above, below = (hip, 9.4), (between(hip, knee, 0.35), 8.7), (between(hip, knee, 0.66), 8.2)
    shin = [(knee, 5.9), (calf, 5.6), (between(knee, ankle, 0.62), 4.4), (ankle, 3.4)]
    if look.long:
        bare = [_chain(camera, [(between(knee, ankle, 0.86), 3.5), (ankle, 3.3)], size, look.skin)]
        clothes = [_chain(camera, each, size, look.bottom) for each in (shin, [upper, above, (knee, 5.9)])]
        pieces = [clothes[0], *bare, *_foot(body, camera, name), clothes[1]]
    else:
        bare = [_chain(camera, each, size, look.skin) for each in ([upper, above, (knee, 5.9)], shin)]
        pieces = [*bare, *_foot(body, camera, name), _chain(camera, [upper, above, below], size, look.bottom)]
    if name == "right":
        band = [(between(knee, ankle, 0.84), 4.2), (between(knee, ankle, 0.92), 4.0)]
        pieces.append(_chain(camera, band, size, BAND))
    depth = sum(camera.depth(each) for each in (hip, knee, ankle)) / 3
    return Part(f"{name}_leg", tuple(pieces), depth)


def _foot(body: Skeleton, camera: Camera, name: str) -> list[Chain]:
    ankle, toes, heel = (body.joints[f"{name}_{joint}"] for joint in ("ankle", "toes", "heel"))
    ball = between(heel, toes, 0.72)
    sole, instep = [(heel, 3.4), (ball, 2.8), (toes, 2.2)], [(ankle, 3.5), (between(ankle, ball, 0.75), 2.8)]
    return [_chain(camera, each, body.build.size, body.build.look.skin) for each in (sole, instep)]


def _behind(hip: Vector, knee: Vector, ankle: Vector) -> Vector:
    """The side of the shin where the calf is: towards the back of the thigh."""
    return across(minus(hip, knee), minus(ankle, knee))


def _room(body: Skeleton, direction: Vector) -> Vector:
    return Turn.of(body.pose.roll, body.pose.tilt, body.pose.turn).out(direction)
