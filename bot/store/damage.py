"""Whether the pages of an SQLite file are whole. A server looks after its own."""

from sqlalchemy import text

from bot.store.engine import Database
from bot.store.outage import DamagedError, opening


async def look(database: Database) -> None:
    """Reads every page, so that it is worth its time at a start only. Raises DamagedError."""
    if database.is_shared:
        return
    with opening(database.reader.url):
        async with database.reading() as db:
            found = (await db.execute(text("PRAGMA quick_check(1)"))).scalar_one()
    if found != "ok":
        raise DamagedError(found)
