"""Conversations that many tests begin with, and what they look for on the screen."""

from collections.abc import Iterable

from bot.playground.phone import Bubble, Phone

WELL = ("None of these", "None of these", "No", "No", "None of these", "3", "Yes")
"""C0 to Q5 with no warning sign."""


async def agreed(phone: Phone, country: str = "United Kingdom") -> list[Bubble]:
    """START to the first question of the safety check."""
    await phone.says("/start")
    await phone.taps(country)
    return await phone.taps("I'm 18 or over and I agree")


async def screened(phone: Phone, country: str = "United Kingdom") -> list[Bubble]:
    """START to the receipt with the first routine: eleven taps in all with the next one."""
    bubbles = await agreed(phone, country)
    for label in WELL:
        bubbles = await phone.taps(label)
    return bubbles


async def settled_in(phone: Phone, session: str = "08:00", walk: str | None = None) -> list[Bubble]:
    """START to reminders that are set. Only countries of one time zone."""
    await screened(phone)
    await phone.taps("Later")
    await phone.says(session)
    if walk is None:
        await phone.taps("No walk reminders")
    else:
        await phone.taps("Another")
        await phone.says(walk)
    return await phone.taps("Yes")


def texts(bubbles: Iterable[Bubble]) -> str:
    return "\n---\n".join(bubble.text for bubble in bubbles)


def consult(bubbles: Iterable[Bubble]) -> bool:
    """Whether the CONSULT message is among them."""
    return "I've paused your exercises. Please book to see" in texts(bubbles)


def is_exercise(bubble: Bubble) -> bool:
    """A practice card, or anything else with a button that goes on with an exercise."""
    return "Done" in bubble.labels and "It hurt" in bubble.labels
