"""Where a person stands today: what has followed from the last session, from days away and from the weeks gone by."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.course import Began, Course
from bot.domain.easing import Relief, eased, has_risen, relief
from bot.domain.plan import Programme
from bot.domain.response import (
    MILD,
    SORE_MORNINGS,
    USUAL_LEVEL,
    Effort,
    Footing,
    Morning,
    Response,
    Session,
    Step,
    respond,
    stepped_down,
)
from bot.domain.weeks import Away, Return, advanced, put_back, returned

EARLY_WEEKS = 2
"""The first weeks of the programme, in which the questions after a session are put each time."""
ACUTE_EVERY = 3
"""While the pain is young the score is asked after every third session only."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is kept of a person."""

    course: Course
    footings: Mapping[str, Footing]
    easy_until: date | None = None
    last: Session | None = None
    """The session that no rung has followed from yet."""
    last_on: date | None = None
    """Its day."""
    sessions: Collection[date] = ()
    """Days of planned sessions since the week began."""
    practised_on: date | None = None
    """The day of the newest planned session."""


@dataclass(frozen=True, slots=True)
class Pace:
    course: Course
    footings: Mapping[str, Footing]
    easy_until: date | None
    away: Return
    response: Response | None = None
    relief: Relief = Relief.NONE

    def is_steady(self, today: date) -> bool:
        """Whether nothing may step up today."""
        return self.away.away >= Away.REPEAT or has_risen(self.course, today)

    def is_easy_day(self, today: date) -> bool:
        return self.course.easy_day == today


def pace(past: Past, programme: Programme, today: date) -> Pace:
    """As it stands before today's session. To be computed again on what it was written to changes nothing."""
    course = advanced(past.course, programme, past.sessions, past.easy_until, today)
    now = Pace(course, past.footings, past.easy_until, returned(course, past.practised_on, today))
    if past.last is not None:
        now = _after_session(now, past.last, past.last_on or today, today)
    return _after_days_away(now, programme, today)


def is_new(exercise: str, footings: Mapping[str, Footing]) -> bool:
    """Whether no session at its rung is behind the person."""
    footing = footings.get(exercise)
    return footing is None or footing.is_new


def pain_is_due(course: Course, sessions: int, *, changed: bool, hurt: bool) -> bool:
    """After a session: in the first weeks, where a rung changed, and where a move hurt (docs/care.md 4.1).

    `sessions` counts the one just done. To ask each time makes people watch their pain, the more so while it is young;
    who is unsure how young it is counts as that.
    """
    if hurt:
        return True
    is_acute = course.began in (Began.WEEKS, Began.UNSURE)
    if is_acute and sessions % ACUTE_EVERY != 1:
        return False
    return course.week <= EARLY_WEEKS or changed


def morning_is_due(course: Course, *, changed: bool, pain: int | None) -> bool:
    return course.week <= EARLY_WEEKS or changed or (pain is not None and pain > MILD)


def _after_session(now: Pace, last: Session, last_on: date, today: date) -> Pace:
    course = now.course
    missing = {move.exercise for move in last.moves} - now.footings.keys()
    before = {**now.footings, **{each: Footing(USUAL_LEVEL, last_on) for each in missing}}
    response = respond(last, before, usual=course.usual, slips=course.slips, today=today)
    course = _counted(course, last, today if response.easy_day else course.easy_day)
    after = replace(now, course=course, footings={**before, **response.footings}, response=response)
    if course.sore_mornings < SORE_MORNINGS:
        return after
    return _relieved(after, before, relief(course, today), today)


def _counted(course: Course, last: Session, easy_day: date | None) -> Course:
    slips = course.slips
    if last.effort is not None:
        # The second in a row has stepped something back, and the count begins again.
        slips = 1 - min(course.slips, 1) if last.effort is Effort.FORM else 0
    sore = course.sore_mornings
    if last.morning is Morning.LOT:
        sore += 1
    elif last.morning in (Morning.USUAL, Morning.BIT):
        sore = 0
    return replace(course, slips=slips, sore_mornings=sore, easy_day=easy_day)


def _relieved(now: Pace, before: Mapping[str, Footing], found: Relief, today: date) -> Pace:
    if found is not Relief.EASY_WEEK:
        # Too early to tell keeps the count, so that the next sore morning asks again.
        return replace(now, relief=found)
    course, easy_until = eased(now.course, now.easy_until, None, today)
    footings = {**now.footings, **_lower_of(before, now.footings, today)}
    return replace(now, course=course, footings=footings, easy_until=easy_until, relief=found)


def a_rung_lower(footings: Mapping[str, Footing], step: Step, today: date, *, lowest: int = 0) -> dict[str, Footing]:
    return {each: stepped_down(footing, step, today, lowest=lowest) for each, footing in footings.items()}


def _lower_of(before: Mapping[str, Footing], after: Mapping[str, Footing], today: date) -> dict[str, Footing]:
    """A rung lower than before the session; what the session itself has moved as far down stays."""
    lower = a_rung_lower(before, Step.EASY_WEEK, today)
    return {each: footing for each, footing in lower.items() if footing.level < after[each].level}


def _after_days_away(now: Pace, programme: Programme, today: date) -> Pace:
    away = now.away.away
    if away < Away.DOWN:
        return now
    footings = now.footings
    if away is Away.START:
        footings = {each: _restarted(footing, today) for each, footing in footings.items()}
    else:
        footings = a_rung_lower(footings, Step.AWAY, today, lowest=USUAL_LEVEL)
    return replace(now, course=put_back(now.course, programme, away, today), footings=footings)


def _restarted(footing: Footing, today: date) -> Footing:
    return footing if footing.level <= USUAL_LEVEL else Footing(USUAL_LEVEL, today, step=Step.AWAY)
