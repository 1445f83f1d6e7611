import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.store import instance, schema
from bot.store.engine import Database, connect
from bot.store.vault import Vault
from tests.postgres import MASTER


def url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that went through every migration, with nobody in it."""
    file = tmp_path_factory.mktemp("template") / "lumbar.db"
    asyncio.run(schema.migrate(url(file), Vault(MASTER)))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


@pytest.fixture
def file(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path / "lumbar.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """Of a migrated database, once on each."""
    if request.param == "sqlite":
        return url(request.getfixturevalue("file"))
    found: str = request.getfixturevalue("postgres_address")
    return found


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[Database]:
    database = connect(address, Vault(MASTER))
    async with database.writing() as db:
        await instance.furnish(db)
    yield database
    await database.close()


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    async with opened(address) as database:
        yield database


@pytest.fixture
async def on_sqlite(file: Path) -> AsyncIterator[Database]:
    """For what is about SQLite itself."""
    async with opened(url(file)) as database:
        yield database


@pytest.fixture
async def on_postgres(postgres_address: str) -> AsyncIterator[Database]:
    async with opened(postgres_address) as database:
        yield database
