"""The queue of updates, with Telegram's rules for offsets, confirmation and expiry."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.playground.changes import Changes
from bot.playground.refusal import OTHER_POLLER, WEBHOOK_BEGAN, RefusedError

LIFE = {"callback_query": timedelta(seconds=150)}
LONGEST_LIFE = timedelta(hours=24)
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LONGEST_POLL = 50
MOST = 100
FARTHEST_OFFSET = 10
"""An offset further than this beyond the tail is refused inside Telegram and served from the head."""


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    kind: str
    payload: dict[str, Any]
    expires: datetime

    def api(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.payload}


class Updates:
    def __init__(self, now: Callable[[], datetime], first_id: int) -> None:
        self.waiting: list[Update] = []
        self.allowed: frozenset[str] = frozenset()
        self._now = now
        self.next_id = first_id
        self.changes = Changes()
        self._poll = 0
        self._ended_by = OTHER_POLLER
        self._closed = False

    def add(self, kind: str, payload: dict[str, Any]) -> int | None:
        """None if the bot did not ask for this kind: then Telegram keeps nothing."""
        if kind not in self.allowed if self.allowed else kind in NOT_BY_DEFAULT:
            return None
        expires = self._now() + LIFE.get(kind, LONGEST_LIFE)
        update = Update(self.next_id, kind, payload, expires)
        self.next_id += 1
        self.waiting.append(update)
        self.changes.happened()
        return update.id

    def close(self) -> None:
        """Sends open polls home; a server that stops would wait for them."""
        self._closed = True
        self.changes.happened()

    def open(self) -> None:
        """After `close`: polls wait again."""
        self._closed = False

    async def take(self, offset: int, limit: int, timeout: int) -> Sequence[Update]:
        """Waits up to `timeout` real seconds. Raises RefusedError when another poll takes over."""
        self._ended_by = OTHER_POLLER
        self._poll += 1
        mine = self._poll
        self.changes.happened()
        self._confirm(offset)
        await asyncio.sleep(0)  # a bot that polls a closed queue in a loop must not starve the rest
        try:
            async with asyncio.timeout(min(timeout, LONGEST_POLL) if timeout > 0 else 0):
                while not self.due() and not self._closed:
                    if self._poll != mine:
                        raise RefusedError(self._ended_by)
                    await self.changes.after(self.changes.count)
        except TimeoutError:
            return ()
        return self.due()[: limit if 1 <= limit <= MOST else MOST]

    def taken(self, update: Update) -> None:
        """It was delivered."""
        self.waiting = [each for each in self.waiting if each.id != update.id]
        self.changes.happened()

    def redirected(self) -> None:
        """A webhook was set, which ends an open poll, or deleted."""
        self._ended_by = WEBHOOK_BEGAN
        self._poll += 1
        self.changes.happened()

    async def emptied(self) -> None:
        """Returns when the bot has confirmed all that came in."""
        while self.due():
            await self.changes.after(self.changes.count)

    def resume(self, waiting: Sequence[Update], next_id: int) -> None:
        """Take over what an earlier process left unconfirmed."""
        self.waiting = [*waiting, *self.waiting]
        self.next_id = max(self.next_id, next_id)

    def drop(self) -> None:
        self.waiting.clear()

    def due(self) -> Sequence[Update]:
        """What waits and has not expired, oldest first."""
        now = self._now()
        self.waiting = [update for update in self.waiting if update.expires > now]
        return self.waiting

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset <= self.next_id - 1 + FARTHEST_OFFSET:
            self.waiting = [update for update in self.waiting if update.id >= offset]
