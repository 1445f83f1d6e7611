"""Databases of a test, each with engines of its own that speak the same SQL."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from typing_extensions import override

from bot.store import cursor, instance
from bot.store.engine import Database, connect
from bot.store.vault import Vault
from tests.postgres import MASTER

_FIRST: dict[str, Engine] = {}


def share_statements(database: Database) -> None:
    """What one engine has put together another need not put together anew: it is a quarter of most tests' time."""
    for engine in (database.writer.sync_engine, database.reader.sync_engine):
        first = _FIRST.setdefault(engine.name, engine)
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


class Unthreaded(cursor.Connection):
    """SQLite without the visits to a thread, which are a quarter of the time of a conversation."""

    @override
    async def ask(self, statement: Callable[[sqlite3.Cursor], sqlite3.Cursor]) -> cursor.Answer:
        await asyncio.sleep(0)  # others have their turn here, as they would have during a visit
        return cursor.answer(self._conn, statement)

    @override
    async def commit(self) -> None:
        self._conn.commit()

    @override
    async def rollback(self) -> None:
        self._conn.rollback()


def unthread(database: Database) -> None:
    """For tests of what is said: said before `share_statements`, which exchanges what it is said to."""

    def creator(file: str, **options: Any) -> cursor.Connection:
        return cursor.connect(file, Unthreaded, **{**options, "check_same_thread": False})

    for engine in (database.writer.sync_engine, database.reader.sync_engine):

        @event.listens_for(engine, "do_connect")
        def on_connect(_dialect: Any, _record: Any, _args: Any, options: dict[str, Any]) -> None:
            options["async_creator_fn"] = creator


def url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[Database]:
    database = connect(address, Vault(MASTER))
    if not database.is_shared:
        share_statements(database)
    async with database.writing() as db:
        await instance.furnish(db)
    yield database
    await database.close()
