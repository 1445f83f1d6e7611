"""Ways for a real SQLite file to be away, each as long as its block: what it held is all there afterwards."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, suppress
from pathlib import Path

from tests.chat.town import Town

FILLER = 10_000
"""So far above the last update stand the rows that fill the file."""

Outage = Callable[[Town], AbstractAsyncContextManager[None]]


def file_of(lumbar: Town) -> Path:
    file = lumbar.app.database.writer.url.database
    assert file is not None
    return Path(file)


async def tell_writer(lumbar: Town, *statements: str) -> list[int]:
    """Straight to SQLite, on the one connection that writes and outside any transaction. The first number of each."""
    numbers: list[int] = []
    async with lumbar.app.database.writer.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        for statement in statements:
            row = await (await raw.execute(statement)).fetchone()
            numbers.append(int(row[0]) if row else 0)
    return numbers


@asynccontextmanager
async def locked(lumbar: Town) -> AsyncIterator[None]:
    """Another process writes, for longer than anybody waits."""
    await tell_writer(lumbar, "PRAGMA busy_timeout=50")
    with closing(sqlite3.connect(file_of(lumbar), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@asynccontextmanager
async def read_only(lumbar: Town) -> AsyncIterator[None]:
    """As root no file is: SQLite itself refuses every write."""
    await tell_writer(lumbar, "PRAGMA query_only=1")
    yield
    await tell_writer(lumbar, "PRAGMA query_only=0")


@asynccontextmanager
async def full(lumbar: Town) -> AsyncIterator[None]:
    """Not one page more, none that is free, and no room left where the next update would stand."""
    await tell_writer(lumbar, "PRAGMA wal_checkpoint(TRUNCATE)")
    pages, last = await tell_writer(lumbar, "PRAGMA page_count", "SELECT max(update_id) FROM inbox")
    await tell_writer(lumbar, f"PRAGMA max_page_count={pages}")
    number = last + FILLER
    for size in (3000, 300, 30, 1):
        with suppress(sqlite3.OperationalError):
            while True:
                number -= 1
                row = f"({number}, zeroblob({size}), 'done', 0, 0)"
                statement = f"INSERT INTO inbox (update_id, raw, state, attempts, received_at) VALUES {row}"  # noqa: S608
                await tell_writer(lumbar, statement)
    yield
    await tell_writer(
        lumbar,
        "PRAGMA max_page_count=1000000",
        f"DELETE FROM inbox WHERE update_id BETWEEN {number} AND {last + FILLER}",  # noqa: S608  (numbers)
    )


@asynccontextmanager
async def gone(lumbar: Town) -> AsyncIterator[None]:
    """The whole folder, while the file is open."""
    folder = file_of(lumbar).parent
    away = folder.with_name("away")
    folder.rename(away)
    yield
    assert not folder.exists(), "no empty database was put in its place"
    away.rename(folder)


@asynccontextmanager
async def something_else(lumbar: Town) -> AsyncIterator[None]:
    """Where the database was stands a file that is none."""
    file = file_of(lumbar)
    away = file.with_name("away")
    away.mkdir()
    for part in file.parent.glob(f"{file.name}*"):
        part.rename(away / part.name)
    file.write_bytes(b"Dear diary, " * 1000)
    yield
    for part in file.parent.glob(f"{file.name}*"):
        part.unlink()
    for part in away.iterdir():
        part.rename(file.parent / part.name)


OUTAGES: dict[str, Outage] = {
    "locked": locked,
    "read-only": read_only,
    "full": full,
    "gone": gone,
    "something else": something_else,
}
