"""A backup is opened beside the database and looked at; only a whole one takes its place, and what was there is kept."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import backups, restore
from bot.store.restore import BackupError
from bot.store.vault import Vault, VaultError, new_key
from tests.store.backing import VAULT, silently, spoil

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEPT = "lumbar.db.until-2026-03-02T090000Z"


@pytest.fixture(params=["sealed", "plain"])
def backup(request: pytest.FixtureRequest, file: Path, tmp_path: Path) -> Path:
    mark(file, "backed up")
    return backups.make(file, tmp_path / "backups", VAULT if request.param == "sealed" else None, NOW, silently)


def mark(file: Path, word: str) -> None:
    """Write something; in the log of writes only, as long as it is not closed."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT OR REPLACE INTO instance VALUES ('mark', ?)", (word.encode(),))


def marked(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT CAST(value AS TEXT) FROM instance WHERE name = 'mark'").fetchone()
        return str(found[0])


def put_back(backup: Path, target: Path, vault: Vault = VAULT) -> Path | None:
    with restore.unpacked(backup, target.with_suffix(".draft"), vault, silently) as draft:
        return restore.put(draft, target, NOW)


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir() if each.is_file()}


def test_a_backup_takes_the_place_of_the_database_which_is_kept(backup: Path, file: Path) -> None:
    mark(file, "since")
    aside = put_back(backup, file)
    assert aside is not None
    assert (marked(file), marked(aside)) == ("backed up", "since")
    assert names(file.parent) == {"lumbar.db", KEPT}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_where_no_database_is_there_is_none_to_keep(backup: Path, file: Path) -> None:
    file.unlink()
    assert put_back(backup, file) is None
    assert names(file.parent) == {"lumbar.db"}


def left_open(file: Path) -> None:
    """As a bot that was killed leaves it: what it wrote last stands in the log of writes."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("INSERT OR REPLACE INTO instance VALUES ('mark', 'last words')")
    held = {each: each.read_bytes() for each in file.parent.glob("lumbar.db-*")}
    connection.close()
    for each, content in held.items():
        each.write_bytes(content)


@pytest.mark.parametrize("is_there", [True, False])
def test_a_log_of_writes_that_was_left_does_not_get_into_what_is_restored(
    backup: Path,
    file: Path,
    is_there: bool,  # noqa: FBT001  (both are tried)
) -> None:
    left_open(file)
    assert "lumbar.db-wal" in names(file.parent)
    if not is_there:
        file.unlink()
    aside = put_back(backup, file)
    assert marked(file) == "backed up"
    if aside is not None:
        assert marked(aside) == "last words"


def test_another_key_changes_nothing(file: Path, tmp_path: Path) -> None:
    backup = backups.make(file, tmp_path / "backups", VAULT, NOW, silently)
    before = file.read_bytes()
    with pytest.raises(VaultError):
        put_back(backup, file, Vault(new_key()))
    assert file.read_bytes() == before
    assert names(file.parent) == {"lumbar.db"}


def shortened(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-100])


def changed(backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[5000:5100] = bytes(100)
    backup.write_bytes(content)


def damaged(backup: Path) -> None:
    spoil(backup, "people")


def of_somebody_else(backup: Path) -> None:
    backup.unlink()
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")


def a_diary(backup: Path) -> None:
    backup.write_text("Dear diary, " * 1000, encoding="ascii")


def empty(backup: Path) -> None:
    backup.write_bytes(b"")


def with_strays(backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("INSERT INTO consents VALUES ('c', 'nobody', '1', 'x', 1, NULL)")


BROKEN = [
    *((each, True) for each in (shortened, changed, a_diary, empty)),
    *((each, False) for each in (damaged, of_somebody_else, with_strays)),
]


@pytest.mark.parametrize(("breaks", "is_sealed"), BROKEN, ids=[each.__name__ for each, _ in BROKEN])
def test_what_is_no_whole_backup_changes_nothing(
    file: Path,
    tmp_path: Path,
    breaks: Callable[[Path], None],
    is_sealed: bool,  # noqa: FBT001  (as above)
) -> None:
    backup = backups.make(file, tmp_path / "backups", VAULT if is_sealed else None, NOW, silently)
    breaks(backup)
    before = file.read_bytes()
    with pytest.raises(BackupError, match=backup.name):
        put_back(backup, file)
    assert file.read_bytes() == before
    assert names(file.parent) == {"lumbar.db"}
