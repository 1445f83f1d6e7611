"""A strict Telegram in memory: the Bot API on one side (`call`), people with phones on the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.playground import methods, profile
from bot.playground.chat import Chat, Query
from bot.playground.faults import Fault, Faults, Order, suffer
from bot.playground.markup import parse, with_commands
from bot.playground.message import Media, Message, seconds
from bot.playground.params import Params, Upload
from bot.playground.refusal import NO_SUCH_METHOD, WEBHOOK_SET, Answer, RefusedError
from bot.playground.world import World

TOKEN = "1:TEST-a-token-that-opens-nothing"  # noqa: S105  (it opens nothing)
METHODS = {name.lower(): method for name, method in {**methods.METHODS, **profile.METHODS}.items()}


class Telegram(World):
    def __init__(self, now: Callable[[], datetime], token: str = TOKEN, first_id: int = 1) -> None:
        super().__init__(now, token, first_id)
        self._faults = Faults()

    # The bot's side

    async def call(
        self, method: str, params: Mapping[str, Any] | None = None, files: Mapping[str, Upload] | None = None
    ) -> Answer:
        """One call of the Bot API. Raises DroppedError or StalledError only where such a fault was ordered."""
        given = Params(params or {}, files or {})

        async def do() -> Answer:
            try:
                return Answer(200, {"ok": True, "result": await self._do(method.lower(), given)})
            except RefusedError as error:
                return error.refusal.answer()

        fault = self._faults.next_for(method, given.integer("chat_id") or None)
        return await suffer(fault, do) if fault else await do()

    async def _do(self, method: str, params: Params) -> Any:
        if method == "getupdates":
            return await self._get_updates(params)
        if method not in METHODS:
            raise RefusedError(NO_SUCH_METHOD)
        return METHODS[method](self, params)

    async def _get_updates(self, params: Params) -> Any:
        if self.webhook:
            raise RefusedError(WEBHOOK_SET)
        if "allowed_updates" in params.raw:
            self.updates.allowed = frozenset(params.json("allowed_updates") or ())
        updates = await self.updates.take(
            params.integer("offset"), params.integer("limit", 100), params.integer("timeout")
        )
        return [update.api() for update in updates]

    def fail_next(self, method: str, fault: Fault, *, chat_id: int | None = None, times: int = 1) -> None:
        """Orders a fault for the next calls of a method ("*" for any), in one chat or in all."""
        self._faults.orders.append(Order(method, fault, chat_id, times))

    def close(self) -> None:
        """Sends open polls home."""
        self.updates.close()

    def open(self) -> None:
        """Takes polls again, after a server that stopped has another one in its place."""
        self.updates.open()

    # The people's side

    def chat(self, chat_id: int, name: str = "Ana", language: str = "en", *, started: bool = True) -> Chat:
        """The chat of that id, made if it is new. Not started: the bot may not write first."""
        if chat_id not in self.chats:
            self.chats[chat_id] = Chat(chat_id, name, language, started)
            self.changed.happened()
        return self.chats[chat_id]

    def says(self, chat_id: int, text: str, *, edits: int | None = None, forwarded: bool = False) -> Message:
        """The person types. `edits` names a message of theirs whose text this becomes."""
        chat = self.chat(chat_id)
        body = with_commands(text)
        if edits is None:
            return self.arrive(chat, body, forwarded=forwarded)
        old = chat.find(edits)
        if old is None or old.from_bot:
            raise LookupError(f"no message {edits} of this person")
        message = replace(old, body=body, edited_at=self.now())
        chat.put(message)
        self.changed.happened()
        self.updates.add("edited_message", self.api(message))
        return message

    def taps(self, chat_id: int, message_id: int, data: str) -> str:
        """A press on an inline button, real or forged. Returns the id of the callback query."""
        chat = self.chat(chat_id)
        message = chat.find(message_id)
        if message is None:
            raise LookupError(f"no message {message_id} in chat {chat_id}")
        query = Query(str(self.next_id()), chat_id, message_id, data, self.now())
        chat.unanswered[query.id] = query
        self.changed.happened()
        raw = {"id": query.id, "from": chat.person(), "chat_instance": str(chat_id), "data": data}
        self.updates.add("callback_query", raw | {"message": self.api(message)})
        return query.id

    def sends(self, chat_id: int, kind: str, *, caption: str = "") -> Message:
        """A photo, voice, sticker, video or document, with contents that say nothing."""
        media = self.keep(kind, Upload(f"a {kind}", "application/octet-stream", kind.encode()))
        return self.arrive(self.chat(chat_id), parse(caption, None), media)

    def shares_location(self, chat_id: int, latitude: float, longitude: float) -> Message:
        return self.arrive(self.chat(chat_id), media=Media("location", place=(latitude, longitude)))

    def blocks(self, chat_id: int) -> None:
        chat = self.chat(chat_id)
        chat.blocked = True
        self._membership(chat, "member", "kicked")

    def unblocks(self, chat_id: int) -> None:
        chat = self.chat(chat_id)
        chat.blocked = False
        self._membership(chat, "kicked", "member")

    def adds_to_group(self, chat_id: int, title: str = "Back pain club") -> Chat:
        """Somebody adds the bot to a group; its id is negative."""
        chat = self.chat(chat_id, title)
        chat.member = True
        self._membership(chat, "left", "member")
        return chat

    def _membership(self, chat: Chat, before: str, after: str) -> None:
        def member(status: str) -> dict[str, Any]:
            return {"user": self.me, "status": status} | ({"until_date": 0} if status == "kicked" else {})

        change = {"chat": chat.api(), "from": chat.person(), "date": seconds(self.now())}
        self.changed.happened()
        self.updates.add(
            "my_chat_member", change | {"old_chat_member": member(before), "new_chat_member": member(after)}
        )
