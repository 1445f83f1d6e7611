from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.engine import Database
from tests.engines import opened, url


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
