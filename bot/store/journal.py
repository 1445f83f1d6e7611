"""The erasures once more, in a file beside the database: what a restored backup of the database does not know of.

A line each: the instant in milliseconds, and the keyed hash of the chat. Every process keeps one in its own folder.
"""

import asyncio
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.logs import logger, place
from bot.store import erasures, people
from bot.store.engine import Database

NAME = "erasures"
BATCH = 100
OVERLAP = timedelta(minutes=10)
"""Another process may commit late what it dated early."""
BEGINNING = datetime.fromtimestamp(0, UTC)
HASH_LENGTH = 43

log = logger("journal")


class Journal:
    def __init__(self, database: Database, folder: Path | None) -> None:
        """Without a folder nothing is written down, and a restored backup brings people back."""
        self._database = database
        self._file = None if folder is None else folder / NAME
        self._known: dict[str, datetime] = {}
        self._turn = asyncio.Lock()

    async def replay(self, now: datetime) -> int:
        """At a start: erase again whom a backup brought back. How many that were. Raises OSError."""
        if self._file is not None:
            self._known = await asyncio.to_thread(_read, self._file, now - erasures.KEPT)
        async with self._database.writing() as db:
            kept = dict(await erasures.since(db, BEGINNING))
            await erasures.add_all(db, [each for each in self._known.items() if each[1] > kept.get(each[0], BEGINNING)])
        total = 0
        while erased := await self._erase_again():
            total += erased
        await self._copy(BEGINNING)
        if total:
            log.warning("people whom a restored backup brought back are erased again", count=total)
            await self._database.scrub()
        return total

    async def erased(self) -> None:
        """What is left to do once somebody is gone. Within the hour it is done again, should it fail."""
        try:
            await self.copy()
            await self._database.scrub()
        except Exception as error:  # noqa: BLE001  (they are erased: nothing may make that look undone)
            log.error("an erasure is not tidied up yet", error=place(error))

    async def copy(self) -> None:
        """Write down what the database knows and the file does not. Raises OSError."""
        await self._copy(max(self._known.values(), default=BEGINNING + OVERLAP) - OVERLAP)

    async def _copy(self, since: datetime) -> None:
        if self._file is None:
            return
        async with self._turn:
            async with self._database.reading() as db:
                found = await erasures.since(db, since)
            if fresh := {hashed: at for hashed, at in found if at > self._known.get(hashed, BEGINNING)}:
                await asyncio.to_thread(_append, self._file, fresh)
                self._known |= fresh

    async def _erase_again(self) -> int:
        async with self._database.writing() as db:
            back = await erasures.brought_back(db, limit=BATCH)
            for person in (await people.by_ids(db, back.keys(), lock=True)).values():
                await people.erase(db, person, back[person.id])
        return len(back)


def _read(file: Path, since: datetime) -> dict[str, datetime]:
    """What is older is taken out of the file, and so is a line that a crash cut off: it stands in the database."""
    if not file.exists():
        return {}
    lines = file.read_text(encoding="ascii", errors="replace").split("\n")
    parted = [line.partition(" ") for line in lines if line]
    whole = [(int(millis), hashed) for millis, _, hashed in parted if millis.isdecimal() and len(hashed) == HASH_LENGTH]
    known = {hashed: datetime.fromtimestamp(millis / 1000, UTC) for millis, hashed in sorted(whole)}
    known = {hashed: at for hashed, at in known.items() if at >= since}
    if len(known) < len(parted):
        draft = file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        _append(draft, known)
        draft.replace(file)
    return known


def _append(file: Path, erased: Mapping[str, datetime]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="ascii") as journal:
        # The end of the line comes first: the one before may have been cut off.
        journal.write("".join(f"\n{round(at.timestamp() * 1000)} {hashed}" for hashed, at in erased.items()))
        journal.flush()
        os.fsync(journal.fileno())
