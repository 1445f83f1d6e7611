"""SIGKILL at random while messages arrive: every message is handled once, every reply is delivered."""

import asyncio
import os
import sqlite3
import sys
from collections import Counter
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
from tests.faults.bot import KEY, ROOT, TOKEN

PEOPLE = 20
MESSAGES = 10
SPEED = 30.0
"""An ambiguous reply is sent again after 60 s, which are then two."""

pytestmark = pytest.mark.fault


@asynccontextmanager
async def bot(folder: Path, address: str) -> AsyncIterator[asyncio.subprocess.Process]:
    log = (folder / "bot.log").open("ab")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.faults.bot", str(folder), address, str(SPEED)),
        cwd=ROOT,
        env={**os.environ, "PYTHONTZPATH": ""},  # noqa: TID251  (the child's, not ours)
        stderr=log,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        log.close()


async def until(telegram: Telegram, ready: object, seconds: float = 60) -> None:
    assert callable(ready)
    async with asyncio.timeout(seconds):
        while not ready():
            await telegram.changed.after(telegram.changed.count)


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{folder / 'lumbar.sqlite'}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def replies(telegram: Telegram) -> Counter[int]:
    return Counter(sent.chat_id for sent in telegram.sent if sent.method == "sendMessage")


def sent_again(folder: Path) -> int:
    """Attempts that ended without an answer, each of which may have been one message more."""
    return int(str(rows(folder, "SELECT coalesce(sum(attempts), 0) FROM outbox WHERE twin")[0][0]))


async def survive(folder: Path, kills: int) -> None:
    telegram = Telegram(lambda: datetime.now(UTC), token=TOKEN)  # noqa: TID251  (Telegram's clock is the real one)
    await schema.migrate(f"sqlite+aiosqlite:///{folder / 'lumbar.sqlite'}", Vault(KEY))
    async with serving(bot_api(telegram), listen(0), stopping=telegram.close) as address:
        people = [telegram.chat(1 + number) for number in range(PEOPLE)]
        wanted = PEOPLE * MESSAGES
        for kill in range(kills):
            async with bot(folder, address) as process:
                share = range(kill * wanted // kills, (kill + 1) * wanted // kills)
                before = len(telegram.sent)
                for number in share:
                    telegram.says(people[number % PEOPLE].id, "/help")
                # Some replies out, some updates half way: then the plug is pulled.
                await until(telegram, lambda before=before: len(telegram.sent) > before + 3)
                process.kill()
        async with bot(folder, address):
            await until(telegram, lambda: sum(replies(telegram).values()) >= wanted)
            await until(telegram, lambda: not telegram.updates.waiting)
            await settled(folder)
    assert rows(folder, "SELECT state, count(*) FROM inbox GROUP BY state") == [("done", wanted)]
    assert rows(folder, "SELECT state, count(*) FROM outbox GROUP BY state") == [("sent", wanted)]
    counted = replies(telegram)
    assert all(counted[person.id] >= MESSAGES for person in people)
    assert wanted <= sum(counted.values()) <= wanted + sent_again(folder), "a reply came twice without being marked"


async def settled(folder: Path) -> None:
    """The last outcome is written a moment after the last message is seen."""
    async with asyncio.timeout(30):
        # Another process writes that file: there is nothing here to wait on but the file.
        while rows(folder, "SELECT 1 FROM outbox WHERE state IN ('pending', 'claimed', 'sending')"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_nothing_is_lost_or_doubled_over_ten_kills(tmp_path: Path) -> None:
    await survive(tmp_path, kills=10)


@pytest.mark.soak
async def test_nothing_is_lost_or_doubled_over_thirty_kills(tmp_path: Path) -> None:
    await survive(tmp_path, kills=30)
