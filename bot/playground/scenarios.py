"""Scenarios: one click, one person, told in the words of phone.py and played through the real bot."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.phone import PassesToClockChange, PassesUntil, Says, Step, Taps

ONBOARDING: tuple[Step, ...] = (
    Says("/start"),
    Taps("United Kingdom"),
    Taps("I'm 18 or over and I agree"),
    Taps("None of these"),
    Taps("None of these"),
    Taps("No"),
    Taps("No"),
    Taps("None of these"),
    Taps("3"),
    Taps("Yes"),
)
"""From START to the receipt with the first routine, with no warning sign."""

REMINDED: tuple[Step, ...] = (Taps("Another"), Says("08:00"), Taps("No walk reminders"), Taps("Yes"))
"""A reminder at 08:00, Monday to Friday."""

SETTLED: tuple[Step, ...] = (*ONBOARDING, Taps("Later"), *REMINDED)

FIRST_DAY: tuple[Step, ...] = (*ONBOARDING, Taps("One minute"), Taps("Done"), *REMINDED)
"""One move, which is enough for a first day, and asks nothing after."""


def session(days: int, begins: str, *answers: str) -> tuple[Step, ...]:
    """A whole session so many days later. `answers` are those of the question that the first five end with."""
    taps = (begins, "Nothing new", *(["Done"] * 5), "1", "OK", *answers)
    return (PassesUntil("08:00", days=days), *(Taps(label) for label in taps))


NEXT_DAY: tuple[Step, ...] = session(1, "Start", "More than 3 months ago")
WELL = "Usual or better"
TWO_WEEKS: tuple[Step, ...] = (
    *NEXT_DAY,
    *session(6, "Start", "Picking things up", "4"),
    *session(2, WELL, "3", "2", "2"),
    *session(2, WELL, "10 to 20 minutes"),
)
"""From a Tuesday on, with enough good sessions in the second week for the next phase and the first step up."""

LEG: tuple[Step, ...] = (Says("my left foot is tingling"),)

MONDAY, WEDNESDAY = 0, 2


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    title: str
    line: str
    """What one sees, in one line."""
    steps: tuple[Step, ...]
    person: str = "Ana"


SCENARIOS: tuple[Scenario, ...] = (
    Scenario("new-person", "A new person", "An empty chat, from zero.", ()),
    Scenario(
        "normal-day",
        "A normal day",
        "Day 3, 08:00: a reminder.",
        (PassesUntil("18:30", weekday=MONDAY), *FIRST_DAY, *NEXT_DAY, PassesUntil("08:00", days=1)),
        "Ben",
    ),
    Scenario(
        "week-3",
        "Week 3",
        "Two good weeks: what steps up, and why.",
        (
            PassesUntil("18:30", weekday=MONDAY),
            *FIRST_DAY,
            *TWO_WEEKS,
            PassesUntil("08:00", days=3),
            Taps(WELL),
        ),
        "Chloe",
    ),
    Scenario(
        "leg-tingling",
        "Leg tingling",
        "A sign that stops exercise.",
        (*SETTLED, *LEG, Says("/today")),
        "Dev",
    ),
    Scenario(
        "an-emergency",
        "An emergency",
        "A sign that means: hospital now.",
        (*SETTLED, Says("no tingling, but I can't pee"), Says("/today")),
        "Ewa",
    ),
    Scenario(
        "checked-and-back",
        "Checked, and back",
        "After the doctor, the way back.",
        (
            *SETTLED,
            *LEG,
            PassesUntil("10:00", days=3),
            Taps("I've been checked"),
            Taps("GP or doctor"),
            Taps("Yesterday"),
            Taps("Yes"),
            Taps("None of these"),
            Taps("Old, checked, not changed"),
            Taps("Yes"),
            Taps("No"),
            Taps("None of these"),
            Taps("3"),
            Taps("Yes"),
            Says("/today"),
        ),
        "Femi",
    ),
    Scenario(
        "five-days-away",
        "Five days away",
        "A break, and no blame.",
        (
            PassesUntil("18:30", weekday=WEDNESDAY),
            *FIRST_DAY,
            *NEXT_DAY,
            PassesUntil("09:00", days=6),
            Says("/today"),
        ),
        "Gwen",
    ),
    Scenario(
        "clocks-change",
        "The night the clocks change",
        "08:00 before, 08:00 after.",
        (
            PassesToClockChange("18:30", days=3),
            *FIRST_DAY,
            PassesUntil("08:00", days=1),
            Taps("Not today"),
            PassesUntil("08:00", days=1, weekday=MONDAY),
        ),
        "Hal",
    ),
)

BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
