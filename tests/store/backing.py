"""What a backup is made with in these tests, and a file that needs one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.store.sealing import Told
from bot.store.vault import Vault
from tests.postgres import MASTER

VAULT = Vault(MASTER)


@contextmanager
def silently(what: str, total: int) -> Iterator[Told]:
    """Nobody watches."""
    del what, total
    yield lambda _: None


def spoil(file: Path, table: str) -> None:
    """Half of the table's first page is something else."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "SELECT (rootpage - 1) * page_size FROM sqlite_schema, pragma_page_size WHERE name = ?"
        (begin,) = connection.execute(query, (table,)).fetchone()
    with file.open("r+b") as damaged:
        damaged.seek(begin)
        damaged.write(b"\xff" * 2048)
