"""What goes along with the body: stick, band, cup, book, and a cushion behind the back."""

from collections.abc import Mapping
from typing import Any

from tools.illustrations.camera import Camera
from tools.illustrations.film import Film
from tools.illustrations.part import Chain, Part, Patch
from tools.illustrations.room import CUSHION
from tools.illustrations.skeleton import Skeleton
from tools.illustrations.space import Vector, between, plus

STICK = "#a86f3d"
BAND = "#7a4fa3"
ANCHOR = "#4a4f57"
CHINA = "#fbfbf8"
TEA = "#9a5a2c"
BOOK = "#b5483a"
CONTACT = "#f2603c"
"""Where the stick touches."""

Thing = Mapping[str, Any]


def props(film: Film, body: Skeleton, camera: Camera, frame: int) -> list[Part]:
    found = []
    for thing in film.props:
        match thing["kind"]:
            case "stick":
                found.append(_stick(body, camera))
            case "band":
                found.append(_band(body, camera, thing))
            case "cup":
                found.append(_cup(body, camera, thing["part"]))
            case "book":
                found.append(_book(film, body, camera, thing, frame))
            case "cushion" if "back" in thing:
                found.append(_cushion(film, camera, thing, frame))
    return found


def extent(film: Film) -> list[tuple[Vector, float]]:
    """What has to be in the picture besides the body."""
    found: list[tuple[Vector, float]] = []
    for thing in film.props:
        match thing["kind"]:
            case "band":
                found.append((_start(thing), 4.0))
            case "stick":
                found += [(end, 1.5) for body in film.bodies[::8] for end in _ends(body)]
    return found


def _ends(body: Skeleton) -> tuple[Vector, Vector]:
    tail, along = _behind(body, 0.0), body.at(0.5).up
    return plus(tail, along, -22.0), plus(tail, along, 88.0 * body.build.size)


def _behind(body: Skeleton, part: float) -> Vector:
    cut = body.at(part)
    return plus(cut.middle, cut.front, -13.0 * body.build.size)


def _stick(body: Skeleton, camera: Camera) -> Part:
    low, high = _ends(body)
    wood = Chain(tuple((camera.point(end), 1.5 * camera.scale) for end in (low, high)), STICK)
    spots = [_behind(body, 0.0), _behind(body, 0.76), plus(_behind(body, 1.0), body.at(0.5).up, body.build.neck)]
    marks = [Chain(((camera.point(spot), 3.0 * camera.scale),), CONTACT) for spot in spots]
    return Part("stick", (wood, *marks), camera.depth(body.at(0.5).middle) + 1.0)


def _hands(body: Skeleton) -> Vector:
    left, right = (
        between(body.joints[f"{side}_wrist"], body.joints[f"{side}_fingers"], 0.5) for side in ("left", "right")
    )
    return between(left, right, 0.5)


def _band(body: Skeleton, camera: Camera, thing: Thing) -> Part:
    start, hands = _start(thing), _hands(body)
    wide = thing.get("wide", 1.0)
    line = Chain(((camera.point(start), wide * camera.scale), (camera.point(hands), wide * camera.scale)), BAND)
    knob = Chain(((camera.point(start), 3.2 * camera.scale),), ANCHOR)
    return Part("band", (line, knob), camera.depth(between(start, hands, 0.9)))


def _start(thing: Thing) -> Vector:
    """Where it is fixed."""
    return thing["x"], thing["y"], thing["z"]


def _cup(body: Skeleton, camera: Camera, part: float) -> Part:
    cut = body.at(part)
    x, y = camera.point(plus(cut.middle, cut.front, -8.6 * body.build.size))
    size = camera.scale
    y -= 0.5 * size
    half = [(x - 3.2 * size, y - 0.6 * size), (x - 5.2 * size, y - 8.6 * size)]
    body_of_cup = [*half, *((2 * x - left, top) for left, top in reversed(half))]
    rim = [(x - 5.0 * size, y - 8.8 * size), (x + 5.0 * size, y - 8.8 * size)]
    pieces = (
        Chain((((x - 7 * size, y), 0.8 * size), ((x + 7 * size, y), 0.8 * size)), CHINA),
        Chain((((x + 4 * size, y - 6.4 * size), 1.0 * size), ((x + 7.4 * size, y - 5.4 * size), 1.0 * size)), CHINA),
        Chain((((x + 7.4 * size, y - 5.4 * size), 1.0 * size), ((x + 3.6 * size, y - 2.6 * size), 1.0 * size)), CHINA),
        Patch((body_of_cup,), CHINA),
        Chain(tuple((spot, 1.1 * size) for spot in rim), TEA),
    )
    return Part("cup", pieces, camera.depth(cut.middle) - 0.5)


def _book(film: Film, body: Skeleton, camera: Camera, thing: Thing, frame: int) -> Part:
    """Lies in its place, but goes with the hands from the key `taken` to the key `left`."""
    at = frame % film.round
    carried = film.start_of(thing["taken"]) <= at < film.start_of(thing["left"])
    place: Vector = _hands(body) if carried else (thing["x"], thing["y"], 0.0)
    x, y = camera.point(place)
    size = camera.scale
    cover = Chain((((x - 8 * size, y), 3.4 * size), ((x + 8 * size, y), 3.4 * size)), BOOK)
    pages = Chain((((x - 7 * size, y), 1.7 * size), ((x + 10 * size, y), 1.7 * size)), CHINA)
    return Part("book", (cover, pages), camera.depth(body.at(0.5).middle) + 12.0)


def _cushion(film: Film, camera: Camera, thing: Thing, frame: int) -> Part:
    """Comes from above and settles behind the lower back while the key `back` is reached."""
    moment = film.moment(frame)
    gone = 0.0
    if moment.before == 0:
        gone = 1.0 if moment.stays else 1.0 - moment.way
    elif moment.after == 0:
        gone = moment.way
    home = film.body(film.start_of(thing["back"])).at(0.22)
    place = plus(plus(home.middle, home.front, -13.0), (0, 1, 0), 42.0 * gone)
    low, high = plus(place, home.up, -10.0), plus(place, home.up, 11.0)
    pieces = (Chain(((camera.point(low), 5.0 * camera.scale), (camera.point(high), 5.0 * camera.scale)), CUSHION),)
    return Part("cushion", pieces, camera.depth(home.middle) - 1.0)
