"""Bookkeeping in groups: what several tasks write at the same moment shares one transaction, and so one flush to disk.

Nothing is waited for to fill a group: while one is committed, the next comes together.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeVar

from bot.clock import Clock
from bot.store.engine import Database, Db
from bot.store.outage import is_outage

MOST = 25
SECONDS = 0.05
"""How long a transaction may go on taking in more, that others may write too."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Step = Callable[[Db, Sequence[Item]], Awaitable[Sequence[Result]]]
"""Writes down several items of one sort, and gives the result of each. It may be run twice: what it leaves outside the
transaction must bear that."""


@dataclass(eq=False, slots=True)
class _Entry:
    step: Step[Any, Any]
    item: Any
    written: asyncio.Future[Any] = field(repr=False)


class _StepError(Exception):
    """Raised from what a step raised: the others of its group may be as good as ever."""


class Ledger:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._waiting: deque[_Entry] = deque()
        self._writer: asyncio.Task[None] | None = None

    async def write(self, step: Step[Item, Result], item: Item) -> Result:
        """What `step` makes of the item, once that is committed. Raises what the step raised, or the database.

        A caller that is cancelled while it waits does not undo what is written.
        """
        entry = _Entry(step, item, asyncio.get_running_loop().create_future())
        self._waiting.append(entry)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())
        result: Result = await entry.written
        return result

    async def settled(self) -> None:
        """Until everything is written."""
        while self._writer is not None and not self._writer.done():
            await asyncio.wait({self._writer})

    async def _write_all(self) -> None:
        while self._waiting:
            await self._write_group()

    async def _write_group(self) -> None:
        """Where the database itself fails, it fails for all of them; where one of them fails, each is tried alone."""
        group = [self._waiting.popleft()]
        try:
            results = await self._committed(group, more=True)
        except _StepError:
            await self._write_each(group)
        except Exception as error:  # noqa: BLE001  (it is handed to those who wait)
            # Those behind have waited as long: a database that is locked shall not be waited for once each.
            failed = (*group, *self._waiting)
            self._waiting.clear()
            for entry in failed:
                _fail(entry, error)
        else:
            for entry, result in zip(group, results, strict=True):
                _finish(entry, result)

    async def _write_each(self, group: Sequence[_Entry]) -> None:
        for number, entry in enumerate(group):
            try:
                (result,) = await self._committed([entry], more=False)
            except Exception as error:  # noqa: BLE001  (it is handed to those who wait)
                cause = (error.__cause__ or error) if isinstance(error, _StepError) else error
                _fail(entry, cause)
                if is_outage(cause):
                    # Nor does it work for the others, and each would wait as long.
                    for other in group[number + 1 :]:
                        _fail(other, cause)
                    return
            else:
                _finish(entry, result)

    async def _committed(self, group: list[_Entry], *, more: bool) -> list[Any]:
        """`more`: what comes in meanwhile is taken into the group."""
        results: list[Any] = []
        async with self._database.writing() as db:
            until = self._clock.monotonic() + SECONDS
            while len(results) < len(group):
                results += await _taken(db, group[len(results) :])
                if more and self._clock.monotonic() < until:
                    while self._waiting and len(group) < MOST:
                        group.append(self._waiting.popleft())
        return results


async def _taken(db: Db, entries: Sequence[_Entry]) -> list[Any]:
    """In the order in which they came; those of one sort that follow each other together."""
    results: list[Any] = []
    for step, run in groupby(entries, key=lambda entry: entry.step):
        items = [entry.item for entry in run]
        try:
            results += await step(db, items)
        except Exception as error:
            raise _StepError from error
    return results


def _finish(entry: _Entry, result: Any) -> None:
    if not entry.written.done():
        entry.written.set_result(result)


def _fail(entry: _Entry, error: BaseException) -> None:
    if not entry.written.done():
        entry.written.set_exception(error)
