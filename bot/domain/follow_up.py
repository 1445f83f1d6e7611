"""When somebody who was told to get help is asked how it goes (docs/care.md 2.5)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import schedule
from bot.domain.schedule import Window
from bot.domain.standing import Hold

SOON = timedelta(hours=2)
MORNING = time(9)
DAYS: dict[Hold, tuple[int, ...]] = {
    Hold.CONSULT: (1, 2, 3, 4, 5, 6, 7, 14, 21, 28),
    Hold.URGENT: (1, 3),
    Hold.EMERGENCY: (1, 3),
}
"""Mornings after the report. After the last of them there is silence."""


def instants(level: Hold, now: datetime, place: ZoneInfo | None) -> tuple[datetime, ...]:
    """Soonest first. Mornings by the person's clock; whole days later where no clock of theirs is known.

    Who reports between midnight and 03:00 is asked the same morning: to them it is the next one.
    """
    days = DAYS.get(level, ())
    if place is None:
        mornings = tuple(now + timedelta(days=ahead) for ahead in days)
    else:
        today = schedule.day_of(now, place)
        mornings = tuple(morning(today + timedelta(days=ahead), place) for ahead in days)
    return (now + SOON, *mornings) if level is Hold.EMERGENCY else mornings


def morning(day: date, place: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, place).astimezone(UTC)


def is_soon(level: Hold, number: int) -> bool:
    """Whether this one, counted from 0, comes at any hour: the first after an emergency."""
    return level is Hold.EMERGENCY and number == 0


def open_until(level: Hold, number: int, due: datetime, place: ZoneInfo | None) -> datetime:
    """The last instant at which it is worth sending: 21:00, or half a day later where no clock counts."""
    if place is None or is_soon(level, number):
        return due + schedule.WINDOWS[Window.FIRST_FOLLOW_UP]
    return schedule.open_until(Window.FOLLOW_UP, due, place)
