import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import instance, schema
from bot.store.engine import Database, connect
from bot.store.vault import Vault

MASTER = bytes(range(32))


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


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    database = connect(url(file), Vault(MASTER))
    async with database.writing() as db:
        await instance.furnish(db)
    yield database
    await database.close()
