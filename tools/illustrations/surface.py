"""How far the flesh reaches around each joint: what may touch the floor, and may not go through it."""

from collections.abc import Iterator

from tools.illustrations.skeleton import Skeleton
from tools.illustrations.space import Vector

FLESH = {
    "shoulder": 6.2,
    "elbow": 4.2,
    "wrist": 2.8,
    "fingers": 2.0,
    "hip": 8.8,
    "knee": 5.9,
    "ankle": 3.4,
    "toes": 2.2,
    "heel": 3.4,
}


def surface(body: Skeleton) -> Iterator[tuple[str, Vector, float]]:
    """Each joint with the radius of what is around it."""
    for name, place in body.joints.items():
        joint = name.split("_")[-1]
        if joint in FLESH:
            grown = body.build.size if joint in ("wrist", "fingers", "toes", "heel") else body.build.thick(1.0)
            yield name, place, FLESH[joint] * grown
    yield "head", body.joints["head"], body.build.head
    size = body.build.size
    for part, back, front in ((0.0, 11.6, 9.0), (0.2, 9.4, 9.4), (0.45, 7.8, 9.2), (0.74, 10.6, 11.0)):
        cut = body.at(part)
        yield f"trunk {part}", cut.middle, min(back, front) * size


def lowest(body: Skeleton) -> float:
    return min(place[1] - radius for _, place, radius in surface(body))


def height_of(body: Skeleton, end: str) -> float:
    """Of a joint above the floor that it rests on."""
    match end:
        case "hand":
            return 3.2 * body.build.size
        case "foot" | "ankle":
            return 5.8 * body.build.size
        case _:
            return FLESH[end] * body.build.thick(1.0)
