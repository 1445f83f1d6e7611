"""What somebody has done so far: figures of the week and a streak that forgives."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Progress:
    sessions_this_week: int
    sessions: int
    walks_this_week: int
    walks: int
    streak: int
    """Days with a practice since the last one that was missed."""


def week_start(today: date) -> date:
    """The Monday of this week."""
    return today - (today.isoweekday() - 1) * DAY


def this_week(days: Collection[date], today: date) -> int:
    return sum(week_start(today) <= day <= today for day in days)


def streak(done: Collection[date], today: date, kept: Callable[[date], bool]) -> int:
    """Days with a practice in a row.

    A rest day or a pause (`kept`) breaks nothing and adds nothing; nor does today until it is over.
    """
    days = {day for day in done if day <= today}
    if not days:
        return 0
    first, day, count = min(days), today, 0
    while day >= first and (day in days or day == today or kept(day)):
        count += day in days
        day -= DAY
    return count


def progress_of(
    sessions: Collection[date],
    walks: Collection[date],
    kept_days: Collection[date],
    today: date,
    kept: Callable[[date], bool],
) -> Progress:
    """`sessions` counts planned sessions, one date each; `kept_days` every day with a practice of any kind."""
    return Progress(
        sessions_this_week=this_week(sessions, today),
        sessions=len(sessions),
        walks_this_week=this_week(walks, today),
        walks=len(walks),
        streak=streak(kept_days, today, kept),
    )
