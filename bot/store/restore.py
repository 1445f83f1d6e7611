"""A backup takes the place of an SQLite database: opened beside it, looked at, and only then put there."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from bot.store import sealing
from bot.store.backups import STAMP, Progress, opened, private, sync, transfer
from bot.store.outage import DatabaseError
from bot.store.sealing import TornError
from bot.store.vault import Vault

LOGS = ("-wal", "-shm")
"""What SQLite keeps beside a file, and would write into whichever file has its name."""


class BackupError(Exception):
    """The file is no backup, or not a whole one."""


@contextmanager
def unpacked(backup: Path, draft: Path, vault: Vault, progress: Progress) -> Iterator[Path]:
    """The database in it, there until the end of the block. Raises BackupError, VaultError, OSError."""
    try:
        with backup.open("rb") as source, private(draft) as to, progress("Bytes read", backup.stat().st_size) as told:
            try:
                if sealing.is_sealed(backup):
                    sealing.unseal(source, to, vault, told)
                else:
                    transfer(source, to, told)
            except TornError as error:
                raise BackupError(f"{backup} is damaged: {error}. Take another one.") from None
        _look_at(draft, backup)
        yield draft
    finally:
        for end in ("", *LOGS):
            _beside(draft, end).unlink(missing_ok=True)


def put(draft: Path, target: Path, now: datetime) -> Path | None:
    """The draft is the database from now on. Where the one before is kept, if there was one."""
    with opened(draft) as connection:
        # All that was written to it in one file.
        connection.execute("PRAGMA journal_mode=DELETE")
    sync(draft)
    aside = target.with_name(f"{target.name}.until-{now.strftime(STAMP)}")
    was_there = target.exists()
    # Its log of writes goes with it, and first: with a database of that name again it would be written into that one.
    for end in (*LOGS, ""):
        with suppress(FileNotFoundError):
            _beside(target, end).rename(_beside(aside, end))
    draft.rename(target)
    sync(target.parent)
    return aside if was_there else None


def _look_at(draft: Path, backup: Path) -> None:
    """Every page, every reference, and whether it is ours."""
    try:
        with opened(draft) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            strays = connection.execute("PRAGMA foreign_key_check").fetchall()
            version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except DatabaseError as error:
        # A statement about a table that is not there, or a file that is none of SQLite's.
        cause = error.__cause__
        why = f"{cause}" if isinstance(cause, sqlite3.Error) else str(error)
        raise BackupError(f"{backup} is no backup of Lumbar that can be read: {why}.") from None
    if found != ["ok"] or strays or not version:
        raise BackupError(f"{backup} is damaged: {' '.join(found[0].split())}, {len(strays)} rows refer to nothing.")


def _beside(file: Path, end: str) -> Path:
    return file.with_name(file.name + end)
