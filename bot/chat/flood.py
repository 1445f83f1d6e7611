"""How much one chat may ask: some updates at once, then one a second. What is more waits; what is far too much is dropped.

What warns neither waits nor is dropped. It counts once for a while: who repeats it has been heard. Where more comes than can
be read, its person is told when to get help.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from typing import Any

from bot.chat.incoming import text_of

BURST = 20
"""Updates at once. Nobody taps faster for long, and more answers than this would wait for the rate of the chat."""
MOST = 500
"""Updates of one chat that wait, of which only the first of the queue are kept in memory."""
HEARD_SECONDS = 600.0
READ_A_SECOND = 20_000
"""Characters of all chats that wait, which are read as they come: a tenth of one core, and more than people type."""
READ_AT_ONCE = 40_000
READ_AT_LEAST = 10
"""Characters that the shortest text counts for."""
REMEMBERED = 10_000

Raw = Mapping[str, Any]


class Queueing(Enum):
    NEXT = auto()
    """In its turn."""
    AT_ONCE = auto()
    """It warns: what is before it is handled without a pause, and in a long queue it comes first."""
    LATER = auto()
    """It waits so far behind that it is left in the database until its turn."""
    DROPPED = auto()
    UNREAD = auto()
    """Dropped, and nobody knows whether it warns: more comes than can be read."""


class Flood:
    """`warnings` names what an update warns of. Times are real seconds, given in."""

    def __init__(self, interval: float, *, warnings: Callable[[Raw], Sequence[str]], most: int = MOST) -> None:
        self._interval = interval
        self._most = most
        self._warnings = warnings
        self._free: dict[str, float] = {}
        self._read_until = 0.0
        self._heard: dict[tuple[str, str], tuple[int, float]] = {}

    def queueing(self, chat: str, update: Raw, waiting: int, now: float) -> Queueing:
        """For an update behind which so many of its chat wait already. The same update is queued the same way again."""
        is_read = bool(waiting) and self._may_read(len(text_of(update)), now)
        if is_read and self._is_news(chat, update, now):
            return Queueing.AT_ONCE
        if waiting >= self._most:
            return Queueing.DROPPED if is_read else Queueing.UNREAD
        return Queueing.NEXT if waiting < BURST else Queueing.LATER

    def wait(self, chat: str, now: float) -> float:
        """Seconds until the chat's next update may be handled; nothing or less: now."""
        return self._free.get(chat, 0.0) - (BURST - 1) * self._interval - now

    def take(self, chat: str, now: float) -> None:
        """One of the chat's updates was handled."""
        self._free[chat] = max(self._free.pop(chat, 0.0), now) + self._interval
        _forget(self._free)

    def _may_read(self, letters: int, now: float) -> bool:
        """Among many long texts there is still room for a short one."""
        read_until = max(self._read_until, now) + max(letters, READ_AT_LEAST) / READ_A_SECOND
        if read_until - now > READ_AT_ONCE / READ_A_SECOND:
            return False
        self._read_until = read_until
        return True

    def _is_news(self, chat: str, update: Raw, now: float) -> bool:
        """Whether it warns of something that this chat has not warned of for a while."""
        number, news = update["update_id"], False
        for key in self._warnings(update):
            said_by, at = self._heard.get((chat, key), (number, now))
            if said_by == number or now - at > HEARD_SECONDS:
                self._heard[chat, key] = (number, now)
                news = True
        _forget(self._heard)
        return news


def _forget(remembered: dict[Any, Any]) -> None:
    """The oldest first: who floods is among the newest."""
    while len(remembered) > REMEMBERED:
        remembered.pop(next(iter(remembered)))
