"""When soreness asks for an easy week, and when an easy week did not help (docs/care.md 4.3)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto

from bot.domain.course import Course

EASY_WEEK = timedelta(days=7)
EARLIEST_END = timedelta(days=3)
"""After so long somebody who feels ready may end it."""
RISE = 2
"""Points of the weekly pain that matter."""
RISES = 2
"""Weeks in a row that rise."""
HIGH = 6
"""From this usual pain on sessions stay gentle and short, and a physio is worth seeing."""
AGAIN = timedelta(days=14)
WEEKLY_EVERY = timedelta(days=6)
EASED = 0.3
"""Part of the first weekly pain by which it is clearly easier."""
SIX_WEEKS = 6


class Relief(Enum):
    """What soreness asks for."""

    NONE = auto()
    EASY_WEEK = auto()
    CONSULT = auto()
    """An easy week did not settle it: worth a proper check."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """PEG, each 0–10 over the last week; `wish` is how easily the one thing goes, 10 with ease."""

    pain: int
    enjoyment: int
    activity: int
    wish: int | None = None

    @property
    def usual(self) -> float:
        return (self.pain + self.enjoyment + self.activity) / 3


def relief(course: Course, today: date) -> Relief:
    """Something asks for an easy week: whether there is one now, or one that has not helped."""
    began = course.easy_from
    if began is None or today >= began + 2 * EASY_WEEK:
        return Relief.EASY_WEEK
    return Relief.NONE if today < began + EARLIEST_END else Relief.CONSULT


def weighed(course: Course, weekly: Weekly, today: date) -> tuple[Course, Relief]:
    """The weekly answers taken in. The first ones are what later ones are compared with."""
    before = course.usual if course.weekly_on is not None else None
    rose = before is not None and weekly.usual - before >= RISE
    rises = course.rises + 1 if rose else 0
    after = replace(course, usual=weekly.usual, weekly_on=today, rises=rises)
    if rises >= RISES or _not_settled(course, weekly, today):
        return after, Relief.CONSULT
    return after, relief(course, today) if rose else Relief.NONE


def eased(course: Course, easy_until: date | None, usual: float | None, today: date) -> tuple[Course, date]:
    """An easy week begins; its first day after. `usual` is the pain before the rise that brought it, where one did."""
    return replace(course, easy_from=today, eased_usual=usual, sore_mornings=0), until(easy_until, today)


def until(easy_until: date | None, today: date) -> date:
    """The first day after seven easy ones from today on; it shortens none that were to last longer."""
    return max(today + EASY_WEEK, easy_until or today)


def may_end(course: Course, easy_until: date | None, today: date) -> bool:
    """Whether an easy week that soreness brought may be over before its seven days; no other may (3.2)."""
    if course.easy_from is None or easy_until != course.easy_from + EASY_WEEK:
        return False
    return course.easy_from + EARLIEST_END <= today < easy_until and course.sore_mornings == 0


def weekly_from(course: Course, started_on: date | None) -> date | None:
    """The sixth day after the last time: the reminder of it comes every seventh."""
    on = course.weekly_on or started_on
    return None if on is None or not course.weekly else on + WEEKLY_EVERY


def weekly_is_due(course: Course, started_on: date | None, today: date) -> bool:
    begins = weekly_from(course, started_on)
    return begins is not None and today >= begins


def has_risen(course: Course, today: date) -> bool:
    """Whether the weekly pain is up. A rise that nobody has asked about since counts no more after two weeks."""
    return course.rises > 0 and course.weekly_on is not None and today < course.weekly_on + AGAIN


def is_high(usual: float | None) -> bool:
    return usual is not None and usual >= HIGH


def physio_is_due(course: Course, today: date) -> bool:
    """Once when the usual pain is high, and once more where it still is two weeks later."""
    if not is_high(course.usual):
        return False
    said = course.physio_on
    return not said or (len(said) == 1 and today >= said[0] + AGAIN)


def matters(before: float, change: float) -> bool:
    """Whether a weekly pain that has changed so is clearly another: by two points, or by 30 % of it (docs/care.md 4.1)."""
    return abs(change) >= RISE or 0 < EASED * before <= abs(change)


def is_not_easier(first: Weekly, now: Weekly) -> bool:
    """T6: neither the weekly pain nor the one thing is clearly easier than at the start."""
    fallen = first.usual - now.usual
    pain_eased = now.usual < RISE or (fallen > 0 and matters(first.usual, fallen))
    wish_eased = first.wish is not None and now.wish is not None and now.wish > first.wish
    return not pain_eased and not wish_eased


def _not_settled(course: Course, weekly: Weekly, today: date) -> bool:
    """The pain that brought the easy week has not come down with it."""
    began, before = course.easy_from, course.eased_usual
    if began is None or before is None or not began + EARLIEST_END <= today < began + 2 * EASY_WEEK:
        return False
    return weekly.usual - before >= RISE
