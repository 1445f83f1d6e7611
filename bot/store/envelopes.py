"""What is sealed in an outbox row: the words, and for somebody who is not registered the chat they go to."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import RowMapping, bindparam, select

from bot.store.engine import Db
from bot.store.people import Person
from bot.store.tables import people
from bot.store.vault import Place, VaultError


@dataclass(frozen=True, slots=True)
class Envelope:
    chat_id: int
    payload: str | None = field(repr=False)


def seal(db: Db, ref: str, person: Person | None, envelope: Envelope) -> bytes | None:
    """For the row with this `ref`. A person's message without words needs nothing: their chat is theirs already."""
    if person is None:
        written = json.dumps({"chat": envelope.chat_id, "reply": envelope.payload})
        return db.vault.seal_post(_place(ref), written)
    if envelope.payload is None:
        return None
    return db.vault.seal(_place(ref, person.id), person.key, envelope.payload)


_OWNERS = select(people.c.id, people.c.chat, people.c.data_key).where(
    people.c.id.in_(bindparam("people", expanding=True))
)
"""Put together once: they are asked for with every message."""


async def open_all(db: Db, rows: Sequence[RowMapping]) -> dict[int, Envelope]:
    """By `seq`. What does not open is left out: one such row must not stop the others."""
    owners = await _owners(db, {row["person_id"] for row in rows} - {None})
    opened: dict[int, Envelope] = {}
    for row in rows:
        try:
            opened[row["seq"]] = _open(db, row, owners.get(row["person_id"]))
        except VaultError:
            continue
    return opened


async def _owners(db: Db, ids: Collection[str]) -> dict[str, RowMapping]:
    if not ids:
        return {}
    return {row["id"]: row for row in (await db.execute(_OWNERS, {"people": list(ids)})).mappings()}


def _open(db: Db, row: RowMapping, owner: RowMapping | None) -> Envelope:
    sealed = row["payload"]
    if owner is None:
        written = json.loads(db.vault.open_post(_place(row["ref"]), sealed))
        return Envelope(written["chat"], written["reply"])
    person_id, key = owner["id"], owner["data_key"]
    chat = db.vault.open(Place("people", "chat", person_id, person_id), key, owner["chat"])
    payload = None if sealed is None else db.vault.open(_place(row["ref"], person_id), key, sealed)
    return Envelope(int(chat), payload)


def _place(ref: str, person_id: str = "") -> Place:
    return Place("outbox", "payload", ref, person_id)
