"""Who was erased: the keyed hash of the chat and when, so that nothing brings them back but they themselves."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.store.conflict import upsert_all
from bot.store.engine import Db
from bot.store.tables import erasures, people

KEPT = timedelta(days=365)
"""Longer than anybody should keep a backup."""

Erasure = tuple[str, datetime]
"""The hash of the chat, and when."""


async def add(db: Db, chat_hash: str, now: datetime) -> None:
    await add_all(db, ((chat_hash, now),))


async def add_all(db: Db, erased: Iterable[Erasure]) -> None:
    rows = [{"chat_hash": chat_hash, "erased_at": erased_at} for chat_hash, erased_at in erased]
    await upsert_all(db, erasures, ("chat_hash",), rows)


async def last(db: Db, chat_id: int) -> datetime | None:
    """When all about this chat was erased, if it was."""
    query = select(erasures.c.erased_at).where(erasures.c.chat_hash == db.vault.chat_hash(chat_id))
    return (await db.execute(query)).scalar_one_or_none()


async def since(db: Db, instant: datetime) -> list[Erasure]:
    """Those of this instant or later, oldest first."""
    query = select(erasures.c.chat_hash, erasures.c.erased_at).where(erasures.c.erased_at >= instant)
    return [(row[0], row[1]) for row in await db.execute(query.order_by(erasures.c.erased_at))]


async def brought_back(db: Db, *, limit: int) -> Mapping[str, datetime]:
    """People who were erased after they came and are here all the same, by id: a backup was restored."""
    again = people.c.chat_hash == erasures.c.chat_hash
    query = select(people.c.id, erasures.c.erased_at).join(erasures, again)
    query = query.where(people.c.created_at <= erasures.c.erased_at).order_by(people.c.id).limit(limit)
    return {row[0]: row[1] for row in await db.execute(query)}


async def purge(db: Db, before: datetime) -> int:
    return await db.change(delete(erasures).where(erasures.c.erased_at < before))
