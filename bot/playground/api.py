"""The Bot API over HTTP: what python-telegram-bot's ordinary request class talks to."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.playground.faults import DroppedError, StalledError
from bot.playground.params import Upload
from bot.playground.refusal import NOT_FOUND, UNAUTHORIZED, Answer
from bot.playground.telegram import Telegram


class BrokenOff:
    """An answer that promises a body and ends without it, so that the client sees the connection drop."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
        raise self.error


async def answer(
    telegram: Telegram, token: str, method: str, params: Mapping[str, Any], files: Mapping[str, Upload]
) -> Answer:
    """As the Bot API answers who comes with this token. Raises what `Telegram.call` does."""
    if not hmac.compare_digest(token.encode(), telegram.token.encode()):
        return (UNAUTHORIZED if ":" in token else NOT_FOUND).answer()
    return await telegram.call(method, params, files)


def routes(telegram: Telegram) -> list[Route]:
    async def method(request: Request) -> Response | BrokenOff:
        params, files = await _arguments(request)
        try:
            token, name = request.path_params["token"], request.path_params["method"]
            return _response(await answer(telegram, token, name, params, files))
        except (DroppedError, StalledError) as error:
            return BrokenOff(error)

    async def file(request: Request) -> Response:
        upload = telegram.files.get(request.path_params["file_id"])
        if upload is None or request.path_params["token"] != telegram.token:
            return _response(NOT_FOUND.answer())
        return Response(upload.content, media_type=upload.content_type)

    return [
        Route("/bot{token}/{method}", method, methods=["GET", "POST"]),
        Route("/file/bot{token}/files/{file_id}", file),
    ]


def bot_api(telegram: Telegram) -> Starlette:
    return Starlette(routes=routes(telegram))


async def _arguments(request: Request) -> tuple[Mapping[str, Any], Mapping[str, Upload]]:
    params: dict[str, Any] = dict(request.query_params)
    files: dict[str, Upload] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        body = await request.body()
        return params | (json.loads(body) if body else {}), files
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                content_type = value.content_type or "application/octet-stream"
                files[name] = Upload(value.filename or name, content_type, await value.read())
            else:
                params[name] = value
    return params, files


def _response(answer: Answer) -> Response:
    if isinstance(answer.body, str):
        return HTMLResponse(answer.body, answer.status)
    return JSONResponse(answer.body, answer.status)
