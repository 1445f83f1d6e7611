"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy keeps apart."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import Db


async def insert_new(db: Db, table: Table, **values: Any) -> bool:
    """Insert the row, unless one with the same key is there; whether it was inserted."""
    return (await db.execute(_inserting_new(db.dialect, table), values)).first() is not None


async def insert_all_new(db: Db, table: Table, rows: Sequence[Mapping[str, Any]], key: str) -> set[Any]:
    """Insert the rows whose keys are free; the `key` column of those."""
    if not rows:
        return set()
    # The rows beside the statement: within it, it would be put together anew for each number of rows.
    return set((await db.execute(_inserting_new(db.dialect, table, key), list(rows))).scalars())


async def upsert(
    db: Db, table: Table, keys: Collection[str], *, fresh: Mapping[str, Any] | None = None, **values: Any
) -> None:
    """Insert the row, or give the one with the same `keys` these values. Only a new row gets what is in `fresh`."""
    statement = _upserting(db.dialect, table, tuple(keys), tuple(values))
    await db.execute(statement, {**(fresh or {}), **values})


async def upsert_all(db: Db, table: Table, keys: Collection[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """The same for many rows of the same columns."""
    if not rows:
        return
    await db.execute(_upserting(db.dialect, table, tuple(keys), tuple(rows[0])), list(rows))


INSERTS: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


# Put together once: that takes longer than to run them.


@cache
def _inserting_new(dialect: str, table: Table, *columns: str) -> Executable:
    """It returns these columns of what is new, else the primary key."""
    wanted = [table.c[name] for name in columns] or list(table.primary_key)
    return INSERTS[dialect](table).on_conflict_do_nothing().returning(*wanted)


@cache
def _upserting(dialect: str, table: Table, keys: Sequence[str], names: Sequence[str]) -> Executable:
    statement = INSERTS[dialect](table)
    changes = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=changes)
