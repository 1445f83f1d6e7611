"""How fast Telegram may be spoken to: so many messages a second in all, and one a second in a chat."""

from collections import deque

OVERALL = 25
CHAT_INTERVAL = 1.0
CHAT_BURST = 4
SECOND = 1.0
LATENESS = 0.25
"""Seconds of delay that are made up for: a computer that was busy for a moment still keeps the average."""
ON_THE_WAY = 0.03
"""Seconds by which one message may be longer on its way than another."""
FORGET_ABOVE = 10_000


class Rate:
    """Evenly `per_second`, and in no sliding second more than one above it. Times are real seconds, given in.

    The generic cell rate algorithm keeps the average; the moments of the last second keep its catching up in bounds.
    """

    def __init__(self, per_second: int = OVERALL, chat_interval: float = CHAT_INTERVAL) -> None:
        self.per_second = per_second
        self.interval = SECOND / per_second
        self.chat_interval = chat_interval
        # No more than the average leaves room for.
        self._on_the_way = min(ON_THE_WAY, 0.75 * self.interval)
        self._last: deque[float] = deque(maxlen=per_second + 1)
        self._next = 0.0
        self._held_until = 0.0
        self._chats: dict[int, float] = {}

    def wait(self, now: float) -> float:
        """Seconds until a turn may be taken; nothing or less: now."""
        return max(self._next, self._held_until) - now

    def take(self, now: float) -> None:
        """A turn is taken. The message leaves when what has to be written before is written."""
        self._next = max(self._next, now - LATENESS) + self.interval

    def crowded(self, now: float) -> float:
        """Seconds until the last second has room for a message that has its turn; nothing or less: now."""
        is_full = len(self._last) == self._last.maxlen
        return (self._last[0] + SECOND + self._on_the_way if is_full else 0.0) - now

    def held(self, now: float) -> float:
        """Seconds for which nobody sends, because Telegram said so; nothing or less: it did not."""
        return self._held_until - now

    def leave(self, now: float) -> None:
        """A message leaves now."""
        self._last.append(now)

    def has_room(self, now: float) -> bool:
        """Whether a message could leave now, delaying none that waits."""
        return max(self.wait(now), self.crowded(now)) <= 0

    def spare(self, chat_id: int, now: float) -> bool:
        """Whether a message that may as well be left out can go at once; then it does. It delays none in its chat."""
        if not self.has_room(now) or self._chats.get(chat_id, 0.0) > now:
            return False
        self.take(now)
        self.leave(now)
        return True

    def hold(self, until: float) -> None:
        """Telegram said "too many requests": nobody sends before `until`."""
        self._held_until = max(self._held_until, until)

    def reserve_chat(self, chat_id: int, now: float, *, burst: int) -> float:
        """The next free moment for a message to this chat, which may have `burst` messages at once."""
        due = max(self._chats.get(chat_id, 0.0), now)
        if len(self._chats) > FORGET_ABOVE:
            self._chats = {chat: until for chat, until in self._chats.items() if until > now}
        self._chats[chat_id] = due + self.chat_interval
        return max(now, due - (burst - 1) * self.chat_interval)
