"""What the page may ask of the real bot; the app supplies it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

Lines = Mapping[str, str | Sequence[str]]
"""A heading, and its line or lines."""


@dataclass(frozen=True, slots=True)
class Backstage:
    now: Callable[[], datetime]
    skip: Callable[[timedelta, int], Awaitable[None]]
    """Lets time pass for the person of a chat, day by day, with all that falls due meanwhile."""
    rest: Callable[[timedelta], None]
    """Moves the bot's clock by a moment, in which nothing is looked for."""
    next_nudge: Callable[[int], Awaitable[datetime | None]]
    """When the person of a chat is next due a message."""
    zone: Callable[[int], Awaitable[str | None]]
    """The time zone of the person of a chat, if they gave one."""
    happened: Callable[[int], Awaitable[Lines]]
    """What the last message of a chat led to: flow, decision with its rule, rows, next nudge. Empty: nothing yet."""
    settled: Callable[[], Awaitable[None]]
    """Returns when all that came in is handled and all that is due now is sent."""
    help: Callable[[], str]
    """When to get help, in Telegram's HTML."""
