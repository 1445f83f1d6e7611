"""What is counted while the bot works. Ids, chats and words are in none of it."""

from contextlib import AbstractContextManager, nullcontext
from typing import Literal

Work = Literal["read", "write"]


class Metrics:
    """Counts nothing: for a bot that nobody asks. `bot.web.series` does."""

    def arrived(self, kind: str) -> None:
        """An update of this kind was taken in."""

    def handled(self, seconds: float) -> None:
        """It was closed, so long after it was taken in."""

    def given_up(self, queue: Literal["inbox", "outbox"]) -> None:
        """A letter is dead."""

    def sent(self, lane: str) -> None:
        """Telegram has a message."""

    def answered(self, lane: str, seconds: float) -> None:
        """It was a reply, so long after it was written."""

    def not_sent(self, lane: str, why: str) -> None:
        """An attempt failed."""

    def nudge(self, kind: str, outcome: str, late: float | None = None) -> None:
        """What was due has its outcome; `late`: it was sent, so many seconds after it was due."""

    def triage(self, level: str) -> None:
        """Answers or words were weighed."""

    def waited(self, seconds: float) -> None:
        """A message had to wait for its turn among all."""

    def hushed(self, seconds: float) -> None:
        """Telegram wants silence."""

    def late(self, messages: int) -> None:
        """So many messages could have left a minute ago."""

    def webhook_answered(self, status: int) -> None: ...

    def webhook_set(self) -> None: ...

    def transaction(self, work: Work) -> AbstractContextManager[object]:
        """Times one, from the wish for a connection to the end of the commit."""
        del work
        return nullcontext()
