"""Wall-clock time to instants.

A routine is a local time, weekdays and a zone; instants are derived. A time that happens twice fires at the first; one
that the clocks skip fires as far after the gap as it stood within it (RFC 5545 3.3.5, PEP 495 fold=0); a date that
does not exist (Apia, 2011-12-30) fires not at all.
"""

import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from importlib import metadata, resources
from zoneinfo import ZoneInfo

from bot.domain.times import Times

DAY = timedelta(days=1)
DAY_STARTS = time(3)
"""A day ends at 03:00: who practises after midnight practises for the day before."""
FOLLOW_UP_UNTIL = time(21)

Weekdays = frozenset[int]
"""ISO: Monday is 1, Sunday is 7."""
EVERY_DAY: Weekdays = frozenset(range(1, 8))
WORKDAYS: Weekdays = frozenset(range(1, 6))


NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})
HORIZON = 16
"""Days to look ahead or back: two weeks, in case the one weekday of a routine falls on a date that does not exist."""


class Status(StrEnum):
    UNIQUE = "unique"
    OVERLAP_FIRST = "overlap_first"
    GAP_SHIFTED = "gap_shifted"
    DATE_DOES_NOT_EXIST = "date_does_not_exist"


@dataclass(frozen=True, slots=True)
class Instant:
    status: Status
    utc: datetime | None
    """`None` exactly when the date does not exist."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    utc: datetime
    date: date
    """The local date that the slot belongs to, whatever the date of its instant."""


@dataclass(frozen=True, slots=True)
class Move:
    """A routine in a new zone: what has just gone by there unsent, and what comes next."""

    skipped: Occurrence | None
    next: Occurrence | None


class ZoneError(ValueError):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"I don't know the time zone {name!r}. Use a name such as Europe/Berlin, America/New_York or Asia/Kolkata."
        )


def tzdata_version() -> str:
    """Of the pinned wheel, such as 2026.6."""
    return metadata.version("tzdata")


def use_pinned_zones() -> None:
    """Read zones from the pinned tzdata wheel, never from the computer's own files, so that every machine agrees."""
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache()
    _allowed.cache_clear()
    _zone.cache_clear()


def zone_allowed(name: str) -> bool:
    """By the list of names alone: a name from outside is never opened as a file."""
    return name in _allowed()


def zone(name: str) -> ZoneInfo:
    """Raises `ZoneError` for a name that is not allowed."""
    if not zone_allowed(name):
        raise ZoneError(name)
    return _zone(name)


def canonical(name: str) -> str:
    """Today's name of a zone that was renamed (Europe/Kiev → Europe/Kyiv); a country's own name stays (Europe/Oslo).

    Raises:
        ZoneError: the name is not allowed.
    """
    if not zone_allowed(name):
        raise ZoneError(name)
    return _renamed().get(name, name)


@lru_cache(maxsize=1)
def _allowed() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones()) - NOT_PLACES


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=1)
def _renamed() -> dict[str, str]:
    """Old name → today's, from the wheel's own tables: zone.tab lists the names in use, tzdata.zi the links."""
    folder = resources.files("tzdata") / "zoneinfo"
    rows = (folder / "zone.tab").read_text(encoding="utf-8").splitlines()
    in_use = {row.split("\t")[2] for row in rows if row and not row.startswith("#")}
    links = (folder / "tzdata.zi").read_text(encoding="utf-8").splitlines()
    pairs = (link.split()[1:3] for link in links if link.startswith("L "))
    return {old: new for new, old in pairs if old not in in_use}


def resolve(day: date, at: time, place: ZoneInfo) -> Instant:
    nominal = datetime.combine(day, at)
    local = nominal.replace(tzinfo=place, fold=0)
    utc = local.astimezone(UTC)
    if utc.astimezone(place).replace(tzinfo=None) == nominal:
        twice = local.utcoffset() != nominal.replace(tzinfo=place, fold=1).utcoffset()
        return Instant(Status.OVERLAP_FIRST if twice else Status.UNIQUE, utc)
    if not _exists(day, place):
        return Instant(Status.DATE_DOES_NOT_EXIST, None)
    return Instant(Status.GAP_SHIFTED, utc)


def _exists(day: date, place: ZoneInfo) -> bool:
    """A gap swallows a whole date only if it swallows both ends of it."""
    return any(
        datetime.combine(day, end, place).astimezone(UTC).astimezone(place).date() == day
        for end in (time.min, time.max)
    )


def on_dates(days: Iterable[date], at: time | Times, place: ZoneInfo) -> Iterator[Occurrence]:
    """The occurrences of each date, in the order of `days`; dates that do not exist have none."""
    for day in days:
        if isinstance(at, Times):
            yield from (found for _, found in day_plan(day, at.on(day), place))
        elif (utc := resolve(day, at, place).utc) is not None:
            yield Occurrence(utc, day)


