"""A Telegram on a real port, a database, and bots as processes that can be stopped, killed and cut off."""

import asyncio
import gc
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from sqlalchemy import text
from typing_extensions import override

from bot.playground.api import bot_api
from bot.playground.telegram import Telegram
from bot.playground.updates import Update, Updates
from bot.serving import listen, serving
from bot.store.engine import Database, connect
from bot.store.vault import Vault
from tests.faults import invariants
from tests.faults.bot import KEY, TOKEN, Life
from tests.faults.clock import Teller
from tests.faults.invariants import Figures, Ran
from tests.faults.nursery import Nursery
from tests.faults.people import Promised, Settled, settle

MORNING = datetime(2026, 3, 2, 7, 59, 30, tzinfo=UTC)
"""A Monday in London, half a minute before eight."""
SPEED = 60.0
"""A minute of calendar time a second: what is sent again after a minute comes again soon."""
PATIENCE = 60
"""Seconds that anything may take on a busy computer, and within which a process works or has ended (I7)."""
LOOKS_EVERY = 0.02
SOON = timedelta(minutes=10)
"""What waits to be tried again waits less than this."""


class Kept(Updates):
    """Remembers every update that was ever accepted: what the bot owes an answer for."""

    def __init__(self, now: Callable[[], datetime], first_id: int) -> None:
        super().__init__(now, first_id)
        self.accepted: dict[int, Update] = {}

    @override
    def add(self, kind: str, payload: dict[str, Any]) -> int | None:
        update_id = super().add(kind, payload)
        if update_id is not None:
            self.accepted[update_id] = self.waiting[-1]
        return update_id


@dataclass(slots=True)
class Child:
    """A bot's process."""

    pid: int
    ended: Path
    code: int = 0
    """What it is to end with when it is told to stop."""

    @property
    def lives(self) -> bool:
        return not self.ended.exists()

    def told(self, number: signal.Signals) -> None:
        if self.lives:
            os.kill(self.pid, number)

    async def dead(self, code: int = -signal.SIGKILL) -> None:
        """Returns once it has ended, with this code."""
        async with asyncio.timeout(PATIENCE):
            # Another process writes that file: there is nothing here to wait on but the file.
            while self.lives:  # noqa: ASYNC110
                await asyncio.sleep(LOOKS_EVERY)
        self.code = code
        assert int(self.ended.read_text(encoding="ascii")) == code, "I7: it ended otherwise than it should"

    async def killed(self) -> None:
        self.told(signal.SIGKILL)
        await self.dead()


