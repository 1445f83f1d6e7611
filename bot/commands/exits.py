"""Exit codes (sysexits) and the one way to end with a message for the operator."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import NoReturn

from bot.library import ContentError
from bot.settings import SettingsError
from bot.store.lock import AlreadyRunningError
from bot.store.schema import SchemaError
from bot.store.vault import VaultError


class Exit(IntEnum):
    USAGE = 64
    DATA = 65
    UNAVAILABLE = 69
    IO = 74
    CONFIGURATION = 78


CODES: tuple[tuple[type[Exception], Exit], ...] = (
    (SettingsError, Exit.CONFIGURATION),
    (SchemaError, Exit.CONFIGURATION),
    (VaultError, Exit.CONFIGURATION),
    (ContentError, Exit.DATA),
    (AlreadyRunningError, Exit.UNAVAILABLE),
    (OSError, Exit.IO),
)


@contextmanager
def explained() -> Iterator[None]:
    """Errors an operator can mend end in a sentence and an exit code, not in a traceback."""
    try:
        yield
    except tuple(kind for kind, _ in CODES) as error:
        leave(str(error), next(code for kind, code in CODES if isinstance(error, kind)))


def leave(message: str, code: Exit) -> NoReturn:
    sys.stderr.write(f"lumbar: {message}\n")
    raise SystemExit(int(code))
