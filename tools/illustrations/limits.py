"""What no frame may do: bend a joint the wrong way, go through the floor, leave the picture, slide, or jump."""

from collections.abc import Iterator, Mapping

from tools.illustrations.camera import HEIGHT, WIDTH, Camera
from tools.illustrations.drawing import fitted
from tools.illustrations.film import Film
from tools.illustrations.pose import Bones, Heading
from tools.illustrations.skeleton import REACHING, SIDES, Skeleton
from tools.illustrations.space import Vector, apart
from tools.illustrations.surface import surface

BENDS = {
    "elbow": (-6.0, 155.0),
    "knee": (-6.0, 152.0),
    "hip": (-32.0, 128.0),
    "shoulder": (-70.0, 190.0),
    "ankle": (-26.0, 125.0),
    "lower back": (-62.0, 48.0),
    "upper back": (-62.0, 48.0),
    "neck": (-62.0, 75.0),
    "head": (-45.0, 60.0),
}
"""Degrees from the straight joint; forward is more, except for the spine, where back is more."""
SUNK = 1.3
"""Centimetres that flesh gives way on the floor."""
SLIP = 1.0
"""Centimetres that a resting hand or foot may seem to move."""
STIR = 1.5
"""Centimetres that what should be still may move."""
JUMP = 13.0
"""Centimetres from one frame to the next."""
BORDER = 5.0
"""Pixels of the picture's rim that stay empty."""


def faults(film: Film) -> list[str]:
    """Each with its frame, the first of a kind only."""
    found: dict[str, str] = {}
    camera = fitted(film)
    bodies = film.bodies
    for frame, body in enumerate(bodies):
        if frame and body is bodies[frame - 1]:
            continue
        told = [*_bent(body), *_sunk(body), *_outside(camera, body), *_slid(film, body, frame)]
        told += _jumped(bodies[frame - 1], body)
        for kind, fault in told:
            found.setdefault(kind, f"{film.name}, frame {frame}: {fault}")
    for joint in film.still:
        places = [body.joints[joint] for body in bodies]
        moved = max(apart(places[0], place) for place in places)
        if moved > STIR:
            found[f"still {joint}"] = f"{film.name}: {joint} should be still and moves {moved:.1f} cm"
    return list(found.values())


def bends(body: Skeleton) -> Mapping[str, float]:
    """Degrees of each joint in the body's own plane."""
    pose = body.pose
    low, middle, high = pose.spine
    found = {
        "lower back": _turn(low, middle),
        "upper back": _turn(middle, high),
        "neck": _turn(high, pose.neck),
        "head": _turn(Heading(pose.neck.angle - 90), pose.face),
    }
    for side in SIDES:
        arm: Bones = getattr(pose, f"{side}_arm")
        leg: Bones = getattr(pose, f"{side}_leg")
        if max(abs(arm[0].out), abs(arm[1].out)) < SIDEWAYS:
            found[f"{side} elbow"] = _turn(arm[0], arm[1])
            found[f"{side} shoulder"] = (_turn(Heading(high.angle + 180), arm[0]) + 70) % 360 - 70
        if max(abs(leg[0].out), abs(leg[1].out)) < SIDEWAYS:
            found[f"{side} knee"] = _turn(leg[1], leg[0])
            found[f"{side} hip"] = _turn(Heading(low.angle + 180), leg[0])
        found[f"{side} ankle"] = 90 - _turn(leg[1], leg[2])
    return found


SIDEWAYS = 40.0
"""Degrees out of the body's plane from which its angles no longer say how far a joint is bent."""


def _turn(one: Heading, two: Heading) -> float:
    return (two.angle - one.angle + 180) % 360 - 180


def _bent(body: Skeleton) -> Iterator[tuple[str, str]]:
    for name, degrees in bends(body).items():
        least, most = BENDS[name.removeprefix("left ").removeprefix("right ")]
        if not least <= degrees <= most:
            yield f"bent {name}", f"{name} is bent {degrees:.0f} degrees, {least:.0f} to {most:.0f} is possible"


def _sunk(body: Skeleton) -> Iterator[tuple[str, str]]:
    for name, place, radius in surface(body):
        if place[1] - radius < -SUNK:
            yield f"sunk {name}", f"{name} is {radius - place[1]:.1f} cm below the floor"


def _outside(camera: Camera, body: Skeleton) -> Iterator[tuple[str, str]]:
    for name, place, radius in surface(body):
        x, y = camera.point(place)
        reach = radius * camera.scale + BORDER
        if not (reach <= x <= WIDTH - reach and reach <= y <= HEIGHT - reach):
            yield f"outside {name}", f"{name} leaves the picture at {x:.0f}, {y:.0f}"


def _slid(film: Film, body: Skeleton, frame: int) -> Iterator[tuple[str, str]]:
    moment = film.moment(frame)
    for hold in sorted(film.keys[moment.before].holds & film.keys[moment.after].holds):
        side, end = hold.split("_")
        place: Vector = body.joints[f"{side}_{REACHING[end][1] if end in REACHING else end}"]
        away = apart(place, film.homes[hold])
        if away > (SLIP if end in REACHING else STIR):
            yield f"slid {hold}", f"{hold} is {away:.1f} cm from where it rests"


def _jumped(before: Skeleton, body: Skeleton) -> Iterator[tuple[str, str]]:
    for name, place in body.joints.items():
        far = apart(before.joints[name], place)
        if far > JUMP:
            yield f"jumped {name}", f"{name} jumps {far:.0f} cm"
