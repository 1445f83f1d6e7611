"""A Telegram that does as little as one can, in a process of its own: what is measured is who speaks to it.

Every message gets a fresh id. `GET /moments` tells when each arrived, in seconds of the system's monotonic clock, and in
which chat, `/number` how many there are; what is posted to `/feed` is given out to getUpdates, a hundred at a time, until it is confirmed.
"""

import asyncio
import json
import os
import re
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import aiohttp
from typing_extensions import override

from bot.clock import SystemClock

LOOPBACK = "127.0.0.1"
LONG_POLL = 30
MOST = 100
"""Updates in one answer, as at Telegram."""
ROOT = Path(__file__).parents[1]
CLOCK = SystemClock()
ME = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
MESSAGES = frozenset(
    {
        *("sendmessage", "editmessagetext", "sendanimation", "sendphoto", "sendaudio"),
        *("editmessagecaption", "editmessagemedia"),
    }
)
ANSWERS: dict[str, Any] = {
    "getme": ME,
    "getmycommands": [],
    "getmydescription": {"description": ""},
    "getmyshortdescription": {"short_description": ""},
    "getwebhookinfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
}
CHAT = re.compile(rb"chat_id(?:=|\"\r\n\r\n)(-?\d+)")
OFFSET = re.compile(rb"(?:^|&)offset=(\d+)")

TEXT = re.compile(r"(?:^|&)(?:text|caption)=([^&]*)")

Moment = tuple[float, int]
"""When, and in which chat."""
Heard = tuple[float, int, str]
"""And what was said."""


@dataclass(slots=True)
class Record:
    """All that the connections share."""

    ids: "count[int]" = field(default_factory=lambda: count(1))
    moments: list[Moment] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    asking: "set[Stub]" = field(default_factory=set)
    bodies: list[str] | None = None
    """Of the messages, as they came, where somebody will ask what was said."""


class Stub(asyncio.Protocol):
    def __init__(self, record: Record, seconds: float) -> None:
        self._record = record
        self._seconds = seconds
        self._data = b""
        self._late: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_asking()

    @override
    def data_received(self, data: bytes) -> None:
        self._data += data
        while (end := self._data.find(b"\r\n\r\n")) >= 0:
            head = self._data[:end].decode()
            length = next(
                (int(line[15:]) for line in head.split("\r\n") if line.lower().startswith("content-length:")), 0
            )
            if len(self._data) < end + 4 + length:
                return
            body = self._data[end + 4 : end + 4 + length]
            self._data = self._data[end + 4 + length :]
            self._answer(head.split(" ", 2)[1].rsplit("/", 1)[1].split("?")[0].lower(), body)

    def _answer(self, method: str, body: bytes) -> None:
        if method in MESSAGES:
            self._note(body)
        elif method == "moments":
            self._write(self._record.moments)
        elif method == "heard":
            self._write(self._heard())
        elif method == "number":
            self._write(len(self._record.moments))
        elif method == "feed":
            self._record.updates += json.loads(body)
            self._write(True)  # noqa: FBT003  (the answer)
            for asking in list(self._record.asking):
                asking.give()
        elif method == "getupdates":
            self._ask(body)
        else:
            self._write({"ok": True, "result": ANSWERS.get(method, True)})

    def _note(self, body: bytes) -> None:
        found = CHAT.search(body)
        chat = int(found[1]) if found else 0
        self._record.moments.append((CLOCK.monotonic(), chat))
        if self._record.bodies is not None:
            self._record.bodies.append(body.decode(errors="replace"))
        message = {
            "message_id": next(self._record.ids),
            "date": 1,
            "chat": {"id": chat, "type": "private"},
            "text": "x",
        }
        answer = {"ok": True, "result": message}
        if self._seconds:
            asyncio.get_running_loop().call_later(self._seconds, self._write, answer)
        else:
            self._write(answer)

    def _heard(self) -> list[Heard]:
        texts = (TEXT.search(body) for body in self._record.bodies or ())
        said = (unquote_plus(found[1]) if found else "" for found in texts)
        return [(*moment, text) for moment, text in zip(self._record.moments, said, strict=True)]

    def _ask(self, body: bytes) -> None:
        if (offset := OFFSET.search(body)) is not None:
            first = int(offset[1])
            self._record.updates = [each for each in self._record.updates if each["update_id"] >= first]
        if self._record.updates:
            self.give()
            return
        self._record.asking.add(self)
        self._late = asyncio.get_running_loop().call_later(LONG_POLL, self.give)

    def give(self) -> None:
        """What there is, if only nothing."""
        self._stop_asking()
        self._write({"ok": True, "result": self._record.updates[:MOST]})

    def _stop_asking(self) -> None:
        self._record.asking.discard(self)
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _write(self, body: Any) -> None:
        text = json.dumps(body).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
        self._transport.write(head.encode() + text)


@asynccontextmanager
async def serving(seconds: float = 0.0, *, keeps: bool = False) -> AsyncIterator[str]:
    """Its address. It takes so long to answer a message, and has a core to itself where there is more than one.

    With `keeps` it remembers what was said.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind((LOOPBACK, 0))
    # Whoever calls while the process starts waits for it.
    listener.listen(1024)
    address = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
    words = (sys.executable, "-m", "bench.stub", str(listener.fileno()), str(seconds), *(["keeps"] if keeps else []))
    process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, pass_fds=[listener.fileno()])
    listener.close()
    try:
        # It has read what it needs: its start is no part of what is measured.
        await moments(address)
        yield address
    finally:
        process.terminate()
        await process.wait()


async def moments(address: str) -> list[Moment]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/moments") as response:
        return [(at, chat) for at, chat in await response.json()]


async def heard(address: str) -> list[Heard]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/heard") as response:
        return [(at, chat, text) for at, chat, text in await response.json()]


async def feed(address: str, updates: Sequence[dict[str, Any]]) -> None:
    async with aiohttp.ClientSession() as session, session.post(f"{address}/feed", json=updates) as response:
        await response.read()


async def arrived(address: str, number: int, patience: float) -> list[Moment]:
    """Once so many messages are there; fewer when the patience is over."""
    until = CLOCK.monotonic() + patience
    async with aiohttp.ClientSession() as session:
        while CLOCK.monotonic() < until:
            async with session.get(f"{address}/number") as response:
                if int(await response.text()) >= number:
                    break
            await CLOCK.sleep(0.5)
    return await moments(address)


def one_core(number: int) -> bool:
    """Keep this process on one core; False where the system does not know how."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {number % (os.cpu_count() or 1)})
    return True


def every_core() -> None:
    """Take back `one_core`, which a process inherits."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))


async def _serve(listener: int, seconds: float, *, keeps: bool) -> None:
    one_core(1)
    record = Record(bodies=[] if keeps else None)
    server = await asyncio.get_running_loop().create_server(
        lambda: Stub(record, seconds), sock=socket.socket(fileno=listener)
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2]), keeps="keeps" in sys.argv))
