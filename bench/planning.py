"""Everybody is due at once: our planning against one `run_daily` job for each person (python-telegram-bot)."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from telegram.ext import Application, CallbackContext

from bot.clock import SystemClock
from bot.domain.standing import Stage
from bot.pulse import Pulse
from bot.store import instance, people, routines, schema
from bot.store.engine import Database, connect
from bot.store.vault import Vault

EVERY_DAY = 0b1111111
KEY = bytes(32)
SEND_SECONDS = 0.05
PATIENCE = 30
"""Seconds that the rival is given to deliver, from the moment all are due."""
TICKS = 100

CLOCK = SystemClock()


async def ours(count: int) -> dict[str, float]:
    """Slot, outbox row and the next due instant of each, durable; then ticks in which nothing is due."""
    async with _database(count, CLOCK.now().replace(microsecond=0)) as database:
        pulse = Pulse(database, CLOCK, wake=_nothing, reap=_nothing_to_reap, tick=_nothing_to_reap)
        start = CLOCK.monotonic()
        planned = await pulse.plan()
        seconds = CLOCK.monotonic() - start
        start = CLOCK.monotonic()
        for _ in range(TICKS):
            await pulse.plan()
        tick = (CLOCK.monotonic() - start) / TICKS
    return {"planned": planned, "rows_per_second": planned / seconds, "idle_tick_ms": tick * 1000}


async def rival(count: int) -> dict[str, float]:
    """Default settings, and a send that takes 50 ms, as one to Telegram does."""
    delivered = 0
    everybody = asyncio.Event()

    async def send(_: CallbackContext[Any, Any, Any, Any]) -> None:
        nonlocal delivered
        await asyncio.sleep(SEND_SECONDS)
        delivered += 1
        if delivered == count:
            everybody.set()

    # Kept: its queue refers to it weakly, and calls nobody once it is gone.
    application = Application.builder().token("1:x").build()
    queue = application.job_queue
    assert queue is not None
    await queue.start()
    due = CLOCK.now() + timedelta(seconds=3 + count / 1000)
    start = CLOCK.monotonic()
    for _ in range(count):
        queue.run_daily(send, time(due.hour, due.minute, due.second, tzinfo=UTC))
    registered = CLOCK.monotonic() - start
    try:
        await asyncio.wait_for(everybody.wait(), (due - CLOCK.now()).total_seconds() + PATIENCE)
    except TimeoutError:
        print(f"  the rival's time was up: {delivered} of {count} delivered")
    await queue.stop(wait=False)
    return {"register_seconds": registered, "delivered": delivered}


@asynccontextmanager
async def _database(count: int, due: datetime) -> AsyncIterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.sqlite'}"
        await schema.migrate(url, Vault(KEY))
        database = connect(url, Vault(KEY))
        async with database.writing() as db:
            await instance.furnish(db)
            for number in range(count):
                person = await people.register(db, number + 1, language="en", now=due)
                standing = replace(person.standing, stage=Stage.ACTIVE)
                await people.save(db, replace(person, standing=standing, zone="UTC"))
                await routines.put(
                    db,
                    person.id,
                    "session",
                    time=f"{due:%H:%M}",
                    weekdays=EVERY_DAY,
                    next_due=due,
                    next_date=due.date(),
                )
        try:
            yield database
        finally:
            await database.close()


def _nothing() -> None:
    """Nobody is to be woken: planning alone is measured."""


async def _nothing_to_reap() -> None:
    """Nothing is being sent."""
