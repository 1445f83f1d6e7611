"""What belongs to this installation and to nobody in it: its keys, and a few facts by name."""

from sqlalchemy import select

from bot.store.conflict import insert_new, upsert
from bot.store.engine import Db
from bot.store.tables import instance
from bot.store.vault import new_key

KEYS = ("key:chat", "key:post")
ROTATING = "key:rotating"
"""Is there while some of the people's keys are under another master key than the others (bot.store.rotation)."""


class RotatingError(Exception):
    """A change of the master key was broken off."""


async def furnish(db: Db) -> None:
    """Make or open the instance's keys and hand them to the vault.

    Raises VaultError when the master key is another, RotatingError when it is being changed.
    """
    if await read(db, ROTATING) is not None:
        raise RotatingError(
            "A change of the data key is unfinished. Give both keys, LUMBAR_DATA_KEY and LUMBAR_NEW_DATA_KEY,"
            " and run `lumbar key rotate` to the end."
        )
    db.vault.furnish(*[await _key(db, name) for name in KEYS])


async def read(db: Db, name: str) -> str | None:
    value = await _value(db, name)
    return None if value is None else value.decode()


async def write(db: Db, name: str, value: str) -> None:
    await upsert(db, instance, ["name"], name=name, value=value.encode())


async def _key(db: Db, name: str) -> bytes:
    if (wrapped := await _value(db, name)) is None:
        await insert_new(db, instance, name=name, value=db.vault.wrap(new_key(), name))
        # Another process may have been quicker: what stands in the table is the key.
        wrapped = (await db.execute(select(instance.c.value).where(instance.c.name == name))).scalar_one()
    return db.vault.unwrap(wrapped, name)


async def _value(db: Db, name: str) -> bytes | None:
    return (await db.execute(select(instance.c.value).where(instance.c.name == name))).scalar_one_or_none()
