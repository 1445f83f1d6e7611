"""What Telegram would hand over: somebody's message, somebody's tap."""

from typing import Any

BUBBLE = 5
"""Number of the message that is tapped."""


def message(update_id: int, chat_id: int, text: str) -> dict[str, Any]:
    command = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
    words = {"message_id": 5, "from": _from(chat_id), "text": text, "entities": command, **_in(chat_id)}
    return {"update_id": update_id, "message": words}


def tap(update_id: int, chat_id: int, data: str) -> dict[str, Any]:
    bubble = {"message_id": BUBBLE, "text": "x", **_in(chat_id)}
    query = {"id": str(update_id), "from": _from(chat_id), "message": bubble, "chat_instance": "1", "data": data}
    return {"update_id": update_id, "callback_query": query}


def _from(chat_id: int) -> dict[str, Any]:
    return {"id": chat_id, "is_bot": False, "first_name": "Ann", "language_code": "en"}


def _in(chat_id: int) -> dict[str, Any]:
    return {"date": 1_772_539_200, "chat": {"id": chat_id, "type": "private", "first_name": "Ann"}}
