"""What a session did to a back, and what follows for each rung: the pain-monitoring rule (docs/care.md 4.2 and 4.3)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from types import MappingProxyType

from bot.domain.exercise import Level

USUAL_LEVEL: Level = 1
"""The rung of an exercise that nobody moved: the article's own dose where it gives one."""
MILD = 2
"""Up to this pain is nothing to note."""
BEARABLE = 5
TOO_MUCH = 7
"""Above this the session stops and the full screen opens."""
CREDITS = 3
"""In a row, for one rung up."""
DAYS_AT_LEVEL = 5
AMBERS = 4
"""Sessions in a row at one rung with some pain, after which the easier form is offered."""
RESTS = timedelta(days=3)
SORE_MORNINGS = 2
"""In a row, for an easy week."""


class Colour(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    STOP = "stop"


class Morning(StrEnum):
    """How the back was the next morning, compared with usual."""

    USUAL = "usual"
    """Usual or better."""
    BIT = "bit"
    """A bit more sore."""
    LOT = "lot"
    """A lot more sore."""
    UNANSWERED = "unanswered"
    NOT_DUE = "not-due"
    """The question was not put, because nothing called for it: as good as usual."""


class Effort(StrEnum):
    EASY = "easy"
    OK = "ok"
    HARD = "hard"
    FORM = "form"
    """The form slipped."""


class Verdict(IntEnum):
    """On one exercise. Ordered: the later one is the more careful."""

    CREDIT = 0
    HOLD = 1
    REGRESS = 2
    PAUSE = 3
    """It rests for three days and comes back a rung lower, and the full screen is asked."""
    STOP = 4
    """The session stopped at it and the full screen was asked; at least a rung down."""


@dataclass(frozen=True, slots=True)
class Rule:
    verdict: Verdict
    easy_day: bool = False


_STOP = dict.fromkeys(Morning, Rule(Verdict.STOP))
TABLE: Mapping[Colour, Mapping[Morning, Rule]] = MappingProxyType(
    {
        Colour.GREEN: {
            Morning.USUAL: Rule(Verdict.CREDIT),
            Morning.NOT_DUE: Rule(Verdict.CREDIT),
            Morning.BIT: Rule(Verdict.HOLD),
            Morning.LOT: Rule(Verdict.REGRESS),
            Morning.UNANSWERED: Rule(Verdict.HOLD),
        },
        Colour.AMBER: {
            Morning.USUAL: Rule(Verdict.HOLD),
            Morning.NOT_DUE: Rule(Verdict.HOLD),
            Morning.BIT: Rule(Verdict.HOLD),
            Morning.LOT: Rule(Verdict.REGRESS, easy_day=True),
            Morning.UNANSWERED: Rule(Verdict.HOLD),
        },
        Colour.RED: {
            Morning.USUAL: Rule(Verdict.REGRESS),
            Morning.NOT_DUE: Rule(Verdict.REGRESS),
            Morning.BIT: Rule(Verdict.REGRESS, easy_day=True),
            Morning.LOT: Rule(Verdict.PAUSE),
            Morning.UNANSWERED: Rule(Verdict.REGRESS),
        },
        Colour.STOP: _STOP,
    }
)
"""docs/care.md 4.2. "A bit more sore" after amber steps back the second time running: `_twice` looks."""


class Step(StrEnum):
    """What last moved a rung, or kept it: the key of a sentence, `step-…`."""

    UP = "up"
    PAIN = "pain"
    MORNING = "morning"
    FORM = "form"
    RESTS = "rests"
    OFFER = "offer"
    """It stays, and the easier form is offered."""
    EASY_WEEK = "easy-week"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Footing:
    """Where a person stands on the ladder of one exercise."""

    level: Level
    since: date
    """First day at this rung."""
    sessions: int = 0
    """Done at this rung."""
    credits: int = 0
    """Good sessions in a row."""
    ambers: int = 0
    """Sessions in a row with some pain in this move."""
    soft: int = 0
    """Of those, the last ones in a row that left the back a bit more sore."""
    rests_until: date | None = None
    """First day on which it is done again."""
    step: Step | None = None
    """What last happened to it, until the next session with it is over."""

    @property
    def is_new(self) -> bool:
        """Whether no session at this rung is behind it."""
        return self.sessions == 0


@dataclass(frozen=True, slots=True)
class Move:
    """One exercise of a session that is over."""

    exercise: str
    whole: bool
    """At the full dose of the person's own rung."""
    done: bool = True
    """False where it was skipped."""


@dataclass(frozen=True, slots=True)
class Session:
    moves: tuple[Move, ...]
    pain: int | None = None
    """The most it hurt, 0–10; None where the question was not due, or not answered."""
    named: str | None = None
    """The exercise that it belongs to; None where nobody said."""
    hurt: frozenset[str] = frozenset()
    """Exercises at which "It hurt" was tapped. What followed from it was done at once."""
    effort: Effort | None = None
    morning: Morning = Morning.NOT_DUE


@dataclass(frozen=True, slots=True)
class Response:
    """What follows from a session."""

    footings: Mapping[str, Footing]
    """Of the moves that were done."""
    verdicts: Mapping[str, Verdict]
    easy_day: bool = False
    screen: bool = False
    """Whether the full screen has to be asked before any exercise."""


def colour_of(pain: int, usual: float | None) -> Colour:
    """`usual` is the pain that is usual for the person. Up to five it only counts where it is above that."""
    if pain > TOO_MUCH:
        return Colour.STOP
    if pain > BEARABLE:
        return Colour.RED
    return Colour.AMBER if pain > MILD and (usual is None or pain > usual) else Colour.GREEN


def belongs_to_a_move(pain: int, usual: float | None) -> bool:
    """Whether it has to be asked which move the pain belongs to."""
    return colour_of(pain, usual) in (Colour.AMBER, Colour.RED)


def respond(
    session: Session, footings: Mapping[str, Footing], *, usual: float | None, slips: int, today: date
) -> Response:
    """`footings` of every move of the session; `slips` counts the sessions before this one whose form slipped in a row."""
    done = [move for move in session.moves if move.done]
    colour = Colour.GREEN if session.pain is None else colour_of(session.pain, usual)
    newest = _newest([move.exercise for move in done], footings)
    named = session.named if session.named in {move.exercise for move in session.moves} else None
    unnamed = colour is not Colour.GREEN and named is None
    second_slip = session.effort is Effort.FORM and slips > 0
    after: dict[str, Footing] = {}
    verdicts: dict[str, Verdict] = {}
    for move in done:
        owns = move.exercise == (newest if unnamed else named)
        own = colour if owns else Colour.GREEN
        footing = _counted(footings[move.exercise], own, session.morning)
        verdict = max(TABLE[own][session.morning].verdict, _twice(footing, own))
        least = Verdict.CREDIT if _is_good(session, move) else Verdict.HOLD
        if unnamed:
            least = Verdict.REGRESS if owns else Verdict.HOLD
        if second_slip and move.exercise == newest:
            least = max(least, Verdict.REGRESS)
        verdicts[move.exercise] = _once(max(verdict, least), session, move)
        after[move.exercise] = _moved(footing, verdicts[move.exercise], _why(session, own, footing), move, today)
    return Response(
        footings=after,
        verdicts=verdicts,
        easy_day=bool(done) and TABLE[colour][session.morning].easy_day,
        screen=Verdict.PAUSE in verdicts.values(),
    )


def may_step_up(footing: Footing, today: date) -> bool:
    """Three good sessions in a row and five days at the rung. Caps and the week's pain are for the programme to know."""
    return footing.credits >= CREDITS and (today - footing.since).days >= DAYS_AT_LEVEL


def stepped_up(footing: Footing, today: date) -> Footing:
    return Footing(footing.level + 1, today, step=Step.UP)


def stepped_down(footing: Footing, step: Step, today: date, *, lowest: Level = 0) -> Footing:
    """One rung down, but not below `lowest`; the count of good sessions begins again."""
    if footing.level <= lowest:
        return replace(footing, credits=0)
    return Footing(footing.level - 1, today, step=step)


def _newest(exercises: Collection[str], footings: Mapping[str, Footing]) -> str | None:
    """The one whose rung is the newest; of several the hardest, then the last of the session."""
    ranked = ((footings[each].since, footings[each].level, place, each) for place, each in enumerate(exercises))
    return max(ranked, default=(None, None, None, None))[-1]


def _is_good(session: Session, move: Move) -> bool:
    return session.effort in (Effort.EASY, Effort.OK) and move.exercise not in session.hurt


def _once(verdict: Verdict, session: Session, move: Move) -> Verdict:
    """What followed from "It hurt" was done at once. Only a very sore morning, or a pain to stop at, asks for more."""
    more = session.morning is Morning.LOT or verdict is Verdict.STOP
    return min(verdict, Verdict.HOLD) if move.exercise in session.hurt and not more else verdict


def _counted(footing: Footing, colour: Colour, morning: Morning) -> Footing:
    """One more session, with what runs in a row."""
    amber = colour is Colour.AMBER
    return replace(
        footing,
        sessions=footing.sessions + 1,
        ambers=footing.ambers + 1 if amber else 0,
        soft=footing.soft + 1 if amber and morning is Morning.BIT else 0,
        step=None,
    )


def _twice(footing: Footing, colour: Colour) -> Verdict:
    """A bit more sore after amber, for the second time running."""
    return Verdict.REGRESS if colour is Colour.AMBER and footing.soft >= 2 else Verdict.CREDIT  # noqa: PLR2004  (twice)


def _why(session: Session, colour: Colour, footing: Footing) -> Step:
    if session.morning is Morning.LOT or (colour is Colour.AMBER and footing.soft):
        return Step.MORNING
    return Step.PAIN if colour is not Colour.GREEN else Step.FORM


def _moved(footing: Footing, verdict: Verdict, why: Step, move: Move, today: date) -> Footing:
    match verdict:
        case Verdict.CREDIT:
            return replace(footing, credits=footing.credits + 1) if move.whole else footing
        case Verdict.HOLD:
            offered = footing.ambers >= AMBERS
            return replace(
                footing, credits=0, ambers=0 if offered else footing.ambers, step=Step.OFFER if offered else None
            )
        case Verdict.PAUSE:
            return replace(stepped_down(footing, Step.RESTS, today), rests_until=today + RESTS)
        case _:
            return stepped_down(footing, why, today)
