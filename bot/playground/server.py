"""`lumbar try`: the Bot API, the chat page and what the page asks, in one app on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.playground import api, view
from bot.playground.backstage import Backstage
from bot.playground.chat import Chat
from bot.playground.phone import NotOnScreenError, Phone
from bot.playground.scenarios import BY_NAME, SCENARIOS, Scenario
from bot.playground.telegram import Telegram

PAGE = Path(__file__).parent / "page"
LONGEST_TEXT = 4096
READING = timedelta(seconds=2)
"""What goes by before a person taps again. A bot may well take a faster tap for a double one."""
MEDIA = frozenset({"photo", "voice", "sticker", "video", "document"})
HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    b"media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-store",
}
Endpoint = Callable[[Request], Awaitable[Response]]


class Guarded:
    """Headers on every answer, and no POST to the page from another site: those cannot send JSON."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS.items()]
            await send(message)

        if scope["type"] == "http" and scope["method"] == "POST" and not scope["path"].startswith("/bot"):
            kind = dict(scope["headers"]).get(b"content-type", b"")
            if not kind.startswith(b"application/json"):
                await JSONResponse({"error": "JSON only"}, 415)(scope, receive, sending)
                return
        await self.app(scope, receive, sending)


class Page:
    """The page's side of the server. `close` ends the open streams."""

    def __init__(self, telegram: Telegram, backstage: Backstage) -> None:
        self.telegram = telegram
        self.backstage = backstage
        self._closed = False
        self._clock = asyncio.Lock()
        """Only one at a time may move the clock, or a scenario would find itself on another day."""

    def close(self) -> None:
        self._closed = True
        self.telegram.close()
        self.telegram.changed.happened()

    def routes(self) -> list[Route | Mount]:
        phone = "/phones/{chat:int}"
        return [
            Route("/", self.index),
            Route("/help", self.help),
            Route("/commands", self.commands),
            Route("/files/{file_id}", self.file),
            Route("/scenarios", self.scenarios),
            Route("/scenarios/{name}", self.scenario, methods=["POST"]),
            Route("/phones", self.new_phone, methods=["POST"]),
            Route(phone, self.phone),
            Route(f"{phone}/stream", self.stream),
            Route(f"{phone}/clock", self.clock),
            Route(f"{phone}/happened", self.happened),
            Route(f"{phone}/says", self.says, methods=["POST"]),
            Route(f"{phone}/taps", self.taps, methods=["POST"]),
            Route(f"{phone}/location", self.location, methods=["POST"]),
            Route(f"{phone}/media", self.media, methods=["POST"]),
            Route(f"{phone}/skip", self.skip, methods=["POST"]),
            Mount("/page", StaticFiles(directory=PAGE)),
        ]

    async def index(self, request: Request) -> Response:
        del request
        return FileResponse(PAGE / "index.html")

    async def help(self, request: Request) -> Response:
        del request
        return JSONResponse(view.formatted(self.backstage.help()))

    async def commands(self, request: Request) -> Response:
        del request
        return JSONResponse(self.telegram.commands.get(("default", ""), []))

    async def file(self, request: Request) -> Response:
        upload = self.telegram.files.get(request.path_params["file_id"])
        if upload is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response(upload.content, media_type=upload.content_type)

    async def scenarios(self, request: Request) -> Response:
        del request
        return JSONResponse([{"name": s.name, "title": s.title, "line": s.line} for s in SCENARIOS])

    async def scenario(self, request: Request) -> Response:
        scenario = BY_NAME.get(request.path_params["name"])
        if scenario is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        try:
            return JSONResponse({"chat": await self.play(scenario)})
        except NotOnScreenError as error:
            return JSONResponse({"error": f"{scenario.title}: {error}"}, HTTPStatus.CONFLICT)

    async def play(self, scenario: Scenario) -> int:
        """Plays it with a person of its own and returns their chat. Raises NotOnScreenError."""
        chat = self.telegram.chat(self.telegram.next_id(), scenario.person, started=False)

        async def read() -> None:
            await self.backstage.settled()
            self.backstage.rest(READING)

        async def skip(by: timedelta) -> None:
            await self.backstage.skip(by, chat.id)

        async with self._clock:
            await Phone(self.telegram, chat.id, read, skip).plays(scenario.steps)
        return chat.id

    async def new_phone(self, request: Request) -> Response:
        del request
        return JSONResponse({"chat": self.telegram.chat(self.telegram.next_id(), started=False).id})

    async def phone(self, request: Request) -> Response:
        return JSONResponse(view.phone(self.telegram, self._chat(request)))

    async def stream(self, request: Request) -> Response:
        return StreamingResponse(self._events(self._chat(request)), media_type="text/event-stream")

    async def _events(self, chat: Chat) -> AsyncIterator[str]:
        last = ""
        while not self._closed:
            seen = self.telegram.changed.count
            event = json.dumps(view.phone(self.telegram, chat), ensure_ascii=False)
            if event != last:
                yield f"data: {event}\n\n"
                last = event
            await self.telegram.changed.after(seen)

    async def clock(self, request: Request) -> Response:
        return JSONResponse(await self._time(self._chat(request)))

    async def happened(self, request: Request) -> Response:
        lines = await self.backstage.happened(self._chat(request).id)
        return JSONResponse({head: [body] if isinstance(body, str) else list(body) for head, body in lines.items()})

    async def says(self, request: Request) -> Response:
        text = str((await _json(request)).get("text") or "").strip()[:LONGEST_TEXT]
        if text:
            self.telegram.says(self._chat(request).id, text)
        return JSONResponse({})

    async def taps(self, request: Request) -> Response:
        wish = await _json(request)
        try:
            self.telegram.taps(self._chat(request).id, int(wish["message"]), str(wish["data"]))
        except (KeyError, ValueError, LookupError) as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST) from error
        return JSONResponse({})

    async def location(self, request: Request) -> Response:
        wish = await _json(request)
        try:
            place = float(wish["latitude"]), float(wish["longitude"])
        except (KeyError, ValueError, TypeError) as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST) from error
        self.telegram.shares_location(self._chat(request).id, *place)
        return JSONResponse({})

    async def media(self, request: Request) -> Response:
        kind = str((await _json(request)).get("kind"))
        if kind not in MEDIA:
            raise HTTPException(HTTPStatus.BAD_REQUEST)
        self.telegram.sends(self._chat(request).id, kind)
        return JSONResponse({})

    async def skip(self, request: Request) -> Response:
        chat = self._chat(request)
        to = (await _json(request)).get("to")
        async with self._clock:
            by: timedelta | None = timedelta(days=1)
            if to == "nudge":
                nudge = await self.backstage.next_nudge(chat.id)
                by = nudge - self.backstage.now() if nudge else None
            if by is None:
                return JSONResponse({"error": "Nothing is planned for this person yet."}, HTTPStatus.CONFLICT)
            await self.backstage.skip(max(by, timedelta(0)), chat.id)
            await self.backstage.settled()
        self.telegram.changed.happened()  # the clock itself is news, to the screens and to the disk
        return JSONResponse(await self._time(chat))

    async def _time(self, chat: Chat) -> dict[str, Any]:
        nudge = await self.backstage.next_nudge(chat.id)
        zone = await self.backstage.zone(chat.id)
        now = self.backstage.now().isoformat()
        return {"now": now, "zone": zone, "next": nudge.isoformat() if nudge else None}

    def _chat(self, request: Request) -> Chat:
        chat = self.telegram.chats.get(request.path_params["chat"])
        if chat is None or not chat.private:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return chat


def playground(page: Page) -> Starlette:
    """Everything on one port. Only names of this computer are answered, so no other site can be made to point here."""
    return Starlette(
        routes=[*api.routes(page.telegram), *page.routes()],
        middleware=[Middleware(TrustedHostMiddleware, ["127.0.0.1", "localhost"]), Middleware(Guarded)],
        exception_handlers={HTTPException: _refused},
    )


async def _refused(request: Request, error: Exception) -> Response:
    del request
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    return JSONResponse({"error": HTTPStatus(status).phrase}, status)


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error
    if not isinstance(body, dict):
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    return body
