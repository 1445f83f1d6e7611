"""One chat: what stands on the phone's screen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.playground.keyboard import Persistent
from bot.playground.message import Message


@dataclass(frozen=True, slots=True)
class Query:
    """A tap on an inline button, which the bot must answer once, within 150 seconds."""

    id: str
    chat_id: int
    message_id: int
    data: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Toast:
    at: datetime
    text: str
    alert: bool = False


@dataclass(slots=True)
class Chat:
    id: int
    name: str
    language: str = "en"
    started: bool = True
    """False until the person's first message: before it a bot may not write to them."""
    blocked: bool = False
    member: bool = True
    """In a group: whether the bot is in it."""
    messages: list[Message] = field(default_factory=list)
    keyboard: Persistent = field(default_factory=lambda: Persistent(()))
    toasts: list[Toast] = field(default_factory=list)
    unanswered: dict[str, Query] = field(default_factory=dict)
    action: str = ""
    action_at: datetime | None = None

    @property
    def private(self) -> bool:
        return self.id > 0

    def find(self, message_id: int) -> Message | None:
        return next((message for message in self.messages if message.id == message_id), None)

    def put(self, message: Message) -> None:
        """Replaces the message of that id, or adds it at the foot."""
        for place, old in enumerate(self.messages):
            if old.id == message.id:
                self.messages[place] = message
                return
        self.messages.append(message)

    def react(self, message_id: int, emoji: tuple[str, ...]) -> bool:
        message = self.find(message_id)
        if message:
            self.put(replace(message, reactions=emoji))
        return message is not None

    def api(self) -> dict[str, Any]:
        if self.private:
            return {"id": self.id, "type": "private", "first_name": self.name}
        return {"id": self.id, "type": "group", "title": self.name}

    def person(self) -> dict[str, Any]:
        return {"id": abs(self.id), "is_bot": False, "first_name": self.name, "language_code": self.language}
