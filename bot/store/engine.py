"""Connections, transactions, and what SQLite must be told before it keeps its word."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Delete, Executable, Insert, Table, Update, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.metrics import Metrics
from bot.store import cursor
from bot.store.address import AddressError, address, is_sqlite
from bot.store.vault import Vault

WRITTEN = "written"
FILE = "file"
READERS = 4
BUSY_MILLISECONDS = 10_000
SCRUB_MILLISECONDS = 500

APPLICATION = "lumbar"
"""How the server knows our connections from others'."""
POOL = 8
"""Connections of one process to a server. Ten processes, each with one more for its lock, fit into the usual hundred."""
SERVER: Mapping[str, Any] = {
    # Seconds. Whoever is left without an answer tries again: better soon than never.
    "timeout": 5,
    "command_timeout": 15,
    "server_settings": {
        "application_name": APPLICATION,
        "statement_timeout": "15s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "30s",
        "tcp_keepalives_idle": "10",
        "tcp_keepalives_interval": "5",
        "tcp_keepalives_count": "3",
    },
}

FILE_OPTIONS: Mapping[str, Any] = {"async_creator_fn": cursor.connect}
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # NORMAL may lose the last commits on power loss, after Telegram was told to forget the update.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA secure_delete=ON",
)


class GoneError(Exception):
    """The file of the database is not where it was: what is written to it now would be lost."""


class Db:
    """An open transaction, with the vault that seals and opens its fields."""

    def __init__(self, connection: AsyncConnection, vault: Vault, *, writes: bool) -> None:
        self.connection = connection
        self.vault = vault
        self.writes = writes
        self.execute = connection.execute
        self.counts: list[Callable[[Metrics], None]] = []
        """What is to be counted once it is committed."""

    @property
    def dialect(self) -> str:
        return self.connection.dialect.name

    @property
    def written(self) -> Mapping[str, int]:
        """Statements that changed something in this transaction so far, by table."""
        connection = self.connection.sync_connection
        return {} if connection is None else Counter(connection.info.get(WRITTEN, ()))

    async def change(self, statement: Update | Delete, values: Mapping[str, Any] | None = None) -> int:
        """Run the statement; how many rows it touched, which decides whether the caller's step took place."""
        return (await self.execute(statement, values)).rowcount


class Database:
    """One place to write and one to read, which sees the database as it was when it began."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, vault: Vault, metrics: Metrics) -> None:
        self.writer = writer
        self.reader = reader
        self.vault = vault
        self.metrics = metrics

    @property
    def is_shared(self) -> bool:
        """Whether other processes may work on it too."""
        return self.writer.dialect.name != "sqlite"

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Db]:
        """A transaction that commits at the end, and rolls back when the block raises."""
        with self.metrics.transaction("write"):
            async with self.writer.begin() as connection:
                yield (db := Db(connection, self.vault, writes=True))
        for count in db.counts:
            count(self.metrics)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Db]:
        with self.metrics.transaction("read"):
            async with self.reader.begin() as connection:
                yield Db(connection, self.vault, writes=False)

    async def open(self) -> None:
        """Make every connection now: a task that is cancelled while one is made leaves a thread that never ends."""
        async with AsyncExitStack() as stack:
            for engine in (self.writer, *(self.reader,) * READERS):
                await stack.enter_async_context(engine.connect())

    async def scrub(self) -> bool:
        """Empty the log, which still holds what was deleted, and give its pages back. False: somebody was reading.

        A server does so by itself, in its own time.
        """
        if self.is_shared:
            return True
        async with self.writer.connect() as connection:
            # None of this can be said in a transaction, which the engine's connection would begin.
            driver: Any = (await connection.get_raw_connection()).driver_connection
            try:
                await driver.executescript(f"PRAGMA busy_timeout={SCRUB_MILLISECONDS}; PRAGMA incremental_vacuum")
                answer = await driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                (busy, *_), *_ = await answer.fetchall()
            finally:
                await driver.executescript(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        return not busy

    async def close(self) -> None:
        await self.writer.dispose()
        await self.reader.dispose()


def connect(url: str, vault: Vault, metrics: Metrics | None = None) -> Database:
    """Open nothing yet: engines connect at their first transaction. Raises AddressError."""
    metrics = metrics or Metrics()
    if not is_sqlite(url):
        return _connect_to_server(url, vault, metrics)
    writer = engine_of(url, pool_size=1, max_overflow=0, pool_timeout=60, connect_args=FILE_OPTIONS)
    reader = engine_of(url, pool_size=READERS, max_overflow=0, pool_timeout=60, connect_args=FILE_OPTIONS)
    prepare(writer, begin="BEGIN IMMEDIATE")
    prepare(reader, begin="BEGIN", also=("PRAGMA query_only=1",))
    _count(writer)
    return Database(writer, reader, vault, metrics)


def server_options(url: str | URL) -> Mapping[str, Any]:
    """How long this server is waited for: the address may say it otherwise. Raises AddressError."""
    query = address(url).query
    try:
        given = {name: float(str(query[name])) for name in ("timeout", "command_timeout") if name in query}
    except ValueError:
        raise AddressError("names a timeout that is no number of seconds.") from None
    return {**SERVER, **given}


def _connect_to_server(url: str, vault: Vault, metrics: Metrics) -> Database:
    writer = engine_of(url, pool_size=POOL, max_overflow=0, pool_pre_ping=True, connect_args=server_options(url))
    # The same connections: what a transaction may do is said at its beginning.
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    _count(writer)
    return Database(writer, reader, vault, metrics)


def engine_of(url: str | URL, **options: Any) -> AsyncEngine:
    """Raises AddressError, also where the driver is not installed."""
    try:
        return create_async_engine(address(url), hide_parameters=True, **options)
    except ModuleNotFoundError as error:
        raise AddressError(
            f"names a driver that is not installed ({error.name}). It comes with lumbar[postgres]:"
            " pip install --require-hashes -r requirements-postgres.lock."
        ) from None


def prepare(engine: AsyncEngine, *, begin: str, first: tuple[str, ...] = (), also: tuple[str, ...] = ()) -> None:
    """Give every connection of a SQLite engine the pragmas, and every transaction its first word."""

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        # The driver must not open transactions by itself: it does so too late, and two readers then both write.
        connection.isolation_level = None
        opening = connection.cursor()
        for pragma in (*first, *PRAGMAS, *also):
            opening.execute(pragma)
        opening.execute("PRAGMA database_list")
        record.info[FILE] = _File.at(opening.fetchone()[2])
        opening.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        # SQLite goes on writing to a file that was deleted, and says nothing.
        if (now := _File.at(connection.info[FILE].path)) != connection.info[FILE]:
            if now.inode is not None:
                connection.invalidate()
            raise GoneError
        connection.exec_driver_sql(begin)


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    """Empty for a database in memory."""
    inode: tuple[int, int] | None

    @classmethod
    def at(cls, path: str) -> "_File":
        with suppress(OSError):
            found = Path(path).stat()
            return cls(path, (found.st_dev, found.st_ino))
        return cls(path, None)


def _count(engine: AsyncEngine) -> None:
    """Keep the names of the tables that a transaction writes to."""

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.info[WRITTEN] = []

    @event.listens_for(engine.sync_engine, "after_execute")
    def on_execute(connection: Connection, statement: Executable, *_: Any) -> None:
        if isinstance(statement, Insert | Update | Delete) and isinstance(statement.table, Table):
            connection.info[WRITTEN].append(statement.table.name)
