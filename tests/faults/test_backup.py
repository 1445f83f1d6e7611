"""A database is damaged, or lost, and a backup takes its place: rows 39 and 40."""

import asyncio
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.adapter import DOUBLE_TAP
from bot.commands.restore import Restored, restored
from bot.store import backups
from bot.store.engine import connect
from bot.store.vault import Vault
from tests.faults import invariants
from tests.faults.bot import KEY
from tests.faults.clock import ToldClock
from tests.faults.rig import MORNING, Rig, promised
from tests.store.backing import silently, spoil

VAULT = Vault(KEY)
ANA = 1

pytestmark = pytest.mark.fault


def file_of(rig: Rig) -> Path:
    return rig.folder / "data" / "lumbar.sqlite"


async def backed_up(rig: Rig) -> Path:
    now = rig.clock.now()
    return await asyncio.to_thread(backups.make, file_of(rig), rig.folder / "backups", VAULT, now, silently)


async def put_back(rig: Rig, backup: Path) -> Restored:
    """As `lumbar restore --replace` does it, at the time that the run has. What the backup does not know of is counted."""
    await rig.database.close()
    done = await restored(backup, rig.url, VAULT, ToldClock(rig.clock.file), silently, rig.folder / "data")
    rig.database = connect(rig.url, VAULT)
    await invariants.furnish(rig.database)
    async with rig.database.reading() as db:
        hashes = {db.vault.chat_hash(chat_id): chat_id for chat_id in rig.telegram.chats}
    known = await rig.rows("SELECT chat_hash, message_id FROM outbox WHERE state = 'sent'")
    rig.ran.forgotten = {(sent.chat_id, sent.message_id) for sent in rig.telegram.sent}
    rig.ran.forgotten -= {(hashes[chat_hash], message_id) for chat_hash, message_id in known}
    return done


async def forget(rig: Rig) -> int:
    """What Telegram was told to forget and the backup does not hold is lost: how much that is."""
    kept = {update_id for (update_id,) in await rig.rows("SELECT update_id FROM inbox")}
    coming = {update.id for update in rig.updates.waiting}
    lost = rig.updates.accepted.keys() - kept - coming
    for update_id in lost:
        told = rig.updates.accepted.pop(update_id).api()
        rig.ran.asked.pop(told["message"]["chat"]["id"] if "message" in told else 0, None)
    return len(lost)


async def test_a_damaged_database_keeps_the_bot_from_starting_and_a_backup_mends_it(rig: Rig) -> None:
    """Row 39."""
    async with rig.tried():
        await rig.settles(*promised([ANA]))
        async with rig.bot():
            await rig.settled()
        backup = await backed_up(rig)
        await rig.database.close()
        spoil(file_of(rig), "slots")
        async with rig.bot() as broken:
            await broken.dead(65)
        assert "The database is damaged: " in rig.log()
        assert "`lumbar restore BACKUP --replace`" in rig.log()
        done = await put_back(rig, backup)
        assert done.aside is not None
        async with rig.bot():
            rig.asks(2)
            await rig.settled()
        assert await rig.outcomes() == {"sent": 1}
        assert [len(rig.messages(chat_id)) for chat_id in (ANA, 2)] == [1, 1]


async def test_who_was_erased_since_the_backup_does_not_come_back(rig: Rig) -> None:
    """Row 55: not in the database that takes its place, nor in any file beside it, before any bot starts."""
    async with rig.tried():
        await rig.settles(*promised([ANA]))
        async with rig.bot():
            rig.asks(2)
            await rig.settled()
            backup = await backed_up(rig)
            ((ana,),) = await rig.rows("SELECT id FROM people WHERE started_on IS NOT NULL")
            rig.ran.erased = rig.ran.changed = {ANA}
            rig.telegram.says(ANA, "/delete")
            await rig.settled()
            rig.clock.jumps(DOUBLE_TAP, rig.speed)
            message = rig.telegram.chats[ANA].messages[-1]
            rig.telegram.taps(ANA, message.id, message.buttons[0][0].data or "")
            await rig.until_rows("SELECT 1 FROM erasures")
            await rig.settled()
        await put_back(rig, backup)
        await forget(rig)
        await rig.database.close()
        assert ana.encode() not in file_of(rig).read_bytes()
        async with rig.bot():
            rig.asks(3)
            await rig.settled()
        assert await rig.rows("SELECT count(*) FROM people WHERE started_on IS NOT NULL") == [(0,)]


