"""What the disk does to a database: rows 36, 37 and 38. Others are in test_database_away and, without a process, in tests/chat."""

import asyncio
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.faults.rig import Rig

ANA, BEN, CHLOE = 1, 2, 3
CANNOT_SAVE = "I can't save right now"
SIZE = "3m"

pytestmark = pytest.mark.fault


def does(*words: str) -> bool:
    """Whether the system did it: what only root may is not done here for others."""
    program = shutil.which(words[0])
    if program is None:
        return False
    return subprocess.run([program, *words[1:]], capture_output=True, check=False).returncode == 0  # noqa: S603  (our own words)


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of its own holds what is in the folder."""
    held = {file.name: file.read_bytes() for file in folder.iterdir()}
    if not does("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)):
        pytest.skip("Only root may mount a disk.")
    try:
        for name, content in held.items():
            (folder / name).write_bytes(content)
        yield
    finally:
        assert does("umount", "-l", str(folder))


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (2**16, 2**10, 1):
            while True:
                try:
                    file.write(bytes(size))
                except OSError:
                    break
    yield
    filler.unlink()


@contextmanager
def frozen(file: Path) -> Iterator[None]:
    """Nobody may write to it any more, who has it open neither."""
    if not does("chattr", "+i", str(file)):
        pytest.skip("Only root may make a file immutable, where the disk knows that.")
    yield
    assert does("chattr", "-i", str(file))


@pytest.mark.parametrize("seconds", [2, *(pytest.param(each, marks=pytest.mark.soak) for each in (8, 60))])
async def test_a_lock_is_waited_for_and_nothing_is_confirmed_meanwhile(rig: Rig, seconds: int) -> None:
    """Row 36: longer than anybody waits, people hear that nothing can be saved, and are answered when it can."""
    async with rig.tried(), rig.bot() as child:
        rig.asks(ANA)
        await rig.settled()
        with closing(sqlite3.connect(rig.folder / "data" / "lumbar.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            rig.asks(BEN)
            await asyncio.sleep(seconds)
            assert [update.kind for update in rig.updates.waiting] == ["message"]
            assert not rig.messages(BEN)
            other.execute("ROLLBACK")
        await rig.settled()
        assert child.lives
        assert len(rig.messages(BEN)) == 1
        told = sum(CANNOT_SAVE in sent.text for sent in rig.telegram.sent)
        assert told == (1 if seconds > 10 else 0)


async def test_on_a_full_disk_nothing_is_confirmed_and_with_room_again_all_of_it_is_handled(rig: Rig) -> None:
    """Row 37."""
    folder = rig.folder / "data"
    with small_disk(folder):
        async with rig.tried(), rig.bot() as child:
            rig.asks(ANA)
            await rig.settled()
            with filled(folder):
                for chat_id in range(100, 115):
                    rig.telegram.says(chat_id, "x" * 3000)
                await rig.until(lambda: any(CANNOT_SAVE in sent.text for sent in rig.telegram.sent))
                assert rig.updates.waiting
                assert child.lives
            await rig.settled()
            assert await rig.rows("SELECT state, count(*) FROM inbox GROUP BY state") == [("done", 16)]


@pytest.mark.parametrize("what", ["data", "store"])
async def test_what_cannot_be_written_ends_the_start(rig: Rig, what: str) -> None:
    """Row 38: the data folder with the database in it, or a database elsewhere."""
    folder = rig.folder / what
    folder.mkdir(exist_ok=True)
    if what == "store":
        shutil.copy(rig.folder / "data" / "lumbar.sqlite", folder)
    with small_disk(folder):
        async with rig.tried():
            # A disk that somebody writes to does not become read-only.
            await rig.database.close()
            assert does("mount", "-o", "remount,ro", str(folder))
            async with rig.bot(url=f"sqlite+aiosqlite:///{folder / 'lumbar.sqlite'}") as child:
                await child.dead(74)
            assert f"{folder}" in rig.log()
            assert "Read-only file system" in rig.log()
            assert does("mount", "-o", "remount,rw", str(folder))


async def test_a_file_that_takes_no_more_while_the_bot_runs_is_waited_out(rig: Rig) -> None:
    """Row 38, at run time."""
    async with rig.tried(), rig.bot() as child:
        rig.asks(ANA)
        await rig.settled()
        with frozen(rig.folder / "data" / "lumbar.sqlite-wal"):
            rig.telegram.says(BEN, "hello")
            await rig.until(lambda: any(CANNOT_SAVE in sent.text for sent in rig.telegram.sent))
            assert child.lives
        await rig.settled()
        assert await rig.rows("SELECT state, count(*) FROM inbox GROUP BY state") == [("done", 2)]
