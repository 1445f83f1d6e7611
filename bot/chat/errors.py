"""What Telegram's answers and the network's failures mean, in one table.

`BadRequest` and `TimedOut` are subclasses of `NetworkError` in python-telegram-bot, so the order below matters, and
the cause of an exception tells a request that never left from one that may have arrived.
"""

import warnings
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import ClientConnectorError, ConnectionTimeoutError
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.warnings import PTBDeprecationWarning


@dataclass(frozen=True, slots=True)
class Later:
    """Not sent. Everybody waits for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Moved:
    chat_id: int


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person blocked the bot, or the chat is gone."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An edit that changes nothing has succeeded."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The message to edit is not there any more, or cannot be edited."""


@dataclass(frozen=True, slots=True)
class Unparsable:
    """Telegram refuses our markup: send it once as plain text."""


@dataclass(frozen=True, slots=True)
class UnknownFile:
    """The id of a file leads to none: it is another bot's, or Telegram has dropped it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """For ever: the same request would meet the same answer."""

    why: str


@dataclass(frozen=True, slots=True)
class BadToken:
    """Either the token was revoked, or something between us and Telegram answers 404."""


@dataclass(frozen=True, slots=True)
class NotSent:
    """The request never left; it is safe to try again."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """It may have arrived."""


Failure = (
    Later | Moved | Unreachable | Unchanged | Lost | Unparsable | UnknownFile | Refused | BadToken | NotSent | Ambiguous
)

NEVER_LEFT = (ClientConnectorError, ConnectionTimeoutError)
UNNAMED_WAIT = 30.0

BAD_REQUESTS: tuple[tuple[str, Failure], ...] = (
    ("message is not modified", Unchanged()),
    ("chat not found", Unreachable()),
    ("user is deactivated", Unreachable()),
    ("can't parse entities", Unparsable()),
    ("message to edit not found", Lost()),
    ("message can't be edited", Lost()),
    ("there is no text in the message to edit", Lost()),
    ("there is no caption in the message to edit", Lost()),
    ("message_id_invalid", Lost()),
    ("wrong file identifier", UnknownFile()),
    ("wrong remote file identifier", UnknownFile()),
    ("wrong file_id", UnknownFile()),
    ("file reference", UnknownFile()),
)


def classify(error: Exception) -> Failure:
    match error:
        case RetryAfter():
            return Later(_wait(error))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Unreachable()
        case InvalidToken():
            return BadToken()
        case BadRequest():
            return _bad_request(error)
        case NetworkError() if "too many requests" in error.message.lower():
            return Later(UNNAMED_WAIT)
        case TelegramError() if isinstance(error.__cause__, NEVER_LEFT):
            return NotSent()
    return Ambiguous()


def _bad_request(error: BadRequest) -> Failure:
    text = error.message.lower()
    return next((failure for part, failure in BAD_REQUESTS if part in text), Refused(error.message[:100]))


def _wait(error: RetryAfter) -> float:
    """Seconds, whichever type python-telegram-bot gives: it is on its way from the one to the other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
