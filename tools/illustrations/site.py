"""Where on the body one feels the work: a place, how far it spreads, and the parts it may shine on."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.illustrations.skeleton import Skeleton
from tools.illustrations.space import Vector, across, between, minus, plus

LEGS = frozenset({"left_leg", "right_leg"})
TRUNK = frozenset({"trunk"})


@dataclass(frozen=True, slots=True)
class Site:
    place: Vector
    radius: float
    """Centimetres."""
    parts: frozenset[str]


SPOTS: Mapping[str, tuple[tuple[float, float, float, float], ...]] = {
    "buttocks": ((-0.02, -8.0, 0.0, 15.0),),
    "low back": ((0.25, -5.0, 0.0, 13.0),),
    "upper back": ((0.76, -7.0, 0.0, 13.0),),
    "whole back": tuple((part, -6.0, 0.0, 12.0) for part in (0.2, 0.5, 0.78)),
    "tummy": ((0.26, 5.0, 0.0, 13.0),),
    "waist": tuple((0.32, 0.0, side, 12.0) for side in (-9.0, 9.0)),
    "left side": tuple((part, 0.0, -10.0, 13.0) for part in (0.12, 0.4)),
}
"""Along the trunk, to its front, to its right, and how far it spreads."""
ON_LEGS = {"buttocks"}
"""Spots that shine on the tops of the legs too."""


def sites(body: Skeleton, name: str) -> list[Site]:
    match name:
        case "right hip front":
            front = plus(body.joints["right_hip"], body.at(0).front, 5.0)
            return [Site(plus(front, body.at(0).up, -3.0), 14.0, TRUNK | {"right_leg"})]
        case "backs of thighs":
            return [_behind_thigh(body, side) for side in ("left", "right")]
        case _:
            parts = TRUNK | LEGS if name in ON_LEGS else TRUNK
            return [Site(_trunk(body, *spot), radius, parts) for *spot, radius in SPOTS[name]]


def _trunk(body: Skeleton, part: float, front: float, right: float) -> Vector:
    cut, size = body.at(part), body.build.size
    return plus(plus(cut.middle, cut.front, front * size), cut.right, right * size)


def _behind_thigh(body: Skeleton, side: str) -> Site:
    hip, knee = body.joints[f"{side}_hip"], body.joints[f"{side}_knee"]
    middle = between(hip, knee, 0.45)
    back = across(plus((0, 0, 0), body.at(0).front, -1.0), minus(knee, hip))
    return Site(plus(middle, back, 4.0), 14.0, frozenset({f"{side}_leg"}))
