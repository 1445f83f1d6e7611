"""The real bot, on a copy of a population, against the stub."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bench.population import KEY, noon, url_of
from bench.stub import ROOT
from bot.app import App, Parts
from bot.chat.aftermath import Happened
from bot.chat.rate import Rate
from bot.clock import Clock
from bot.store import instance
from bot.store.engine import Database, connect
from bot.store.vault import Vault

TOKEN = "1:BENCH"  # noqa: S105  (nobody's)


def app(
    url: str,
    address: str,
    *,
    rate: Rate | None = None,
    clock: Clock | None = None,
    observe: Callable[[Happened], None] = lambda _: None,
) -> App:
    return App(
        Parts(
            TOKEN,
            url,
            KEY,
            clock or noon(),
            ROOT / "content",
            api_url=address,
            rate=rate or Rate(),
            operator="The bench",
            observe=observe,
        )
    )


@asynccontextmanager
async def database(people: str) -> AsyncIterator[Database]:
    with copied(people) as url:
        found = connect(url, Vault(KEY))
        try:
            async with found.writing() as db:
                await instance.furnish(db)
            yield found
        finally:
            await found.close()


@contextmanager
def copied(people: str) -> Iterator[str]:
    """The address of a copy of this population, which is removed at the end."""
    with tempfile.TemporaryDirectory() as folder:
        yield url_of(Path(shutil.copy(people, folder)))
