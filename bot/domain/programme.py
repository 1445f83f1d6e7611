"""Which exercises a person does today, at which rung and why (docs/care.md, section 5)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain import length
from bot.domain.easing import is_high
from bot.domain.exercise import Exercise, Level, Rung, minutes
from bot.domain.facts import Facts
from bot.domain.plan import Phase, Programme
from bot.domain.response import USUAL_LEVEL as USUAL
from bot.domain.response import Footing, Step, may_step_up, stepped_up
from bot.domain.swaps import Swap

EASY: Level = 1
"""The highest rung of an easy week."""
STEPS_UP = 2
"""Exercises that step up in one session, at most."""

Argument = str | int


class Kind(StrEnum):
    FULL = "full"
    ONE_MINUTE = "one_minute"
    EASY = "easy"
    SORE = "sore"
    """An easy day that was asked for."""
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
    """As it is done: with the sets and the form of today."""
    reason: Reason
    first: bool = False
    """The gentler dose of the first week."""
    step: Step | None = None
    """What has just moved it on its ladder."""


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
    steps_up: Mapping[str, Footing] = field(default_factory=dict)
    """The exercises that step up with this practice, and where they stand then."""
    in_turn: frozenset[str] = frozenset()
    """Those that have earned it too, and wait for these."""


def practice_for(
    facts: Facts, programme: Programme, exercises: Mapping[str, Exercise], kind: Kind = Kind.FULL
) -> Practice:
    phase = programme.phase(facts.week)
    letter = _letter(phase, facts.sessions)
    steps_up: dict[str, Footing] = {}
    earned: list[str] = []
    wanted = _wanted(kind, facts, programme, phase.sessions[letter])
    if kind is Kind.FULL:
        earned = _earned(facts, wanted, phase, programme, exercises)
        steps_up = {each: stepped_up(facts.footings[each], facts.today) for each in earned[: _may_step(facts)]}
        facts = replace(facts, footings={**facts.footings, **steps_up})
    made = {each: _made(exercises[each], facts, programme, letter, kind) for each in wanted}
    items = [item for item in made.values() if isinstance(item, Item)]
    if kind is Kind.FULL and not facts.is_gentle:
        items = _of_length(items, facts, programme, exercises, letter)
    return Practice(
        kind=kind,
        items=tuple(items),
        minutes=minutes(item.rung.dose for item in items),
        week=facts.week,
        phase=phase.number,
        letter=letter,
        left_out=tuple(item for item in made.values() if isinstance(item, LeftOut)),
        steps_up=steps_up,
        in_turn=frozenset(earned) - steps_up.keys(),
    )


def alone(exercise: Exercise, facts: Facts, programme: Programme) -> Item | LeftOut:
    """One exercise by itself, as it would be done today."""
    return _made(exercise, facts, programme, "", Kind.ONE_MINUTE)


def _letter(phase: Phase, sessions: int) -> str:
    letters = sorted(phase.sessions)
    return letters[sessions % len(letters)]


def _wanted(kind: Kind, facts: Facts, programme: Programme, session: tuple[str, ...]) -> tuple[str, ...]:
    if kind is Kind.FULL:
        planned = programme.gentle if is_high(facts.usual) else session
        return tuple(dict.fromkeys(facts.moves.get(each, each) for each in planned))
    if kind in (Kind.EASY, Kind.SORE):
        return programme.easy_day
    if kind is Kind.REST:
        return programme.rest_day
    return (_one_minute(facts, programme),)


def _one_minute(facts: Facts, programme: Programme) -> str:
    """Odd and even days of the month differ; one that is withheld gives way to the other."""
    form = programme.one_minute
    no_floor = Swap.NO_FLOOR in facts.swaps
    odd, even = (form.no_floor_odd, form.no_floor_even) if no_floor else (form.odd, form.even)
    today, other = (odd, even) if facts.today.day % 2 else (even, odd)
    return other if today in facts.withheld or facts.rests(today) else today


def _may_step(facts: Facts) -> int:
    """Two in a session, and what stepped up today counts."""
    return STEPS_UP - sum(
        footing.step is Step.UP and footing.since == facts.today for footing in facts.footings.values()
    )


def _earned(
    facts: Facts, session: Collection[str], phase: Phase, programme: Programme, exercises: Mapping[str, Exercise]
) -> list[str]:
    """Those that may step up, the one that has waited longest first."""
    if facts.holds_still:
        return []
    earned = [
        (footing.since, place, each)
        for place, each in enumerate(session)
        if (footing := facts.footings.get(each)) is not None
        and may_step_up(footing, facts.today)
        and each not in phase.fixed
        and facts.week != _enters(each, programme)
        and _is_open(exercises[each], footing.level + 1, phase, facts.swaps)
    ]
    return [each for _, _, each in sorted(earned)]


def _is_open(exercise: Exercise, level: Level, phase: Phase, swaps: Collection[Swap]) -> bool:
    """Whether there is such a rung, and neither the phase nor what does not suit the person stands against it."""
    rung = exercise.rung(level)
    fitted = exercise.fitted(rung, swaps)
    return level <= phase.cap and rung.level == level and fitted is not None and fitted.level == level


def _made(exercise: Exercise, facts: Facts, programme: Programme, letter: str, kind: Kind) -> Item | LeftOut:
    if exercise.id in facts.withheld:
        return LeftOut(exercise.id, Reason("reason-left-out" if exercise.id in facts.left_out else "reason-restricted"))
    if facts.rests(exercise.id):
        return LeftOut(exercise.id, Reason("reason-rests"))
    item = _chosen(exercise, facts, programme, kind)
    rung = exercise.fitted(item.rung, facts.swaps)
    if rung is None:
        return LeftOut(exercise.id, Reason("reason-does-not-suit"))
    if rung != item.rung:
        item = replace(
            item, rung=rung, reason=Reason("reason-swapped"), first=item.first and rung.level == item.rung.level
        )
    item = _shortened(item, facts, programme.phase(facts.week).short.get(letter, ()), kind)
    if exercise.id in facts.moves.values():
        item = replace(item, reason=Reason("reason-chosen"))
    return replace(item, reason=Reason("reason-back")) if exercise.id == facts.back else item


def _chosen(exercise: Exercise, facts: Facts, programme: Programme, kind: Kind) -> Item:
    own = facts.level(exercise.id)
    if kind is Kind.ONE_MINUTE and Swap.NO_FLOOR in facts.swaps:
        return Item(exercise.id, exercise.rung(0), Reason("reason-no-floor"))
    if facts.eases:
        return Item(exercise.id, exercise.rung(min(own, EASY)), Reason("reason-easy-week"))
    if is_high(facts.usual) and (own > EASY or exercise.id in programme.phase(facts.week).fixed):
        return Item(exercise.id, exercise.rung(min(own, EASY)), Reason("reason-high-pain"))
    step = facts.footings[exercise.id].step if exercise.id in facts.footings else None
    if own < USUAL:
        return Item(exercise.id, exercise.rung(own), _after_step(step) or Reason("reason-easier"), step=step)
    if facts.week == _enters(exercise.id, programme):
        return Item(exercise.id, exercise.first, Reason("reason-first-week"), first=True)
    phase = programme.phase(facts.week)
    rung, reason = _rung(exercise, own, facts, programme, phase)
    if rung.level == own:
        reason = _after_step(step) or reason
    return Item(exercise.id, rung, reason, step=step if rung.level == own else None)


def _shortened(item: Item, facts: Facts, short: Collection[str], kind: Kind) -> Item:
    """Last, so that no other dose makes up for it."""
    if facts.eases:
        return replace(item, rung=length.halved(item.rung))
    if item.exercise not in short or kind is not Kind.FULL or item.first or len(item.rung.dose.sets) == 1:
        return item
    return replace(item, rung=length.with_sets(item.rung, 1), reason=Reason("reason-short"))


def _after_step(step: Step | None) -> Reason | None:
    return None if step is None else Reason(f"step-{step}")


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


def _of_length(
    items: list[Item], facts: Facts, programme: Programme, exercises: Mapping[str, Exercise], letter: str
) -> list[Item]:
    """With moves of the phase's other session while it is too short, with fewer sets where it is too long."""
    phase = programme.phase(facts.week)
    added: list[Item] = []
    there = {item.exercise for item in items} | {*facts.moves}
    for other in (each for session in phase.sessions.values() for each in session if each not in there):
        if not length.is_short([item.rung.dose for item in (*items, *added)], phase.minutes):
            break
        more = _made(exercises[other], facts, programme, letter, Kind.FULL)
        if isinstance(more, Item):
            added.append(replace(more, reason=Reason("reason-more")))
    if added:
        order = {each: place for place, each in enumerate(exercises)}
        items = sorted([*items, *added], key=lambda item: order[item.exercise])
    rungs = length.trimmed([item.rung for item in items], phase.minutes)
    return [
        item if rung == item.rung else replace(item, rung=rung, reason=Reason("reason-fewer"))
        for item, rung in zip(items, rungs, strict=True)
    ]


def _enters(exercise: str, programme: Programme) -> int | None:
    """The week in which an exercise first comes up; that week is its gentle one."""
    having_it = (phase for phase in programme.phases if any(exercise in each for each in phase.sessions.values()))
    first = next(having_it, None)
    return None if first is None else first.first_week
