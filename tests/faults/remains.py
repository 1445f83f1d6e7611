"""What is left where somebody could read it: the bytes of a database, of its log of writes and of its backups."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import backups
from bot.store.engine import Database
from bot.store.tables import metadata
from tests.store.backing import silently

SOME_NIGHT = datetime(2026, 3, 2, 3, tzinfo=UTC)

Remains = dict[str, bytes]
"""By name."""


async def of(database: Database) -> Remains:
    """Every row as it is read, and every file behind it. PostgreSQL packs what is long: only the rows show that."""
    rows = {"rows": await _rows(database)}
    if database.is_shared:
        return rows | await _of_server(database)
    file = Path(database.reader.url.database or "")
    # A plain one: one that is sealed as a whole shows nothing.
    backups.make(file, file.parent / "backups", None, SOME_NIGHT, silently)
    return rows | dict(files(file.parent))


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Those of SQLite, its log of writes and its backups among them."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.name, file.read_bytes()


async def _rows(database: Database) -> bytes:
    written = []
    async with database.reading() as db:
        for table in metadata.sorted_tables:
            for row in await db.execute(select(table)):
                written += [_bytes(value) for value in row]
    return b"\n".join(written)


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


async def _of_server(database: Database) -> Remains:
    """The files of this database, and those in which the server writes down what everybody does."""
    url = database.reader.url
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text("CHECKPOINT"))
        folder = Path((await connection.execute(text("SHOW data_directory"))).scalar_one())
        oid = (
            await connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        ).scalar_one()
    await engine.dispose()
    return dict(_files_of_server(folder, oid))


def _files_of_server(folder: Path, oid: int) -> Iterator[tuple[str, bytes]]:
    """None where the server is on another computer."""
    yield from files(folder / "base" / str(oid))
    yield from files(folder / "pg_wal")
    if (log := folder / "log").is_file():
        yield log.name, log.read_bytes()
