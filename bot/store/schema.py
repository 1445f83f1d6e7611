"""The version of the database's tables: bring it up to date, or say that somebody must."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, insert, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store import instance
from bot.store.address import address, is_sqlite
from bot.store.engine import Database, connect, engine_of, prepare, server_options
from bot.store.lock import wait_to_migrate
from bot.store.outage import opening
from bot.store.tables import instance as facts
from bot.store.vault import Vault

MIGRATIONS = Path(__file__).parents[2] / "migrations"

HEAD = "0009"
"""The newest migration. Written here too, because to look it up means to load Alembic at each start."""
NEW_FILE = ("PRAGMA auto_vacuum=INCREMENTAL",)
"""Has to come before anything else is said, and has no effect on a file that is there."""
WORKS_WITH = "schema:works_with"
"""Name of the fact in `instance`."""


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


async def verify(database: Database) -> None:
    """Raises SchemaError unless this code works on these tables, DatabaseError when they cannot be read."""
    with opening(database.reader.url):
        async with database.reading() as db:
            version = await db.connection.run_sync(Version.of)
    if not version.fits:
        raise SchemaError(version.why)


@dataclass(frozen=True, slots=True)
class Version:
    at: str | None
    """The migration the tables stand at; None where none was ever run."""
    works_with: str | None
    """The oldest version whose code goes on working on them: so it is said by the migration that made them."""

    @classmethod
    def of(cls, connection: Connection) -> "Version":
        if not inspect(connection).has_table("alembic_version"):
            return cls(None, None)
        at = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        if at is None:
            return cls(None, None)
        said = connection.execute(select(facts.c.value).where(facts.c.name == WORKS_WITH)).scalar_one_or_none()
        return cls(at, None if said is None else said.decode())

    @property
    def is_newer(self) -> bool:
        return self.at is not None and self.at > HEAD

    @property
    def fits(self) -> bool:
        """While several processes are replaced one by one, the old ones run on the tables of the new ones."""
        return self.at == HEAD or (self.is_newer and self.works_with is not None and self.works_with <= HEAD)

    @property
    def why(self) -> str:
        """Why it does not fit."""
        if self.is_newer:
            return f"The database is at version {self.at}, this Lumbar knows version {HEAD}. Install the newer Lumbar."
        at = f"at version {self.at}" if self.at else "empty"
        return f"The database is {at}, this Lumbar needs version {HEAD}. Run `lumbar migrate`."


@asynccontextmanager
async def _migrating(url: str) -> AsyncIterator[AsyncEngine]:
    # A server that does not answer is not waited for; a statement that rebuilds a table may take long.
    waits = (
        {} if is_sqlite(url) else {"connect_args": {"timeout": server_options(url)["timeout"], "command_timeout": None}}
    )
    engine = engine_of(url, **waits)
    if is_sqlite(url):
        # A batch migration rebuilds a table: with foreign keys on, dropping the old one would empty all that refer to it.
        prepare(engine, begin="BEGIN IMMEDIATE", first=NEW_FILE, also=("PRAGMA foreign_keys=OFF",))
    try:
        yield engine
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    wait_to_migrate(connection)
    version = Version.of(connection)
    if version.is_newer:
        if not version.fits:
            raise SchemaError(version.why)
        return
    # Alembic is slow to load, and most starts never need it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    newest = ScriptDirectory.from_config(config).get_revision("head")
    _say_works_with(connection, newest.module.WORKS_WITH)
    if connection.dialect.name == "sqlite" and (broken := connection.execute(text("PRAGMA foreign_key_check")).all()):
        raise SchemaError(
            f"After the migration {len(broken)} rows refer to rows that are not there; nothing was changed."
        )


def _say_works_with(connection: Connection, oldest: str) -> None:
    connection.execute(delete(facts).where(facts.c.name == WORKS_WITH))
    connection.execute(insert(facts).values(name=WORKS_WITH, value=oldest.encode()))
