"""What somebody has done so far: figures of the week, days that count as kept, and a streak that forgives."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.easing import matters
from bot.domain.exercise import Level
from bot.domain.response import USUAL_LEVEL
from bot.domain.schedule import DAY

MISSES = 2
"""Planned days missed in a row that end a streak (docs/care.md 4.6)."""

ROUND = (1, 10, 25, 50, 75, 100, 150, 200)
"""Sessions in all that are worth a word."""
WEEKS_DONE = {7: 6, 13: 12}
"""The week after half of the programme, and the one after all of it: how many are done then."""


@dataclass(frozen=True, slots=True)
class Days:
    """What happened on which day, and which days were for exercise."""

    practised: frozenset[date]
    """With a practice of any kind that was done to its end; a walk is none."""
    paused: frozenset[date] = frozenset()
    """Of a pause, or of a hold."""
    weekdays: frozenset[int] = frozenset(range(1, 6))
    """The person's own days of exercise; Monday is 1."""

    def is_kept(self, day: date) -> bool:
        return day in self.practised or day in self.paused or day.isoweekday() not in self.weekdays


@dataclass(frozen=True, slots=True)
class WeeklyPain:
    """Means of the three weekly questions, of the first week and of the latest."""

    first: float
    latest: float

    @property
    def change(self) -> float:
        return round(self.latest - self.first, 1)

    @property
    def is_small(self) -> bool:
        """A change that says little yet."""
        return not matters(self.first, self.change)


def week_start(today: date) -> date:
    """The Monday of this week."""
    return today - (today.isoweekday() - 1) * DAY


def this_week(days: Collection[date], today: date) -> int:
    return sum(week_start(today) <= day <= today for day in days)


def kept(days: Days, today: date) -> frozenset[date]:
    """Days kept by the person or by rule, from the first practice to today.

    Today counts once something was done, or at once where it is a day of rest.
    """
    return frozenset(day for day in _since_first(days, today) if days.is_kept(day))


def streak(days: Days, today: date) -> int:
    """Days kept since two planned days in a row were missed; it begins with a practice.

    A day of rest does not part two that were missed, or who exercises every other day could miss them all.
    """
    count = missed = 0
    for day in _since_first(days, today):
        if day in days.practised or (count and day in days.paused):
            count, missed = count + 1, 0
        elif count and days.is_kept(day):
            count += 1
        elif day < today and not days.is_kept(day):
            missed += 1
            count = count if missed < MISSES else 0
    return count


def spans(pauses: Iterable[tuple[date, date | None]], today: date) -> frozenset[date]:
    """Every day of these pauses up to today; the last one of a pause may be open."""
    return frozenset(day for first, last in pauses for day in _each(first, min(last or today, today)))


def weekly_pain(weeks: Iterable[Mapping[str, str]]) -> WeeklyPain | None:
    """From the weekly answers, oldest first. There is nothing to compare before the second week."""
    means = [mean for answers in weeks if (mean := _mean(answers)) is not None]
    return WeeklyPain(means[0], means[-1]) if len(means) > 1 else None


def milestone(sessions: int, week: int) -> tuple[str, int] | None:
    """Something worth a word: weeks gone by, or sessions in all."""
    if week in WEEKS_DONE:
        return "weeks", WEEKS_DONE[week]
    return ("sessions", sessions) if sessions in ROUND else None


def gained(levels: Mapping[str, Level]) -> dict[str, int]:
    """Steps up each ladder since the start, the longest way first."""
    steps = {exercise: level - USUAL_LEVEL for exercise, level in levels.items() if level > USUAL_LEVEL}
    return dict(sorted(steps.items(), key=lambda each: (-each[1], each[0])))


def _mean(answers: Mapping[str, str]) -> float | None:
    scores = [float(answers[name]) for name in ("pain", "enjoyment", "activity") if name in answers]
    return round(sum(scores) / len(scores), 1) if scores else None


def _since_first(days: Days, today: date) -> Iterator[date]:
    first = min(days.practised, default=None)
    return _each(first, today) if first is not None else iter(())


def _each(first: date, last: date) -> Iterator[date]:
    return (first + DAY * ahead for ahead in range((last - first).days + 1))
