"""One version replaces the other while both are at work: row 46."""

import io
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.store import schema
from tests.faults.bot import ROOT
from tests.faults.invariants import NOTED
from tests.faults.rig import Rig, promised
from tests.later import migrate_to_a_later_version

ANA, BEN, CHLOE = 1, 2, 3

pytestmark = pytest.mark.fault


async def test_a_bot_works_on_tables_one_version_ahead_of_it(either: Rig, tmp_path: Path) -> None:
    """Row 46: a reminder and a check-in."""
    await migrate_to_a_later_version(either.url, tmp_path, works_with=schema.HEAD)
    async with either.tried():
        await either.settles(*promised([ANA]), *promised([BEN], at="20:00"))
        async with either.bot():
            await _checks_in(either, BEN)
        assert await either.outcomes() == {"sent": 1}


async def test_a_bot_goes_on_while_the_tables_grow_beneath_it(shared: Rig, tmp_path: Path) -> None:
    """Row 46: what its connections remember of a table is no longer so. Another one starts on the new tables."""
    async with shared.tried():
        await shared.settles(*promised([ANA], at="08:30"), *promised([BEN, CHLOE], at="20:00"))
        async with shared.bot("old") as old:
            await _checks_in(shared, CHLOE)
            await migrate_to_a_later_version(shared.url, tmp_path, works_with=schema.HEAD)
            await _checks_in(shared, BEN)
            async with shared.bot("new"):
                shared.clock.jumps(shared.ran.promised[0].due - shared.clock.now(), shared.speed)
                for chat_id in range(100, 120):
                    shared.asks(chat_id)
                await shared.settled()
            assert old.lives
        assert await shared.outcomes() == {"sent": 1}


@pytest.mark.soak
def test_the_version_before_the_newest_migration_works_on_its_tables(tmp_path: Path) -> None:
    """Row 46: the older code's own tests of what it stores, with the migrations of today."""
    newest = next((ROOT / "migrations" / "versions").glob(f"{schema.HEAD}_*.py"))
    if f'WORKS_WITH = "{schema.HEAD}"' in newest.read_text(encoding="utf-8"):
        pytest.skip("The newest migration says that older code does not work on its tables.")
    added = _git("log", "-1", "--format=%H", "--diff-filter=A", "--", "migrations/versions").decode().strip()
    if not added or not _git("rev-parse", "--verify", "--quiet", f"{added}^"):
        pytest.skip("There is no git history here from before the newest migration.")
    with tarfile.open(fileobj=io.BytesIO(_git("archive", f"{added}^"))) as archive:
        archive.extractall(tmp_path, filter="data")
    shutil.rmtree(tmp_path / "migrations")
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations")
    # That code's models and that code's newest version are what it may not be compared with.
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "tests/store", "--ignore", "tests/store/test_schema.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:]


def _git(*words: str) -> bytes:
    """What git prints; nothing where it fails, or where there is none."""
    git = shutil.which("git")
    if git is None:
        return b""
    return subprocess.run([git, *words], cwd=ROOT, capture_output=True, check=False).stdout  # noqa: S603  (our own words)


async def _checks_in(rig: Rig, chat_id: int) -> None:
    for words in ("/checkin", "nothing new"):
        rig.telegram.says(chat_id, words)
        await rig.settled()
    assert rig.messages(chat_id)[-1].startswith(NOTED)
