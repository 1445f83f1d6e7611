"""From one master key to another. What is wrapped anew are the keys of people and of the instance, never what they seal.

A wrap opens under one key only, so each says itself under which it is. Until all are under the new one a fact in
`instance` says that a change is under way: no bot starts meanwhile, and it goes on where it was broken off.
"""

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Row, bindparam, delete, func, select, text, update

from bot.store import instance
from bot.store.engine import APPLICATION, Database, Db
from bot.store.lock import AlreadyRunningError
from bot.store.tables import instance as facts
from bot.store.tables import people
from bot.store.vault import Vault, VaultError

BATCH = 100
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = :name AND pid <> pg_backend_pid()"
)
_REWRAPPING = update(people).where(people.c.id == bindparam("this")).values(data_key=bindparam("wrap"))


class AnotherKeyError(Exception):
    """A change to another key than this was begun."""


@dataclass(frozen=True, slots=True)
class Rotation:
    database: Database
    old: Vault
    new: Vault
    mark: str = field(repr=False)
    """Tells the new key from others, and nothing of it."""

    @classmethod
    def between(cls, database: Database, old: bytes, new: bytes) -> "Rotation":
        return cls(database, Vault(old), Vault(new), hashlib.sha256(b"lumbar rotates to " + new).hexdigest())

    async def begin(self) -> int | None:
        """From here on no bot starts. How many people there are; None where all is done.

        Raises VaultError where neither key is of this database, AnotherKeyError, AlreadyRunningError.
        """
        async with self.database.writing() as db:
            if await self._is_done(db):
                return None
            mark = await instance.read(db, instance.ROTATING)
            if mark not in (None, self.mark):
                raise AnotherKeyError(
                    "A change to another key than LUMBAR_NEW_DATA_KEY is unfinished. Give that key, and finish it first."
                )
            await instance.write(db, instance.ROTATING, self.mark)
        async with self.database.writing() as db:
            if await _is_alone(db):
                return (await db.execute(select(func.count()).select_from(people))).scalar_one()
            if mark is None:
                await self._unmark(db)
        raise AlreadyRunningError("Another Lumbar is connected to this database. Stop every one first.")

    async def run(self) -> AsyncIterator[int]:
        """A transaction a batch; how many people each was. The last one ends it."""
        after = ""
        while batch := await self._batch(after):
            after = batch[-1].id
            yield len(batch)
        async with self.database.writing() as db:
            for name, wrapped in (await self._instance(db)).items():
                wrap = self._under_new(name, wrapped)
                await db.execute(update(facts).where(facts.c.name == name).values(value=wrap))
            await self._unmark(db)

    async def _batch(self, after: str) -> Sequence[Row[str, bytes]]:
        query = select(people.c.id, people.c.data_key).where(people.c.id > after).order_by(people.c.id).limit(BATCH)
        async with self.database.writing() as db:
            batch = (await db.execute(query)).all()
            wraps = [{"this": row.id, "wrap": self._under_new(row.id, row.data_key)} for row in batch]
            if wraps:
                await db.execute(_REWRAPPING, wraps)
        return batch

    def _under_new(self, owner: str, wrapped: bytes) -> bytes:
        return wrapped if _opens(self.new, owner, wrapped) else self.new.wrap(self.old.unwrap(wrapped, owner), owner)

    async def _is_done(self, db: Db) -> bool:
        """The instance's own keys come last, with the end of the mark."""
        return all(_opens(self.new, name, wrapped) for name, wrapped in (await self._instance(db)).items())

    async def _instance(self, db: Db) -> Mapping[str, bytes]:
        """Raises VaultError."""
        rows = await db.execute(select(facts.c.name, facts.c.value).where(facts.c.name.in_(instance.KEYS)))
        found: dict[str, bytes] = {row.name: row.value for row in rows}
        for name, wrapped in found.items():
            self._under_new(name, wrapped)
        return found

    async def _unmark(self, db: Db) -> None:
        await db.execute(delete(facts).where(facts.c.name == instance.ROTATING))


def _opens(vault: Vault, owner: str, wrapped: bytes) -> bool:
    try:
        vault.unwrap(wrapped, owner)
    except VaultError:
        return False
    return True


async def _is_alone(db: Db) -> bool:
    """Whether no other process is connected. On SQLite the folder's lock says so."""
    if db.dialect == "sqlite":
        return True
    return not (await db.execute(OTHERS, {"name": APPLICATION})).scalar_one()
