"""One process to a data folder: two would send everything twice."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunningError(Exception):
    pass


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Holds the folder's lock, which the system lets go of when the process ends, however it ends."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(f"Another Lumbar already runs on {folder}. Stop it first.") from None
        yield
