"""A raw update as it comes in, before anybody knows whether it can be read."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from bot.metrics import Metrics
from bot.store import inbox

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
HIGHEST = 2**63
"""The inbox counts below this."""


def is_number(update_id: object) -> bool:
    """Whether it can be that of an update in the inbox."""
    return type(update_id) is int and 0 <= update_id < HIGHEST


def arrival(update: Mapping[str, Any]) -> inbox.Arrival:
    """Raises ValueError, or RecursionError, where it cannot be written down."""
    if not is_number(update["update_id"]):
        raise ValueError("no number of an update")
    raw = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    return inbox.Arrival(update["update_id"], chat_id(update), raw)


def count(update: Mapping[str, Any], metrics: Metrics) -> None:
    metrics.arrived(next((kind for kind in ALLOWED_UPDATES if kind in update), "other"))


def chat_id(update: Mapping[str, Any]) -> int | None:
    """The chat of a raw update, whatever else is wrong with it."""
    for kind in ALLOWED_UPDATES:
        with suppress(KeyError, TypeError, ValueError, OverflowError):
            part = update[kind]
            return int((part["message"] if kind == "callback_query" else part)["chat"]["id"])
    return None
