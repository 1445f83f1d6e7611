"""What is not counted as it happens but looked up when somebody asks: the queues, and how long nothing was heard."""

import sqlite3
from collections.abc import Mapping
from importlib.metadata import version

from bot.domain import schedule
from bot.logs import logger, place
from bot.parts import Lumbar
from bot.store import queues
from bot.store.queues import Queue
from bot.web.probe import Probe
from bot.web.series import Series

Found = tuple[Mapping[tuple[str, str], Queue], Mapping[str, int]]

log = logger("figures")


class Figures:
    def __init__(self, lumbar: Lumbar, series: Series) -> None:
        self._lumbar = lumbar
        self._series = series
        self._queues = Probe(self._looked_up)
        self._silence = Probe(lumbar.gap.silence)
        series.versions(
            version=version("lumbar"),
            tzdata=schedule.tzdata_version(),
            database=lumbar.database.writer.dialect.name,
            sqlite=sqlite3.sqlite_version,
        )

    async def exposed(self) -> bytes:
        """Also while the database is away: then without what it would have to say."""
        self._series.pulse(self._lumbar.heartbeat.seconds)
        self._series.backup(self._lumbar.nightly.age)
        try:
            self._series.queues(*await self._queues())
            self._series.telegram(await self._silence())
        except Exception as error:  # noqa: BLE001  (whatever is wrong with it, the rest is told)
            log.warning("the queues cannot be looked at", error=place(error))
            self._series.away()
        return self._series.exposed()

    async def close(self) -> None:
        await self._queues.close()
        await self._silence.close()

    async def _looked_up(self) -> Found:
        now = self._lumbar.clock.now()
        async with self._lumbar.database.reading() as db:
            lanes = await queues.of_outbox(db, now)
            found = {("outbox", lane.name.lower()): queue for lane, queue in lanes.items()}
            return {("inbox", ""): await queues.of_inbox(db, now), **found}, await queues.dead(db)
