"""A question to something that may not answer, one at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

PATIENCE = 3.0
"""Seconds. Who asks for the bot's health gives up after ten or so."""


class Probe(Generic[Answer]):
    """Who asks meanwhile waits for the same answer.

    It is left to itself where it takes too long: to break off what waits for a dead server may take as long again.
    """

    def __init__(self, ask: Callable[[], Awaitable[Answer]]) -> None:
        self._ask = ask
        self._asking: asyncio.Task[Answer] | None = None

    async def __call__(self) -> Answer:
        """Raises TimeoutError, or what the question raises."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._asked())
            self._asking.add_done_callback(_heard)
        asking = self._asking
        await asyncio.wait({asking}, timeout=PATIENCE)
        if not asking.done():
            raise TimeoutError
        return asking.result()

    async def _asked(self) -> Answer:
        return await self._ask()

    async def close(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait({self._asking}, timeout=PATIENCE)


def _heard(asking: asyncio.Task[Answer]) -> None:
    """An error that nobody waits for any more is none to be reported."""
    if not asking.cancelled():
        asking.exception()
