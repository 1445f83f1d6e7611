"""An exercise, its doses, and the ladder of harder and easier forms (docs/care.md, section 5)."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from bot.domain.swaps import Fit, Swap

Level = int  # 0 easiest … 5 hardest

CHANGE_OVER = 20
"""Seconds to get from one exercise to the next and read its card."""


class Position(StrEnum):
    """How one lies or stands. The order is that of a session, so that one gets down to the floor once."""

    ALL_FOURS = "all-fours"
    LYING = "lying"
    SIDE = "side"
    PRONE = "prone"
    KNEELING = "kneeling"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Dose:
    """How much: `sets` is the repetitions of each set, so `(6, 4, 2)` is three descending sets.

    Times are seconds. `hold_to` is the upper end where a range is given; minutes are counted with `hold`.
    `pace` is what one repetition takes besides the hold.
    """

    sets: tuple[int, ...]
    hold: int = 0
    hold_to: int | None = None
    sides: Literal[1, 2] = 1
    pace: int = 3
    rest: int = 20

    @property
    def is_timed(self) -> bool:
        """Whether there is anything to hold. What is only counted, each does at a pace of their own."""
        return self.hold > 0

    @property
    def seconds(self) -> int:
        work = sum(self.sets) * self.sides * (self.hold + self.pace)
        return work + (len(self.sets) - 1) * self.rest


@dataclass(frozen=True, slots=True)
class ArticleDose:
    """What the article itself says, in its own figures; `None` where it says nothing."""

    hold: int | None = None
    hold_to: int | None = None
    reps: int | None = None
    sides: Literal[1, 2] = 1
    minutes: int | None = None
    minutes_to: int | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of an exercise's ladder. `form` names its words and its picture; forms differ to the eye."""

    level: Level
    form: str
    dose: Dose
    from_article: bool
    """True where the dose is the article's own; otherwise it is our default and marked so."""


@dataclass(frozen=True, slots=True)
class Exercise:
    id: str
    section: int
    """The section of the article it comes from."""
    position: Position
    kit: tuple[str, ...]
    article: ArticleDose
    first: Rung
    """The gentler dose of its first week (docs/care.md 5.3)."""
    rungs: tuple[Rung, ...]
    steps: int
    """How many numbered steps its words have."""
    purpose: str
    """What it is for. Two of one purpose may stand in for each other."""
    swaps: Mapping[Swap, Fit]
    """How it gives way to what does not suit a person or a day: of two other forms the first."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every way it is done: on the rungs, and in place of what does not suit somebody."""
        rungs = (rung.form for rung in (self.first, *self.rungs))
        return tuple(dict.fromkeys((*rungs, *(fit.form for fit in self.swaps.values() if fit.form is not None))))

    def rung(self, level: Level) -> Rung:
        """The rung at `level`, or the nearest one that exists below it, or the lowest."""
        below = [rung for rung in self.rungs if rung.level <= level]
        return below[-1] if below else self.rungs[0]

    def fitted(self, rung: Rung, swaps: Collection[Swap]) -> Rung | None:
        """`rung` as it is done with these swaps, the most careful of them; None where the exercise is left out."""
        fits = [fit for swap, fit in self.swaps.items() if swap in swaps]
        if not fits:
            return rung
        if any(fit.skip for fit in fits):
            return None
        level = min((fit.level for fit in fits if fit.level is not None), default=rung.level)
        lowered = self.rung(level) if level < rung.level else rung
        # Another form has the words of the usual one: in the place of a gentler one it would ask for more.
        gentler = lowered.level < self.first.level and lowered.form != self.first.form
        form = None if gentler else next((fit.form for fit in fits if fit.form is not None), None)
        return replace(lowered, form=form or lowered.form)


def stand_ins(
    exercise: Exercise,
    exercises: Iterable[Exercise],
    *,
    swaps: Collection[Swap],
    withheld: Collection[str],
    planned: Collection[str],
) -> tuple[str, ...]:
    """What may take its place today: of the same purpose, not planned already, and nothing speaks against it."""
    return tuple(
        each.id
        for each in exercises
        if each.purpose == exercise.purpose
        and each.id not in {exercise.id, *withheld, *planned}
        and each.fitted(each.first, swaps) is not None
    )


def minutes(doses: Iterable[Dose]) -> int:
    """Length of a session in whole minutes, changing over included."""
    total = sum(dose.seconds + CHANGE_OVER for dose in doses)
    return math.ceil(total / 60)
