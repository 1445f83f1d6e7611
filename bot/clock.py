"""The only reader of the real time; everything else is handed an instant."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Protocol

from typing_extensions import override


class Clock(Protocol):
    def now(self) -> datetime:
        """Calendar time: aware, UTC. What is due, which day it is."""

    def monotonic(self) -> float:
        """Real seconds since some start. Rates, leases, HTTP timeouts."""

    async def sleep(self, seconds: float) -> None: ...


class Movable(Clock, Protocol):
    def move_to(self, instant: datetime) -> None: ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251  (this is the one place)

    def monotonic(self) -> float:
        return time.monotonic()  # noqa: TID251  (this is the one place)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Since:
    """How long ago something last happened, in real time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._at = -inf

    def happened(self) -> None:
        self._at = self._clock.monotonic()

    @property
    def seconds(self) -> float:
        """Infinite before the first time."""
        return self._clock.monotonic() - self._at


class MovableClock(SystemClock):
    """The computer's clock, moved forward by the playground. Only calendar time moves; rates and leases stay real."""

    def __init__(self, ahead: timedelta = timedelta(0)) -> None:
        self.ahead = ahead

    @override
    def now(self) -> datetime:
        return super().now() + self.ahead

    def move_to(self, instant: datetime) -> None:
        """Never back: nothing may happen twice."""
        self.ahead += max(instant - self.now(), timedelta(0))
