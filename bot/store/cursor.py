"""SQLite by aiosqlite with one visit to its thread a statement, where its own cursor needs four.

To make a cursor, run it, fetch and close are steps of their own there, and SQLAlchemy asks for each. A visit takes
longer than most of our statements, and a task that is cancelled between two of them leaves a statement half read,
which keeps the database locked.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import aiosqlite
from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Answer:
    description: Any
    rowcount: int
    lastrowid: int | None
    rows: Sequence[Any]


NOTHING = Answer(description=None, rowcount=-1, lastrowid=None, rows=())


class Cursor:
    """As much of one as SQLAlchemy asks for."""

    arraysize = 1

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._answer = NOTHING

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        self._answer = await self._connection.ask(lambda cursor: cursor.execute(sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        self._answer = await self._connection.ask(lambda cursor: cursor.executemany(sql, parameters))
        return self

    async def fetchall(self) -> Sequence[Any]:
        return self._answer.rows

    async def close(self) -> None:
        self._answer = NOTHING

    @property
    def description(self) -> Any:
        return self._answer.description

    @property
    def rowcount(self) -> int:
        return self._answer.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._answer.lastrowid


class Connection(aiosqlite.Connection):
    _settled = False
    """Whether nothing was said since a commit or rollback that was seen to its end."""

    @override
    def cursor(self) -> Cursor:  # type: ignore[override]  # enough of one
        return Cursor(self)

    async def ask(self, statement: Callable[[sqlite3.Cursor], sqlite3.Cursor]) -> Answer:
        """All of a statement in the connection's thread."""
        self._settled = False
        answered: Answer = await self._execute(answer, self._conn, statement)  # type: ignore[no-untyped-call]  # has no types
        return answered

    @override
    async def commit(self) -> None:
        await super().commit()
        self._settled = True

    @override
    async def rollback(self) -> None:
        """SQLAlchemy's pool asks for one after every transaction, and most were committed."""
        if not self._settled:
            await super().rollback()
            self._settled = True


def answer(connection: sqlite3.Connection, statement: Callable[[sqlite3.Cursor], sqlite3.Cursor]) -> Answer:
    cursor = connection.cursor()
    try:
        statement(cursor)
        rows = cursor.fetchall() if cursor.description else ()
        return Answer(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    finally:
        cursor.close()


def connect(database: str, kind: type[Connection] = Connection, **options: Any) -> Connection:
    """As `aiosqlite.connect`. The thread does not keep a process alive, as SQLAlchemy wants it."""
    connection = kind(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001  (as SQLAlchemy does)
    return connection
