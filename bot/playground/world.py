"""All that Telegram knows: chats, files, taps, commands. Changed by the bot (methods) and by people (telegram)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.playground.changes import Changes
from bot.playground.chat import Chat, Query
from bot.playground.keyboard import Markup, Persistent, Rows
from bot.playground.markup import NO_FORMAT, Formatted
from bot.playground.message import Media, Message, Sent
from bot.playground.params import Upload
from bot.playground.refusal import BLOCKED, NO_CHAT, NOT_A_MEMBER, NOT_STARTED, RefusedError
from bot.playground.updates import Updates
from bot.playground.webhook import Webhook

QUERY_LIFE = timedelta(seconds=150)


class World:
    """`first_id` starts the ids of updates, messages and taps; a restart must pass a higher one."""

    def __init__(self, now: Callable[[], datetime], token: str, first_id: int) -> None:
        self.now = now
        self.token = token
        self.me = {"id": int(token.split(":", 1)[0]), "is_bot": True, "first_name": "Lumbar", "username": "lumbar_bot"}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, Upload] = {}
        self.media: dict[str, Media] = {}
        self.sent: list[Sent] = []
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        """By scope and language."""
        self.about: dict[tuple[str, str], str] = {}
        """Name, description and short description, by method noun and language."""
        self.webhook: Webhook | None = None
        self.updates = Updates(now, first_id)
        self.changed = Changes()
        self._next_id = first_id

    def next_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1

    def skip_ids(self, to: int) -> None:
        self._next_id = max(self._next_id, to)

    def reachable(self, chat_id: int) -> Chat:
        """Raises RefusedError where the bot may not write."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise RefusedError(NO_CHAT)
        if not chat.member:
            raise RefusedError(NOT_A_MEMBER)
        if chat.blocked:
            raise RefusedError(BLOCKED)
        if not chat.started:
            raise RefusedError(NOT_STARTED)
        return chat

    def post(self, chat: Chat, body: Formatted, media: Media | None, markup: Markup, *, silent: bool) -> Message:
        """A new message of the bot."""
        buttons: Rows = ()
        if isinstance(markup, Persistent):
            chat.keyboard = markup
        elif markup:
            buttons = markup.rows
        message = Message(
            id=self.next_id(),
            chat_id=chat.id,
            from_bot=True,
            at=self.now(),
            body=body,
            media=media,
            buttons=buttons,
            brought_keyboard=isinstance(markup, Persistent),
            silent=silent,
            changed=self.changed.happened(),
        )
        chat.put(message)
        chat.action = ""
        return message

    def revise(self, chat: Chat, old: Message, new: Message) -> Message:
        """An edit of the bot. One that only loses buttons is no news to the person."""
        only_buttons_gone = old.same(new.body, new.media, old.buttons) and not new.buttons
        count = self.changed.happened()
        message = new if only_buttons_gone else replace(new, changed=count)
        chat.put(message)
        chat.action = ""
        return message

    def arrive(self, chat: Chat, body: Formatted = NO_FORMAT, media: Media | None = None, **of: Any) -> Message:
        """A new message of the person, in the chat and in the queue of updates."""
        message = Message(
            id=self.next_id(), chat_id=chat.id, from_bot=False, at=self.now(), body=body, media=media, **of
        )
        chat.started = True
        chat.put(message)
        self.changed.happened()
        self.updates.add("message", self.api(message))
        return message

    def keep(self, kind: str, upload: Upload) -> Media:
        """Stores a file under an id made of its contents, as Telegram's stay the same for the same file."""
        digest = hashlib.sha256(upload.content).hexdigest()[:32]
        file_id = f"{kind}-{digest}"
        media = Media(kind, file_id, upload.content_type, upload.name, len(upload.content))
        self.files[file_id] = upload
        return self.media.setdefault(file_id, media)

    def keep_again(self, media: Media, upload: Upload) -> None:
        """Puts back a file that was kept before."""
        self.files[media.file_id] = upload
        self.media[media.file_id] = media

    def query(self, query_id: str) -> Query | None:
        """The tap, if it still waits for its answer."""
        for chat in self.chats.values():
            query = chat.unanswered.get(query_id)
            if query and self.now() - query.at < QUERY_LIFE:
                return query
        return None

    def api(self, message: Message) -> dict[str, Any]:
        chat = self.chats[message.chat_id]
        return message.api(chat.api(), self.me if message.from_bot else chat.person())
