"""What this computer brings: time zones, SQLite, room on its disk, who may read what."""

import shutil
import stat
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import sqlite_version_info as sqlite

from bot.commands.diagnosis.finding import Found, fail, ok, warn
from bot.commands.exits import Exit
from bot.domain import schedule
from bot.store import backups

SOUND_SQLITE = (3, 51, 3)
"""Older ones can corrupt a WAL when two connections write and checkpoint at once; we have one writer."""
STALE_ZONES = timedelta(days=90)
"""After the end of the year that its version names. No release says its day."""
LEAST_FREE = 64 * 2**20
"""Bytes. With less a database that grows is soon a database that is away."""
LITTLE_FREE = 512 * 2**20
ROOM = 3
"""A backup is a copy of the database twice for a moment, and once for good."""
STALE_BACKUP = timedelta(days=2)


def zones(now: datetime) -> Found:
    schedule.use_pinned_zones()
    version = schedule.tzdata_version()
    year = int(version.partition(".")[0])
    if now - datetime(year + 1, 1, 1, tzinfo=UTC) > STALE_ZONES:
        says = (
            f"tzdata {version} is of {year}: clocks have changed by law since. Install a newer tzdata, and start again."
        )
        return warn("time zones", says)
    return ok("time zones", f"tzdata {version}")


def library() -> Found:
    version = ".".join(map(str, sqlite))
    if sqlite >= SOUND_SQLITE:
        return ok("SQLite", version)
    return warn(
        "SQLite", f"{version} has a rare fault in its log, mended in 3.51.3. Keep backups, or run a newer Python."
    )


def room(file: Path) -> Found:
    """Beside this database."""
    folder = next(each for each in (file.parent, *file.absolute().parents) if each.is_dir())
    free = shutil.disk_usage(folder).free
    size = file.stat().st_size if file.exists() else 0
    says = f"{free // 2**20} MB are free beside the database, which has {size // 2**20}"
    if free < LEAST_FREE:
        return fail("disk", f"{says}. Make room: what cannot be written is not answered.", Exit.IO)
    if free < max(LITTLE_FREE, ROOM * size):
        return warn("disk", f"{says}. Make room, or move it: LUMBAR_DATA_DIR.")
    return ok("disk", says)


def permissions(folder: Path, database: Path | None, secrets: Mapping[str, Path]) -> Iterator[Found]:
    """Of the data folder and an SQLite database, and of the files that hold secrets, by their variable."""
    readable = [(f"{file}, named by {name},", file) for name, file in secrets.items() if _others(file, stat.S_IROTH)]
    if database is not None and _others(folder, stat.S_IROTH | stat.S_IXOTH):
        readable.append((f"the data folder {folder}", folder))
    if database is not None and _others(database, stat.S_IROTH) and _others(database.parent, stat.S_IXOTH):
        readable.append((f"the database {database}", database))
    for what, path in readable:
        yield warn("permissions", f"{what} can be read by every user of this computer: chmod o-rwx {path}")
    if not readable:
        yield ok("permissions", "no other user reads what is secret")


def backup(folder: Path | None, now: datetime) -> Found:
    if folder is None:
        return warn("backup", "none is made by itself. Name a folder, best on another disk: LUMBAR_BACKUP_DIR.")
    try:
        made = backups.newest(folder)
    except OSError as error:
        return fail("backup", f"{folder} cannot be read: {error.strerror}. It is chosen by LUMBAR_BACKUP_DIR.", Exit.IO)
    if made is None:
        return warn(
            "backup", f"there is none in {folder} yet. The running bot makes one, and `lumbar backup` does at once."
        )
    hours = (now - made) // timedelta(hours=1)
    if now - made > STALE_BACKUP:
        says = (
            f"the newest in {folder} is {hours // 24} days old. Does the bot run, and what does its log say of backups?"
        )
        return warn("backup", says)
    return ok("backup", f"the newest in {folder} is {hours} hours old")


def _others(path: Path, bits: int) -> bool:
    """Whether they have all these rights."""
    return path.exists() and path.stat().st_mode & bits == bits
