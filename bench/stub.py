"""A Telegram that does as little as one can, in a process of its own: what is measured is who speaks to it.

Every sendMessage gets a fresh id. `GET /moments` tells when each arrived, in seconds of the system's monotonic clock.
"""

import asyncio
import json
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from typing_extensions import override

from bot.clock import SystemClock

LOOPBACK = "127.0.0.1"
LONG_POLL = 30
ROOT = Path(__file__).parents[1]
CLOCK = SystemClock()
ME = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
ANSWERS: dict[str, Any] = {
    "getme": ME,
    "getmycommands": [],
    "getmydescription": {"description": ""},
    "getmyshortdescription": {"short_description": ""},
}


class Stub(asyncio.Protocol):
    ids = count(1)
    moments: list[float] = []  # noqa: RUF012  (one record for all connections is what is wanted)

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._data = b""

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
            self._data = self._data[end + 4 + length :]
            self._answer(head.split(" ", 2)[1].rsplit("/", 1)[1].split("?")[0].lower())

    def _answer(self, method: str) -> None:
        if method == "moments":
            self._write(self.moments)
        elif method == "getupdates":
            asyncio.get_running_loop().call_later(LONG_POLL, self._write, {"ok": True, "result": []})
        elif method == "sendmessage":
            self.moments.append(CLOCK.monotonic())
            message = {"message_id": next(self.ids), "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"}
            self._write({"ok": True, "result": message})
        else:
            self._write({"ok": True, "result": ANSWERS.get(method, True)})

    def _write(self, body: Any) -> None:
        text = json.dumps(body).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
        self._transport.write(head.encode() + text)


@asynccontextmanager
async def serving() -> AsyncIterator[str]:
    """Its address. It has a core to itself where there is more than one."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind((LOOPBACK, 0))
    # Whoever calls while the process starts waits for it.
    listener.listen(1024)
    address = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
    words = (sys.executable, "-m", "bench.stub", str(listener.fileno()))
    process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, pass_fds=[listener.fileno()])
    listener.close()
    try:
        yield address
    finally:
        process.terminate()
        await process.wait()


async def moments(address: str) -> list[float]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/moments") as response:
        found: list[float] = await response.json()
        return found


def one_core(number: int) -> bool:
    """Keep this process on one core; False where the system does not know how."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {number % (os.cpu_count() or 1)})
    return True


async def _serve(listener: int) -> None:
    one_core(1)
    server = await asyncio.get_running_loop().create_server(Stub, sock=socket.socket(fileno=listener))
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
