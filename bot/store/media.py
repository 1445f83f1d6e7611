"""Files that Telegram has already: its id for each, by the hash of what is in it."""

from sqlalchemy import delete, select

from bot.store.conflict import upsert
from bot.store.engine import Db
from bot.store.tables import media


async def file_id(db: Db, content_hash: str) -> str | None:
    found: str | None = (
        await db.execute(select(media.c.file_id).where(media.c.hash == content_hash))
    ).scalar_one_or_none()
    return found


async def put(db: Db, content_hash: str, file_id: str) -> None:
    await upsert(db, media, ("hash",), hash=content_hash, file_id=file_id)


async def drop(db: Db, content_hash: str, file_id: str) -> None:
    """Where it is still this one: another process may have uploaded the file anew meanwhile."""
    await db.execute(delete(media).where(media.c.hash == content_hash, media.c.file_id == file_id))
