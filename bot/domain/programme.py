"""Which exercises a person does today, at which rung and why (docs/care.md, section 5)."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.domain.exercise import Exercise, Level, Rung, minutes
from bot.domain.plan import Phase, Programme, Span

USUAL: Level = 1
"""The rung of an exercise that nobody moved: the article's own dose where it gives one."""
EASY: Level = 1
"""The highest rung of an easy week."""
GOOD_WEEK = 3
"""Sessions that make a good week already (docs/care.md 5.2)."""

Argument = str | int


class Kind(StrEnum):
    FULL = "full"
    ONE_MINUTE = "one_minute"
    EASY = "easy"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Reason:
    """The key of a sentence in content/<language>/, with its arguments."""

    key: str
    args: Mapping[str, Argument] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    exercise: str
    rung: Rung
    reason: Reason
    first: bool = False
    """The gentler dose of the first week."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    exercise: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Practice:
    kind: Kind
    items: tuple[Item, ...]
    minutes: int
    """Whole minutes, computed from the doses; 0 when nothing is left to do."""
    week: int
    phase: int
    letter: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a person when a practice is put together."""

    today: date
    started_on: date
    sessions: int = 0
    """Planned sessions done so far: A and B take turns."""
    restricted: frozenset[str] = frozenset()
    """Withheld after a clearance."""
    left_out: frozenset[str] = frozenset()
    """Left out because a clinician said so."""
    back: str | None = None
    """The exercise that no longer waits, as from this session."""
    easy_until: date | None = None
    """First day on which the easy week is over."""
    levels: Mapping[str, Level] = field(default_factory=dict)
    """Own rungs, by exercise; those left out stand at `USUAL`."""
    no_floor: bool = False

    @property
    def week(self) -> int:
        return week_of(self.started_on, self.today)

    @property
    def withheld(self) -> frozenset[str]:
        return self.restricted | self.left_out

    @property
    def eases(self) -> bool:
        return self.easy_until is not None and self.today < self.easy_until


def week_of(start: date, today: date) -> int:
    """Weeks of the programme are counted from 1, seven days each from the day of the start."""
    return max(0, (today - start).days) // 7 + 1


def practice_for(
    facts: Facts, programme: Programme, exercises: Mapping[str, Exercise], kind: Kind = Kind.FULL
) -> Practice:
    phase = programme.phase(facts.week)
    letter = _letter(phase, facts.sessions)
    wanted = _wanted(kind, facts, programme, phase.sessions[letter])
    chosen = [each for each in wanted if each not in facts.withheld]
    items = tuple(_item(exercises[each], facts, programme, letter, kind) for each in chosen)
    return Practice(
        kind=kind,
        items=items,
        minutes=minutes(item.rung.dose for item in items),
        week=facts.week,
        phase=phase.number,
        letter=letter,
        left_out=tuple(LeftOut(each, _why_not(each, facts)) for each in wanted if each in facts.withheld),
    )


def _why_not(exercise: str, facts: Facts) -> Reason:
    return Reason("reason-left-out" if exercise in facts.left_out else "reason-restricted")


def _letter(phase: Phase, sessions: int) -> str:
    letters = sorted(phase.sessions)
    return letters[sessions % len(letters)]


def _wanted(kind: Kind, facts: Facts, programme: Programme, session: tuple[str, ...]) -> tuple[str, ...]:
    if kind is Kind.FULL:
        return session
    if kind is Kind.EASY:
        return programme.easy_day
    if kind is Kind.REST:
        return programme.rest_day
    return (_one_minute(facts, programme),)


def _one_minute(facts: Facts, programme: Programme) -> str:
    """Odd and even days of the month differ; one that is withheld gives way to the other."""
    form = programme.one_minute
    odd, even = (form.no_floor_odd, form.no_floor_even) if facts.no_floor else (form.odd, form.even)
    today, other = (odd, even) if facts.today.day % 2 else (even, odd)
    return other if today in facts.withheld else today


def _item(exercise: Exercise, facts: Facts, programme: Programme, letter: str, kind: Kind) -> Item:
    item = _chosen(exercise, facts, programme, letter, kind)
    return replace(item, reason=Reason("reason-back")) if exercise.id == facts.back else item


def _chosen(exercise: Exercise, facts: Facts, programme: Programme, letter: str, kind: Kind) -> Item:
    own = facts.levels.get(exercise.id, USUAL)
    if kind is Kind.ONE_MINUTE and facts.no_floor:
        return Item(exercise.id, exercise.rung(0), Reason("reason-no-floor"))
    if facts.eases:
        return Item(exercise.id, _halved(exercise.rung(min(own, EASY))), Reason("reason-easy-week"))
    if own < USUAL:
        return Item(exercise.id, exercise.rung(own), Reason("reason-easier"))
    if facts.week == _enters(exercise.id, programme):
        return Item(exercise.id, exercise.first, Reason("reason-first-week"), first=True)
    phase = programme.phase(facts.week)
    rung, reason = _rung(exercise, own, facts, programme, phase)
    if exercise.id in phase.short.get(letter, ()) and kind is Kind.FULL:
        rung, reason = _with_sets(rung, 1), Reason("reason-short")
    return Item(exercise.id, rung, reason)


def _rung(exercise: Exercise, own: Level, facts: Facts, programme: Programme, phase: Phase) -> tuple[Rung, Reason]:
    if exercise.id in phase.fixed:
        return exercise.rung(phase.fixed[exercise.id]), Reason("reason-set-up", {"phase": phase.number})
    if facts.restricted:
        allowed = programme.restricted.get(exercise.id, EASY)
        return exercise.rung(min(own, allowed, phase.cap)), Reason("reason-after-check")
    if own > phase.cap:
        return exercise.rung(phase.cap), Reason("reason-cap", {"phase": phase.number})
    if own > USUAL:
        return exercise.rung(own), Reason("reason-own", {"level": own})
    return exercise.rung(USUAL), Reason("reason-phase", {"phase": phase.number})


def _with_sets(rung: Rung, count: int) -> Rung:
    return _of(rung, rung.dose.sets[:count])


def _halved(rung: Rung) -> Rung:
    """Half the sets of an easy week; of a single set, half its repetitions."""
    sets = rung.dose.sets
    if len(sets) > 1:
        return _with_sets(rung, math.ceil(len(sets) / 2))
    return _of(rung, (math.ceil(sets[0] / 2),))


def _of(rung: Rung, sets: tuple[int, ...]) -> Rung:
    """With other sets the dose is no longer the article's."""
    same = sets == rung.dose.sets
    return replace(rung, dose=replace(rung.dose, sets=sets), from_article=rung.from_article and same)


def _enters(exercise: str, programme: Programme) -> int | None:
    """The week in which an exercise first comes up; that week is its gentle one."""
    weeks = (
        phase.first_week
        for phase in programme.phases
        if any(exercise in session for session in phase.sessions.values())
    )
    return min(weeks, default=None)


def walk_minutes(programme: Programme, week: int) -> Span:
    """The first week stays at the lower end (docs/care.md 5.3)."""
    least, most = programme.phase(week).walk
    return (least, least) if week == 1 else (least, most)


def is_rest_day(today: date, weekdays: Collection[int], sessions_this_week: int) -> bool:
    """A day that is not one of the person's own, in a week that is a good one already. Who missed days may catch it up.

    `weekdays` are ISO: Monday is 1.
    """
    return today.isoweekday() not in weekdays and sessions_this_week >= GOOD_WEEK
