"""Somebody who calls the bot's own address: Telegram, who minds the bot, or a stranger."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp

from bot.app import Webhook
from bot.web.site import Site
from tests.chat.town import Town, town_at

SECRET = "a-secret-of-more-than-thirty-two-letters"
PATH = "/telegram"
TOKEN_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True, slots=True)
class Visitor:
    town: Town
    address: str
    client: aiohttp.ClientSession

    async def brings(
        self, update: Mapping[str, Any] | bytes, *, secret: str | None = SECRET, kind: str = "application/json"
    ) -> tuple[int, Mapping[str, str]]:
        """A request to the webhook: its status and headers."""
        body = update if isinstance(update, bytes) else json.dumps(update).encode()
        headers = {"Content-Type": kind} | ({} if secret is None else {TOKEN_HEADER: secret})
        async with self.client.post(self.address + PATH, data=BytesIO(body), headers=headers) as answer:
            assert await answer.read() == b"", "nobody is told more than the status"
            return answer.status, dict(answer.headers)

    async def reads(self, path: str) -> tuple[int, str]:
        async with self.client.get(self.address + path) as answer:
            return answer.status, await answer.text()

    async def is_told(self) -> dict[str, str]:
        """What /readyz says is wrong, by check."""
        status, text = await self.reads("/readyz")
        checks = json.loads(text)["checks"]
        assert (status == 200) == all(check["state"] == "ok" for check in checks.values())
        return {name: check["why"] for name, check in checks.items() if check["state"] != "ok"}


@asynccontextmanager
async def visited(address: str, *, hooked: bool = True, **other: Any) -> AsyncIterator[Visitor]:
    """A bot with the database at this address that listens, and gets its updates there or polls."""
    site = Site("127.0.0.1", 0)
    home = f"http://127.0.0.1:{site.port}"
    webhook = Webhook(home + PATH, SECRET) if hooked else None
    async with (
        town_at(address, site=site, webhook=webhook, **other) as town,
        aiohttp.ClientSession() as client,
    ):
        yield Visitor(town, home, client)


def message(number: int, chat_id: int, text: str) -> dict[str, Any]:
    person = {"id": chat_id, "is_bot": False, "first_name": "Ana"}
    chat = {"id": chat_id, "type": "private"}
    parts = {"message_id": number, "date": 1772474400, "chat": chat, "from": person, "text": text}
    return {"update_id": number, "message": parts}
