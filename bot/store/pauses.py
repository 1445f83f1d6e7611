"""Days on which somebody rested from the plan, because they said so or because something held: kept, not missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select, update

from bot.store.engine import Db
from bot.store.tables import pauses
from bot.store.vault import new_id


@dataclass(frozen=True, slots=True)
class Pause:
    first: date
    last: date | None
    """The last day of it; None while its end is open."""


async def begin(db: Db, person_id: str, first: date, last: date | None = None) -> None:
    """A pause under way ends where another begins."""
    await end(db, person_id, first)
    await db.execute(insert(pauses).values(id=new_id(), person_id=person_id, first=first, last=last))


async def end(db: Db, person_id: str, day: date) -> None:
    """`day` is the first one that is not of the pause any more. A pause that had not begun by then never was."""
    mine = pauses.c.person_id == person_id
    await db.execute(delete(pauses).where(mine, pauses.c.first >= day))
    running = update(pauses).where(mine, pauses.c.last.is_(None) | (pauses.c.last >= day))
    await db.execute(running.values(last=date.fromordinal(day.toordinal() - 1)))


async def on(db: Db, person_id: str, day: date) -> Pause | None:
    """The one that this day is of."""
    return next((each for each in await of(db, person_id) if each.first <= day and (each.last or day) >= day), None)


async def of(db: Db, person_id: str) -> Sequence[Pause]:
    """Oldest first."""
    query = select(pauses.c.first, pauses.c.last).where(pauses.c.person_id == person_id).order_by(pauses.c.first)
    return [Pause(*row) for row in await db.execute(query)]
