"""Days in words: today, tomorrow, a weekday, a date."""

from datetime import date

from bot.flows.talk import Words, words

WEEKDAYS = ("weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6", "weekday-7")
SHORT_WEEKDAYS = (
    *("weekday-short-1", "weekday-short-2", "weekday-short-3", "weekday-short-4"),
    *("weekday-short-5", "weekday-short-6", "weekday-short-7"),
)
MONTHS = (
    *("month-1", "month-2", "month-3", "month-4", "month-5", "month-6"),
    *("month-7", "month-8", "month-9", "month-10", "month-11", "month-12"),
)


def day_words(day: date, today: date) -> Words:
    """Today, tomorrow, a weekday within the week, or a date."""
    ahead = (day - today).days
    if ahead in (0, 1):
        return words("day-today") if ahead == 0 else words("day-tomorrow")
    if 1 < ahead < 7:  # noqa: PLR2004  (a weekday names one day of the coming week only)
        return words(WEEKDAYS[day.weekday()])
    return words("day-date", day=day.day, month=month_words(day))


def month_words(day: date) -> Words:
    return words(MONTHS[day.month - 1])


def weekday_words(day: int) -> Words:
    """A short one; Monday is 1."""
    return words(SHORT_WEEKDAYS[day - 1])
