"""From python-telegram-bot to the double of Telegram without a network between them."""

from collections.abc import Awaitable, Callable
from json import dumps
from typing import Any

import aiohttp
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from bot.chat.wire import READ_SECONDS, failure
from bot.playground.api import answer
from bot.playground.params import Upload
from bot.playground.telegram import Telegram

Before = Callable[[str], Awaitable[None]]
"""What happens to a call of this method on its way; it may raise one of aiohttp's errors."""


class InProcess(BaseRequest):
    def __init__(self, telegram: Telegram, *, before: Before | None = None) -> None:
        self._telegram = telegram
        self.before = before

    @property
    @override
    def read_timeout(self) -> float:
        return READ_SECONDS

    @override
    async def initialize(self) -> None:
        """There is nothing to open."""

    @override
    async def shutdown(self) -> None:
        """There is nothing to close."""

    @override
    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        token, _, name = url.rpartition("/bot")[2].partition("/")
        params = {} if request_data is None else request_data.json_parameters
        parts = {} if request_data is None else request_data.multipart_data
        files = {part: Upload(filename, kind, _read(content)) for part, (filename, content, kind) in parts.items()}
        try:
            if self.before is not None:
                await self.before(name)
            answered = await answer(self._telegram, token, name, params, files)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise failure(error) from error
        body = answered.body if isinstance(answered.body, str) else dumps(answered.body)
        return answered.status, body.encode()


def _read(content: Any) -> bytes:
    return content if isinstance(content, bytes) else bytes(content.read())
