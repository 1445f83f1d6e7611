"""P1: a start with everybody there already, until the first tick, against one `run_daily` job a person."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, time
from typing import Any

from telegram.ext import Application, CallbackContext

from bench import lumbar, stub
from bench.child import begun, resident_mb
from bench.goal import Line, at_least, at_most
from bench.runner import Runner
from bot.clock import SystemClock

CLOCK = SystemClock()
LOADED = CLOCK.monotonic()
"""By now the interpreter has started and read every module."""


def measure(bench: Runner) -> Iterator[Line]:
    many = bench.size(100_000, 1_000_000)
    registered = bench.size(20_000, 100_000)
    found = bench.median(ours, people=bench.people(many, 0))
    jobs = bench.median(rival, runs=1, count=registered)
    scale = many / registered
    scaled = f"run_daily for each, {registered:,} measured and scaled"
    yield Line(
        "P1",
        f"start to the first tick, {many:,} people",
        found["seconds"],
        "s",
        at_most(3),
        scaled,
        jobs["seconds"] * scale,
        at_least(50),
        smaller=True,
    )
    yield Line(
        "P1",
        f"resident then, {many:,} people",
        found["resident_mb"],
        "MB",
        at_most(200),
        scaled,
        jobs["before_mb"] + jobs["grown_mb"] * scale,
        at_least(15),
        smaller=True,
    )


async def ours(people: str) -> dict[str, float]:
    """From before the interpreter starts."""
    ticked = asyncio.Event()
    with lumbar.copied(people) as url:
        async with stub.serving() as address:
            # Neither the copy of the database nor the start of the stub is part of a restart.
            start = CLOCK.monotonic()
            app = lumbar.app(url, address)
            app.pulse = replace(app.pulse, wake=ticked.set)
            async with app.running():
                await ticked.wait()
                seconds = CLOCK.monotonic() - start + LOADED - begun()
                resident = resident_mb()
    return {"seconds": seconds, "resident_mb": resident}


async def rival(count: int) -> dict[str, float]:
    async def send(_: CallbackContext[Any, Any, Any, Any]) -> None:
        """Never due here."""

    # Kept: its queue refers to it weakly.
    application = Application.builder().token("1:x").build()
    queue = application.job_queue
    assert queue is not None
    before, start = resident_mb(), CLOCK.monotonic()
    for _ in range(count):
        queue.run_daily(send, time(3, 0, tzinfo=UTC))
    await queue.start()
    seconds = CLOCK.monotonic() - start
    grown = resident_mb() - before
    await queue.stop(wait=False)
    return {"seconds": seconds, "before_mb": before, "grown_mb": grown}
