"""Tells the operator that Telegram is not heard, and when that is over."""

from bot.chat.gap import Gap
from bot.logs import logger

SILENT = 90.0
"""Seconds: longer than the longest poll, and than two looks at a webhook."""

log = logger("silence")


class Silence:
    def __init__(self, gap: Gap) -> None:
        self._gap = gap
        self._told = False

    async def look(self) -> None:
        """Said once, however long it lasts."""
        seconds = await self._gap.silence()
        if seconds > SILENT and not self._told:
            log.error(
                "Telegram is not heard: is there a network, and does anything hold its answers up?", seconds=SILENT
            )
        elif seconds <= SILENT and self._told:
            log.info("Telegram is heard again")
        self._told = seconds > SILENT
