"""The version of the database's tables: bring it up to date, or say that somebody must."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store import instance
from bot.store.address import address, is_sqlite
from bot.store.engine import SERVER, Database, Db, connect, engine_of, prepare
from bot.store.lock import wait_to_migrate
from bot.store.outage import opening
from bot.store.vault import Vault

MIGRATIONS = Path(__file__).parents[2] / "migrations"

HEAD = "0003"
"""The newest migration. Written here too, because to look it up means to load Alembic at each start."""


class SchemaError(Exception):
    """The tables are not those that this version of Lumbar works with."""


async def migrate(url: str, vault: Vault) -> None:
    """Bring the tables up to date, make the instance's keys if there are none, and open them.

    All or nothing on one connection. Raises VaultError when the keys there are belong to another master key.
    """
    with opening(address(url)):
        async with _migrating(url) as engine, engine.begin() as connection:
            await connection.run_sync(_upgrade)
    database = connect(url, vault)
    try:
        async with database.writing() as db:
            await instance.furnish(db)
    finally:
        await database.close()


async def version(db: Db) -> str | None:
    """The migration the tables stand at; None where none was ever run."""
    connection = await db.connection()
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
        return None
    return (await db.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()


async def is_current(database: Database) -> bool:
    async with database.reading() as db:
        return await version(db) == HEAD


async def verify(database: Database) -> None:
    """Raises SchemaError unless the tables are up to date, DatabaseError when they cannot be read."""
    with opening(database.reader.url):
        async with database.reading() as db:
            found = await version(db)
    if found != HEAD:
        at = f"at version {found}" if found else "empty"
        raise SchemaError(f"The database is {at}, this Lumbar needs version {HEAD}. Run `lumbar migrate`.")


@asynccontextmanager
async def _migrating(url: str) -> AsyncIterator[AsyncEngine]:
    # A server that does not answer is not waited for; a statement that rebuilds a table may take long.
    engine = engine_of(url) if is_sqlite(url) else engine_of(url, connect_args={"timeout": SERVER["timeout"]})
    if is_sqlite(url):
        # A batch migration rebuilds a table: with foreign keys on, dropping the old one would empty all that refer to it.
        prepare(engine, begin="BEGIN IMMEDIATE", also=("PRAGMA foreign_keys=OFF",))
    try:
        yield engine
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    wait_to_migrate(connection)
    # Alembic is slow to load, and most starts never need it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite" and (broken := connection.execute(text("PRAGMA foreign_key_check")).all()):
        raise SchemaError(
            f"After the migration {len(broken)} rows refer to rows that are not there; nothing was changed."
        )
