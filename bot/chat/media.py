"""Pictures and recordings: uploaded once, and after that named by the id that Telegram gave them.

The id is kept by the hash of the content, so a file that is drawn anew is another one. It belongs to one bot: with
another token Telegram does not know it, and the file is uploaded again.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from telegram import Message
from telegram.error import BadRequest

from bot.chat import errors
from bot.logs import logger, place
from bot.store import media
from bot.store.engine import Database

Kind = Literal["animation", "audio", "photo"]

log = logger("media")


@dataclass(frozen=True, slots=True)
class Attachment:
    kind: Kind
    content: Path | bytes = field(repr=False)
    """A file of content/, or what was drawn just now."""
    filename: str


class Media:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._hashes: dict[Path, str] = {}
        """Of files, as they were when they were first sent."""
        self._ids: dict[str, str] = {}

    async def use(self, attachment: Attachment, call: Callable[[str | bytes], Awaitable[Message]]) -> Message:
        """What `call` comes to with the id of the file; or with the file itself, where Telegram has none or lost it."""
        content_hash = await self._hash(attachment.content)
        if (known := await self._known(content_hash)) is not None:
            try:
                return await call(known)
            except BadRequest as error:
                if not isinstance(errors.classify(error), errors.UnknownFile):
                    raise
            await self._forget(content_hash, known)
        content = await _read(attachment.content)
        message = await call(content)
        if (file_id := _id_of(message)) is not None:
            # An operator's own file may have been saved anew since it was looked at.
            await self._keep(hashlib.sha256(content).hexdigest(), file_id)
        return message

    def look_again(self) -> None:
        """Files may hold something else from now on."""
        # Another mapping: who reads a file at this moment notes what it held before in the old one.
        self._hashes = {}

    async def _hash(self, content: Path | bytes) -> str:
        if isinstance(content, bytes):
            return hashlib.sha256(content).hexdigest()
        known = self._hashes
        if content not in known:
            known[content] = hashlib.sha256(await _read(content)).hexdigest()
        return known[content]

    async def _known(self, content_hash: str) -> str | None:
        if content_hash not in self._ids:
            try:
                async with self._database.reading() as db:
                    found = await media.file_id(db, content_hash)
            except Exception as error:  # noqa: BLE001  (the file is at hand: the message must not hang on an id)
                log.error("a file id could not be read", error=place(error))
                return None
            if found is None:
                return None
            self._ids[content_hash] = found
        return self._ids[content_hash]

    async def _keep(self, content_hash: str, file_id: str) -> None:
        self._ids[content_hash] = file_id
        try:
            async with self._database.writing() as db:
                await media.put(db, content_hash, file_id)
        except Exception as error:  # noqa: BLE001  (the message is sent; the next process uploads once more)
            log.error("a file id could not be kept", error=place(error))

    async def _forget(self, content_hash: str, file_id: str) -> None:
        self._ids.pop(content_hash, None)
        log.info("Telegram does not know a file any more")
        try:
            async with self._database.writing() as db:
                await media.drop(db, content_hash, file_id)
        except Exception as error:  # noqa: BLE001  (it is uploaded now, and kept anew)
            log.error("a file id could not be dropped", error=place(error))


def _id_of(message: Message) -> str | None:
    file = message.animation or message.audio or (message.photo[-1] if message.photo else None)
    return None if file is None else file.file_id


async def _read(content: Path | bytes) -> bytes:
    return content if isinstance(content, bytes) else await asyncio.to_thread(content.read_bytes)
