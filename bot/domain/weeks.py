"""How the weeks of the programme go by: with the sessions that are done, not with the calendar (docs/care.md 5.2 and 5.6)."""

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum

from bot.domain.course import Course
from bot.domain.plan import Phase, Programme

WEEK = timedelta(days=7)
ENOUGH = 0.6
"""Of the sessions planned in a week, for the next phase to begin."""
GOOD = 3
"""Sessions that make a good week already."""
MOST_REPEATS = 2
SETTLED = timedelta(days=5)
"""Since an easy week, before the next phase begins."""


class Away(IntEnum):
    """What follows from days without a planned session, by how many were missed. Ordered: the later one is the longer."""

    NO = 0
    SAME = 1
    """As last time, nothing to catch up on."""
    REPEAT = 4
    """The last level once more: nothing steps up."""
    DOWN = 8
    """A rung down."""
    PHASE = 15
    """The phase from its start, a rung down."""
    START = 42
    """The full screen, then phase 1."""


@dataclass(frozen=True, slots=True)
class Return:
    """Somebody comes back: what follows, and how many days they missed."""

    away: Away
    days: int


def returned(course: Course, last: date | None, today: date) -> Return:
    """`last` is the day of the last planned session that was done. Who never did one misses nothing yet."""
    if last is None:
        return Return(Away.NO, 0)
    since = max(last, course.resumed_on or last)
    missed = max(0, (today - since).days - 1)
    return Return(max(each for each in Away if missed >= each), missed)


def advanced(
    course: Course, programme: Programme, sessions: Collection[date], easy_until: date | None, today: date
) -> Course:
    """The course as it stands today. `sessions` are the days of planned sessions since the week began.

    A week without any session is no week: it begins anew. The last week of a phase is repeated, at most twice, until
    enough was done in it and no easy week has just been.
    """
    began = course.week_began or today
    while (end := began + WEEK) <= today:
        done = sum(began <= day < end for day in sessions)
        course, began = _after_week(course, programme, done, easy_until, end), end
    return replace(course, week_began=began)


def put_back(course: Course, programme: Programme, away: Away, today: date) -> Course:
    """Where the weeks go on after so long away. The rungs are for whoever calls."""
    week = {Away.PHASE: programme.phase(course.week).first_week, Away.START: 1}.get(away)
    if week is None:
        return course
    return replace(course, week=week, week_began=today, repeats=0)


def _after_week(course: Course, programme: Programme, done: int, easy_until: date | None, end: date) -> Course:
    if done == 0:
        return course
    phase = programme.phase(course.week)
    stays = programme.phase(course.week + 1) == phase
    settled = easy_until is None or easy_until + SETTLED <= end
    if stays or (done >= enough(phase) and settled) or course.repeats >= MOST_REPEATS:
        return replace(course, week=course.week + 1, repeats=0)
    return replace(course, repeats=course.repeats + 1)


def enough(phase: Phase) -> int:
    """Sessions in a week of this phase that are enough to go on."""
    return math.ceil(ENOUGH * phase.sessions_a_week[1])


def is_rest_day(today: date, weekdays: Collection[int], sessions_this_week: int) -> bool:
    """A day that is not one of the person's own, in a week that is a good one already. Who missed days may catch it up.

    `weekdays` are ISO: Monday is 1.
    """
    return today.isoweekday() not in weekdays and sessions_this_week >= GOOD
