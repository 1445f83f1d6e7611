"""Invites: each admits one person, once, until it expires. The code itself is known to its bearer alone."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bot.store.engine import Db
from bot.store.tables import invites

CODE_BYTES = 16
"""In hexadecimal: one long word, in which nobody reads a symptom. Telegram takes 64 letters behind `?start=`."""
NAME_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Invite:
    code_hash: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    @property
    def name(self) -> str:
        """What it is called where the code must not be shown."""
        return self.code_hash[:NAME_LENGTH]


def new_code() -> str:
    return secrets.token_hex(CODE_BYTES)


def hash_of(code: str) -> str:
    # 128 random bits need neither salt nor a slow hash.
    return hashlib.sha256(code.encode()).hexdigest()


async def add(db: Db, codes: Sequence[str], *, now: datetime, expires_at: datetime) -> None:
    rows = [{"code_hash": hash_of(code), "made_at": now, "expires_at": expires_at} for code in codes]
    await db.execute(insert(invites), rows)


async def use(db: Db, code: str, now: datetime) -> bool:
    """Whether this code admits somebody now. True for exactly one caller, who has to admit somebody with it."""
    is_open = invites.c.used_at.is_(None) & (invites.c.expires_at > now)
    mine = update(invites).where(invites.c.code_hash == hash_of(code), is_open)
    return await db.change(mine.values(used_at=now)) == 1


async def every(db: Db) -> list[Invite]:
    """Those that were not purged yet, the newest first."""
    rows = await db.execute(select(invites).order_by(invites.c.made_at.desc(), invites.c.code_hash))
    return [Invite(**row) for row in rows.mappings()]


async def revoke(db: Db, name: str | None = None) -> int:
    """Take back what was not used yet: of this name, or all. How many."""
    unused = delete(invites).where(invites.c.used_at.is_(None))
    return await db.change(
        unused if name is None else unused.where(invites.c.code_hash.startswith(name, autoescape=True))
    )


async def purge(db: Db, before: datetime) -> int:
    """Remove those that expired before this instant, used or not."""
    return await db.change(delete(invites).where(invites.c.expires_at < before))
