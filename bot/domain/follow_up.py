"""When somebody who was told to get help is asked how it went (docs/care.md 2.5)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.standing import Hold

SOON = timedelta(hours=2)
MORNING = time(9)
DAYS: dict[Hold, tuple[int, ...]] = {Hold.URGENT: (1, 3), Hold.EMERGENCY: (1, 3)}
"""Days after the report. A CONSULT is not asked about yet: its daily question comes with the way back."""


def instants(level: Hold, now: datetime, place: ZoneInfo | None) -> tuple[datetime, ...]:
    """Soonest first. Mornings by the person's clock; whole days later where no clock of theirs is known."""
    mornings = tuple(_morning(now, days, place) for days in DAYS.get(level, ()))
    return (now + SOON, *mornings) if level is Hold.EMERGENCY else mornings


def _morning(now: datetime, days: int, place: ZoneInfo | None) -> datetime:
    if place is None:
        return now + timedelta(days=days)
    day: date = now.astimezone(place).date() + timedelta(days=days)
    return datetime.combine(day, MORNING, place).astimezone(UTC)
