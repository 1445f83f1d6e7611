"""Quiet hours: nothing unasked comes inside them, and no reminder is set there."""

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.quiet import QuietHours
from bot.flows.talk import Ask, Button, Reply, Words, words
from bot.flows.typed import span_of
from bot.store.people import Person
from bot.store.routines import Routine

OFF = "off"
USUAL = ("22:00-07:00", "21:00-08:00")
ASK = Ask("quiet-hours", typed=True)
COVERED = {"session": "quiet-covers-session", "walk": "quiet-covers-walk", "break": "quiet-covers-breaks"}


def hours_of(person: Person) -> QuietHours | None:
    return None if person.quiet_hours is None else QuietHours.of(person.quiet_hours)


def is_now(person: Person, instant: datetime, place: ZoneInfo) -> bool:
    hours = hours_of(person)
    return hours is not None and hours.cover(instant.astimezone(place).time())


def refusal(person: Person, times: Iterable[time]) -> Words | None:
    """Why a reminder is not set, where one of its times lies inside the quiet hours."""
    hours = hours_of(person)
    if hours is None or not any(hours.cover(at) for at in times):
        return None
    return words("quiet-inside", first=f"{hours.first:%H:%M}", last=f"{hours.last:%H:%M}")


def clash(hours: QuietHours, routines: Iterable[Routine]) -> Words | None:
    """Why these hours are not set, where a reminder lies inside them."""
    for routine in (each for each in routines if each.kind in COVERED):
        for at in routine.times.all:
            if hours.cover(at):
                return words(COVERED[routine.kind], time=f"{at:%H:%M}")
    return None


def line(person: Person) -> Words:
    hours = hours_of(person)
    if hours is None:
        return words("quiet-off")
    return words("quiet-from-to", first=f"{hours.first:%H:%M}", last=f"{hours.last:%H:%M}")


def read(said: str) -> QuietHours | None:
    span = span_of(said)
    return None if span is None else QuietHours.of("-".join(span))


def question(person: Person, *lines: Words) -> Reply:
    spans = tuple(Button(words("label-span", span=each.replace("-", "–")), option=each) for each in USUAL)
    rows = (spans, (Button(words("label-quiet-off"), option=OFF),), (Button(words("label-back"), goes="settings"),))
    return Reply(text=((line(person),), lines), buttons=rows, ask=ASK, card="settings")
