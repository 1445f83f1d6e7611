"""The content as it is now, and the one way to put another in its place.

Whoever handles an update, a message or a tick takes one renderer here and keeps it to the end, so that nobody is
answered with words of two contents. What a safety message needs is the same in every content (bot.library.own).
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.chat.render import Renderer
from bot.library import ContentError, Gap, Library
from bot.logs import logger, place

log = logger("shelf")


@dataclass(frozen=True, slots=True)
class Reloaded:
    fingerprint: str
    """Of the content that is said from now on."""
    is_new: bool
    """False where nothing had changed."""


@dataclass(frozen=True, slots=True)
class Refused:
    gaps: tuple[Gap, ...]
    """What is wrong with the content that was not taken. The one before stays."""


class Shelf:
    def __init__(self, library: Library, read: Callable[[], Library], *, operator: str = "") -> None:
        self._read = read
        self._operator = operator
        self._reading = asyncio.Lock()
        self.renderer = Renderer(library, operator=operator)
        self.before: Renderer | None = None
        """Of the content that was replaced last: a message may wait whose words are gone now."""

    @classmethod
    def of(cls, content: Path, own: Path | None, library: Library | None = None, *, operator: str = "") -> "Shelf":
        """With `library`, where the folders were read before."""

        def read() -> Library:
            return Library.read(content, own)

        return cls(library or read(), read, operator=operator)

    @property
    def library(self) -> Library:
        return self.renderer.library

    async def reload(self) -> Reloaded | Refused:
        """Read the content anew, beside the event loop, and take it whole or not at all."""
        async with self._reading:
            try:
                library = await asyncio.to_thread(self._read)
            except ContentError as error:
                return _refused(error.gaps)
            except OSError as error:
                return _refused((Gap(str(error.filename), "-", error.strerror or "cannot be read"),))
            except Exception as error:  # noqa: BLE001  (a mistake that nobody thought of: the content there is stays)
                log.error("content cannot be read", error=place(error))
                return _refused((Gap("content", "-", "it cannot be read. The log says where"),))
            if library.version != self.library.version:
                return _refused((Gap("content", "-", "Lumbar's own content has changed. Start it again"),))
            is_new = library.fingerprint != self.library.fingerprint
            if is_new:
                # The same in both, and what is worked out from it once need not be again.
                library = replace(library, lexicon=self.library.lexicon)
                self.before, self.renderer = self.renderer, Renderer(library, operator=self._operator)
            log.info("content read anew", content=library.fingerprint, new=is_new)
            return Reloaded(library.fingerprint, is_new)


def _refused(gaps: tuple[Gap, ...]) -> Refused:
    for gap in gaps:
        log.error("content is broken and was not taken: `lumbar check content` says why", where=gap.place)
    return Refused(gaps)
