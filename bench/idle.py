"""P2: a tick in which nothing is due, against the look of APScheduler's job store into its table."""

import statistics
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # noqa: TID251  (the rival)
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import text

from bench import lumbar
from bench.goal import Line, at_most
from bench.population import NOON, noon
from bench.runner import Runner
from bot.clock import SystemClock
from bot.pulse import Pulse

TICKS = 300
FEW = 10_000
CLOCK = SystemClock()


def measure(bench: Runner) -> Iterator[Line]:
    many = bench.size(100_000, 1_000_000)
    tick = bench.median(ours, people=bench.people(many, 0))["milliseconds"]
    few = bench.median(ours, people=bench.people(FEW, 0))["milliseconds"]
    look = bench.median(rival, count=many)["milliseconds"]
    yield Line(
        "P2",
        f"tick with nothing due, {many:,} people",
        tick,
        "ms",
        at_most(1.0),
        "APScheduler's job store",
        look,
        smaller=True,
    )
    yield Line("P2", f"the same beside {FEW:,} people", tick / few, "times as long", at_most(2.0), smaller=True)


async def ours(people: str) -> dict[str, float]:
    async with lumbar.database(people) as database:
        pulse = Pulse(database, noon(), wake=lambda: None, reap=nothing)
        await pulse.plan()
        ticks = []
        for _ in range(TICKS):
            start = CLOCK.monotonic()
            await pulse.plan()
            ticks.append(CLOCK.monotonic() - start)
    return {"milliseconds": statistics.median(ticks) * 1000}


def rival(count: int) -> dict[str, float]:
    """One job is added as anybody would; its row is copied, because to add a hundred thousand takes minutes."""
    with tempfile.TemporaryDirectory() as folder:
        store = SQLAlchemyJobStore(f"sqlite:///{Path(folder) / 'jobs.sqlite'}")
        scheduler = BackgroundScheduler({"apscheduler.timezone": "UTC"})
        scheduler.add_jobstore(store)
        scheduler.start(paused=True)
        scheduler.add_job(print, "date", run_date=NOON + timedelta(days=36500), id="0")
        numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)"
        copies = "INSERT INTO apscheduler_jobs SELECT i, next_run_time, job_state FROM apscheduler_jobs, n"
        with store.engine.begin() as connection:
            connection.execute(text(f"{copies.replace('SELECT i', numbers + ' SELECT i', 1)}"), {"most": count - 1})
        looks = []
        for _ in range(TICKS):
            start = CLOCK.monotonic()
            store.get_due_jobs(CLOCK.now())
            store.get_next_run_time()
            looks.append(CLOCK.monotonic() - start)
        scheduler.shutdown(wait=False)
    return {"milliseconds": statistics.median(looks) * 1000}


async def nothing() -> None:
    """Nothing is being sent, and nothing counts down."""
