"""The table of what Telegram's answers mean, against the real exceptions of python-telegram-bot."""

import aiohttp
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chat import errors
from bot.chat.errors import classify


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (RetryAfter(3), errors.Later(3.0)),
        (NetworkError("Too Many Requests"), errors.Later(30.0)),
        (Forbidden("Forbidden: bot was blocked by the user"), errors.Unreachable()),
        (BadRequest("Chat not found"), errors.Unreachable()),
        (ChatMigrated(-100), errors.Moved(-100)),
        (InvalidToken(), errors.BadToken()),
        (BadRequest("Message is not modified: specified new message content"), errors.Unchanged()),
        (BadRequest("Can't parse entities: unsupported start tag"), errors.Unparsable()),
        (BadRequest("Message to edit not found"), errors.Lost()),
        (BadRequest("There is no text in the message to edit"), errors.Lost()),
        (BadRequest("Button_data_invalid"), errors.Refused("Button_data_invalid")),
        (TimedOut(), errors.Ambiguous()),
        (NetworkError("Bad Gateway"), errors.Ambiguous()),
        (TelegramError("Invalid server response"), errors.Ambiguous()),
        (AttributeError("'str' object has no attribute 'get'"), errors.Ambiguous()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_answer_has_one_meaning(error: Exception, meaning: errors.Failure) -> None:
    assert classify(error) == meaning


def test_a_request_that_never_left_is_safe_to_repeat() -> None:
    error = TimedOut()
    error.__cause__ = aiohttp.ConnectionTimeoutError()
    assert classify(error) == errors.NotSent()


@pytest.mark.parametrize(
    "cause", [aiohttp.SocketTimeoutError(), aiohttp.ServerDisconnectedError(), aiohttp.ClientOSError()]
)
def test_a_request_that_may_have_arrived_is_ambiguous(cause: Exception) -> None:
    error = NetworkError("")
    error.__cause__ = cause
    assert classify(error) == errors.Ambiguous()