def copied(file: Path, to: Path) -> int:
    """People in a plain copy of the file; none where it holds not even their table."""
    cp = shutil.which("cp")
    assert cp is not None
    # Not in this process: to close the file would take away the locks that it has on it.
    subprocess.run([cp, str(file), str(to)], check=True)  # noqa: S603  (our own words)
    with closing(sqlite3.connect(to)) as connection:
        try:
            count: int = connection.execute("SELECT count(*) FROM people").fetchone()[0]
        except sqlite3.OperationalError:
            return 0
        return count


async def lose_the_database(rig: Rig, people: int) -> None:
    """A backup under load, more of it, and then the database is gone: each person has one thing to be told."""
    early, between, later = (range(at, at + people) for at in (10_000, 20_000, 30_000))
    before, during, since, after = (range(at, at + people) for at in (100, 1100, 2100, 3100))
    async with rig.tried(at=MORNING + timedelta(seconds=20), per_second=200, chat_interval=0.02):
        await rig.settles(*promised(early), *promised(between, at="08:12"), *promised(later, at="08:40"))
        async with rig.bot() as child:
            for chat_id in before:
                rig.asks(chat_id)
            await rig.until(lambda: any(rig.messages(chat_id) for chat_id in (*early, *before)))
            for chat_id in during:
                rig.asks(chat_id)
            backup = await backed_up(rig)
            plain = copied(file_of(rig), rig.folder / "copied")
            for chat_id in since:
                rig.asks(chat_id)
            both = f"HAVING count(*) = {2 * people}"
            await rig.until_rows(f"SELECT 1 FROM slots WHERE outcome = 'sent' GROUP BY outcome {both}")  # noqa: S608  (a number)
            await rig.settled()
            await child.killed()
        for chat_id in after:
            rig.asks(chat_id)
        done = await put_back(rig, backup)
        lost = await forget(rig)
        assert plain < (await rig.rows("SELECT count(*) FROM people"))[0][0], (
            "a plain copy has lost what was written last"
        )
        assert set(since) & rig.ran.asked.keys() == set(), "what came after the backup is lost, and this is all"
        assert lost >= people
        again = {chat for (chat,) in await rig.rows("SELECT chat_hash FROM inbox WHERE state = 'new'")}
        assert done.closed >= people
        async with rig.bot():
            await rig.settled()
            rig.clock.jumps(rig.ran.promised[-1].due - rig.clock.now(), rig.speed)
            await rig.settled()
        async with rig.database.reading() as db:
            handled_again = {chat_id for chat_id in rig.telegram.chats if db.vault.chat_hash(chat_id) in again}
        told = {chat_id: len(rig.messages(chat_id)) for chat_id in rig.telegram.chats}
        assert {chat_id for chat_id, count in told.items() if count > 1} <= handled_again, (
            "nothing of since comes twice"
        )
        assert [told[chat_id] for chat_id in (*between, *later, *after)] == [1] * 3 * people
        outcomes = await rig.outcomes()
        assert outcomes["sent"] + outcomes["expired"] == 3 * people
        assert outcomes["expired"] >= people


async def test_a_backup_made_under_load_is_put_back_and_nothing_comes_twice(rig: Rig) -> None:
    """Row 40."""
    await lose_the_database(rig, people=12)


@pytest.mark.soak
async def test_a_backup_made_under_heavy_load_is_put_back_and_nothing_comes_twice(rig: Rig) -> None:
    """Row 40."""
    await lose_the_database(rig, people=200)
