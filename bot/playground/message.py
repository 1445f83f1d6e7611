"""A message as the double keeps it, and as the Bot API shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.playground.keyboard import Inline, Rows
from bot.playground.markup import NO_FORMAT, Formatted


@dataclass(frozen=True, slots=True)
class Media:
    kind: str
    """photo, animation, audio, document, voice, sticker, video or location."""
    file_id: str = ""
    content_type: str = ""
    name: str = ""
    size: int = 0
    place: tuple[float, float] | None = None
    """Latitude and longitude of a location."""

    def api(self) -> dict[str, Any]:
        if self.place:
            return {"location": {"latitude": self.place[0], "longitude": self.place[1]}}
        file: dict[str, Any] = {"file_id": self.file_id, "file_unique_id": self.file_id[-16:], "file_size": self.size}
        named = file | {"file_name": self.name, "mime_type": self.content_type}
        frame = {"width": 480, "height": 360}
        timed = {"duration": 3}
        shapes: dict[str, dict[str, Any]] = {
            "photo": {"photo": [file | frame]},
            "animation": {"animation": named | frame | timed, "document": named},
            "sticker": {"sticker": file | frame | {"type": "regular", "is_animated": False, "is_video": False}},
            "video": {"video": named | frame | timed},
            "voice": {"voice": file | timed},
            "audio": {"audio": named | timed},
        }
        return shapes.get(self.kind, {"document": named})


@dataclass(frozen=True, slots=True)
class Message:
    id: int
    chat_id: int
    from_bot: bool
    at: datetime
    body: Formatted = NO_FORMAT
    media: Media | None = None
    buttons: Rows = ()
    brought_keyboard: bool = False
    """Came with a persistent keyboard; Telegram never lets such a message be edited."""
    edited_at: datetime | None = None
    reactions: tuple[str, ...] = ()
    forwarded: bool = False
    silent: bool = False
    changed: int = 0
    """Counter of the double when its content last changed. Losing buttons does not count."""

    @property
    def text(self) -> str:
        return self.body.source

    @property
    def plain(self) -> str:
        return self.body.plain

    def edited(self, at: datetime, body: Formatted, media: Media | None, buttons: Rows) -> Message:
        return replace(self, body=body, media=media, buttons=buttons, edited_at=at)

    def same(self, body: Formatted, media: Media | None, buttons: Rows) -> bool:
        """What Telegram calls "not modified"."""
        return (self.plain, self.body.entities, self.media, self.buttons) == (
            body.plain,
            body.entities,
            media,
            buttons,
        )

    def api(self, chat: dict[str, Any], sender: dict[str, Any]) -> dict[str, Any]:
        raw: dict[str, Any] = {"message_id": self.id, "chat": chat, "from": sender, "date": seconds(self.at)}
        name = "caption" if self.media else "text"
        if self.plain:
            raw[name] = self.plain
        if self.body.entities:
            raw["entities" if name == "text" else "caption_entities"] = [e.api() for e in self.body.entities]
        if self.media:
            raw |= self.media.api()
        if self.buttons:
            raw["reply_markup"] = Inline(self.buttons).api()
        if self.edited_at:
            raw["edit_date"] = seconds(self.edited_at)
        if self.forwarded:
            raw["forward_origin"] = {"type": "hidden_user", "sender_user_name": "Ben", "date": seconds(self.at)}
        return raw


@dataclass(frozen=True, slots=True)
class Sent:
    """One accepted send, edit, deletion, answer or reaction of the bot."""

    at: datetime
    method: str
    chat_id: int
    message_id: int | None = None
    text: str = ""
    """Plain text or caption; of an answered callback, the toast."""
    buttons: Rows = ()
    media: Media | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    real: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    """Real seconds since some start, to measure rates by: `at` may stand still in a test."""


def seconds(at: datetime) -> int:
    return int(at.timestamp())
