"""The double's world on disk, as JSON: what a restart of `lumbar try` must not forget.

Written whole and put in place at once, so a kill leaves the state of a moment ago. The bot's database may then be a
little ahead: to the bot it is as if somebody had deleted the newest messages.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.playground.chat import Chat
from bot.playground.keyboard import Button, Persistent, Rows
from bot.playground.markup import Entity, Formatted
from bot.playground.message import Media, Message
from bot.playground.params import Upload
from bot.playground.telegram import Telegram
from bot.playground.updates import Update

VERSION = 1
QUIET_SECONDS = 1.0
"""Changes are written once there was none for this long …"""
MOST_WAITS = 5
"""… or after so many times this long."""


class UnreadableError(Exception):
    """The file was written by another version, or by something else."""


class Memory:
    def __init__(self, folder: Path) -> None:
        self._state = folder / "telegram.json"
        self._files = folder / "files"

    def read(self) -> Mapping[str, Any]:
        """Empty where nothing was kept. Raises UnreadableError."""
        try:
            raw = json.loads(self._state.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise UnreadableError(f"{self._state} is damaged. --fresh starts over.") from error
        if not isinstance(raw, dict) or raw.get("version") != VERSION:
            raise UnreadableError(f"{self._state} is from another version of Lumbar. --fresh starts over.")
        return raw

    def restore(self, telegram: Telegram, raw: Mapping[str, Any]) -> None:
        """Ids go on from where the double was made or from where they were kept, whichever is higher."""
        telegram.chats = {chat.id: chat for chat in map(_chat, raw["chats"])}
        telegram.commands = {(scope, language): value for scope, language, value in raw["commands"]}
        telegram.about = {(noun, language): text for noun, language, text in raw["about"]}
        telegram.updates.resume([_update(one) for one in raw["updates"]], raw["next_update"])
        telegram.skip_ids(raw["next_id"])
        for one in raw["media"]:
            media = _media(one)
            with suppress(FileNotFoundError):
                content = (self._files / media.file_id).read_bytes()
                telegram.keep_again(media, Upload(media.name, media.content_type, content))

    def write(self, telegram: Telegram, ahead: timedelta) -> None:
        for file_id, upload in telegram.files.items():
            if not (file := self._files / file_id).exists():
                self._files.mkdir(exist_ok=True)
                file.write_bytes(upload.content)
        draft = self._state.with_suffix(".new")
        draft.write_text(json.dumps(_world(telegram, ahead), ensure_ascii=False, default=_instant), encoding="utf-8")
        draft.replace(self._state)

    @asynccontextmanager
    async def keeping(self, telegram: Telegram, ahead: Callable[[], timedelta]) -> AsyncIterator[None]:
        """Writes soon after each change, and at the end. `ahead`: how far the bot's clock has been moved by then."""

        async def keep() -> None:
            written = 0
            while True:
                await telegram.changed.after(written)
                for _ in range(MOST_WAITS):
                    written = telegram.changed.count
                    await asyncio.sleep(QUIET_SECONDS)
                    if telegram.changed.count == written:
                        break
                written = telegram.changed.count
                self.write(telegram, ahead())

        keeper = asyncio.create_task(keep())
        try:
            yield
        finally:
            keeper.cancel()
            await asyncio.wait([keeper])
            self.write(telegram, ahead())


def ahead_of(raw: Mapping[str, Any]) -> timedelta:
    return timedelta(seconds=raw.get("ahead_seconds", 0))


def _world(telegram: Telegram, ahead: timedelta) -> dict[str, Any]:
    return {
        "version": VERSION,
        "ahead_seconds": ahead.total_seconds(),
        "next_id": telegram.next_id(),
        "next_update": telegram.updates.next_id,
        "updates": [asdict(update) for update in telegram.updates.waiting],
        "commands": [[*key, commands] for key, commands in telegram.commands.items()],
        "about": [[*key, text] for key, text in telegram.about.items()],
        "media": [asdict(media) for media in telegram.media.values()],
        "chats": [_kept(chat) for chat in telegram.chats.values()],
    }


def _kept(chat: Chat) -> dict[str, Any]:
    """All but what lives for seconds: toasts, unanswered taps, "typing"."""
    return {
        "id": chat.id,
        "name": chat.name,
        "language": chat.language,
        "started": chat.started,
        "blocked": chat.blocked,
        "member": chat.member,
        "keyboard": asdict(chat.keyboard),
        "messages": [asdict(message) for message in chat.messages],
    }


def _instant(value: object) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()


def _chat(raw: dict[str, Any]) -> Chat:
    keyboard = raw["keyboard"]
    parsed = {
        "keyboard": Persistent(_rows(keyboard["rows"]), keyboard["placeholder"]),
        "messages": [_message(one) for one in raw["messages"]],
    }
    return Chat(**raw | parsed)


def _message(raw: dict[str, Any]) -> Message:
    body, media, edited_at = raw["body"], raw["media"], raw["edited_at"]
    parsed = {
        "at": datetime.fromisoformat(raw["at"]),
        "edited_at": datetime.fromisoformat(edited_at) if edited_at else None,
        "body": Formatted(body["source"], body["plain"], tuple(Entity(**entity) for entity in body["entities"])),
        "media": _media(media) if media else None,
        "buttons": _rows(raw["buttons"]),
        "reactions": tuple(raw["reactions"]),
        "changed": 0,
    }
    return Message(**raw | parsed)


def _media(raw: dict[str, Any]) -> Media:
    return Media(**raw | {"place": tuple(raw["place"]) if raw["place"] else None})


def _rows(raw: list[list[dict[str, Any]]]) -> Rows:
    return tuple(tuple(Button(**button) for button in row) for row in raw)


def _update(raw: dict[str, Any]) -> Update:
    return Update(**raw | {"expires": datetime.fromisoformat(raw["expires"])})
