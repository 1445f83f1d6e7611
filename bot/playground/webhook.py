"""Updates pushed to a webhook, as telegram-bot-api does it (WebhookActor.cpp): in order within a chat, again until they are taken."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp

from bot.playground.message import seconds
from bot.playground.params import Params
from bot.playground.refusal import bad_request
from bot.playground.updates import Update

if TYPE_CHECKING:
    from bot.playground.telegram import Telegram

USUAL_CONNECTIONS, MOST_CONNECTIONS = 40, 100
ANSWER_SECONDS = 60.0
LONGEST_PAUSE = 60.0
LONGEST_WISH = 3600.0
"""So long at most an answer's Retry-After is heeded."""
PORTS = (443, 80, 88, 8443)
LOCAL = ("127.0.0.1", "localhost")
"""Over plain http and at any port, as a Bot API server of one's own allows it."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
TAPS = 3 << 33
"""Taps queue apart from the messages of the same person."""


@dataclass(slots=True)
class Webhook:
    url: str
    secret: str = ""
    connections: int = USUAL_CONNECTIONS
    failed_at: datetime | None = None
    why: str = ""

    @classmethod
    def asked_for(cls, params: Params) -> Webhook:
        """Raises RefusedError."""
        url, secret = params.text("url"), params.text("secret_token")
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in LOCAL:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if parts.hostname not in LOCAL and (parts.port or 443) not in PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        wanted = params.integer("max_connections", USUAL_CONNECTIONS)
        return cls(url, secret, max(1, min(wanted, MOST_CONNECTIONS)))

    def told(self) -> dict[str, Any]:
        """As getWebhookInfo tells it. The secret is told to nobody."""
        told = {"url": self.url, "max_connections": self.connections}
        if self.failed_at is None:
            return told
        return told | {"last_error_date": seconds(self.failed_at), "last_error_message": self.why}


@asynccontextmanager
async def delivering(telegram: Telegram) -> AsyncIterator[None]:
    """While a webhook is set, whatever comes in is pushed there."""
    # Each on a connection of its own, so that whoever stands before several bots can take turns.
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        pushing = asyncio.create_task(_Delivery(telegram, session).run())
        try:
            yield
        finally:
            pushing.cancel()
            await asyncio.gather(pushing, return_exceptions=True)


@dataclass(slots=True)
class _Delivery:
    telegram: Telegram
    session: aiohttp.ClientSession
    pushing: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    """By queue."""

    async def run(self) -> None:
        try:
            while True:
                seen = self.telegram.updates.changes.count
                self._start()
                await self.telegram.updates.changes.after(seen)
        finally:
            for task in self.pushing.values():
                task.cancel()
            await asyncio.gather(*self.pushing.values(), return_exceptions=True)

    def _start(self) -> None:
        """The first update of each queue that none is pushed from."""
        hook = self.telegram.webhook
        if hook is None:
            return
        for update in self.telegram.updates.due():
            if len(self.pushing) >= hook.connections:
                return
            queue = _queue(update)
            if queue not in self.pushing:
                self.pushing[queue] = asyncio.create_task(self._push(queue, update))

    async def _push(self, queue: int, update: Update) -> None:
        try:
            await self._push_again_and_again(update)
        finally:
            del self.pushing[queue]
            self.telegram.updates.changes.happened()

    async def _push_again_and_again(self, update: Update) -> None:
        """Until it is taken or expires, or no webhook is set."""
        before, pause = None, 0.0
        while (hook := self.telegram.webhook) is not None and update in self.telegram.updates.due():
            # The first time again at once.
            pause = 0.0 if hook is not before else min(pause * 2 or 1.0, LONGEST_PAUSE)
            wish = await self._pushed(hook, update)
            if wish is None:
                self.telegram.updates.taken(update)
                return
            await self._rest(hook, wish or pause)
            before = hook

    async def _rest(self, hook: Webhook, seconds: float) -> None:
        """Unless another one is set meanwhile."""
        changes = self.telegram.updates.changes
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.telegram.webhook is hook:
                    await changes.after(changes.count)

    async def _pushed(self, hook: Webhook, update: Update) -> float | None:
        """None when it was taken; else the seconds that the answer asks for."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        try:
            async with self.session.post(
                hook.url, json=update.api(), headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                if answer.ok:
                    return None
                hook.why = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                wish = answer.headers.get("Retry-After", "0")
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            hook.why, wish = f"Connection failed: {type(error).__name__}", "0"
        hook.failed_at = self.telegram.now()
        with suppress(ValueError):
            return min(float(wish), LONGEST_WISH)
        return 0.0


def _queue(update: Update) -> int:
    """Whose turn it waits for."""
    payload = update.payload
    if update.kind == "callback_query":
        return int(payload["from"]["id"]) + TAPS
    try:
        return int(payload["chat"]["id"])
    except (KeyError, TypeError, ValueError):
        return -TAPS - update.id
