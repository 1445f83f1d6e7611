"""A web server that starts at once and stops at once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from typing_extensions import override

LOOPBACK = "127.0.0.1"


def listen(port: int, host: str = LOOPBACK) -> socket.socket:
    """Binds now, so that the address is known and a port in use is an error here. 0: any free port.

    The protocol is named because asyncio sets TCP_NODELAY only then: without it each request takes 40 ms.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


class _Server(uvicorn.Server):
    """Leaves the signals to the program: a server in a larger program must not take Ctrl-C away from it."""

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(
    app: Callable[..., Any], listener: socket.socket, *, stopping: Callable[[], object], patience: int = 1
) -> AsyncIterator[str]:
    """Yields the address. `stopping` ends open long polls and streams; others are given so many seconds to end."""
    config = uvicorn.Config(
        app,
        http="h11",
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=patience,
        ws="none",
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started and not running.done():  # noqa: ASYNC110  (uvicorn offers no event)
            await asyncio.sleep(0.005)
        yield f"http://{LOOPBACK}:{listener.getsockname()[1]}"
    finally:
        stopping()
        server.should_exit = True
        await running
