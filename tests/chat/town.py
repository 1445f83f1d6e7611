"""The real bot and the double of Telegram in one process: what every conversation in these tests runs on."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from typing_extensions import override

from bot.app import App, Parts
from bot.chat.access import Access
from bot.chat.aftermath import Happened
from bot.chat.rate import Rate
from bot.clock import Movable, SystemClock
from bot.library import Library
from bot.playground.phone import Phone
from bot.playground.telegram import Telegram
from bot.store import people, slots
from bot.store.people import Person
from bot.store.slots import Outcome
from tests.engines import share_statements, unthread
from tests.patience import PATIENCE
from tests.wire import InProcess

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
KEY = bytes(range(32))
MONDAY = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
"""Six in the evening in London, four weeks before the clocks change."""
THINKING = timedelta(seconds=2)


class StillClock(SystemClock):
    """Calendar time stands until it is moved. Rates and timeouts stay on real time."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    @override
    def now(self) -> datetime:
        return self.at

    def move_to(self, instant: datetime) -> None:
        self.at = max(self.at, instant)


OPEN = Access()
QUICK = Rate(per_second=10_000, chat_interval=0.0)


@dataclass(slots=True)
class Town:
    """A bot at work, and phones to talk to it."""

    app: App
    telegram: Telegram
    clock: Movable
    happened: list[Happened] = field(default_factory=list)
    _next_chat: int = 1000

    def phone(self, *, language: str = "en", name: str = "Ana") -> Phone:
        self._next_chat += 1
        chat = self.telegram.chat(self._next_chat, name, language, started=False)
        return Phone(self.telegram, chat.id, self.settled, self.skip)

    async def settled(self) -> None:
        """Everything answered. Then two seconds go by: nobody taps faster than they read."""
        async with asyncio.timeout(PATIENCE):
            await self.telegram.updates.emptied()
            await self.app.settled()
        self.clock.move_to(self.clock.now() + THINKING)

    async def skip(self, by: timedelta) -> None:
        await self.app.travel(self.clock, self.clock.now() + by)

    async def outcomes(self, phone: Phone) -> Mapping[date, Outcome | None]:
        """How each of the person's slots ended, by its local date."""
        async with self.app.database.reading() as db:
            person = await people.by_chat(db, phone.chat.id)
            assert person is not None
            return {slot.date: slot.outcome for slot in await slots.of(db, person.id)}

    async def person(self, phone: Phone) -> Person | None:
        async with self.app.database.reading() as db:
            return await people.by_chat(db, phone.chat.id)


@cache
def read_library() -> Library:
    """Once in a process: it takes longer than most conversations."""
    return Library.read(CONTENT)


def parts(
    address: str,
    telegram: Telegram,
    clock: Movable,
    happened: list[Happened],
    rate: Rate,
    library: Library | None = None,
    access: Access = OPEN,
    folder: Path | None = None,
) -> Parts:
    return Parts(
        token=telegram.token,
        database_url=address,
        data_key=KEY,
        clock=clock,
        content=CONTENT,
        library=library or read_library(),
        api_url="http://telegram",
        operator="The test town",
        access=access,
        folder=folder,
        rate=rate,
        observe=happened.append,
        request=lambda: InProcess(telegram),
    )


@asynccontextmanager
async def town(
    folder: Path,
    empty: Path,
    *,
    clock: Movable | None = None,
    rate: Rate = QUICK,
    telegram: Telegram | None = None,
    library: Library | None = None,
    access: Access = OPEN,
    unthreaded: bool = False,
) -> AsyncIterator[Town]:
    """`empty` is a migrated database without anybody in it, copied if `folder` has none; `telegram` outlives a bot."""
    database = folder / "lumbar.sqlite"
    if not database.exists():
        shutil.copy(empty, database)
    url = f"sqlite+aiosqlite:///{database}"
    async with town_at(
        url,
        clock=clock,
        rate=rate,
        telegram=telegram,
        library=library,
        access=access,
        folder=folder,
        unthreaded=unthreaded,
    ) as here:
        yield here


@asynccontextmanager
async def town_at(
    address: str,
    *,
    clock: Movable | None = None,
    rate: Rate = QUICK,
    telegram: Telegram | None = None,
    library: Library | None = None,
    access: Access = OPEN,
    folder: Path | None = None,
    unthreaded: bool = False,
    **other: Any,
) -> AsyncIterator[Town]:
    """As `town`, with the migrated database at this address, and with these `other` parts."""
    clock = clock or StillClock()
    telegram = telegram or Telegram(clock.now)
    happened: list[Happened] = []
    app = App(replace(parts(address, telegram, clock, happened, rate, library, access, folder), **other))
    if unthreaded:
        unthread(app.database)
    if not app.database.is_shared:
        share_statements(app.database)
    async with app.running() as failed:
        yield Town(app, telegram, clock, happened)
        telegram.close()
        assert not failed.done(), failed.exception()
