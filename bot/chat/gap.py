"""A tap lives 150 seconds at Telegram. After a silence longer than that, taps may be lost: the question comes again."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf

from bot.chat.posting import put
from bot.clock import Clock
from bot.flows import talk
from bot.logs import logger, place
from bot.store import instance, people
from bot.store.engine import Database, Db
from bot.store.outage import is_outage

SILENCE = timedelta(seconds=120)
RECENT = timedelta(minutes=30)
"""Questions asked this long before the silence, or in it, may have been answered in vain."""
NOTED_EVERY = 30.0
HEARD = "heard"

log = logger("gap")


class Gap:
    """Told of every contact with Telegram. Within a process silence is real time; over a restart, calendar time."""

    def __init__(self, database: Database, clock: Clock, *, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._heard: float | None = None
        self._noted = 0.0
        self._contact: float | None = None
        """As `_heard`, also where that cannot be written."""

    async def heard(self) -> None:
        """A call to Telegram was answered just now."""
        now, real = self._clock.now(), self._clock.monotonic()
        self._contact = real
        silence = await self._before(now) if self._heard is None else timedelta(seconds=real - self._heard)
        if self._heard is not None and silence > SILENCE:
            # Where several processes take turns to poll, another one may have heard Telegram meanwhile.
            silence = min(silence, await self._before(now))
        is_long = silence > SILENCE
        if is_long or self._heard is None or real - self._noted > NOTED_EVERY:
            # Together: to have asked and not to know it would be to ask once more.
            async with self._database.writing() as db:
                asked = await self._ask_again(db, now - silence, now) if is_long else 0
                await instance.write(db, HEARD, now.isoformat())
            self._noted = real
            if is_long:
                log.warning("nothing was heard for a while", seconds=round(silence.total_seconds()), asked=asked)
                self._wake()
        self._heard = real

    async def silence(self) -> float:
        """Seconds since Telegram was heard, by this process or, where several take turns, by another one."""
        mine = inf if self._contact is None else self._clock.monotonic() - self._contact
        if mine <= NOTED_EVERY or not self._database.is_shared:
            return mine
        return min(mine, (await self._before(self._clock.now())).total_seconds())

    async def _before(self, now: datetime) -> timedelta:
        async with self._database.reading() as db:
            written = await instance.read(db, HEARD)
        return timedelta(0) if written is None else now - datetime.fromisoformat(written)

    async def _ask_again(self, db: Db, since: datetime, now: datetime) -> int:
        waiting = await people.asked_between(db, since - RECENT, now)
        for person in waiting:
            assert person.asked is not None
            await put(db, person, person.chat_id, replace(talk.load(person.asked), anew=True), now)
        return len(waiting)


async def noted(heard: Callable[[], Awaitable[None]]) -> None:
    """Telegram was heard. Where that cannot be written, what it said is read all the same: it may be a warning sign."""
    try:
        await heard()
    except Exception as error:
        if not is_outage(error):
            raise
        log.warning("that Telegram was heard cannot be noted", error=place(error))
