"""A Telegram update, parsed once at the border into what the bot cares about."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    edits: datetime | None = None
    """When the message was sent that now reads so."""
    forwarded: bool = False


LINKED = re.compile("[A-Za-z0-9_-]{1,64}")
"""What Telegram takes behind `?start=` in a link."""


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    rest: str

    @property
    def is_linked(self) -> bool:
        """Whether what stands behind it may come from a link, which somebody else wrote."""
        return self.name == "start" and LINKED.fullmatch(self.rest) is not None


@dataclass(frozen=True, slots=True)
class Tap:
    callback_id: str
    data: str


@dataclass(frozen=True, slots=True)
class Location:
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A voice note, a photo without words, a sticker."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person blocked the bot (`True`) or let it in again (`False`)."""

    blocked: bool


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A group, a channel, another bot, somebody in another's chat: not a place for health."""

    joined: bool
    """Whether the bot is a member there now, and so has to leave."""
    is_channel: bool = False
    callback_id: str | None = None
    """Where it was a tap, which Telegram wants answered all the same."""


Deed = Text | Command | Tap | Location | Unreadable | Blocked | Elsewhere


@dataclass(frozen=True, slots=True)
class Incoming:
    update_id: int
    chat_id: int
    deed: Deed
    language: str = "en"
    message_id: int | None = None
    sent_at: datetime | None = None
    """When the message was sent; of a tap, the one that it was made on."""


def parse(update: Update) -> Incoming | None:
    """None for what concerns nobody: a kind of update that was never asked for, a message without a sender."""
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _member(update.update_id, update.my_chat_member)
    if (message := update.message or update.edited_message) is not None:
        return _message(update.update_id, message, edited=update.message is None)
    return None


def _tap(update_id: int, query: CallbackQuery) -> Incoming | None:
    if query.message is None or query.data is None:
        return None
    chat = query.message.chat
    if not _is_own(chat, query.from_user):
        return Incoming(update_id, chat.id, replace(_elsewhere(chat), callback_id=query.id))
    tap = Tap(query.id, query.data)
    language = query.from_user.language_code or "en"
    return Incoming(update_id, chat.id, tap, language, query.message.message_id, query.message.date)


def _member(update_id: int, change: ChatMemberUpdated) -> Incoming:
    status = change.new_chat_member.status
    away = status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
    if not _is_own(change.chat, change.from_user):
        there = _elsewhere(change.chat)
        return Incoming(update_id, change.chat.id, replace(there, joined=there.joined and not away))
    return Incoming(update_id, change.chat.id, Blocked(away), change.from_user.language_code or "en")


def _message(update_id: int, message: Message, *, edited: bool) -> Incoming | None:
    sender = message.from_user
    if sender is None or message.sender_chat is not None or not _is_own(message.chat, sender):
        return Incoming(update_id, message.chat.id, _elsewhere(message.chat))
    deed = _deed(message, edited=edited)
    if deed is None:
        return None
    language = sender.language_code or "en"
    return Incoming(update_id, message.chat.id, deed, language, message.message_id, message.date)


def _is_own(chat: Chat, sender: User) -> bool:
    """Whether it is the chat that this person has with the bot: then both have the same number."""
    return chat.type == ChatType.PRIVATE and chat.id == sender.id and not sender.is_bot


def _elsewhere(chat: Chat) -> Elsewhere:
    return Elsewhere(joined=chat.type != ChatType.PRIVATE, is_channel=chat.type == ChatType.CHANNEL)


def _deed(message: Message, *, edited: bool) -> Deed | None:
    """None for what says nothing: a live location that moves on, Telegram's own notes about the chat."""
    if message.location is not None and not edited:
        return Location(message.location.latitude, message.location.longitude)
    text = message.text or message.caption
    if text is None:
        return None if edited or message.effective_attachment is None else Unreadable()
    forwarded = message.forward_origin is not None
    if text.startswith("/") and not edited and not forwarded:
        name, _, rest = text[1:].partition(" ")
        return Command(name.partition("@")[0].lower(), rest.strip())
    return Text(text, edits=message.date if edited else None, forwarded=forwarded)


def text_of(update: Mapping[str, Any]) -> str:
    """What somebody wrote, by the raw update: it need not be one that can be parsed. Empty when nothing."""
    for kind in ("message", "edited_message"):
        with suppress(KeyError, TypeError, AttributeError):
            return str(update[kind].get("text") or update[kind].get("caption") or "")
    return ""


def is_forwarded(update: Mapping[str, Any]) -> bool:
    """By the raw update: somebody else wrote it."""
    messages = (update.get(kind) for kind in ("message", "edited_message"))
    return any(isinstance(each, Mapping) and "forward_origin" in each for each in messages)


def private_chat(update: Mapping[str, Any]) -> int | None:
    """By the raw update. Also None for what is no update at all: whatever was sent, those behind it are waiting."""
    with suppress(AttributeError, KeyError, TypeError, ValueError, OverflowError):
        tap = update.get("callback_query") or {}
        chat = (update.get("message") or update.get("edited_message") or tap.get("message") or {}).get("chat") or {}
        return int(chat["id"]) if chat.get("type") == ChatType.PRIVATE else None
    return None
