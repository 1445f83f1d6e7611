"""A film: key poses and the way between them, and where the body rests meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tools.illustrations.build import Build
from tools.illustrations.camera import Camera
from tools.illustrations.key import Key
from tools.illustrations.mark import Arrow, Guide
from tools.illustrations.pose import Pose
from tools.illustrations.skeleton import Skeleton, stand
from tools.illustrations.space import Vector
from tools.illustrations.surface import height_of, lowest

RATE = 20
"""Frames a second."""
GROUNDED = "floor"
"""The anchor of who walks: whatever is lowest touches the floor."""


@dataclass(frozen=True, slots=True)
class Moment:
    pose: Pose
    before: int
    after: int
    """The keys on both sides; the same while one stays."""
    way: float
    """How far from one to the other, eased, or how much of the stay is over."""

    @property
    def stays(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, eq=False)
class Film:
    name: str
    build: Build
    keys: tuple[Key, ...]
    view: Camera
    inset: Camera | None
    props: Sequence[Mapping[str, Any]]
    arrows: tuple[Arrow, ...]
    guides: tuple[Guide, ...]
    feel: tuple[str, ...]
    still: tuple[str, ...]
    """Joints that do not move at all."""
    poster: int
    """The key that the still picture shows."""
    heights: Mapping[str, float]
    """Centimetres above the floor at which a joint rests, where something lies under it."""
    places: Mapping[str, Vector]
    """Where hands and feet rest that hold on to a thing."""
    repeat: int
    """How often all of it is done until the film is over."""

    @cached_property
    def frames(self) -> int:
        return self.repeat * self.round

    @cached_property
    def round(self) -> int:
        """The frames of one time through all keys."""
        return round(sum(key.move + key.stay for key in self.keys) * RATE)

    def moment(self, frame: int) -> Moment:
        """The first key is where one starts: its `move` leads back to it from the last."""
        left = (frame % self.round) / RATE
        for number, key in enumerate(self.keys):
            if left < key.stay:
                return Moment(self.settled[number], number, number, left / key.stay)
            left -= key.stay
            after = (number + 1) % len(self.keys)
            there = self.keys[after]
            if left < there.move:
                way = left / there.move if there.even else eased(left / there.move)
                return Moment(self.settled[number].towards(self.settled[after], way), number, after, way)
            left -= there.move
        return Moment(self.settled[0], 0, 0, 0.0)

    def start_of(self, number: int) -> int:
        """The frame at which the key of this number is reached."""
        before = sum(key.stay for key in self.keys[:number]) + sum(key.move for key in self.keys[1 : number + 1])
        return round(before * RATE)

    def body(self, frame: int) -> Skeleton:
        return self.bodies[frame % self.round]

    @cached_property
    def bodies(self) -> tuple[Skeleton, ...]:
        """One for each frame of a round; while one stays it is the same one."""
        found: list[Skeleton] = []
        last = None
        for moment in map(self.moment, range(self.round)):
            stays_on = last is not None and moment.stays and last.stays and moment.after == last.after
            found.append(found[-1] if stays_on else self._body(moment))
            last = moment
        return tuple(found)

    def _body(self, moment: Moment) -> Skeleton:
        before, after = self.keys[moment.before], self.keys[moment.after]
        anchor = before.anchor if moment.stays else after.anchor
        pins = {pin: self.homes[pin] for pin in before.holds & after.holds}
        if anchor == GROUNDED:
            return self._grounded(moment.pose, "hips")
        grips = after.grips if before.grips.keys() == after.grips.keys() else {}
        return stand(self.build, moment.pose, anchor, self.homes[anchor], pins, grips)

    @cached_property
    def settled(self) -> tuple[Pose, ...]:
        """The key poses with the angles that resting limbs have there, so that they leave from where they are."""
        if self.keys[0].anchor == GROUNDED:
            return tuple(key.pose for key in self.keys)
        return tuple(
            stand(
                self.build,
                key.pose,
                key.anchor,
                self.homes[key.anchor],
                {pin: self.homes[pin] for pin in key.holds},
                key.grips,
            ).pose
            for key in self.keys
        )

    @cached_property
    def homes(self) -> Mapping[str, Vector]:
        """Where anchors are, and where hands and feet rest: as in the first key that rests on them."""
        first = self.keys[0]
        if first.anchor == GROUNDED:
            return {}
        body = self._grounded(first.pose, first.anchor)
        found: dict[str, Vector] = {**body.joints, **self.places}
        for number, key in enumerate(self.keys):
            if number:
                pins = {pin: found[pin] for pin in key.holds if pin in found}
                body = stand(self.build, key.pose, key.anchor, found[key.anchor], pins)
            for hold in sorted(key.holds - (found.keys() if number else self.places.keys())):
                found[hold] = self._home(body, hold, on_floor=hold in key.rests)
        return found

    def _home(self, body: Skeleton, hold: str, *, on_floor: bool) -> Vector:
        side, end = hold.split("_")
        joint = {"hand": "wrist", "foot": "ankle"}.get(end, end)
        x, y, z = body.joints[f"{side}_{joint}"]
        return (x, self.heights.get(hold, height_of(body, end)), z) if on_floor else (x, y, z)

    def _grounded(self, pose: Pose, anchor: str) -> Skeleton:
        """With the anchor on the floor where that is a knee, an elbow or a foot; else whatever is lowest."""
        body = stand(self.build, pose, anchor, (0, 0, 0), {})
        end = anchor.rsplit("_", maxsplit=1)[-1]
        height = height_of(body, end) if end in ("knee", "elbow", "ankle") else -lowest(body)
        return stand(self.build, pose, anchor, (0, self.heights.get(anchor, height), 0), {})


def eased(part: float) -> float:
    """Slow, fast, slow; without a jerk at either end."""
    return part * part * part * (part * (part * 6 - 15) + 10)
