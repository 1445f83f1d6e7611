"""Where Telegram sends updates to. Nobody else is listened to, and no more is read than an update can be long."""

import asyncio
import hmac
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.chat.hook import Hook, ShutError
from bot.logs import logger, place
from bot.metrics import Metrics

SECRET = "x-telegram-bot-api-secret-token"  # noqa: S105  (the header's name)
LONGEST = 2**20
"""Bytes."""
SECONDS = 10.0
"""For all of the body."""
AGAIN_SECONDS = 2
"""After which Telegram may try again: a tap lives for 150 seconds."""

log = logger("webhook")


class RefusedError(Exception):
    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Endpoint:
    def __init__(self, hook: Hook, metrics: Metrics) -> None:
        self._hook = hook
        self._metrics = metrics
        self._secret = hook.webhook.secret.encode()

    async def take(self, request: Request) -> Response:
        response = await self._answer(request)
        self._metrics.webhook_answered(response.status_code)
        return response

    async def _answer(self, request: Request) -> Response:
        """200 once the update is kept: only then does Telegram forget it."""
        try:
            await self._hook.take(await self._body(request))
        except RefusedError as error:
            # What is not read yet must not be waited for.
            return Response(status_code=error.status, headers={"connection": "close"})
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        except Exception as error:  # noqa: BLE001  (whatever it is, Telegram keeps the update and sends it again)
            if not isinstance(error, ShutError):
                log.error("an update was not kept, and has to come again", error=place(error))
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"retry-after": str(AGAIN_SECONDS)})
        return Response()

    async def _body(self, request: Request) -> bytes:
        """Raises RefusedError, the first time before anything of it is read."""
        if not hmac.compare_digest(request.headers.get(SECRET, "").encode(), self._secret):
            raise RefusedError(HTTPStatus.FORBIDDEN)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        if int(request.headers.get("content-length", "0")) > LONGEST:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            async with asyncio.timeout(SECONDS):
                return await _read(request)
        except TimeoutError:
            raise RefusedError(HTTPStatus.REQUEST_TIMEOUT) from None


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return bytes(body)
