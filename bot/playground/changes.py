"""Waiting for something to happen, without polling."""

from __future__ import annotations

import asyncio


class Changes:
    """Counts what happened; anyone may wait for the count to pass what they have seen."""

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()

    def happened(self) -> int:
        self.count += 1
        self._next.set()
        self._next = asyncio.Event()
        return self.count

    async def after(self, seen: int) -> int:
        while self.count <= seen:
            await self._next.wait()
        return self.count
