"""The next instant at which something is due."""

from datetime import datetime

from bot.store import outbox, people, routines, timers
from bot.store.engine import Db


async def next_at(db: Db, after: datetime, chat_id: int | None = None) -> datetime | None:
    """Of messages, timers and routines: everybody's, or of the routines those of one chat."""
    if chat_id is None:
        instants = [await routines.next_at(db, after)]
    else:
        person = await people.by_chat(db, chat_id)
        instants = [] if person is None else [one.next_due for one in (await routines.of(db, person.id)).values()]
    instants += [await outbox.next_at(db, after), await timers.next_at(db, after)]
    return min((instant for instant in instants if instant is not None and instant > after), default=None)
