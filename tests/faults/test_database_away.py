"""The database of a running bot goes away in three ways. Warning signs are answered meanwhile, and handled once later."""

import os
import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.playground.api import bot_api
from bot.playground.serving import listen, serving
from bot.playground.telegram import Telegram
from bot.store import schema
from bot.store.vault import Vault
from tests.faults.bot import KEY, TOKEN
from tests.faults.test_kill import bot, rows, settled, until

STATIC = "Something is wrong on my side right now"
FULL = "Please don't start any exercises, and book to see"

pytestmark = pytest.mark.fault


@asynccontextmanager
async def locked(folder: Path, _: int) -> AsyncIterator[None]:
    with closing(sqlite3.connect(folder / "lumbar.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@asynccontextmanager
async def moved(folder: Path, _: int) -> AsyncIterator[None]:
    away = folder.with_name("away")
    os.rename(folder, away)  # noqa: PTH104  (a moment on this disk)
    yield
    os.rename(away, folder)  # noqa: PTH104  (as above)


@asynccontextmanager
async def full(_: Path, process: int) -> AsyncIterator[None]:
    """No file takes another byte."""
    hard = resource.prlimit(process, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, hard))
    yield
    resource.prlimit(process, resource.RLIMIT_FSIZE, (hard, hard))


def told(telegram: Telegram, chat_id: int, words: str) -> int:
    return sum(words in sent.text for sent in telegram.sent if sent.chat_id == chat_id)


async def test_who_has_a_warning_sign_hears_it_while_the_database_is_away(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    telegram = Telegram(lambda: datetime.now(UTC), token=TOKEN)  # noqa: TID251  (Telegram's clock is the real one)
    await schema.migrate(f"sqlite+aiosqlite:///{folder / 'lumbar.sqlite'}", Vault(KEY))
    async with serving(bot_api(telegram), listen(0), stopping=telegram.close) as address, bot(folder, address) as child:
        telegram.says(100, "/start")
        await until(telegram, lambda: bool(telegram.sent))
        await settled(folder)
        for chat_id, outage in enumerate((full, moved, locked), start=1):
            async with outage(folder, child.pid):
                telegram.says(chat_id, "my left leg is tingling")
                await until(telegram, lambda chat_id=chat_id: told(telegram, chat_id, STATIC) == 1)
                assert told(telegram, chat_id, FULL) == 0
            await until(telegram, lambda chat_id=chat_id: told(telegram, chat_id, FULL) == 1)
            await settled(folder)
        await until(telegram, lambda: not telegram.updates.waiting)
        assert child.returncode is None, "and it never stopped"
    assert rows(folder, "SELECT state, count(*) FROM inbox GROUP BY state") == [("done", 4)]
    assert rows(folder, "SELECT DISTINCT state FROM outbox") == [("sent",)]
    assert [told(telegram, chat_id, STATIC) for chat_id in (1, 2, 3)] == [1, 1, 1]
