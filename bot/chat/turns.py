"""Who leaves next: evenly, one after another, among all processes that share the database."""

import asyncio
from collections import deque
from collections.abc import Callable

from bot.chat.rate import Rate
from bot.clock import Clock
from bot.metrics import Metrics
from bot.store import paces
from bot.store.engine import Database, Db

TOGETHER_SECONDS = 0.05
"""So far ahead turns are reserved at once: to ask the database for each would slow all processes down."""
LATE_SECONDS = 0.1
"""From this on a message that has its turn would crowd those of other processes."""
SILENCE_SECONDS = 2.0
"""A turn so far away is no turn: another process was told to be silent."""
STALE_SECONDS = 0.25
"""A reserved turn that is over since is not made up for."""

SLACK = 1.08
"""Processes do not see how late each other's messages really left: together they stay so far below the rate."""


class Turns:
    def __init__(self, database: Database, clock: Clock, rate: Rate, metrics: Metrics) -> None:
        self._database = database
        self._metrics = metrics
        self._clock = clock
        self._rate = rate
        self._interval = rate.interval * SLACK
        self._together = max(1, int(rate.per_second * TOGETHER_SECONDS))
        self._queue = asyncio.Lock()
        self._door = asyncio.Lock()
        self._waiting = 0
        self._reserved: deque[float] = deque()

    async def take(self) -> float:
        """Wait for the next turn of all; the moment of it, by this computer's clock."""
        self._waiting += 1
        wished = self._clock.monotonic()
        try:
            async with self._queue:
                await self.wait(self._rate.wait)
                if self._database.is_shared:
                    await self._until(await self._reserved_turn())
                turn = self._clock.monotonic()
                self._rate.take(turn)
                self._metrics.waited(turn - wished)
                return turn
        finally:
            self._waiting -= 1

    async def leave(self, turn: float) -> bool:
        """Whether the message of this turn may leave; then it does. False: Telegram wants silence since.

        Where it was kept so long that others have left meanwhile, it waits for another turn.
        """
        self._waiting += 1
        try:
            async with self._door:
                return await self._left(turn)
        finally:
            self._waiting -= 1

    async def _left(self, turn: float) -> bool:
        if self._database.is_shared and self._clock.monotonic() - turn > LATE_SECONDS:
            if (another := await self._reserved_turn()) - self._clock.monotonic() > SILENCE_SECONDS:
                self._rate.hold(another)
            else:
                await self._until(another)
        await self.wait(self._rate.crowded)
        if self._rate.held(self._clock.monotonic()) > 0:
            return False
        self._rate.leave(self._clock.monotonic())
        return True

    async def wait(self, seconds: Callable[[float], float]) -> None:
        # Asked again after each wait: Telegram may have said "too many requests" meanwhile.
        while (left := seconds(self._clock.monotonic())) > 0:
            await self._clock.sleep(left)

    def hush(self, seconds: float) -> None:
        """Telegram wants silence: nobody here sends for so long."""
        self._reserved.clear()
        self._rate.hold(self._clock.monotonic() + seconds)

    async def spread(self, db: Db, seconds: float) -> None:
        """Nor in any other process."""
        if self._database.is_shared:
            await paces.hold(db, seconds)

    async def spare(self) -> bool:
        """Whether the other processes leave room for a message that may as well be left out."""
        if not self._database.is_shared:
            return True
        async with self._database.writing() as db:
            return await paces.spare(db, self._interval)

    async def _until(self, moment: float) -> None:
        await self.wait(lambda now: moment - now)

    async def _reserved_turn(self) -> float:
        """The moment of our next turn among all processes."""
        while self._reserved and self._reserved[0] < self._clock.monotonic() - STALE_SECONDS:
            self._reserved.popleft()
        if not self._reserved:
            async with self._database.writing() as db:
                ahead = await paces.reserve(db, max(1, min(self._waiting, self._together)), self._interval)
            now = self._clock.monotonic()
            self._reserved.extend(now + seconds for seconds in ahead)
        return self._reserved.popleft()
