"""Erasing wins: over a reminder that is claimed, over what arrives late, over a backup of before. Rows 49 and 55."""

import sqlite3
from collections.abc import Iterable
from contextlib import AsyncExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.chat.adapter import DOUBLE_TAP
from bot.playground.refusal import too_many
from bot.store.address import is_sqlite
from bot.store.tables import metadata
from tests.faults.rig import Rig, promised

ANA, BEN, CHLOE, EVE = 1, 2, 3, 5
PEOPLE = (ANA, BEN, CHLOE)
CROWD = tuple(range(100, 130))
SILENCE = 10
"""Seconds for which Telegram lets nobody send."""
REFUSED = "SELECT 1 FROM outbox WHERE state = 'pending' AND fence > 0"
CLAIMED = "SELECT 1 WHERE (SELECT count(*) FROM outbox WHERE state = 'claimed' AND slot_id IS NOT NULL) = 3"
GONE = "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM people WHERE stage = 'active')"
DAY = timedelta(days=1)

pytestmark = pytest.mark.fault


async def test_who_is_erased_while_their_reminder_is_claimed_never_has_it(either: Rig) -> None:
    """Row 49: Telegram makes everybody wait, and their last word comes meanwhile."""
    rig = either
    async with rig.tried(speed=20):
        await rig.settles(*promised(PEOPLE, at="08:30"))
        rig.ran.changed = rig.ran.erased = set(PEOPLE)
        async with rig.bot():
            await _asked_to_delete(rig, PEOPLE)
            rig.telegram.fail_next("sendMessage", too_many(SILENCE), chat_id=EVE)
            rig.asks(EVE)
            await rig.until_rows(REFUSED)
            rig.clock.jumps(rig.ran.promised[0].due - rig.clock.now(), rig.speed)
            await rig.until_rows(CLAIMED)
            _confirm(rig, PEOPLE)
            await rig.until_rows(GONE)
            await rig.settled()
            rig.clock.jumps(2 * DAY, rig.speed)
            await rig.settled()
        assert [len(rig.messages(chat_id)) for chat_id in PEOPLE] == [2, 2, 2], "the question and the farewell"


@pytest.mark.soak
async def test_who_is_erased_at_the_moment_of_their_reminder_hears_nothing_after_the_farewell(either: Rig) -> None:
    """Row 49: planned, claimed, composed or on its way, and on PostgreSQL by any of two processes."""
    rig = either
    async with rig.tried(speed=1, per_second=200):
        await rig.settles(*promised(CROWD, at="08:30"))
        rig.ran.changed = rig.ran.erased = set(CROWD)
        async with AsyncExitStack() as bots:
            for name in ("one",) if is_sqlite(rig.url) else ("one", "two"):
                await bots.enter_async_context(rig.bot(name))
            await _asked_to_delete(rig, CROWD)
            rig.clock.jumps(rig.ran.promised[0].due - timedelta(seconds=0.5) - rig.clock.now(), rig.speed)
            _confirm(rig, CROWD)
            await rig.until_rows(GONE)
            await rig.settled()
        assert "Traceback" not in rig.log()


async def test_neither_what_arrives_late_nor_a_backup_of_before_brings_somebody_back(either: Rig) -> None:
    """Row 55. Who was not erased has their reminder as ever."""
    rig = either
    async with rig.tried():
        await rig.settles(*promised([ANA, BEN]))
        async with rig.bot():
            await rig.settled()
            await _asked_to_delete(rig, [ANA])
        await _back_up(rig)
        rig.ran.changed = rig.ran.erased = {ANA}
        async with rig.bot():
            sent_at = rig.clock.now()
            _confirm(rig, [ANA])
            await rig.settled()
            rig.updates.add("message", _message("thank you for all", sent_at))
            await rig.settled()
            assert await rig.rows("SELECT count(*) FROM people") == [(1,)]
        await _restore(rig)
        assert await rig.rows("SELECT count(*) FROM people") == [(2,)], "the backup is of before"
        async with rig.bot():
            await rig.until_log("erased again")
            rig.clock.jumps(2 * DAY, rig.speed)
            await rig.settled()
            rig.updates.add("message", _message("thank you for all", sent_at))
            await rig.settled()
        assert await rig.rows("SELECT count(*) FROM people") == [(1,)]
        assert len(rig.messages(BEN)) == 2


async def _asked_to_delete(rig: Rig, chats: Iterable[int]) -> None:
    for chat_id in chats:
        rig.telegram.says(chat_id, "/delete")
    await rig.settled()
    # A tap on a bubble that has only just changed is taken for a double tap.
    rig.clock.jumps(DOUBLE_TAP, rig.speed)


def _confirm(rig: Rig, chats: Iterable[int]) -> None:
    for chat_id in chats:
        message = rig.telegram.chat(chat_id).messages[-1]
        (button,) = [b for row in message.buttons for b in row if b.label == "Delete everything"]
        rig.telegram.taps(chat_id, message.id, button.data or "")


def _message(words: str, sent_at: datetime) -> dict[str, object]:
    """Of Ana, as Telegram would deliver it now."""
    return {
        "message_id": 99_999,
        "date": int(sent_at.timestamp()) - 1,
        "chat": {"id": ANA, "type": "private", "first_name": "Ana"},
        "from": {"id": ANA, "is_bot": False, "first_name": "Ana"},
        "text": words,
    }


async def _back_up(rig: Rig) -> None:
    """Beside the live tables, or in a file of its own."""
    if is_sqlite(rig.url):
        _copy(rig.folder / "data" / "lumbar.sqlite", rig.folder / "backup")
        return
    async with rig.database.writing() as db:
        for table in metadata.sorted_tables:
            await db.execute(text(f"CREATE TABLE old_{table.name} AS SELECT * FROM {table.name}"))  # noqa: S608  (ours)


async def _restore(rig: Rig) -> None:
    if is_sqlite(rig.url):
        _copy(rig.folder / "backup", rig.folder / "data" / "lumbar.sqlite")
        return
    async with rig.database.writing() as db:
        for table in reversed(metadata.sorted_tables):
            await db.execute(table.delete())
        for table in metadata.sorted_tables:
            await db.execute(text(f"INSERT INTO {table.name} SELECT * FROM old_{table.name}"))  # noqa: S608  (ours)


def _copy(old: Path, new: Path) -> None:
    with closing(sqlite3.connect(old)) as source, closing(sqlite3.connect(new)) as target:
        source.backup(target)
