"""Exit codes (sysexits) and the one way to end with a message for the operator."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import NoReturn

from bot.library import ContentError
from bot.settings import SettingsError
from bot.store.address import AddressError
from bot.store.instance import RotatingError
from bot.store.lock import AlreadyRunningError
from bot.store.outage import DatabaseError
from bot.store.rotation import AnotherKeyError
from bot.store.schema import SchemaError
from bot.store.vault import VaultError


class Exit(IntEnum):
    USAGE = 64
    DATA = 65
    UNAVAILABLE = 69
    SOFTWARE = 70
    IO = 74
    CONFIGURATION = 78


class NobodyError(Exception):
    def __init__(self) -> None:
        super().__init__("Nobody with this chat id is here.")


CODES: tuple[tuple[type[Exception], Exit], ...] = (
    (SettingsError, Exit.CONFIGURATION),
    (AddressError, Exit.CONFIGURATION),
    (SchemaError, Exit.CONFIGURATION),
    (VaultError, Exit.CONFIGURATION),
    (RotatingError, Exit.CONFIGURATION),
    (AnotherKeyError, Exit.CONFIGURATION),
    (ContentError, Exit.DATA),
    (NobodyError, Exit.DATA),
    (AlreadyRunningError, Exit.UNAVAILABLE),
    (DatabaseError, Exit.IO),
    (OSError, Exit.IO),
)
MENDABLE = tuple(kind for kind, _ in CODES)


@contextmanager
def explained() -> Iterator[None]:
    """Errors an operator can mend end in a sentence and an exit code, not in a traceback."""
    try:
        yield
    except MENDABLE as error:
        leave(told(error), next(code for kind, code in CODES if isinstance(error, kind)))


def told(error: Exception) -> str:
    """What is wrong and how to mend it."""
    match error:
        case VaultError():
            return f"LUMBAR_DATA_KEY is not the key of this database ({error})."
        case AddressError():
            return f"LUMBAR_DATABASE_URL {error}"
        case OSError(filename=None):
            return f"{error.strerror or error}."
        case OSError():
            return f"{error.filename}: {error.strerror}. Folders are chosen by LUMBAR_DATA_DIR and LUMBAR_CONTENT_DIR."
    return str(error)


def leave(message: str, code: Exit) -> NoReturn:
    sys.stderr.write(f"lumbar: {message}\n")
    raise SystemExit(int(code))
