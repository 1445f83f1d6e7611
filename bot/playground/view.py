"""What the page is shown: a chat as plain JSON. Text goes as plain text with entities, never as HTML."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.playground.chat import Chat
from bot.playground.keyboard import Button
from bot.playground.markup import Formatted, parse
from bot.playground.message import Media, Message
from bot.playground.telegram import Telegram
from bot.playground.world import QUERY_LIFE

ACTION_LIFE = timedelta(seconds=5)


def phone(telegram: Telegram, chat: Chat) -> dict[str, Any]:
    now = telegram.now()
    waiting = {(q.message_id, q.data) for q in chat.unanswered.values() if now - q.at < QUERY_LIFE}
    acting = chat.action_at is not None and bool(chat.action) and now - chat.action_at < ACTION_LIFE
    return {
        "chat": chat.id,
        "name": chat.name,
        "started": chat.started,
        "blocked": chat.blocked,
        "intro": telegram.about.get(("description", ""), ""),
        "typing": acting,
        "messages": [_message(message, waiting) for message in chat.messages],
        "keyboard": [[{"label": b.label, "location": b.asks_location} for b in row] for row in chat.keyboard.rows],
        "placeholder": chat.keyboard.placeholder,
        "toasts": [{"text": toast.text, "alert": toast.alert} for toast in chat.toasts],
    }


def formatted(source: str) -> dict[str, Any]:
    """Any text in Telegram's HTML, for the page. Raises RefusedError when it is broken."""
    return _body(parse(source, "HTML"))


def _message(message: Message, waiting: set[tuple[int, str]]) -> dict[str, Any]:
    return {
        "id": message.id,
        "mine": not message.from_bot,
        "at": message.at.isoformat(),
        "edited": message.edited_at is not None,
        "forwarded": message.forwarded,
        "reactions": list(message.reactions),
        "media": _media(message.media) if message.media else None,
        "rows": [[_button(b, (message.id, b.data or "") in waiting) for b in row] for row in message.buttons],
        **_body(message.body),
    }


def _body(body: Formatted) -> dict[str, Any]:
    return {"text": body.plain, "entities": [entity.api() for entity in body.entities]}


def _media(media: Media) -> dict[str, Any]:
    return {"kind": media.kind, "src": f"/files/{media.file_id}", "type": media.content_type, "name": media.name}


def _button(button: Button, waiting: bool) -> dict[str, Any]:  # noqa: FBT001  (one caller, above)
    return {
        "label": button.label,
        "data": button.data,
        "url": button.url,
        "copies": button.copies,
        "style": button.style,
        "waiting": waiting,
    }
