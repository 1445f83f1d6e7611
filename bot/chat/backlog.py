"""Tells the operator that messages leave late, and when that is over."""

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.logs import logger
from bot.metrics import Metrics
from bot.store import outbox
from bot.store.engine import Database

LATE = timedelta(seconds=60)

log = logger("backlog")


class Backlog:
    def __init__(self, database: Database, clock: Clock, *, per_second: int, metrics: Metrics) -> None:
        self._database = database
        self._metrics = metrics
        self._clock = clock
        self._per_second = per_second
        self._since: datetime | None = None

    async def look(self) -> None:
        """Said once, however long it lasts: after a peak the queue is worked off at the rate that Telegram allows."""
        now = self._clock.now()
        async with self._database.reading() as db:
            waiting = await outbox.overdue(db, now - LATE)
        self._metrics.late(waiting)
        if waiting and self._since is None:
            self._since = now
            seconds = round(waiting / self._per_second)
            log.warning("sending late", waiting=waiting, a_second=self._per_second, seconds_at_least=seconds)
        elif not waiting and self._since is not None:
            log.info("sending on time again", after_seconds=round((now - self._since).total_seconds()))
            self._since = None
