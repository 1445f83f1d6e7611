"""When it is the database that fails: told to the operator at the start, and waited out later."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from typing_extensions import override

from bot.store.address import is_sqlite, place_of
from bot.store.engine import GoneError

STATES = ("08", "25006", "25P03", "28", "3D", "40", "53", "55", "57", "58")
"""How PostgreSQL's codes begin for: connection lost, a standby, no entry, no such database, deadlock, full, locked,
stopping, broken disk."""
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
FAULTS = (
    *DAMAGE,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
)
PRIMARY = 0xFF
"""The byte of SQLite's code that says which fault it is; the others say where."""


class DatabaseError(Exception):
    """The database does not open, or cannot be read."""


class DamagedError(DatabaseError):
    """What stands in the file is not whole, or no database."""

    @override
    def __str__(self) -> str:
        what = " ".join(super().__str__().split())
        return f"The database is damaged: {what}. Put a backup in its place: `lumbar restore BACKUP --replace`."


def is_outage(error: BaseException | None) -> bool:
    """Whether the database failed, and not what was asked of it: the whole unit of work may be tried again."""
    match error:
        case GoneError() | OSError() | NoConnectionError():
            return True
        case DBAPIError():
            return error.connection_invalidated or _is_of_the_database(error.orig)
    return False


def _is_of_the_database(cause: Any) -> bool:
    if isinstance(cause, sqlite3.Error):
        return _code(cause) in FAULTS
    return _state(cause).startswith(STATES)


def _code(cause: sqlite3.Error) -> int:
    return getattr(cause, "sqlite_errorcode", 0) & PRIMARY


def failure(cause: sqlite3.Error) -> DatabaseError:
    """What the operator is told of SQLite's own error."""
    words = str(cause).rstrip(".")
    return DamagedError(words) if _code(cause) in DAMAGE else DatabaseError(f"The database does not open: {words}.")


def _state(cause: Any) -> str:
    return getattr(cause, "sqlstate", None) or ""


@contextmanager
def opening(url: URL) -> Iterator[None]:
    """Raises DatabaseError instead of whatever the driver says when a database does not open."""
    try:
        if is_sqlite(url):
            # Asked before: a thread of the driver outlives a connection that was never made.
            _look_at(Path(url.database or ""))
        yield
    except DBAPIError as error:
        if isinstance(cause := error.orig, sqlite3.Error):
            raise failure(cause) from error
        raise DatabaseError(_told(error, url)) from error
    except OSError as error:
        raise DatabaseError(_unreached(error, url)) from error


def _look_at(file: Path) -> None:
    """Raises OSError where no SQLite file can be.

    The file itself is not opened: to close it again would take away the locks that SQLite holds for this process.
    """
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    if not file.exists():
        next(file.parent.iterdir(), None)
    elif not os.access(file, os.R_OK | os.W_OK):
        why = errno.EROFS if os.statvfs(file).f_flag & os.ST_RDONLY else errno.EACCES
        raise OSError(why, os.strerror(why), str(file))


def _told(error: DBAPIError, url: URL) -> str:
    server = f"The database server at {place_of(url)}"
    match _state(error.orig)[:2]:
        case "28":
            return f"{server} does not take this user with this password."
        case "3D":
            return f"{server} has no database {url.database}. Make it first: CREATE DATABASE {url.database}."
        case "42" if _state(error.orig) == "42501":
            return f"{server} does not let this user do that: {_words(error)}."
        case "53":
            return f"{server} has no room: {_words(error)}."
        case "57":
            return f"{server} is starting or stopping. Try again in a moment."
    return f"The database does not open: {_words(error)}."


def _words(error: DBAPIError) -> str:
    """The driver's own, without the name of its class that SQLAlchemy puts before them."""
    cause = error.orig
    return str(getattr(cause, "__cause__", None) or cause).rstrip(".")


def _unreached(error: OSError, url: URL) -> str:
    if is_sqlite(url):
        where = "" if error.filename is None else f"{error.filename}: "
        return f"The database does not open: {where}{error.strerror or error}."
    return f"No database server answers at {place_of(url)} ({type(error).__name__})."
