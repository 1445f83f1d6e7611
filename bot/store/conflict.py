"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy keeps apart."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import Db


async def insert_new(db: Db, table: Table, **values: Any) -> bool:
    """Insert the row, unless one with the same key is there; whether it was inserted."""
    statement = _insert(db, table).values(values).on_conflict_do_nothing().returning(*table.primary_key)
    return (await db.execute(statement)).first() is not None


async def insert_all_new(db: Db, table: Table, rows: Sequence[Mapping[str, Any]], key: str) -> set[Any]:
    """Insert the rows whose keys are free; the `key` column of those."""
    if not rows:
        return set()
    statement = _insert(db, table).values(list(rows)).on_conflict_do_nothing().returning(table.c[key])
    return set((await db.execute(statement)).scalars())


async def upsert(
    db: Db, table: Table, keys: Collection[str], *, fresh: Mapping[str, Any] | None = None, **values: Any
) -> None:
    """Insert the row, or give the one with the same `keys` these values. Only a new row gets what is in `fresh`."""
    changes = {name: value for name, value in values.items() if name not in keys}
    statement = _insert(db, table).values({**(fresh or {}), **values})
    await db.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=changes))


async def upsert_all(db: Db, table: Table, keys: Collection[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """The same for many rows of the same columns."""
    if not rows:
        return
    statement = _insert(db, table)
    changes = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await db.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=changes), list(rows))


def _insert(db: Db, table: Table) -> sqlite.Insert | postgresql.Insert:
    if db.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
