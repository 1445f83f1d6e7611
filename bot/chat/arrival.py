"""A raw update as it comes in, before anybody knows whether it can be read."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from bot.metrics import Metrics
from bot.store import inbox

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


def arrival(update: Mapping[str, Any]) -> inbox.Arrival:
    raw = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    return inbox.Arrival(update["update_id"], chat_id(update), raw)


def count(update: Mapping[str, Any], metrics: Metrics) -> None:
    metrics.arrived(next((kind for kind in ALLOWED_UPDATES if kind in update), "other"))


def chat_id(update: Mapping[str, Any]) -> int | None:
    """The chat of a raw update, whatever else is wrong with it."""
    for kind in ALLOWED_UPDATES:
        with suppress(KeyError, TypeError):
            part = update[kind]
            return int((part["message"] if kind == "callback_query" else part)["chat"]["id"])
    return None
