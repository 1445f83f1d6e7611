"""Databases of a test, each with engines of its own that speak the same SQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Engine

from bot.store import instance
from bot.store.engine import Database, connect
from bot.store.vault import Vault
from tests.postgres import MASTER

_FIRST: dict[str, Engine] = {}


def share_statements(database: Database) -> None:
    """What one engine has put together another need not put together anew: it is a quarter of most tests' time."""
    for engine in (database.writer.sync_engine, database.reader.sync_engine):
        first = _FIRST.setdefault(engine.name, engine)
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


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