@contextmanager
def _nothing_swept() -> Iterator[None]:
    """To look for garbage among all that tests hold, Telegram would stand still for a fifth of a second, and messages come in a crowd."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@dataclass(slots=True)
class Rig:
    folder: Path
    url: str
    nursery: Nursery
    speed: float = SPEED
    figures: Figures = field(default_factory=Figures)
    clock: Teller = field(init=False)
    telegram: Telegram = field(init=False)
    updates: Kept = field(init=False)
    database: Database = field(init=False)
    life: Life = field(init=False)
    ran: Ran = field(init=False)
    children: dict[str, Child] = field(default_factory=dict)
    """The newest by name."""
    _server: AsyncExitStack = field(default_factory=AsyncExitStack)
    _born: int = 0

    @asynccontextmanager
    async def tried(self, *, at: datetime = MORNING, speed: float = SPEED, **life: Any) -> AsyncIterator[Self]:
        """A run from its beginning to the look whether everything that was promised is so. `life` is for all its bots.

        The clock stands still until the first of them starts.
        """
        self.clock = Teller(self.folder / "clock")
        self.speed = speed
        self.clock.runs(at, 0)
        self.telegram = Telegram(self.clock.now, token=TOKEN)
        self.telegram.updates = self.updates = Kept(self.clock.now, 1)
        self.database = connect(self.url, Vault(KEY))
        try:
            await invariants.furnish(self.database)
            address = await self._serve(0)
            self.life = Life(str(self.folder / "data"), self.url, address, str(self.clock.file), **life)
            self.ran = Ran(at, self.life, self.folder / "bot.log")
            with _nothing_swept():
                yield self
                await self._server.aclose()
            self.ran.ended = self.clock.now()
            self.figures += await invariants.check(self.telegram, self.updates.accepted, self.database, self.ran)
        finally:
            await self._server.aclose()
            await self.database.close()

    @asynccontextmanager
    async def bot(self, name: str = "data", **life: Any) -> AsyncIterator[Child]:
        """A process until the end of the block, where one that lives is told to stop and has to."""
        (folder := self.folder / name).mkdir(exist_ok=True)
        if not self._born:
            self.clock.jumps(timedelta(0), self.speed)
        self._born += 1
        ended = self.folder / f"{self._born}.ended"
        told = replace(self.life, folder=str(folder), **life)
        child = Child(self.nursery.bears(told, self.ran.log, ended), ended)
        self.children[name] = child
        try:
            yield child
        except BaseException:
            child.told(signal.SIGKILL)
            raise
        child.told(signal.SIGTERM)
        await child.dead(child.code)

    async def _serve(self, port: int) -> str:
        self.telegram.open()
        app = bot_api(self.telegram)
        return await self._server.enter_async_context(serving(app, listen(port), stopping=self.telegram.close))

    @asynccontextmanager
    async def offline(self) -> AsyncIterator[int]:
        """Nothing listens where Telegram was. The port."""
        await self._server.aclose()
        port = urlsplit(self.life.address).port
        assert port is not None
        yield port
        await self._serve(port)

    async def settles(self, *people: Settled) -> None:
        self.ran.promised += await settle(self.database, people, self.clock.now())
        for person in people:
            self.telegram.chat(person.chat_id)

    def asks(self, chat_id: int, times: int = 1) -> None:
        """A message that has one answer, and leads to nothing else."""
        for _ in range(times):
            self.ran.asked[chat_id] += 1
            self.telegram.says(chat_id, "/help")

    async def until(self, ready: Callable[..., object], *given: object) -> None:
        """For what can be seen at Telegram."""
        async with asyncio.timeout(PATIENCE):
            while not ready(*given):
                await self.telegram.changed.after(self.telegram.changed.count)

    async def until_rows(self, query: str, seconds: float = PATIENCE) -> None:
        """For what can be seen in the database: until the query finds something."""
        async with asyncio.timeout(seconds):
            # Another process writes there: there is nothing to wait on.
            while not await self.rows(query):  # noqa: ASYNC110
                await asyncio.sleep(LOOKS_EVERY)

    async def until_log(self, words: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while words not in self.log():  # noqa: ASYNC110  (as above)
                await asyncio.sleep(LOOKS_EVERY)

    async def settled(self, seconds: float = PATIENCE) -> None:
        """Until every update is handled and everything due has its outcome, also what is tried again."""
        owed: list[tuple[Any, ...]] = []
        try:
            async with asyncio.timeout(seconds):
                while owed := await self._owed():  # noqa: ASYNC110  (as above)
                    await asyncio.sleep(LOOKS_EVERY)
        except TimeoutError:
            raise AssertionError(f"not settled after {seconds} s: {owed}") from None

    async def _owed(self) -> list[tuple[Any, ...]]:
        now = self.clock.now()
        if alive := [(update.id,) for update in self.updates.waiting if update.expires > now]:
            return alive
        if coming := [(one.chat_id, one.kind) for one in self.ran.promised if now < one.due < now + SOON]:
            return coming
        millis, soon = (round(each.timestamp() * 1000) for each in (now, now + SOON))
        waiting = (
            "SELECT seq, state, kind, attempts, error FROM outbox WHERE state IN ('pending', 'claimed', 'sending')"
        )
        queries = (
            "SELECT update_id, attempts, error FROM inbox WHERE state = 'new'",
            f"SELECT kind, next_due FROM routines WHERE next_due <= {millis}",  # noqa: S608  (numbers)
            f"SELECT kind, due FROM slots WHERE outcome IS NULL AND due <= {millis}",  # noqa: S608  (numbers)
            f"{waiting} AND not_before <= {soon}",
        )
        for query in queries:
            if found := await self.rows(query):
                return found
        return []

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        async with self.database.reading() as db:
            return [tuple(row) for row in await db.execute(text(query))]

    def messages(self, chat_id: int) -> list[str]:
        """The texts of all new messages in a chat."""
        return [sent.text for sent in invariants.new_messages(self.telegram.sent) if sent.chat_id == chat_id]

    async def outcomes(self) -> Counter[str | None]:
        """Of what routines brought."""
        return Counter(row[0] for row in await self.rows("SELECT outcome FROM slots WHERE key LIKE 'r:%'"))

    async def ends(self) -> dict[int, tuple[str, bool]]:
        """By chat, how its last message ended, and whether it went out twice because it might not have arrived."""
        async with self.database.reading() as db:
            hashes = {db.vault.chat_hash(chat_id): chat_id for chat_id in self.telegram.chats}
        found = await self.rows("SELECT chat_hash, state, twin FROM outbox ORDER BY seq")
        return {hashes[chat_hash]: (state, bool(twin)) for chat_hash, state, twin in found}

    def log(self) -> str:
        return self.ran.log.read_text(encoding="utf-8") if self.ran.log.exists() else ""


def promised(chats: Iterable[int], **of: str) -> list[Settled]:
    return [Settled(chat_id, **of) for chat_id in chats]


__all__ = ["Child", "Promised", "Rig", "promised"]
