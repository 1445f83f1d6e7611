"""Pose and build → where every joint is in the room. Limbs that rest on something reach for the place they rest on."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tools.illustrations.build import Build
from tools.illustrations.pose import Bones, Heading, Pose
from tools.illustrations.space import Turn, Vector, across, between, cross, dot, length, minus, plus, unit

SIDES = {"left": -1, "right": 1}
STEPS = 14
"""Pieces of the spine."""
NAPE = 0.92
"""How far up the spine the shoulders sit."""
FIST = 0.42
"""How much shorter a closed hand is."""
NATURAL = 0.3
"""How much the natural way of bending counts beside the way of the pose."""
REACHING = {"hand": ("arm", "wrist"), "foot": ("leg", "ankle")}
"""What may rest on a place: the limb that reaches for it, and by which joint."""

Joints = Mapping[str, Vector]


@dataclass(frozen=True, slots=True)
class Slice:
    """The trunk at one height: its middle, and which ways are up, front and right."""

    middle: Vector
    up: Vector
    front: Vector
    right: Vector


@dataclass(frozen=True, slots=True)
class Skeleton:
    build: Build
    pose: Pose
    """With the angles that the resting limbs really have."""
    joints: Joints
    trunk: tuple[Slice, ...]
    face: Vector
    crown: Vector

    def at(self, part: float) -> Slice:
        """The trunk at this part of its length: 0 the hips, 1 the nape."""
        place = max(0.0, min(1.0, part)) * STEPS
        low = min(int(place), STEPS - 1)
        one, two, rest = self.trunk[low], self.trunk[low + 1], place - low
        middle = between(one.middle, two.middle, rest)
        return Slice(
            middle if 0 <= part <= 1 else plus(middle, one.up if part < 0 else two.up, self._over(part)),
            unit(between(one.up, two.up, rest)),
            unit(between(one.front, two.front, rest)),
            unit(between(one.right, two.right, rest)),
        )

    def _over(self, part: float) -> float:
        return (part if part < 0 else part - 1) * self.build.spine


@dataclass(frozen=True, slots=True)
class Grip:
    """A spot of one's own body that a hand stays on."""

    on: str
    """trunk, or a thigh such as left_leg."""
    part: float
    """How far along it."""
    front: float = 0.0
    side: float = 0.0
    """Centimetres from its middle: to the front, and away from the middle of the body."""

    def place(self, body: Skeleton, side: int) -> Vector:
        if self.on == "trunk":
            cut = body.at(self.part)
            return plus(plus(cut.middle, cut.front, self.front), cut.right, self.side * side)
        hip, knee = body.joints[self.on.replace("leg", "hip")], body.joints[self.on.replace("leg", "knee")]
        front = across(minus(knee, body.joints[self.on.replace("leg", "ankle")]), minus(knee, hip))
        return plus(plus(between(hip, knee, self.part), front, self.front), body.at(0).right, self.side * side)


def stand(
    build: Build,
    pose: Pose,
    anchor: str,
    home: Vector,
    pins: Mapping[str, Vector],
    grips: Mapping[str, Grip] | None = None,
) -> Skeleton:
    """`anchor` is the joint that is at `home`; `pins` say where hands and feet rest."""
    legs = _reached(build, pose, anchor, home, pins)
    held = {pin: grip.place(legs, SIDES[pin.partition("_")[0]]) for pin, grip in (grips or {}).items()}
    return _reached(build, legs.pose, anchor, home, held) if held else legs


def _reached(build: Build, pose: Pose, anchor: str, home: Vector, pins: Mapping[str, Vector]) -> Skeleton:
    bare = _trunk(build, pose.spine)
    free = _place(build, pose, anchor, home, bare)
    turn = Turn.of(pose.roll, pose.tilt, pose.turn)
    reached = pose
    for pin, place in pins.items():
        side, end = pin.split("_")
        if end in REACHING:
            limb = f"{side}_{REACHING[end][0]}"
            root = free.joints[f"{side}_{'shoulder' if end == 'hand' else 'hip'}"]
            goal = turn.back(minus(place, root))
            bent: dict[str, Any] = {limb: _reach(build, getattr(pose, limb), limb, goal)}
            reached = replace(reached, **bent)
    return _place(build, reached, anchor, home, bare) if pins else free


