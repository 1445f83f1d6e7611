"""Connections, transactions, and what SQLite must be told before it keeps its word."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, Delete, Executable, Insert, Table, Update, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.store.vault import Vault

WRITTEN = "written"

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # NORMAL may lose the last commits on power loss, after Telegram was told to forget the update.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA secure_delete=ON",
)


class Db(AsyncSession):
    """An open transaction, with the vault that seals and opens its fields."""

    def __init__(self, *args: Any, vault: Vault, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vault = vault

    async def written(self) -> Mapping[str, int]:
        """Statements that changed something in this transaction so far, by table."""
        connection = await self.connection()
        return Counter(connection.info.get(WRITTEN, ()))

    async def change(self, statement: Update | Delete) -> int:
        """Run the statement; how many rows it touched, which decides whether the caller's step took place."""
        connection = await self.connection()
        return (await connection.execute(statement)).rowcount


class Database:
    """One place to write and one to read. On SQLite two engines; elsewhere the same."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, vault: Vault) -> None:
        self.writer = writer
        self.reader = reader
        self.vault = vault
        self._write = async_sessionmaker(writer, class_=Db, expire_on_commit=False, vault=vault)
        self._read = async_sessionmaker(reader, class_=Db, expire_on_commit=False, vault=vault)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Db]:
        """A transaction that commits at the end, and rolls back when the block raises."""
        async with self._write.begin() as db:
            yield db

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Db]:
        async with self._read.begin() as db:
            yield db

    async def close(self) -> None:
        await self.writer.dispose()
        if self.reader is not self.writer:
            await self.reader.dispose()


def connect(url: str, vault: Vault) -> Database:
    """Open nothing yet: engines connect at their first transaction."""
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_async_engine(url, hide_parameters=True, pool_pre_ping=True)
        _count(engine)
        return Database(engine, engine, vault)
    writer = create_async_engine(url, hide_parameters=True, pool_size=1, max_overflow=0, pool_timeout=60)
    reader = create_async_engine(url, hide_parameters=True, pool_size=4, max_overflow=0, pool_timeout=60)
    prepare(writer, begin="BEGIN IMMEDIATE")
    prepare(reader, begin="BEGIN", also=("PRAGMA query_only=1",))
    _count(writer)
    return Database(writer, reader, vault)


def prepare(engine: AsyncEngine, *, begin: str, also: tuple[str, ...] = ()) -> None:
    """Give every connection of a SQLite engine the pragmas, and every transaction its first word."""

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        # The driver must not open transactions by itself: it does so too late, and two readers then both write.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*PRAGMAS, *also):
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def _count(engine: AsyncEngine) -> None:
    """Keep the names of the tables that a transaction writes to."""

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.info[WRITTEN] = []

    @event.listens_for(engine.sync_engine, "after_execute")
    def on_execute(connection: Connection, statement: Executable, *_: Any) -> None:
        if isinstance(statement, Insert | Update | Delete) and isinstance(statement.table, Table):
            connection.info[WRITTEN].append(statement.table.name)
