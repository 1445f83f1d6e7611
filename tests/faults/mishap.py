"""Where a process dies, halts or errs: named points at its edges, to the database and to Telegram."""

import asyncio
import os
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import TCPConnector, ThreadedResolver
from aiohttp.abc import ResolveResult
from sqlalchemy import Connection, Executable, Insert, Table, Update, event
from sqlalchemy.engine import Engine
from sqlalchemy.util import await_only
from typing_extensions import override

from bot.chat.wire import Wire

KILLED = 137
PASSED = "points passed"
FETCHED = "update fetched"
STORED = "update stored"
HALF_WAY = "handler half way"
HANDLED = "handler committed"
PLANNED = "slot planned"
CLAIMED = "claimed"
SENDING = "sending"
LEFT = "request left"
ANSWERED = "answer received"


@dataclass(frozen=True, slots=True)
class Mishap:
    """`deed`: die at once, fail as a lost connection does, linger (others go on) or block (nobody does)."""

    point: str
    nth: int = 1
    deed: str = "die"
    seconds: float = 0


class Fate:
    """Counts how often its point is passed, and does its deed once."""

    def __init__(self, mishap: Mishap) -> None:
        self._mishap = mishap
        self._left = mishap.nth

    def due(self, point: str) -> bool:
        if point != self._mishap.point:
            return False
        self._left -= 1
        return self._left == 0

    def strike(self, engine: Engine | None = None) -> None:
        match self._mishap.deed:
            case "die":
                os._exit(KILLED)
            case "fail":
                assert engine is not None
                assert engine.dialect.dbapi is not None
                raise engine.dialect.dbapi.OperationalError("the answer was lost")
            case "linger":
                await_only(asyncio.sleep(self._mishap.seconds))
            case "block":
                time.sleep(self._mishap.seconds)  # noqa: TID251  (the whole process stands still: that is the fault)


class Names(ThreadedResolver):
    """The system's, which is asked for a name that nobody has while the file is there."""

    def __init__(self, lost: Path) -> None:
        super().__init__()
        self._lost = lost

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return await super().resolve("nowhere.invalid" if self._lost.exists() else host, port, family)


class Watched(Wire):
    """Telegram's edge: an update that has just arrived, an answer that has just arrived."""

    def __init__(self, fates: Sequence[Fate], timeouts: Mapping[str, float], connections: int, names: str) -> None:
        super().__init__()
        self._fates = fates
        self._timeouts = timeouts
        self._connections = connections
        self._names = names

    @override
    async def initialize(self) -> None:
        await super().initialize()
        assert self._session is not None
        connector = self._session.connector
        assert isinstance(connector, TCPConnector)
        if self._connections:
            connector._limit = self._connections
        if self._names:
            connector._use_dns_cache = False
            connector._resolver = Names(Path(self._names))

    @override
    async def do_request(self, url: str, method: str, *data: Any, **named: Any) -> tuple[int, bytes]:
        usual = {name: seconds for name, seconds in self._timeouts.items() if named.get(name) is self.DEFAULT_NONE}
        status, body = await super().do_request(url, method, *data, **named | usual)
        called = url.rpartition("/")[2].lower()
        if called == "getupdates" and b'"update_id"' in body:
            self._passes(FETCHED)
        if called.startswith("send"):
            self._passes(ANSWERED)
        return status, body

    def _passes(self, point: str) -> None:
        for fate in self._fates:
            if fate.due(point):
                fate.strike()


def watch_database(engine: Engine, fate: Fate) -> None:
    """The database's edge: what a transaction did, and that it has just been committed."""
    commit = engine.dialect.do_commit

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.info[PASSED] = set()

    @event.listens_for(engine, "after_execute")
    def on_execute(connection: Connection, statement: Executable, _: Any, given: Mapping[str, Any], *__: Any) -> None:
        if (point := _point(statement, given)) is not None:
            connection.info[PASSED].add(point)
            if point == HANDLED and fate.due(HALF_WAY):
                fate.strike()

    def committed(connection: Any) -> None:
        commit(connection)
        if any(fate.due(point) for point in sorted(connection.info.pop(PASSED, ()))):
            fate.strike(engine)

    engine.dialect.do_commit = committed  # type: ignore[assignment, method-assign]  # there is no event for what comes after


POINTS: dict[tuple[str, str | None], str] = {
    ("inbox", None): STORED,
    ("inbox", "done"): HANDLED,
    ("slots", None): PLANNED,
    ("outbox", "claimed"): CLAIMED,
    ("outbox", "sending"): SENDING,
}
"""By table and the state that is written; none where a row is new."""


def _point(statement: Executable, given: Mapping[str, Any]) -> str | None:
    """`given`: the values beside the statement."""
    if not isinstance(statement, Insert | Update) or not isinstance(statement.table, Table):
        return None
    new = isinstance(statement, Insert)
    state = None if new else {**statement.compile().params, **given}.get("state")
    return POINTS.get((statement.table.name, state)) if new or state is not None else None
