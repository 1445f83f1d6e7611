"""A task is cancelled within its transaction: row 51."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from random import Random  # noqa: TID251  (seeded, in the test alone)
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.pulse import Pulse
from bot.store.engine import connect
from bot.store.vault import Vault
from tests.faults.bot import KEY
from tests.faults.rig import Rig, promised

MINUTES = 40
EACH_MINUTE = 5
MOMENTS = 24
"""Two for each statement, begin and commit too: more than planning takes, so that some of it is not cancelled."""

pytestmark = pytest.mark.fault


class Axe:
    """Cancels whoever is at work in a transaction, so many moments from now."""

    def __init__(self, engine: Engine) -> None:
        self.left = 0
        self.fell = 0
        for moment in ("begin", "before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(engine, moment, self._passes)

    def _passes(self, *_: Any) -> None:
        self.left -= 1
        if self.left == 0:
            self.fell += 1
            task = asyncio.current_task()
            assert task is not None
            task.cancel()


async def test_planning_that_is_cancelled_anywhere_plans_all_or_nothing(either: Rig) -> None:
    """At a moment drawn for each minute. What it came to is read back; a bot takes it from there."""
    rig = either
    chance = Random(51)  # noqa: S311  (the same each time)
    async with rig.tried(per_second=200):
        for minute in range(MINUTES):
            first = 1 + minute * EACH_MINUTE
            await rig.settles(*promised(range(first, first + EACH_MINUTE), at=f"08:{minute:02}"))
        database = connect(rig.url, Vault(KEY))
        await database.open()
        axe = Axe(database.writer.sync_engine)
        pulse = Pulse(database, rig.clock, wake=_nothing, reap=_nobody)  # type: ignore[arg-type]  # only its `now` is asked
        came_to = set()
        for _ in range(MINUTES):
            rig.clock.jumps(timedelta(minutes=1), 0)
            axe.left = chance.randint(1, MOMENTS)
            with suppress(asyncio.CancelledError):
                await asyncio.create_task(pulse.plan())
            ((slots, posts),) = await rig.rows("SELECT (SELECT count(*) FROM slots), (SELECT count(*) FROM outbox)")
            assert slots == posts
            assert slots % EACH_MINUTE == 0
            came_to.add(slots)
        await database.close()
        assert axe.fell > MINUTES // 4
        assert len(came_to) > 2, "some of it was done, and some undone"
        async with rig.bot():
            await rig.settled()
        assert await rig.outcomes() == {"sent": MINUTES * EACH_MINUTE}


def _nothing() -> None: ...


async def _nobody() -> None: ...
