"""How often somebody who does not answer is written to (docs/care.md 4.4).

Nothing is counted along the way: the days on which reminders were left without an answer say it all.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum, auto

from bot.domain.schedule import DAY, Weekdays, dates

A_DAY_BY_DEFAULT = 2
A_DAY = 6
"""With what people switched on themselves."""
IGNORED = 3
"""Days in a row without an answer, from which on every other day is left out."""
SILENT = timedelta(days=14)
"""From the first unanswered day to the last word."""


class Pace(Enum):
    USUAL = auto()
    REST = auto()
    """Nothing today."""
    ASK = auto()
    """Once, in the place of today's reminder: keep them, change them, or stop?"""
    SILENT = auto()
    """Nothing until the person is there again."""


def pace(reminded: Sequence[date], today: date, weekdays: Weekdays) -> Pace:
    """`reminded`: the days of unanswered reminders since the person was last there, oldest first, perhaps today too.

    The question is the last message before the silence, on whatever `weekdays` reminders are set: where they come
    daily, that is after seven unanswered days.
    """
    earlier = sorted({day for day in reminded if day < today})
    if not earlier:
        return Pace.USUAL
    ends = earlier[0] + SILENT
    if today >= ends:
        return Pace.SILENT
    if len(earlier) >= IGNORED and earlier[-1] == today - DAY:
        return Pace.REST
    rests_after = len(earlier) + 1 >= IGNORED
    following = next(dates(today + (2 if rests_after else 1) * DAY, ends - DAY, weekdays), None)
    if following is not None:
        return Pace.USUAL
    return Pace.REST if today in reminded else Pace.ASK
