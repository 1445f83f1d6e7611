"""When the database fails, what was asked of it is asked again; when what was asked is wrong, it is not."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.store import instance, people, schema
from bot.store.engine import Database, connect
from bot.store.outage import DatabaseError, is_outage, opening
from bot.store.vault import Vault
from tests.engines import opened, url
from tests.postgres import MASTER, Databases, Server, served

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANN, BEN = 101, 202


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One that may be stopped."""
    with served() as server:
        yield server


@pytest.fixture
async def away(server: Server) -> AsyncIterator[Database]:
    """A database on it, in use."""
    async with Databases(server.url).fresh() as address:
        await schema.migrate(address, Vault(MASTER))
        async with opened(address) as database:
            yield database


async def fails(database: Database, *statements: str) -> Exception | None:
    try:
        async with database.writing() as db:
            for statement in statements:
                await db.execute(text(statement))
    except Exception as error:  # noqa: BLE001  (which one is what the tests ask)
        return error
    return None


async def test_what_works_or_is_wrong_is_no_outage(database: Database) -> None:
    assert not is_outage(await fails(database, "SELECT 1"))
    assert not is_outage(await fails(database, "SELECT nothing FROM nowhere"))
    assert not is_outage(await fails(database, "INSERT INTO instance (name) VALUES ('a fact without a value')"))
    assert not is_outage(ValueError())


async def test_sqlite_that_is_locked_is_an_outage(on_sqlite: Database, file: Path) -> None:
    async with opened(url(file)) as other, other.writing() as db:
        await instance.write(db, "fact", "new")
        async with on_sqlite.reading() as impatient:
            await impatient.execute(text("PRAGMA busy_timeout=0"))
            await impatient.execute(text("PRAGMA query_only=0"))
            with pytest.raises(OperationalError, match="locked") as caught:
                await instance.write(impatient, "fact", "newer")
    assert is_outage(caught.value)


async def test_a_connection_that_is_ended_under_a_transaction_is_an_outage_and_the_next_is_sound(
    on_postgres: Database,
) -> None:
    assert is_outage(await fails(on_postgres, "SELECT pg_terminate_backend(pg_backend_pid())", "SELECT 1"))
    async with on_postgres.writing() as db:
        await instance.write(db, "fact", "kept")


@pytest.mark.parametrize(
    "fault", ["40001", "40P01", "53100", "53300", "55P03", "57014", "57P03", "58030", "25006", "08006"]
)
async def test_what_the_server_says_of_itself_is_an_outage(on_postgres: Database, fault: str) -> None:
    raised = f"DO $$ BEGIN RAISE EXCEPTION 'so it is' USING ERRCODE = '{fault}'; END $$"
    assert is_outage(await fails(on_postgres, raised))


async def test_two_who_wait_for_each_other_are_parted_and_one_of_them_tries_again(on_postgres: Database) -> None:
    async with on_postgres.writing() as db:
        for chat in (ANN, BEN):
            await people.register(db, chat, language="en", now=NOW)
    met = asyncio.Barrier(2)

    async def lock(first: int, second: int) -> Exception | None:
        try:
            async with on_postgres.writing() as db:
                await people.by_chat(db, first)
                await met.wait()
                await people.by_chat(db, second)
        except Exception as error:  # noqa: BLE001  (as above)
            return error
        return None

    found = await asyncio.gather(lock(ANN, BEN), lock(BEN, ANN))
    (parted,) = [error for error in found if error is not None]
    assert is_outage(parted)


async def test_a_server_that_stops_is_an_outage_and_when_it_is_back_nobody_notices(
    away: Database, server: Server
) -> None:
    server.stop()
    try:
        assert is_outage(await fails(away, "SELECT 1"))
        with pytest.raises(DatabaseError, match="No database server answers at "):
            await schema.verify(away)
    finally:
        server.start()
    async with away.writing() as db:
        await instance.write(db, "fact", "kept")


async def test_a_server_that_crashes_keeps_what_was_committed_and_nothing_else(away: Database, server: Server) -> None:
    async with away.writing() as db:
        await instance.write(db, "fact", "kept")

    async def interrupted() -> None:
        async with away.writing() as db:
            await instance.write(db, "fact", "half done")
            server.stop("immediate")
            server.start()

    with pytest.raises(DBAPIError) as caught:
        await interrupted()
    assert is_outage(caught.value)
    async with away.reading() as db:
        assert await instance.read(db, "fact") == "kept"


def test_where_a_database_is_looked_at_the_locks_on_it_stay(file: Path) -> None:
    """Without them whoever else opens it and closes it takes its log of writes away, with all that is written later."""
    with closing(sqlite3.connect(file)) as mine:
        mine.execute("PRAGMA journal_mode=WAL")
        mine.execute("PRAGMA user_version=1")
        with opening(make_url(url(file))):
            pass
        visit = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA user_version')"
        subprocess.run([sys.executable, "-c", visit, str(file)], check=True)  # noqa: S603  (our own words)
        assert file.with_name(f"{file.name}-wal").exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"database": "nowhere"}, r"has no database nowhere\. Make it first"),
        ({"host": "localhost", "port": 9, "query": {}}, r"No database server answers at localhost:9 \("),
        ({"host": "nowhere.invalid", "query": {}}, r"No database server answers at nowhere\.invalid \("),
    ],
)
async def test_why_a_server_does_not_open_is_said_without_the_password(
    postgres: Databases, changes: dict[str, Any], says: str
) -> None:
    address = postgres.server.set(password="hidden", **changes)
    database = connect(address.render_as_string(hide_password=False), Vault(MASTER))
    with pytest.raises(DatabaseError, match=says) as caught:
        await schema.verify(database)
    assert "hidden" not in str(caught.value)
    await database.close()


async def test_a_wrong_password_is_said_to_be_wrong_and_not_shown(away: Database, server: Server) -> None:
    async with away.writing() as db:
        await db.execute(text("CREATE ROLE ann LOGIN PASSWORD 'right'"))
    server.let_in("local all ann scram-sha-256")
    address = away.writer.url.set(username="ann", password="hidden")
    database = connect(address.render_as_string(hide_password=False), Vault(MASTER))
    with pytest.raises(DatabaseError, match="does not take this user with this password") as caught:
        await schema.verify(database)
    assert "hidden" not in str(caught.value)
    await database.close()
