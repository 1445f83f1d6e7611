"""Documents, written just before they are sent from what is kept then. They stand nowhere else."""

import asyncio
from dataclasses import replace

from bot.chat.parcel import Parcel
from bot.chat.render import Renderer
from bot.chat.shelf import Shelf
from bot.clock import Clock
from bot.domain import archive
from bot.flows import export
from bot.flows.talk import Line, Turn
from bot.library.measure import strip
from bot.places import Places
from bot.store import people
from bot.store.engine import Database, Db
from bot.store.people import Person


class Clerk:
    def __init__(self, database: Database, shelf: Shelf, places: Places, clock: Clock) -> None:
        self._database = database
        self._shelf = shelf
        self._places = places
        self._clock = clock

    async def filed(self, parcel: Parcel) -> Parcel:
        """With its document, if it brings one. Raises where that fails: the message is nothing without it."""
        if parcel.rendered.document is None or parcel.post.person_id is None:
            return parcel
        async with self._database.reading() as db:
            if (person := await people.by_id(db, parcel.post.person_id)) is None:
                # Erased since: the step to sending finds so too.
                return parcel
            written = await self.export(db, person)
        return replace(parcel, rendered=replace(parcel.rendered, written=written))

    async def export(self, db: Db, person: Person) -> bytes:
        """All that is kept about a person, as one file."""
        now = self._clock.now()
        renderer = self._shelf.renderer
        turn = Turn(db=db, now=now, person=person, library=renderer.library, places=self._places)
        taken = await export.compose(turn)
        parts = ["".join(f"{_plain(renderer, line, person)}\n" for line in part) for part in taken.parts]
        return await asyncio.to_thread(archive.pack, "\n".join(parts), taken.tables, now)


def _plain(renderer: Renderer, line: Line, person: Person) -> str:
    return strip(renderer.plain(line, person.country))
