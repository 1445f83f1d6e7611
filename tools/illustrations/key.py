"""A key of a film: a pose, how one gets there, and what bears on what meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.illustrations.pose import Pose
from tools.illustrations.skeleton import Grip

OWN = frozenset({"pose", "swap", "move", "stay", "feel", "hold", "even"})
"""What only a key says."""
SHARED = frozenset({"anchor", "rests", "keeps", "grips"})
"""What the film says for all its keys, and a key for itself."""


@dataclass(frozen=True, slots=True)
class Key:
    pose: Pose
    move: float
    """Seconds to get here."""
    stay: float
    anchor: str
    """The joint that keeps its place on the way here."""
    rests: frozenset[str]
    """Hands, feet, knees and elbows that bear on the floor."""
    keeps: frozenset[str]
    """Hands and feet that keep their place on something else: a wall, a chair."""
    grips: Mapping[str, Grip]
    """Hands that stay on one's own body."""
    feel: float
    """How strongly the highlight shines, 0 to 1."""
    hold: bool
    """A ring fills while one stays."""
    even: bool
    """Moves on at one speed, as in walking."""

    @property
    def holds(self) -> frozenset[str]:
        return self.rests | self.keeps


def read_key(told: Mapping[str, Any], film: Mapping[str, Any], poses: Mapping[str, Pose]) -> Key:
    """`swap` changes left and right over, in the pose and in what bears on what."""
    if unknown := told.keys() - OWN - SHARED:
        raise KeyError(f"unknown in a key: {', '.join(sorted(unknown))}")
    swap, pose = told.get("swap", False), poses[told["pose"]]
    sided = other_side if swap else str
    shared = {name: told.get(name, film.get(name, ())) for name in SHARED}
    return Key(
        pose=pose.swapped() if swap else pose,
        move=float(told.get("move", 1.0)),
        stay=float(told.get("stay", 0.4)),
        anchor=sided(shared["anchor"]),
        rests=frozenset(map(sided, shared["rests"])),
        keeps=frozenset(map(sided, shared["keeps"])),
        grips={sided(hand): Grip(*spot) for hand, spot in dict(shared["grips"]).items()},
        feel=float(told.get("feel", 1.0)),
        hold=told.get("hold", False),
        even=told.get("even", False),
    )


def other_side(joint: str) -> str:
    """`left_knee` for `right_knee`; what has no side is itself."""
    side, _, rest = joint.partition("_")
    return f"{ {'left': 'right', 'right': 'left'}[side] }_{rest}" if side in ("left", "right") else joint
