"""The part of a ball's surface that lies towards a direction, such as hair, as far as one sees it."""

from math import cos, pi, sin, sqrt

from tools.illustrations.camera import Camera, Point
from tools.illustrations.space import Vector, across, apart, cross, dot, plus

ROUND = 40
"""Corners of the outline."""
ASKEW: Vector = (0.31, 0.87, 0.37)
"""Any direction that nothing else happens to have."""


def cap(camera: Camera, middle: Vector, radius: float, towards: Vector, reach: float) -> list[Point]:
    """Bounded where the surface lies `reach` of a radius towards the direction, and by the edge of the ball itself."""
    rim = [(spot, dot(spot, camera.view) >= 0) for spot in _circle(towards, reach)]
    edge = [(spot, dot(spot, towards) >= reach) for spot in _circle(camera.view, 0.0)]
    inner, outer = _run(rim), _run(edge)
    if inner and outer and apart(inner[-1], outer[0]) > apart(inner[-1], outer[-1]):
        outer.reverse()
    points = inner + outer if len(outer) < len(edge) else outer
    return [camera.point(plus(middle, spot, radius)) for spot in points]


def _circle(axis: Vector, reach: float) -> list[Vector]:
    """Round a ball of radius 1, this far along the axis."""
    one = across(ASKEW, axis)
    two, wide = cross(axis, one), sqrt(1 - reach * reach)
    turns = (2 * pi * step / ROUND for step in range(ROUND))
    return [plus(plus(plus((0, 0, 0), axis, reach), one, wide * cos(turn)), two, wide * sin(turn)) for turn in turns]


def _run(spots: list[tuple[Vector, bool]]) -> list[Vector]:
    """Those that count, in order, starting after a gap."""
    first = next((at for at, (_, counts) in enumerate(spots) if counts and not spots[at - 1][1]), 0)
    return [spot for spot, counts in spots[first:] + spots[:first] if counts]
