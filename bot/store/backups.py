"""Copies of an SQLite database in a folder, each whole, also while the bot writes. The newest stay.

To copy the file itself would lose what still stands in its log of writes. `VACUUM INTO` reads one instant of both, and
nobody who writes waits for it.
"""

import fcntl
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bot.store import sealing
from bot.store.lock import AlreadyRunningError
from bot.store.outage import DamagedError, failure
from bot.store.sealing import PIECE, Told
from bot.store.vault import Vault

KEEP = 14
NIGHT = time(3)
"""In UTC: nobody says which the operator's night is."""
SEALED, PLAIN = ".backup", ".sqlite"
DRAFT = "lumbar.part"
STAMP = "%Y-%m-%dT%H%M%SZ"
NAME = re.compile(rf"lumbar-(\d{{4}}-\d\d-\d\dT\d{{6}}Z)({re.escape(SEALED)}|{re.escape(PLAIN)})")
INSTRUCTIONS = 2_000
"""Of SQLite's machine between two looks at how far it is: a few hundred rows."""

Progress = Callable[[str, int], AbstractContextManager[Told]]
"""Is told what begins, and how many bytes that is."""


def make(file: Path, folder: Path, vault: Vault | None, now: datetime, progress: Progress) -> Path:
    """A new one, sealed unless there is no vault, in the place of the oldest. Raises DatabaseError, OSError, AlreadyRunningError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"lumbar-{now.strftime(STAMP)}{PLAIN if vault is None else SEALED}"
    draft = folder / DRAFT
    try:
        with _copied(file, progress) as copy, private(draft) as to:
            _write(copy, to, vault, progress)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    sync(folder)
    for old in all_in(folder)[:-KEEP]:
        old.unlink()
    return target


def all_in(folder: Path) -> list[Path]:
    """Oldest first. Raises OSError."""
    return sorted((file for file in folder.iterdir() if NAME.fullmatch(file.name)), key=made_at)


def newest(folder: Path) -> datetime | None:
    """When the newest was made; None where there is none. Raises OSError."""
    found = all_in(folder) if folder.exists() else []
    return made_at(found[-1]) if found else None


def made_at(backup: Path) -> datetime:
    """Its name tells: a file that was copied elsewhere has another date."""
    found = NAME.fullmatch(backup.name)
    assert found is not None
    return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC)


def is_due(made: datetime | None, now: datetime) -> bool:
    """Whether a night began since. A computer that was off at night makes up for it."""
    night = datetime.combine(now.astimezone(UTC).date(), NIGHT, UTC)
    if night > now:
        night -= timedelta(days=1)
    return made is None or made < night


def _write(copy: Path, to: BinaryIO, vault: Vault | None, progress: Progress) -> None:
    with copy.open("rb") as source, progress("Bytes written", copy.stat().st_size) as told:
        if vault is None:
            transfer(source, to, told)
        else:
            sealing.seal(source, to, vault, told)


def transfer(source: BinaryIO, to: BinaryIO, told: Told) -> None:
    for piece in iter(partial(source.read, PIECE), b""):
        to.write(piece)
        told(len(piece))


@contextmanager
def private(file: Path) -> Iterator[BinaryIO]:
    """To write it from its beginning. Nobody else may read it, and at the end it is on the disk."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        yield opened
        opened.flush()
        os.fsync(opened.fileno())


def sync(path: Path) -> None:
    """A file's contents, or the names in a folder: they are there also after a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A file that is there. Raises DatabaseError for whatever SQLite says of it."""
    try:
        address = f"{file.resolve().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None, timeout=10)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise failure(error) from error


@contextmanager
def _copied(file: Path, progress: Progress) -> Iterator[Path]:
    """A copy beside the database, where whatever guards that guards it too."""
    copy = file.with_name(f"{file.name}.copy")
    with _in_turn(file.parent):
        try:
            _copy(file, copy, progress)
            yield copy
        finally:
            copy.unlink(missing_ok=True)


def _copy(file: Path, copy: Path, progress: Progress) -> None:
    # SQLite takes an empty file for a new one, and would let everybody read one that it makes itself.
    with private(copy), opened(file) as connection:
        (size,) = connection.execute(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        ).fetchone()
        with progress("Bytes copied", size) as told:
            connection.set_progress_handler(_growing(copy, told), INSTRUCTIONS)
            connection.execute("VACUUM INTO ?", (str(copy),))
    with opened(copy) as connection:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise DamagedError(found)


def _growing(copy: Path, told: Told) -> Callable[[], None]:
    seen = 0

    def look() -> None:
        nonlocal seen
        before, seen = seen, copy.stat().st_size
        told(seen - before)

    return look


@contextmanager
def _in_turn(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise AlreadyRunningError(f"Another backup of {folder} is being made. Wait for its end.") from None
    finally:
        os.close(descriptor)
