"""What people type in their own words: times, dates, numbers, and short everyday wishes."""

from datetime import date

import pytest

from bot.chat import routes
from bot.flows import pages, typed

TODAY = date(2026, 11, 25)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("7:30", "07:30"),
        ("7.30", "07:30"),
        ("07:05", "07:05"),
        ("19h30", "19:30"),
        ("at 8", "08:00"),
        ("7pm", "19:00"),
        ("7:15 p.m.", "19:15"),
        ("12 am", "00:00"),
        ("12pm", "12:00"),
        ("0:00", "00:00"),
        ("24:00", None),
        ("7:60", None),
        ("13pm", None),
        ("noonish", None),
        ("", None),
    ],
)
def test_a_typed_time(text: str, time: str | None) -> None:
    assert typed.time_of(text) == time


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tomorrow", date(2026, 11, 26)),
        ("until Friday", date(2026, 11, 27)),
        ("wed", date(2026, 12, 2)),
        ("next tuesday", date(2026, 12, 1)),
        ("5 days", date(2026, 11, 30)),
        ("12 March", date(2027, 3, 12)),
        ("March 12", date(2027, 3, 12)),
        ("24th of December", date(2026, 12, 24)),
        ("24/12", date(2026, 12, 24)),
        ("24.12.2026", date(2026, 12, 24)),
        ("2027-01-05", date(2027, 1, 5)),
        ("25 November", date(2027, 11, 25)),
        ("2026-11-25", None),
        ("24.12.2025", None),
        ("31 February", None),
        ("99999999", None),
        ("soon", None),
    ],
)
def test_a_typed_date_is_one_to_come(text: str, day: date | None) -> None:
    assert typed.date_of(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "minutes"), [("25", 25), ("about 25 min", 25), ("0", None), ("999", None), ("", None)]
)
def test_typed_minutes(text: str, minutes: int | None) -> None:
    assert typed.minutes_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "way", "value"),
    [
        ("done", "done", ""),
        ("I'm done!", "done", ""),
        ("Skip this one", "skip", ""),
        ("walked 25", "walked", "25"),
        ("I walked for 20 minutes", "walked", "20"),
        ("25 min walk", "walked", "25"),
        ("tomorrow", "not-today", ""),
        ("7:30", "time", "7:30"),
        ("7pm", "time", "7pm"),
        ("1 minute", "one-minute", ""),
        ("that hurt", "hurt", ""),
        ("No floor today", "wish", "No floor"),
        ("no band", "wish", "no band"),
        ("swap a move", "swap", ""),
        ("change today", "today-change", ""),
        ("What doesn't suit me?", "suits", ""),
        ("thank you", "thanks", ""),
        ("ok", "thanks", ""),
    ],
)
def test_everyday_words(text: str, way: str, value: str) -> None:
    assert _way(text) == (way, value)


@pytest.mark.parametrize("text", ["I am done with this pain", "7", "can I skip the walk", "walked the dog 25 times"])
def test_longer_messages_are_not_guessed_at(text: str) -> None:
    assert _way(text) is None


def test_every_everyday_word_has_a_way() -> None:
    assert {way for _, way in pages.TYPED} <= routes.WAYS.keys()


def _way(text: str) -> tuple[str, str] | None:
    for pattern, way in pages.TYPED:
        if (match := pattern.fullmatch(text)) is not None:
            return way, next((group for group in match.groups() if group), "")
    return None
