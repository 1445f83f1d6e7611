"""The bot as a process of its own, with a clock of its own and its misfortunes ordered beforehand."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bot import logs
from bot.app import App, Parts, TokenRefusedError
from bot.chat.rate import Rate
from bot.commands.exits import Exit, explained, leave
from bot.commands.run import serve
from bot.library import Library
from bot.store.address import is_sqlite
from bot.store.lock import only_one
from bot.store.vault import write_key
from tests.faults.clock import ToldClock
from tests.faults.mishap import Fate, Mishap, Watched, watch_database

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
    timeouts: Mapping[str, float] = field(default_factory=dict)
    """Seconds that python-telegram-bot's requests take by these names; none: the product's own."""
    connections: int = 0
    """Most connections to Telegram; none: the product's own."""
    names: str = ""
    """A file; while it is there, no name of a host resolves."""
    mishaps: Sequence[Mishap] = field(default_factory=tuple)


def live(life: Life, library: Library | None = None) -> None:
    """From start to end, as `lumbar run` does it. Ends in SystemExit where that would."""
    # At DEBUG: what nobody may read is in no line of any run (I5).
    logs.configure("json:debug", secrets=[TOKEN, write_key(KEY)])
    logs.die_discreetly()
    fates = [Fate(mishap) for mishap in life.mishaps]
    with explained(), only_one(Path(life.folder)) if is_sqlite(life.url) else nullcontext():
        app = App(_parts(life, fates, library))
        for fate in fates:
            watch_database(app.database.writer.sync_engine, fate)
        try:
            asyncio.run(serve(app))
        except TokenRefusedError as error:
            leave(str(error), Exit.CONFIGURATION)


def _parts(life: Life, fates: Sequence[Fate], library: Library | None) -> Parts:
    return Parts(
        token=TOKEN,
        database_url=life.url,
        data_key=KEY,
        clock=ToldClock(Path(life.clock), skew=life.skew, hurry=life.hurry),
        content=CONTENT,
        library=library,
        api_url=life.address,
        folder=Path(life.folder),
        rate=Rate(per_second=life.per_second, chat_interval=life.chat_interval),
        request=partial(Watched, fates, life.timeouts, life.connections, life.names),
    )
