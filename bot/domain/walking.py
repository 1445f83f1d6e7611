"""How long a walk is aimed at, and how that grows with the days walked (docs/care.md 5.5)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.course import Course
from bot.domain.plan import Programme, Span

WEEK = timedelta(days=7)
ENOUGH = 3
"""Days walked in a week that let the walk grow."""
MORE = 5
"""Minutes by which it then grows."""
MOST = 30
"""Minutes: the upper end of what the article says."""
SHORT = 10
"""The longest walk while something holds or waits, or on an easy day."""


@dataclass(frozen=True, slots=True)
class Aim:
    minutes: Span
    times_a_day: Span = (1, 1)
    brisk: bool = False
    grown: bool = False
    """More than when the last walk was noted: the days walked have let it grow."""


def advance(course: Course, walk_days: Collection[date], today: date) -> Course:
    """`course` as it is on `today`. `walk_since` is the first day of the week that counts now, never one to come.

    Each whole week with `ENOUGH` days walked adds `MORE`; a week without leaves the walk as it is. Nothing shortens it.
    """
    minutes, since = course.walk_minutes, course.walk_since
    if minutes is None or since is None:
        return course
    while since + WEEK <= today:
        walked = {day for day in walk_days if since <= day < since + WEEK}
        if len(walked) >= ENOUGH:
            minutes = max(minutes, min(MOST, minutes + MORE))
        since += WEEK
    return replace(course, walk_minutes=minutes, walk_since=since)


def aim(
    programme: Programme, course: Course, walk_days: Collection[date], today: date, *, week: int, short: bool
) -> Aim:
    """`week` is that of the programme, which says how far to walk until the person has said how they walk now."""
    now = advance(course, walk_days, today).walk_minutes
    if now is None:
        return _of_phase(programme, week, short=short)
    minutes = min(now, SHORT) if short else now
    before = course.walk_minutes or now
    rung = max((each for each in programme.walk if each.minutes <= minutes), key=lambda each: each.level)
    return Aim((minutes, minutes), rung.times_a_day, rung.brisk and not short, grown=minutes > before)


def _of_phase(programme: Programme, week: int, *, short: bool) -> Aim:
    """The first week stays at the lower end (docs/care.md 5.3), and so does a walk that is to be short."""
    phase = programme.phase(1 if short else week)
    least, most = phase.walk
    return Aim((least, least) if short or week == 1 else (least, most), brisk=phase.brisk and not short)