def nominal(at: time | Times, found: Occurrence, place: ZoneInfo) -> time:
    """The time of `at` that `found` stands for, whatever the clocks made of it."""
    on = at.on(found.date) if isinstance(at, Times) else (at,)
    if len(on) == 1:
        return on[0]
    shown = found.utc.astimezone(place).time()
    return next((each for each, planned in day_plan(found.date, on, place) if planned.utc == found.utc), shown)


def dates(first: date, last: date, weekdays: Weekdays = EVERY_DAY) -> Iterator[date]:
    """The local dates from `first` to `last`, both included."""
    return (day for day in _each(first, last, 1) if day.isoweekday() in weekdays)


def every_n_days(anchor: date, n: int, first: date, last: date) -> Iterator[date]:
    """Every `n`-th local date counted from `anchor`; never 24-hour steps."""
    return (day for day in _each(first, last, 1) if (day - anchor).days % n == 0)


def day_plan(day: date, times: Iterable[time], place: ZoneInfo) -> list[tuple[time, Occurrence]]:
    """What several times of one day come to: those that meet in one instant collapse into the earliest nominal one."""
    plan: dict[datetime, tuple[time, Occurrence]] = {}
    for at in sorted(times):
        for occurrence in on_dates((day,), at, place):
            plan.setdefault(occurrence.utc, (at, occurrence))
    return sorted(plan.values(), key=lambda entry: entry[1].utc)


def latest(at: time | Times, weekdays: Weekdays, place: ZoneInfo, now: datetime) -> Occurrence | None:
    """The newest occurrence that is not after `now`; `None` without weekdays."""
    today = now.astimezone(place).date()
    for day in sorted(dates(today - HORIZON * DAY, today + DAY, weekdays), reverse=True):
        gone_by = [found for found in on_dates((day,), at, place) if found.utc <= now]
        if gone_by:
            return gone_by[-1]
    return None


def next_due(at: time | Times, weekdays: Weekdays, place: ZoneInfo, after: datetime) -> Occurrence | None:
    """The first occurrence strictly after `after`; `None` without weekdays."""
    return next((found for found in _ahead(at, weekdays, place, after) if found.utc > after), None)


def moved(at: time | Times, weekdays: Weekdays, place: ZoneInfo, now: datetime, last: date | None) -> Move:
    """After a change of zone to `place`: one slot a local date over all zones, `last` being the newest date that had one.

    An occurrence of the new local date that went by before the change unsent is `skipped`; one at this very instant
    is still sent.
    """
    today = now.astimezone(place).date()
    fresh = [found for found in _ahead(at, weekdays, place, now) if last is None or found.date > last]
    gone = next((found for found in fresh if found.date == today and found.utc < now), None)
    return Move(gone, next((found for found in fresh if found.utc >= now), None))


def _ahead(at: time | Times, weekdays: Weekdays, place: ZoneInfo, now: datetime) -> Iterator[Occurrence]:
    today = now.astimezone(place).date()
    return on_dates(dates(today - 2 * DAY, today + HORIZON * DAY, weekdays), at, place)


def _each(first: date, last: date, step: int) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range(0, (last - first).days + 1, step))


def day_of(now: datetime, place: ZoneInfo) -> date:
    """The day that a practice, a streak and "done today" belong to."""
    day = now.astimezone(place).date() + DAY
    while start_of_day(day, place) > now:
        day -= DAY
    return day


def end_of_day(now: datetime, place: ZoneInfo) -> datetime:
    """The instant at which the day of `now` ends."""
    return start_of_day(day_of(now, place) + DAY, place)


def start_of_day(day: date, place: ZoneInfo) -> datetime:
    return datetime.combine(day, DAY_STARTS, place).astimezone(UTC)


class Window(StrEnum):
    """Kinds of message that may be late, each for its own while."""

    SESSION = "session"
    WALK = "walk"
    FOLLOW_UP = "follow_up"
    FIRST_FOLLOW_UP = "first_follow_up"
    AGAIN = "again"
    BREAK = "break"
    WEEKLY = "weekly"


WINDOWS = {
    Window.SESSION: timedelta(hours=3),
    Window.WALK: timedelta(minutes=20),
    Window.BREAK: timedelta(minutes=20),
    Window.WEEKLY: timedelta(hours=12),
    Window.FIRST_FOLLOW_UP: timedelta(hours=12),
    Window.AGAIN: timedelta(hours=1),
}


def open_until(window: Window, due: datetime, place: ZoneInfo) -> datetime:
    """The last instant at which a message due at `due` is still worth sending."""
    if window is Window.FOLLOW_UP:
        evening = datetime.combine(due.astimezone(place).date(), FOLLOW_UP_UNTIL, place).astimezone(UTC)
        return max(due, evening)
    late = due + WINDOWS[window]
    return min(late, end_of_day(due, place)) if window is Window.SESSION else late


def mask_of(weekdays: Iterable[int]) -> int:
    """Weekdays as the bits of a number, Monday lowest."""
    return sum(1 << (day - 1) for day in set(weekdays))


@lru_cache(maxsize=128)
def weekdays_of(mask: int) -> Weekdays:
    return frozenset(day for day in EVERY_DAY if mask >> (day - 1) & 1)
