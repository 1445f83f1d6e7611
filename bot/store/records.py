"""Every row about a person, of whatever table, with what is sealed in it opened: what there is to take away.

Which tables are about people is read off the tables themselves, so that none can be forgotten. What is about nobody is
named here.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Table, select

from bot.store.engine import Db
from bot.store.people import Person
from bot.store.tables import BOUND_TO, erasures, inbox, instance, invites, media, metadata, paces, people, stops
from bot.store.vault import Place

NOBODY = (instance, media, erasures, paces, invites, stops)
"""Of nobody (who used an invite or gave a reason is not kept), or of a chat for as long as it takes to send: how fast it is written to, and that it was erased."""
WITHHELD = frozenset({people.c.data_key})
"""The person's key, wrapped: it opens nothing by itself, and what it opens stands here opened."""

Record = Mapping[str, Any]


async def of(db: Db, person: Person) -> Mapping[str, Sequence[Record]]:
    """By table, in the order of their keys. Tables in which nothing is about the person are there, and empty."""
    found: dict[str, Sequence[Record]] = {}
    for table in metadata.sorted_tables:
        if table not in NOBODY:
            query = select(table).where(theirs(table, person)).order_by(*table.primary_key)
            found[table.name] = [_record(db, table, person, row) for row in (await db.execute(query)).mappings()]
    return found


def theirs(table: Table, person: Person) -> ColumnElement[bool]:
    """The rows of the table that are about the person."""
    if table is people:
        return table.c.id == person.id
    if "person_id" in table.c:
        return table.c.person_id == person.id
    if "chat_hash" in table.c:
        return table.c.chat_hash == person.chat_hash
    for column in table.primary_key:
        for key in column.foreign_keys:
            return column.in_(select(key.column).where(theirs(key.column.table, person)))
    raise LookupError(f"Nothing says whom {table.name} is about.")


def place(table: Table, column: str, row: RowMapping) -> Place:
    """Where a sealed value of this row stands."""
    owner = row.get("id" if table is people else "person_id") or ""
    return Place(table.name, column, str(row[table.c[column].info[BOUND_TO]]), owner)


def _record(db: Db, table: Table, person: Person, row: RowMapping) -> Record:
    return {
        column.name: _opened(db, table, person, column.name, row) if BOUND_TO in column.info else row[column]
        for column in table.c
        if column not in WITHHELD
    }


def _opened(db: Db, table: Table, person: Person, column: str, row: RowMapping) -> Any:
    """What was sealed is JSON in each of them."""
    if (sealed := row[column]) is None:
        return None
    here = place(table, column, row)
    return json.loads(db.vault.open_post(here, sealed) if table is inbox else db.vault.open(here, person.key, sealed))
