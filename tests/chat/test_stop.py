"""Stopping: nothing of the bot is left, also where it is told to while the database keeps it waiting."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.chat.town import town
from tests.patience import PATIENCE

LOCKED_SECONDS = 1.0


async def test_no_task_is_left_where_the_writer_was_busy(tmp_path: Path, empty: Path) -> None:
    """The driver's own task that closes the connection is one of them: cancelled with the loop, it may never end."""
    before = asyncio.all_tasks()
    file = shutil.copy(empty, tmp_path / "lumbar.sqlite")
    with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as other:
        async with town(tmp_path, empty) as lumbar:
            await begun(other)
            lumbar.app.courier.wake()
            # A few turns of the loop, until the courier waits for its transaction.
            for _ in range(10):
                await asyncio.sleep(0)
            asyncio.get_running_loop().call_later(LOCKED_SECONDS, other.rollback)
    assert asyncio.all_tasks() == before


async def begun(other: sqlite3.Connection) -> None:
    """A transaction that writes, as soon as the bot is not writing itself."""
    async with asyncio.timeout(PATIENCE):
        while not other.in_transaction:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                await asyncio.sleep(0)
