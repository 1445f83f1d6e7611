"""The bot as a process of its own, with a clock of its own and its misfortunes ordered beforehand."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bot import logs
from bot.app import App, Parts, TokenRefusedError
from bot.chat.rate import Rate
from bot.commands.exits import Exit, explained, leave
from bot.commands.run import serve
from bot.library import Library
from bot.store.lock import only_one
from tests.faults.clock import ToldClock
from tests.faults.mishap import Fate, Mishap, watch_database, watch_telegram

TOKEN = "123456:Aa-test-token-that-opens-nothing-at-all"
KEY = bytes(range(32))
ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"


@dataclass(frozen=True, slots=True)
class Life:
    """All that one process is told. Plain values: it crosses a pipe as JSON."""

    folder: str
    url: str
    address: str
    clock: str
    skew: float = 0
    hurry: float = 1
    per_second: int = 25
    chat_interval: float = 1.0
    timeouts: Sequence[float] = ()
    """Seconds to read, write, connect and wait for a place in the pool; none: the product's own."""
    connections: int = 0
    """Most connections to Telegram; none: the product's own."""
    mishaps: Sequence[Mishap] = field(default_factory=tuple)


def live(life: Life, library: Library | None = None) -> None:
    """From start to end, as `lumbar run` does it. Ends in SystemExit where that would."""
    logs.configure("json", secrets=[TOKEN])
    with explained():
        app = App(_parts(life, library))
        for mishap in life.mishaps:
            fate = Fate(mishap)
            watch_database(app.database.writer.sync_engine, fate)
            app.bot._request = watch_telegram(app.bot._request, fate)
        with only_one(Path(life.folder)):
            try:
                asyncio.run(serve(app))
            except TokenRefusedError as error:
                leave(str(error), Exit.CONFIGURATION)


def _parts(life: Life, library: Library | None) -> Parts:
    request: dict[str, Any] = {}
    if life.timeouts:
        request["timeout"] = httpx.Timeout(
            **dict(zip(("read", "write", "connect", "pool"), life.timeouts, strict=True))
        )
    if life.connections:
        request["limits"] = httpx.Limits(max_connections=life.connections)
    return Parts(
        token=TOKEN,
        database_url=life.url,
        data_key=KEY,
        clock=ToldClock(Path(life.clock), skew=life.skew, hurry=life.hurry),
        content=CONTENT,
        library=library,
        api_url=life.address,
        rate=Rate(per_second=life.per_second, chat_interval=life.chat_interval),
        request=request,
    )
