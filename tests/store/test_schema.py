import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.store import instance, people, schema
from bot.store.engine import Database, connect
from bot.store.schema import SchemaError
from bot.store.tables import metadata
from bot.store.vault import Vault, VaultError, new_key
from tests.later import migrate_to_a_later_version
from tests.postgres import MASTER
from tests.store.test_people import NOW, live_a_day


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def test_models_and_migrations_agree(database: Database) -> None:
    async with database.reading() as db:
        assert await db.connection.run_sync(differences) == []


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    return ScriptDirectory.from_config(config)


def test_the_version_in_the_code_is_the_newest_migration() -> None:
    assert scripts().get_heads() == [schema.HEAD]


def test_what_works_with_a_migration_is_it_or_an_earlier_one_and_never_goes_back() -> None:
    oldest = "0000"
    for script in reversed(list(scripts().walk_revisions())):
        assert oldest <= script.module.WORKS_WITH <= script.revision
        oldest = script.module.WORKS_WITH


async def test_a_migrated_database_is_current(database: Database) -> None:
    await schema.verify(database)


async def test_an_empty_database_is_told_to_migrate(tmp_path: Path) -> None:
    empty = connect(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}", Vault(new_key()))
    try:
        with pytest.raises(SchemaError, match="lumbar migrate"):
            await schema.verify(empty)
    finally:
        await empty.close()


async def test_another_version_is_told_to_migrate(database: Database) -> None:
    async with database.writing() as db:
        await db.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(SchemaError, match="at version 0000"):
        await schema.verify(database)


async def test_to_migrate_twice_changes_nothing(tmp_path: Path) -> None:
    url, vault = f"sqlite+aiosqlite:///{tmp_path / 'lumbar.db'}", Vault(new_key())
    await schema.migrate(url, vault)
    database = connect(url, vault)
    try:
        async with database.writing() as db:
            await instance.write(db, "fact", "kept")
        await schema.migrate(url, vault)
        async with database.reading() as db:
            assert await instance.read(db, "fact") == "kept"
    finally:
        await database.close()


async def test_to_migrate_with_another_master_key_is_refused(address: str) -> None:
    with pytest.raises(VaultError):
        await schema.migrate(address, Vault(new_key()))


async def test_a_migration_that_leaves_loose_rows_is_undone(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DELETE FROM alembic_version")
        for table in reversed(metadata.sorted_tables):
            connection.execute(f"DROP TABLE {table.name}")
        connection.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE child (parent INTEGER REFERENCES parent (id))")
        connection.execute("INSERT INTO child VALUES (1)")
        connection.commit()
    with pytest.raises(SchemaError, match="1 rows refer"):
        await schema.migrate(f"sqlite+aiosqlite:///{file}", Vault(new_key()))
    with closing(sqlite3.connect(file)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == {"alembic_version", "parent", "child"}


async def test_on_tables_that_only_grew_the_old_code_goes_on(database: Database, tmp_path: Path) -> None:
    async with database.writing() as db:
        await live_a_day(db, await people.register(db, 101, language="en", now=NOW), 1)
    await migrate_to_a_later_version(
        database.writer.url.render_as_string(hide_password=False), tmp_path, works_with=schema.HEAD
    )
    await schema.verify(database)
    await schema.migrate(database.writer.url.render_as_string(hide_password=False), Vault(MASTER))
    async with database.writing() as db:
        await live_a_day(db, await people.register(db, 202, language="en", now=NOW), 2)
        ann = await people.by_chat(db, 101)
        assert ann is not None
        await people.save(db, replace(ann, zone="Europe/London"))
        assert (await db.execute(text("SELECT version_num FROM alembic_version"))).scalars().all() == ["9999"]
        assert (await db.execute(text("SELECT mood FROM people"))).scalars().all() == ["calm", "calm"]


async def test_tables_that_the_old_code_would_harm_are_left_alone_by_it(database: Database, tmp_path: Path) -> None:
    await migrate_to_a_later_version(
        database.writer.url.render_as_string(hide_password=False), tmp_path, works_with="9999"
    )
    says = f"at version 9999, this Lumbar knows version {schema.HEAD}. Install the newer Lumbar"
    with pytest.raises(SchemaError, match=says):
        await schema.verify(database)
    with pytest.raises(SchemaError, match=says):
        await schema.migrate(database.writer.url.render_as_string(hide_password=False), Vault(MASTER))


async def test_a_later_version_that_says_nothing_is_left_alone_too(database: Database) -> None:
    async with database.writing() as db:
        await db.execute(text("DELETE FROM instance WHERE name = 'schema:works_with'"))
        await db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match="Install the newer Lumbar"):
        await schema.verify(database)
