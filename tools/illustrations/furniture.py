"""What stands or lies in the room: mat, chair, wall, post, cushion under a knee, and the path of who walks."""

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from tools.illustrations.brush import Brush, mixed
from tools.illustrations.camera import Camera
from tools.illustrations.film import Film
from tools.illustrations.room import CUSHION, DUSK, FAR, FLOOR, MAT, PLASTER, WALL, WOOD, box
from tools.illustrations.space import Vector
from tools.illustrations.surface import surface

Thing = Mapping[str, Any]
DEEP = 32.0
MARGIN = 9.0
"""Centimetres of mat to both sides, and beyond the body."""
NEAR = 12.0
"""Centimetres above the floor up to which the mat reaches as far as the body does."""
BACKREST = 44.0
"""Centimetres above the seat."""


def furniture(brush: Brush, camera: Camera, film: Film, frame: int) -> None:
    for thing in film.props:
        match thing["kind"]:
            case "mat":
                left, right, deep = _mat(film, thing)
                box(brush, camera, (left, -2.0, -deep), (right, 0.0, deep), MAT)
            case "chair":
                _chair(brush, camera, thing)
            case "wall" | "post":
                low, high = _wall(thing)
                box(brush, camera, low, high, PLASTER)
            case "path":
                _path(brush, camera, film, frame)


def cushions(brush: Brush, camera: Camera, film: Film) -> None:
    """Under a knee, so on top of the figure's shadow."""
    for thing in film.props:
        if thing["kind"] == "cushion" and "on" in thing:
            x, _, z = film.homes[thing["on"]]
            z, wide = thing.get("z", z), thing.get("wide", 13.0)
            box(brush, camera, (x - 15, 0.0, z - wide), (x + 13, thing["high"], z + wide), CUSHION)


def extent(film: Film) -> list[tuple[Vector, float]]:
    """What has to be in the picture."""
    found: list[tuple[Vector, float]] = []
    for thing in film.props:
        match thing["kind"]:
            case "mat":
                left, right, deep = _mat(film, thing)
                found += [((x, 0.0, z), 2.0) for x in (left, right) for z in (-deep, deep)]
            case "chair":
                x, z, way = thing["x"], thing.get("z", 0.0), thing.get("faces", 1)
                top = thing["seat"] + BACKREST
                found += [((x - 22 * way, top, z), 2.0), ((x + 22 * way, 0, z + 20), 1.0), ((x - 22 * way, 0, z), 2.0)]
            case "wall" | "post":
                low, high = _wall(thing)
                found += [((low[0], 0, low[2]), 0.0), ((high[0], 0, high[2]), 0.0)]
    return found


def floor(film: Film) -> str:
    """The colour of what one stands or lies on."""
    return MAT if any(each["kind"] == "mat" for each in film.props) else FLOOR


def _mat(film: Film, thing: Thing) -> tuple[float, float, float]:
    """Its left and right end, and how deep it is to both sides."""
    left, right = _span(film)
    left, right = min(left, thing.get("from", left)), max(right, thing.get("to", right))
    return left - MARGIN, right + MARGIN, thing.get("deep", DEEP)


@cache
def _span(film: Film) -> tuple[float, float]:
    """From the leftmost to the rightmost thing that ever is near the floor."""
    touching = [
        (place[0] - radius, place[0] + radius)
        for frame in range(0, film.round, 4)
        for _, place, radius in surface(film.body(frame))
        if place[1] - radius < NEAR
    ]
    return min(left for left, _ in touching), max(right for _, right in touching)


def _path(brush: Brush, camera: Camera, film: Film, frame: int) -> None:
    """Marks on the ground and trees behind, which pass by as fast as the resting foot goes back."""
    ways = _walked(film)
    stride, gone = ways[-1], ways[frame % film.round] + frame // film.round * ways[-1]
    for step in range(-6, 7):
        x = step * stride / 2 - gone % (stride / 2)
        for z in (-34.0, 30.0):
            start, end = camera.point((x, 0, z)), camera.point((x + 34, 0, z))
            brush.line(start, end, 2.4, mixed(FLOOR, DUSK, 0.16))
    for step in range(-2, 3):
        x, y = camera.point((step * stride * film.repeat - gone + 90, 0, FAR + 4))
        trunk, crown = mixed(WALL, WOOD, 0.35), mixed(WALL, "#5e9b78", 0.45)
        size = camera.scale
        brush.chain([((x, y), 2.6 * size), ((x, y - 62 * size), 1.8 * size)], trunk)
        for aside, up, radius in ((0, 78, 24), (-15, 64, 17), (15, 66, 16)):
            brush.disc((x + aside * size, y - up * size), radius * size, crown)


@cache
def _walked(film: Film) -> tuple[float, ...]:
    """Centimetres covered by each frame of a round, and by all of it: as far as the foot on the floor goes back."""
    bodies = [film.body(frame) for frame in range(film.round + 1)]
    far = [0.0]
    for one, two in pairwise(bodies):
        foot = min(("left_heel", "right_heel", "left_toes", "right_toes"), key=lambda joint: two.joints[joint][1])
        far.append(far[-1] + one.joints[foot][0] - two.joints[foot][0])
    return tuple(far)


def _chair(brush: Brush, camera: Camera, thing: Thing) -> None:
    """`faces` 1 with its back to the left."""
    x, z, way, seat = thing["x"], thing.get("z", 0.0), thing.get("faces", 1), thing["seat"]
    back = sorted((x - 22 * way, x - 18 * way))
    backrest = (back[0], seat, z - 19.0), (back[1], seat + BACKREST, z + 19.0)
    legs = [(at, depth) for depth in (-18.0, 16.0) for at in (x - 21, x + 18)]
    legs.sort(key=lambda leg: camera.depth((leg[0], 0, leg[1])))
    for at, depth in legs:
        box(brush, camera, (at, 0, z + depth), (at + 3.0, seat - 3.0, z + depth + 3.0), WOOD)
    board = (x - 22, seat - 3.5, z - 19.0), (x + 22, seat, z + 19.0)
    boxes = [backrest, board]
    if camera.depth((float(way), 0, 0)) < camera.depth((0, 0, 0)):
        boxes.reverse()
    for low, high in boxes:
        box(brush, camera, low, high, WOOD)


def _wall(thing: Thing) -> tuple[Vector, Vector]:
    """Upright at x, or at z: `thick` is on the far side of the body."""
    high, thick, deep = thing.get("high", 200.0), thing.get("thick", 7.0), thing.get("deep", 45.0)
    if "x" in thing:
        low, up = sorted((thing["x"], thing["x"] + thick))
        return (low, 0, -deep), (up, high, deep)
    low, up = sorted((thing["z"], thing["z"] + thick))
    middle = thing.get("middle", 0.0)
    return (middle - deep, 0, low), (middle + deep, high, up)
