"""Turns among several processes: a slow one asks for them together, never one by one."""

import asyncio

from sqlalchemy import Connection, Executable, Insert, event
from typing_extensions import override

from bot.chat.rate import Rate
from bot.chat.turns import LATE_SECONDS, Turns
from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.store.tables import paces
from tests.engines import opened

RATE = 1_000


class SlowComputer(SystemClock):
    """Its clock jumps by what everything between a turn and the door took."""

    def __init__(self) -> None:
        self.lost = 0.0

    @override
    def monotonic(self) -> float:
        return super().monotonic() + self.lost


async def test_turns_that_came_too_late_are_asked_for_anew_together(postgres_address: str) -> None:
    asked = 0

    def count(_: Connection, statement: Executable, *__: object) -> None:
        nonlocal asked
        asked += isinstance(statement, Insert) and statement.table is paces

    async with opened(postgres_address) as database:
        event.listen(database.writer.sync_engine, "after_execute", count)
        clock = SlowComputer()
        turns = Turns(database, clock, Rate(RATE), Metrics())
        taken = await asyncio.gather(*(turns.take() for _ in range(40)))
        before, clock.lost = asked, 1 + LATE_SECONDS
        assert all(await asyncio.gather(*(turns.leave(turn) for turn in taken)))
        event.remove(database.writer.sync_engine, "after_execute", count)
    # Those that were asked for together may be late once more, on a computer that is busy.
    assert 1 <= asked - before < 10


async def test_turns_that_came_too_late_are_still_an_interval_apart(postgres_address: str) -> None:
    clock = SlowComputer()
    left: list[float] = []
    async with opened(postgres_address) as database:
        turns = Turns(database, clock, Rate(RATE), Metrics())

        async def leave(turn: float) -> None:
            assert await turns.leave(turn)
            left.append(clock.monotonic())

        taken = await asyncio.gather(*(turns.take() for _ in range(10)))
        clock.lost = 1 + LATE_SECONDS
        await asyncio.gather(*(leave(turn) for turn in taken))
    assert len(left) == len(taken)
    assert left[-1] - left[0] >= 0.9 * (len(taken) - 1) / RATE
