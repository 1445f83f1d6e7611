"""What people type for a time, a date or a number of minutes. Pure; nothing typed is kept."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

TIME = re.compile(r"(?:at )?(\d{1,2})(?:[:.h](\d{2}))? ?([ap])?\.?(?:m\.?)?", re.IGNORECASE)
SPAN = re.compile(r"(?:from |between )?(.+?) ?(?:-|–|—|\bto\b|\btill?\b|\buntil\b|\band\b) ?(.+)", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,3}")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ ./-](?:of )?(\d{1,2}|[a-z]{3,9})\.?(?:[ ,./-]+(\d{4}))?")
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:[ ,]+(\d{4}))?")
DAYS_AHEAD = re.compile(r"(?:for |in )?(\d{1,3}) days?")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
NOON = 12
SHORTEST = 3
"""Letters of a month or a weekday that name it."""


def time_of(text: str) -> str | None:
    """HH:MM of "7:30", "7.30", "19h30", "7pm" or "7"."""
    match = TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None  # noqa: PLR2004  (hours and minutes of a clock)


def span_of(text: str) -> tuple[str, str] | None:
    """Two times of "22:00 to 7", "22-7" or "from 10pm until 7am"."""
    match = SPAN.fullmatch(text.strip())
    first, last = (time_of(match[1]), time_of(match[2])) if match else (None, None)
    return None if first is None or last is None or first == last else (first, last)


def minutes_of(text: str, most: int = 300) -> int | None:
    """The first number of "walked 25 min", within reason."""
    match = NUMBER.search(text)
    return int(match[0]) if match and 1 <= int(match[0]) <= most else None


def date_of(text: str, today: date) -> date | None:
    """The day meant by "tomorrow", "friday", "12 March", "12/3", "2026-03-12" or "5 days"; never today or before."""
    plain = text.strip().casefold().removeprefix("until ").removeprefix("on ").removeprefix("till ")
    found = _ahead(plain, today) or _by_calendar(plain, today)
    return found if found and found > today else None


def _ahead(plain: str, today: date) -> date | None:
    if plain == "tomorrow":
        return today + timedelta(days=1)
    if match := DAYS_AHEAD.fullmatch(plain):
        return today + timedelta(days=int(match[1]))
    weekday = _named(plain.removeprefix("next "), WEEKDAYS)
    return None if weekday is None else today + timedelta(days=(weekday - today.isoweekday() - 1) % 7 + 1)


def _by_calendar(plain: str, today: date) -> date | None:
    if match := ISO.fullmatch(plain):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := DAY_FIRST.fullmatch(plain):
        day, month, year = match[1], match[2], match[3]
    elif match := MONTH_FIRST.fullmatch(plain):
        day, month, year = match[2], match[1], match[3]
    else:
        return None
    number = int(month) if month.isdigit() else _named(month, MONTHS)
    if number is None:
        return None
    if year:
        return _date(int(year), number, int(day))
    this_year = _date(today.year, number, int(day))
    return this_year if this_year and this_year > today else _date(today.year + 1, number, int(day))


def _named(name: str, names: Sequence[str]) -> int | None:
    """From 1."""
    found = [each for each, whole in enumerate(names, start=1) if len(name) >= SHORTEST and whole.startswith(name)]
    return found[0] if len(found) == 1 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
