"""The database of a running bot goes away in three ways. Warning signs are answered meanwhile, and handled once later."""

import os
import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from tests.faults.rig import Rig

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


def told(rig: Rig, chat_id: int, words: str) -> int:
    return sum(words in sent.text for sent in rig.telegram.sent if sent.chat_id == chat_id)


async def test_who_has_a_warning_sign_hears_it_while_the_database_is_away(rig: Rig) -> None:
    async with rig.tried(), rig.bot() as child:
        rig.telegram.says(100, "/start")
        await rig.until(lambda: rig.messages(100))
        await rig.settled()
        for chat_id, outage in enumerate((full, moved, locked), start=1):
            async with outage(rig.folder / "data", child.pid):
                rig.telegram.says(chat_id, "my left leg is tingling")
                await rig.until(lambda chat_id=chat_id: told(rig, chat_id, STATIC) == 1)
                assert told(rig, chat_id, FULL) == 0
            await rig.until(lambda chat_id=chat_id: told(rig, chat_id, FULL) == 1)
            await rig.settled()
        assert child.lives, "and it never stopped"
        assert await rig.rows("SELECT state, count(*) FROM inbox GROUP BY state") == [("done", 4)]
        assert await rig.rows("SELECT DISTINCT state FROM outbox") == [("sent",)]
        assert [told(rig, chat_id, STATIC) for chat_id in (1, 2, 3)] == [1, 1, 1]
