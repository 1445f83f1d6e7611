"""What was done about a person that they may ask after, and how often it may be done again."""

from datetime import datetime

from sqlalchemy import func, insert, select

from bot.store.engine import Db
from bot.store.tables import audit
from bot.store.vault import new_id

EXPORT = "export"
ADMIN, RELOAD, ANNOUNCE, STOP_ANNOUNCEMENT = "admin", "reload", "announce", "stop-announcement"
"""What an admin did."""
ASKED_WHY = "asked-why-"
TOLD_WHY = "told-why-"
"""Before what was stopped."""


async def add(db: Db, person_id: str, what: str, now: datetime) -> None:
    await db.execute(insert(audit).values(id=new_id(), person_id=person_id, at=now, what=what))


async def last(db: Db, person_id: str, what: str) -> datetime | None:
    query = select(func.max(audit.c.at)).where(audit.c.person_id == person_id, audit.c.what == what)
    found: datetime | None = (await db.execute(query)).scalar_one()
    return found
