"""What the Bot API answers, and how it says no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer. A body that is text is the HTML of a gateway on the way, as Telegram's own 502 is."""

    status: int
    body: Mapping[str, Any] | str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Telegram's no, in the words of telegram-bot-api (Client.cpp, fail_query_with_error)."""

    status: int
    description: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def answer(self) -> Answer:
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = dict(self.parameters)
        return Answer(self.status, body)


class RefusedError(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.description)
        self.refusal = refusal


def bad_request(text: str) -> RefusedError:
    return RefusedError(Refusal(400, f"Bad Request: {text}"))


BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user")
NOT_STARTED = Refusal(403, "Forbidden: bot can't initiate conversation with a user")
NOT_A_MEMBER = Refusal(403, "Forbidden: bot is not a member of the group chat")
NO_CHAT = Refusal(400, "Bad Request: chat not found")
NO_SUCH_METHOD = Refusal(404, "Not Found: method not found")
NOT_FOUND = Refusal(404, "Not Found")
UNAUTHORIZED = Refusal(401, "Unauthorized")
OTHER_POLLER = Refusal(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_BEGAN = Refusal(409, "Conflict: terminated by setWebhook request")
WEBHOOK_SET = Refusal(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
)
NOT_MODIFIED = Refusal(
    400,
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message",
)
QUERY_TOO_OLD = Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


def too_many(retry_after: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
