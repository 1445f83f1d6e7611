"""P4: everybody is due in the same minute: who is reached and how late, against one `run_daily` job a person."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, time, timedelta
from typing import Any

from telegram.ext import Application, CallbackContext

from bench import lumbar, stub
from bench.goal import Line, at_least, at_most
from bench.population import before_noon
from bench.runner import Runner
from bot.chat.rate import Rate
from bot.clock import SystemClock

AHEAD = 3
"""Seconds from the start until all are due."""
SEND_SECONDS = 0.05
"""A call to Telegram."""
PATIENCE = 30
CLOCK = SystemClock()


def measure(bench: Runner) -> Iterator[Line]:
    for count, rate in ((10_000, 250), (100_000, 500)) if bench.full else ((5_000, 250),):
        found = bench.median(ours, runs=1, people=bench.people(count, count), count=count, rate=rate)
        jobs = bench.median(rival, runs=1, count=count)
        what = f"{count:,} due at once, {rate}/s"
        yield Line(
            "P4",
            f"{what}: reached",
            found["percent"],
            "%",
            at_least(100),
            "run_daily for each, as it comes",
            jobs["percent"],
        )
        yield Line("P4", f"{what}: first to last", found["seconds"], "s", at_most(1.03 * count / rate), smaller=True)
        yield Line("P4", f"{what}: the first after", found["first"], "s", smaller=True)


async def ours(people: str, count: int, rate: int) -> dict[str, float]:
    with lumbar.copied(people) as url:
        async with stub.serving() as address:
            clock = before_noon(AHEAD)
            noon = CLOCK.monotonic() + AHEAD
            app = lumbar.app(url, address, rate=Rate(per_second=rate), clock=clock)
            async with app.running():
                moments = await stub.arrived(address, count, AHEAD + 1.5 * count / rate + PATIENCE)
    reached = len({chat for _, chat in moments})
    assert reached == len(moments), "somebody was reached twice"
    first, last = moments[0][0], moments[-1][0]
    return {"percent": 100 * reached / count, "seconds": last - first, "first": first - noon}


async def rival(count: int) -> dict[str, float]:
    """Default settings."""
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
    for _ in range(count):
        queue.run_daily(send, time(due.hour, due.minute, due.second, tzinfo=UTC))
    late = CLOCK.now() >= due
    with suppress(TimeoutError):
        await asyncio.wait_for(everybody.wait(), max(0.0, (due - CLOCK.now()).total_seconds()) + PATIENCE)
    await queue.stop(wait=False)
    assert not late, "the jobs were registered too late to be due"
    return {"percent": 100 * delivered / count}
