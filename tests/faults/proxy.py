"""Stands between a program and what it talks to: lets connections through in turn, swallows what passes, or cuts answers off."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle

from sqlalchemy import URL

from bot.serving import LOOPBACK, listen

CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Target:
    """A port of this computer, or a socket in a folder."""

    host: str
    port: int

    @classmethod
    def of(cls, database: URL) -> "Target":
        host = str(database.query.get("host") or database.host or LOOPBACK)
        return cls(host, database.port or 5432)

    async def opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self.host.startswith("/"):
            return await asyncio.open_unix_connection(f"{self.host}/.s.PGSQL.{self.port}")
        return await asyncio.open_connection(self.host, self.port)


@dataclass(slots=True)
class Proxy:
    targets: Sequence[Target]
    port: int = 0
    mute: int = 0
    """So many of the next connections carry what is said, and end without the answer."""
    carried: int = 0
    _open: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def standing(self) -> AsyncIterator["Proxy"]:
        listener = listen(self.port)
        self.port = listener.getsockname()[1]
        self._open.set()
        turns = cycle(self.targets)

        async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            # A task of its own: the one that asyncio made for the connection cannot be cancelled without a word.
            task = asyncio.create_task(self._carry(next(turns), reader, writer))
            self._tasks.add(task)
            await asyncio.wait({task})
            self._tasks.discard(task)
            writer.close()

        server = await asyncio.start_server(on_connection, sock=listener)
        try:
            yield self
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Nothing passes, nobody is told, and connections are taken up as ever."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    async def _carry(self, to: Target, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._open.wait()
        try:
            there, back = await to.opened()
        except OSError:
            # Nobody is there: that is the test's doing.
            return
        self.carried += 1
        is_mute, self.mute = self.mute > 0, max(0, self.mute - 1)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass_on(reader, back))
                both.create_task(self._pass_on(there, None if is_mute else writer))
        except* ConnectionError:
            # Either end may break off, and a mute talk is cut on purpose; both directions end with it.
            pass
        finally:
            back.close()

    async def _pass_on(self, given: asyncio.StreamReader, taken: asyncio.StreamWriter | None) -> None:
        """Until the giver has no more. Who takes nothing ends the connection with the first word."""
        while part := await given.read(CHUNK):
            await self._open.wait()
            if taken is None:
                raise ConnectionResetError
            taken.write(part)
            await taken.drain()
        if taken is not None:
            taken.close()
