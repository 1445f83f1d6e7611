"""A backup is whole, private and sealed, made while others write, and the newest stay."""

import asyncio
import fcntl
import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store import backups, instance, people
from bot.store.backups import KEEP
from bot.store.engine import Database
from bot.store.lock import AlreadyRunningError
from bot.store.outage import DamagedError, DatabaseError
from bot.store.sealing import Told
from tests.store.backing import VAULT, silently, spoil
from tests.store.test_people import CANARY, NOW, live_a_day

CHAT = 3_141_592_653_578_240


def made(file: Path, folder: Path, now: datetime = NOW, *, plain: bool = False) -> Path:
    return backups.make(file, folder, None if plain else VAULT, now, silently)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


async def test_what_stands_in_the_log_of_writes_only_is_in_a_backup_and_in_no_copy_of_the_file(
    on_sqlite: Database, file: Path, tmp_path: Path
) -> None:
    async with on_sqlite.writing() as db:
        await instance.write(db, "fact", "new")
    backup = made(file, tmp_path / "backups", plain=True)
    shutil.copy(file, tmp_path / "copied")
    found = {}
    for copy in (backup, tmp_path / "copied"):
        with closing(sqlite3.connect(copy)) as connection:
            found[copy.name] = connection.execute("SELECT value FROM instance WHERE name = 'fact'").fetchone()
    assert found == {backup.name: (b"new",), "copied": None}


async def test_nobody_who_writes_waits_for_a_backup(on_sqlite: Database, file: Path, tmp_path: Path) -> None:
    """Each is told of when it is half way, and goes on when somebody has written."""
    loop = asyncio.get_running_loop()
    async with on_sqlite.writing() as db:
        await db.execute(text("CREATE TABLE filler AS SELECT zeroblob(4000) AS room"))
        for _ in range(11):
            await db.execute(text("INSERT INTO filler SELECT * FROM filler"))

    async def write(number: int) -> None:
        async with on_sqlite.writing() as db:
            await instance.write(db, f"fact {number}", "written")

    @contextmanager
    def meanwhile(what: str, total: int) -> Iterator[Told]:
        del total
        seen.append(what)
        yield lambda _: asyncio.run_coroutine_threadsafe(write(len(seen)), loop).result(10)

    seen: list[str] = []
    await asyncio.to_thread(backups.make, file, tmp_path / "backups", VAULT, NOW, meanwhile)
    assert seen == ["Bytes copied", "Bytes written"]
    async with on_sqlite.reading() as db:
        assert [await instance.read(db, f"fact {number}") for number in (1, 2)] == ["written"] * 2


async def test_nobody_else_may_read_a_backup_and_nothing_else_is_left(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    before = names(tmp_path)
    backup = made(file, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert names(folder) == ["lumbar-2026-03-02T090000Z.backup"]
    assert names(tmp_path) == sorted([*before, "backups"])


async def test_what_people_said_who_they_are_and_what_the_tables_are_called_is_in_no_sealed_backup(
    on_sqlite: Database, file: Path, tmp_path: Path
) -> None:
    async with on_sqlite.writing() as db:
        ann = await people.register(db, CHAT, language="en", now=NOW)
        await live_a_day(db, ann, 1)
    plain = made(file, tmp_path / "plain", plain=True).read_bytes()
    sealed = made(file, tmp_path / "sealed").read_bytes()
    told = {CANARY.encode(), str(CHAT).encode(), CHAT.to_bytes(8, "big"), CHAT.to_bytes(8, "little")}
    assert [each for each in told if each in plain or each in sealed] == []
    shown = (ann.id.encode(), b"check_ins", b"SQLite format 3")
    assert [each in plain for each in shown] == [True] * 3, "what is not about health is in the clear in a plain one"
    assert [each in sealed for each in shown] == [False] * 3


def test_the_newest_fourteen_stay_and_so_does_what_is_not_ours(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, KEEP + 3):
        (folder / f"lumbar-2026-01-{day:02}T030000Z.backup").touch()
    for other in ("lumbar-2025-01-01T030000Z.backup.old", "notes.txt"):
        (folder / other).touch()
    backup = made(file, folder)
    found = backups.all_in(folder)
    assert len(found) == KEEP
    assert found[-1] == backup
    assert found[0].name == "lumbar-2026-01-04T030000Z.backup"
    assert {"notes.txt", "lumbar-2025-01-01T030000Z.backup.old"} <= set(names(folder))


def test_what_a_crash_left_half_done_is_in_nobodys_way(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for left in (folder / backups.DRAFT, tmp_path / "lumbar.db.copy"):
        left.write_bytes(b"half")
    made(file, folder)
    assert names(folder) == ["lumbar-2026-03-02T090000Z.backup"]
    assert "lumbar.db.copy" not in names(tmp_path)


def test_a_damaged_database_takes_no_backups_place(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, KEEP + 1):
        (folder / f"lumbar-2026-01-{day:02}T030000Z.backup").touch()
    spoil(file, "people")
    with pytest.raises(DamagedError, match="lumbar restore"):
        made(file, folder)
    assert len(names(folder)) == KEEP


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="unable to open"):
        made(tmp_path / "nowhere.db", tmp_path / "backups")
    assert names(tmp_path) == ["backups"]
    assert names(tmp_path / "backups") == []


def test_two_backups_are_not_made_at_once(file: Path, tmp_path: Path) -> None:
    descriptor = os.open(file.parent, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        with pytest.raises(AlreadyRunningError, match="Another backup"):
            made(file, tmp_path / "backups")
    finally:
        os.close(descriptor)


def test_a_backup_is_due_once_a_night_and_made_up_for() -> None:
    night = datetime(2026, 3, 2, 3, tzinfo=UTC)
    second, day = timedelta(seconds=1), timedelta(days=1)
    assert backups.is_due(None, night)
    assert not backups.is_due(night, night + day - second)
    assert backups.is_due(night, night + day)
    assert backups.is_due(night - second, night)
    assert not backups.is_due(night + 5 * second, night + day - second)
    assert backups.is_due(night - 10 * day, night + day / 2)


async def test_the_newest_is_told_by_its_name(tmp_path: Path) -> None:
    assert backups.newest(tmp_path / "nowhere") is None
    assert backups.newest(tmp_path) is None
    for name in ("lumbar-2026-01-02T030000Z.sqlite", "lumbar-2026-01-01T030000Z.backup", "lumbar-9.backup"):
        (tmp_path / name).touch()
    assert backups.newest(tmp_path) == datetime(2026, 1, 2, 3, tzinfo=UTC)
