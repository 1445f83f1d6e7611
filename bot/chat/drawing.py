"""Still pictures, drawn beside the event loop just before they are sent."""

import asyncio
from dataclasses import replace

from bot import pictures
from bot.chat.render import Rendered
from bot.chat.shelf import Shelf
from bot.logs import logger, place

log = logger("drawing")


class Draughtsman:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        # A sheet takes fifty megabytes while it is drawn, so there is never more than one.
        self._desk = asyncio.Lock()

    async def drawn(self, rendered: Rendered, post: int) -> Rendered:
        """With its drawing made. A message without its picture is better than none: the words say the same."""
        drawing = rendered.drawing
        if drawing is None:
            return rendered
        try:
            async with self._desk:
                drawn = await asyncio.to_thread(
                    pictures.draw, drawing.kind, drawing.shows, self._shelf.library.still, dark=drawing.dark
                )
        except Exception as error:  # noqa: BLE001  (whatever a drawing trips over, the words have to go out)
            log.error("a picture could not be drawn", post=post, error=place(error))
            return rendered
        return replace(rendered, drawn=drawn)
