"""What helps the viewer: dotted arrows for the way, rings where one bears on the floor, what stays level, and the hold."""

import math
from functools import cache
from itertools import pairwise

from tools.illustrations.brush import Brush, mixed
from tools.illustrations.camera import WIDTH, Camera, Point
from tools.illustrations.film import RATE, Film
from tools.illustrations.mark import Arrow
from tools.illustrations.space import Vector, plus, unit

ARROW = "#d9480f"
LEVEL = "#3d5a80"
TOUCH = "#f8fbfa"
APART = 7.6
"""Pixels between the dots of an arrow."""
DOT = 2.0
EARLY = 0.5
"""Seconds that an arrow is there before its movement begins."""
GROW = 0.25


def arrows(brush: Brush, camera: Camera, film: Film, frame: int | None) -> None:
    """Without a frame those that lead to what the still picture shows."""
    for arrow in film.arrows:
        size = float(arrow.to == film.poster) if frame is None else _size(film, arrow, frame)
        if size > 0:
            _arrow(brush, _way(film, arrow, camera), size)


def _size(film: Film, arrow: Arrow, frame: int) -> float:
    """Grows before its movement begins and is gone when that ends."""
    to = film.start_of(arrow.to) if arrow.to else film.round
    begin = _begin(film, arrow, to) - round(EARLY * RATE)
    frame %= film.round
    if not begin <= frame < to:
        return 0.0
    return min(1.0, (frame - begin + 1) / (GROW * RATE), (to - frame) / (GROW * RATE))


def _begin(film: Film, arrow: Arrow, to: int) -> int:
    return to - round(film.keys[arrow.to].move * RATE) if arrow.since is None else film.start_of(arrow.since)


@cache
def _way(film: Film, arrow: Arrow, camera: Camera) -> tuple[Point, ...]:
    to = film.start_of(arrow.to) if arrow.to else film.round
    if arrow.by:
        x, y = camera.point(_joint(film, arrow.of, to))
        x, y = x + arrow.shift[0], y + arrow.shift[1]
        return (x, y), (x + arrow.by[0], y + arrow.by[1])
    places = [camera.point(_joint(film, arrow.of, frame)) for frame in range(_begin(film, arrow, to), to + 1)]
    return tuple((x + arrow.shift[0], y + arrow.shift[1]) for x, y in places)


def _joint(film: Film, name: str, frame: int) -> Vector:
    body = film.body(frame)
    if name.startswith("trunk"):
        part, _, side = name.removeprefix("trunk ").partition(" ")
        cut = body.at(float(part))
        return plus(cut.middle, cut.front, {"front": 12.0, "back": -12.0, "": 0.0}[side])
    return body.joints[name]


def _arrow(brush: Brush, way: tuple[Point, ...], size: float) -> None:
    spots = _evenly(way)
    if len(spots) < 3:  # noqa: PLR2004  (too short to point anywhere)
        return
    for spot in spots[:-1]:
        brush.disc(spot, DOT * size, ARROW)
    tip, before = spots[-1], spots[-2]
    along = math.atan2(tip[1] - before[1], tip[0] - before[0])
    corners = [(tip[0] + 9 * size * math.cos(along), tip[1] + 9 * size * math.sin(along))]
    corners += [
        (tip[0] + 7.5 * size * math.cos(along + turn), tip[1] + 7.5 * size * math.sin(along + turn))
        for turn in (2.3, -2.3)
    ]
    brush.chain([(corner, 1.2) for corner in [*corners, corners[0]]], ARROW)
    brush.fill(corners, ARROW)


def _evenly(way: tuple[Point, ...]) -> list[Point]:
    spots, left = [way[0]], APART
    for one, two in pairwise(way):
        far = math.dist(one, two)
        at = left
        while at <= far:
            spots.append((one[0] + (two[0] - one[0]) * at / far, one[1] + (two[1] - one[1]) * at / far))
            at += APART
        left = at - far
    return spots


def guides(brush: Brush, camera: Camera, film: Film, frame: int) -> None:
    moment = film.moment(frame)
    for guide in film.guides:
        if not (guide.always or moment.before == moment.after == guide.at):
            continue
        frame = film.start_of(guide.at)
        one, two = _joint(film, guide.begin, frame), _joint(film, guide.end, frame)
        along = unit((two[0] - one[0], two[1] - one[1], two[2] - one[2]))
        a, b = camera.point(plus(one, along, -guide.longer)), camera.point(plus(two, along, guide.longer))
        far = math.dist(a, b)
        x, y = (b[0] - a[0]) / far, (b[1] - a[1]) / far
        left, top = a[0] + guide.shift[0], a[1] + guide.shift[1]
        for step in range(0, int(far) - 6, 12):
            start = (left + x * step, top + y * step)
            end = start[0] + x * 6, start[1] + y * 6
            brush.line(start, end, 4.4, TOUCH)
            brush.line(start, end, 2.4, LEVEL)


def touches(brush: Brush, camera: Camera, film: Film, frame: int, floor: str) -> None:
    """A light spot on the floor under each hand, foot, knee or elbow that bears weight now."""
    moment = film.moment(frame)
    now = film.keys[moment.before].rests & film.keys[moment.after].rests
    for rest in sorted(now):
        if rest in film.homes and rest not in film.heights:
            x, _, z = film.homes[rest]
            middle = camera.point((x + (7.0 if rest.endswith(("hand", "foot")) else 0.0), 0, z))
            for radius, colour in ((17.0, mixed(floor, TOUCH, 0.35)), (13.0, mixed(floor, TOUCH, 0.7))):
                brush.disc(middle, radius * camera.scale, colour, flat=camera.flat)


def hold(brush: Brush, film: Film, frame: int, *, full: bool = False) -> None:
    """Fills while one stays as one is."""
    moment = film.moment(frame)
    if not (moment.stays and film.keys[moment.before].hold):
        return
    at = (WIDTH - 40.0, 40.0)
    brush.disc(at, 17, "#f4f8f7")
    brush.ring(at, 14, 4.5, "#c3d2d0")
    brush.ring(at, 14, 4.5, LEVEL, part=1.0 if full else max(0.02, moment.way))
    for side in (-3.6, 3.6):
        brush.line((at[0] + side, at[1] - 4.2), (at[0] + side, at[1] + 4.2), 3.0, LEVEL)
