"""What is on its way at once: how many wait for their moment, and how many are spoken about with Telegram."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bot.logs import logger, place
from bot.store.outbox import Post

AHEAD = 6
"""How many messages may wait for their moment: enough to hide the database, few enough for a reply to overtake."""
AHEAD_SECONDS = 0.1
"""Where the rate is high, so many as leave in this time."""
SIDE_BY_SIDE = 64

log = logger("flights")


class Flights:
    """`landed` is called after each, with whether it broke off."""

    def __init__(self, per_second: int, *, landed: Callable[[bool], None]) -> None:
        self._ahead = max(AHEAD, int(per_second * AHEAD_SECONDS))
        self._landed = landed
        self._tasks: dict[asyncio.Task[None], Sequence[Post]] = {}
        self._revocable: set[asyncio.Task[Any]] = set()
        self._waiting = 0
        self._aside = 0
        self._room = asyncio.Event()

    @property
    def wanted(self) -> int:
        """How many more may wait."""
        return max(1, self._ahead - self._waiting)

    @property
    def is_crowded(self) -> bool:
        """Whether enough wait that nobody need be asked for more."""
        return self._waiting > self._ahead // 2

    @property
    def posts(self) -> set[Post]:
        return {post for posts in self._tasks.values() for post in posts}

    def __bool__(self) -> bool:
        return bool(self._tasks)

    def start(self, flight: Coroutine[Any, Any, None], posts: Sequence[Post]) -> None:
        task = asyncio.create_task(flight)
        self._tasks[task] = posts
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        self._room.set()
        broke_off = not task.cancelled() and task.exception() is not None
        if broke_off:
            # The row stays claimed or sending; its lease brings it back.
            log.error("a delivery broke off", error=place(task.exception()))
        self._landed(broke_off)

    def wait(self, count: int) -> None:
        """So many more wait for their moment."""
        self._waiting += count

    def leave(self) -> None:
        """One of them waits no longer."""
        self._waiting -= 1
        self._room.set()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """One of them waits for something that holds up nobody else: another may wait in its place."""
        self._aside += 1
        self.leave()
        try:
            yield
        finally:
            self._aside -= 1
            self._waiting += 1

    @contextmanager
    def revocable(self) -> Iterator[None]:
        """What is not on its way to Telegram yet can be called back."""
        task = asyncio.current_task()
        assert task is not None
        self._revocable.add(task)
        try:
            yield
        finally:
            self._revocable.discard(task)

    def revoke(self) -> None:
        for task in self._revocable:
            task.cancel()

    async def room(self) -> None:
        """Until half of those that may wait have left: to claim one at a time would cost each a statement."""
        while self.is_crowded or self._calling >= SIDE_BY_SIDE:
            self._room.clear()
            await self._room.wait()

    @property
    def _calling(self) -> int:
        return len(self._tasks) - self._waiting - self._aside

    async def settled(self) -> None:
        """Until none is on its way."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
