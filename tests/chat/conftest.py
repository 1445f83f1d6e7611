from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.store import schema
from bot.store.vault import Vault
from tests.chat.town import KEY, Town, town


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database, made once and copied for each test."""
    file = tmp_path_factory.mktemp("empty") / "lumbar.sqlite"
    await schema.migrate(f"sqlite+aiosqlite:///{file}", Vault(KEY))
    return file


@pytest.fixture
async def lumbar(tmp_path: Path, empty: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, empty, unthreaded=True) as running:
        yield running