def _reach(build: Build, bones: Bones, limb: str, goal: Vector) -> Bones:
    """The two long bones bent so that they end at the goal; the elbow or knee stays on the side where the pose has it."""
    side = SIDES[limb.partition("_")[0]]
    upper, lower, _ = build.arm if limb.endswith("arm") else build.leg
    far = min(length(goal), upper + lower - 0.01)
    along = unit(goal)
    first, second = bones[0].vector(side), bones[1].vector(side)
    # Where the pose has the limb straight it bends the way the joint can.
    natural = Heading(bones[0].angle + (90 if limb.endswith("leg") else -90)).vector(side)
    pole = across(plus(plus(first, second, -1.0), natural, NATURAL), along)
    cos = (upper**2 + far**2 - lower**2) / (2 * upper * far)
    cos = max(-1.0, min(1.0, cos))
    start = plus(plus((0, 0, 0), along, cos), pole, math.sqrt(1 - cos * cos))
    end = unit(minus(plus((0, 0, 0), along, far), plus((0, 0, 0), start, upper)))
    return Heading.of(start, side), Heading.of(end, side), bones[2]


def _place(build: Build, pose: Pose, anchor: str, home: Vector, trunk: tuple[Slice, ...]) -> Skeleton:
    turn = Turn.of(pose.roll, pose.tilt, pose.turn)
    joints: dict[str, Vector] = {"hips": trunk[0].middle, "nape": trunk[-1].middle}
    neck, face = pose.neck.vector(), pose.face.vector()
    joints["head"] = plus(joints["nape"], neck, build.neck)
    bare = Skeleton(build, pose, joints, trunk, face, across(neck, face))
    for name, side in SIDES.items():
        joints |= _arm(bare, name, side) | _leg(bare, name, side)
    shift = minus(home, turn.out(joints[anchor]))
    return Skeleton(
        build,
        pose,
        {name: plus(turn.out(place), shift) for name, place in joints.items()},
        tuple(
            Slice(plus(turn.out(each.middle), shift), turn.out(each.up), turn.out(each.front), turn.out(each.right))
            for each in trunk
        ),
        turn.out(face),
        turn.out(bare.crown),
    )


def _trunk(build: Build, spine: Bones) -> tuple[Slice, ...]:
    low, middle, high = spine
    at: Vector = (0.0, 0.0, 0.0)
    piece = build.spine / STEPS
    slices = []
    for step in range(STEPS + 1):
        part = step / STEPS
        # The three angles hold at a sixth, a half and five sixths of the way; between them the spine bends evenly.
        rest = max(-0.25, min(1.25, part * 3 - 0.5 if part < 0.5 else part * 3 - 1.5))  # noqa: PLR2004
        heading = low.towards(middle, rest) if part < 0.5 else middle.towards(high, rest)  # noqa: PLR2004
        up = heading.vector()
        front = Heading(heading.angle - 90).vector()
        slices.append(Slice(at, up, front, unit(cross(front, up))))
        at = plus(at, up, piece)
    return tuple(slices)


def _arm(body: Skeleton, name: str, side: int) -> dict[str, Vector]:
    build, bones = body.build, getattr(body.pose, f"{name}_arm")
    chest = body.at(NAPE)
    raised = dot(bones[0].vector(side), chest.up)
    # The shoulder blade goes along when the arm is lifted.
    shoulder = plus(plus(chest.middle, chest.right, side * build.shoulder), chest.up, -3.0 + 3.0 * max(0.0, raised))
    places = [shoulder]
    upper, fore, hand = build.arm
    for bone, size in zip(bones, (upper, fore, hand * (1 - FIST * body.pose.fists)), strict=True):
        places.append(plus(places[-1], bone.vector(side), size))
    names = ("shoulder", "elbow", "wrist", "fingers")
    return {f"{name}_{joint}": place for joint, place in zip(names, places, strict=True)}


def _leg(body: Skeleton, name: str, side: int) -> dict[str, Vector]:
    build, bones = body.build, getattr(body.pose, f"{name}_leg")
    hips = body.trunk[0]
    places = [plus(hips.middle, hips.right, side * build.hip)]
    for bone, size in zip(bones, build.leg, strict=True):
        places.append(plus(places[-1], bone.vector(side), size))
    names = ("hip", "knee", "ankle", "toes")
    found = {f"{name}_{joint}": place for joint, place in zip(names, places, strict=True)}
    foot, sole = bones[2].vector(side), Heading(bones[2].angle - 90).vector(side)
    found[f"{name}_toes"] = plus(found[f"{name}_toes"], sole, 3.6 * build.size)
    found[f"{name}_heel"] = plus(plus(found[f"{name}_ankle"], foot, -4.0 * build.size), sole, 2.4 * build.size)
    return found
