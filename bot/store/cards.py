"""Messages that are edited in place, by name: which message a person's card is, and what it shows."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, select, tuple_

from bot.store.conflict import upsert_all
from bot.store.engine import Db
from bot.store.tables import cards


@dataclass(frozen=True, slots=True)
class Card:
    card: str
    message_id: int
    media: bool
    shows: str
    """Hash of its picture; nothing where it has none."""
    shown_at: datetime


_COLUMNS = [cards.c[f.name] for f in fields(Card)]

# Put together once: they are asked for with every message.
_MINE = select(*_COLUMNS).where(cards.c.person_id == bindparam("person"))
_NAMED = _MINE.where(cards.c.card == bindparam("name"))
_SHOWN = _MINE.where(cards.c.message_id == bindparam("message"))
_WANTED = select(cards.c.person_id, *_COLUMNS).where(
    tuple_(cards.c.person_id, cards.c.card).in_(bindparam("cards", expanding=True))
)


async def of(db: Db, person_id: str, card: str) -> Card | None:
    return await _one(db, _NAMED, person=person_id, name=card)


async def of_all(db: Db, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], Card]:
    """By person and name, those that are there."""
    if not wanted:
        return {}
    return {(row[0], row[1]): Card(*row[1:]) for row in await db.execute(_WANTED, {"cards": list(wanted)})}


async def by_message(db: Db, person_id: str, message_id: int) -> Card | None:
    return await _one(db, _SHOWN, person=person_id, message=message_id)


async def last(db: Db, person_id: str) -> Card | None:
    """The one that was shown latest."""
    return await _one(db, _MINE.order_by(cards.c.shown_at.desc()).limit(1), person=person_id)


async def put(db: Db, person_id: str, card: Card) -> None:
    await put_all(db, ((person_id, card),))


async def put_all(db: Db, shown: Iterable[tuple[str, Card]]) -> None:
    """Each person's card as it is now."""
    await upsert_all(db, cards, ("person_id", "card"), [{"person_id": owner, **asdict(card)} for owner, card in shown])


async def drop(db: Db, person_id: str, card: str) -> bool:
    return await db.change(delete(cards).where(cards.c.person_id == person_id, cards.c.card == card)) == 1


async def _one(db: Db, query: Select[*tuple[Any, ...]], **wanted: str | int) -> Card | None:
    row = (await db.execute(query, wanted)).first()
    return None if row is None else Card(*row)
