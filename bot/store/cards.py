"""Messages that are edited in place, by name: which message a person's card is, and what it shows."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, tuple_

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


async def of(db: Db, person_id: str, card: str) -> Card | None:
    return await _one(db, person_id, cards.c.card == card)


async def of_all(db: Db, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], Card]:
    """By person and name, those that are there."""
    if not wanted:
        return {}
    query = select(cards.c.person_id, *_COLUMNS).where(tuple_(cards.c.person_id, cards.c.card).in_(wanted))
    return {(row[0], row[1]): Card(*row[1:]) for row in await db.execute(query)}


async def by_message(db: Db, person_id: str, message_id: int) -> Card | None:
    return await _one(db, person_id, cards.c.message_id == message_id)


async def last(db: Db, person_id: str) -> Card | None:
    """The one that was shown latest."""
    query = select(*_COLUMNS).where(cards.c.person_id == person_id).order_by(cards.c.shown_at.desc()).limit(1)
    row = (await db.execute(query)).first()
    return None if row is None else Card(*row)


async def put(db: Db, person_id: str, card: Card) -> None:
    await put_all(db, ((person_id, card),))


async def put_all(db: Db, shown: Iterable[tuple[str, Card]]) -> None:
    """Each person's card as it is now."""
    await upsert_all(db, cards, ("person_id", "card"), [{"person_id": owner, **asdict(card)} for owner, card in shown])


async def drop(db: Db, person_id: str, card: str) -> bool:
    return await db.change(delete(cards).where(cards.c.person_id == person_id, cards.c.card == card)) == 1


async def _one(db: Db, person_id: str, condition: ColumnElement[bool]) -> Card | None:
    row = (await db.execute(select(*_COLUMNS).where(cards.c.person_id == person_id, condition))).first()
    return None if row is None else Card(*row)
