"""P10: one, two and four processes that share a PostgreSQL and send what waits in its outbox.

All of them, the server and the stub share this computer's cores: where Telegram answers at once, the cores are the limit.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager

from bench import lumbar, stub
from bench.goal import Line, at_least, at_most
from bench.population import KEY, NOON
from bench.runner import Runner
from bench.sending import WORDS_WAITING
from bench.stub import ROOT
from bot.chat.rate import Rate
from bot.store import instance, outbox, people, schema
from bot.store.engine import connect
from bot.store.outbox import Lane
from bot.store.vault import Vault
from tests.postgres import databases

SEND_SECONDS = 0.2
"""Of a call to a Telegram that is far away: it, and not this computer, is then the limit of one process."""
PATIENCE = 120
RATE = 2_000
"""Messages a second of all together: more than they reach, yet so few that none claims all that waits."""
READY = b"ready\n"


def measure(bench: Runner) -> Iterator[Line]:
    count = bench.size(3_000, 20_000)
    for seconds, place in ((0.0, "that answers at once"), (SEND_SECONDS, f"that takes {SEND_SECONDS * 1000:.0f} ms")):
        one, two, four = (bench.median(ours, processes=each, count=count, seconds=seconds) for each in (1, 2, 4))
        what = f"{count:,} answers on PostgreSQL, {os.cpu_count()} cores, to a Telegram {place}"
        doubled = one["doubled"] + two["doubled"] + four["doubled"]
        yield Line("P10", f"{what}: two", two["a_second"], "/s", None, "one", one["a_second"], at_least(1.7))
        yield Line("P10", f"{what}: four", four["a_second"], "/s", None, "two", two["a_second"], at_least(1))
        yield Line("P10", f"{what}: sent twice", doubled, "", at_most(0))


async def ours(processes: int, count: int, seconds: float) -> dict[str, float]:
    with databases() as server:
        async with server.fresh() as url, stub.serving(seconds) as address:
            await schema.migrate(url, Vault(KEY))
            await _move_in(url, count)
            async with AsyncExitStack() as stack:
                for _ in range(processes):
                    await stack.enter_async_context(_dispatcher(url, address))
                await _fill(url, count)
                moments = await stub.arrived(address, count, PATIENCE)
    reached = {chat for _, chat in moments}
    assert len(reached) == count, f"{len(reached)} of {count} were reached"
    return {
        "a_second": (len(moments) - 1) / (moments[-1][0] - moments[0][0]),
        "doubled": len(moments) - len(reached),
    }


async def _move_in(url: str, count: int) -> None:
    database = connect(url, Vault(KEY))
    async with database.writing() as db:
        await instance.furnish(db)
        for chat in range(1, count + 1):
            await people.register(db, chat, language="en", now=NOON)
    await database.close()


async def _fill(url: str, count: int) -> None:
    """All in one transaction: none of them begins before the others."""
    database = connect(url, Vault(KEY))
    async with database.writing() as db:
        await instance.furnish(db)
        for chat in range(1, count + 1):
            person = await people.by_chat(db, chat)
            await outbox.add(db, person, chat, payload=WORDS_WAITING, lane=Lane.REPLY, kind="plain", now=NOON)
    await database.close()


@asynccontextmanager
async def _dispatcher(url: str, address: str) -> AsyncIterator[None]:
    words = (sys.executable, "-m", "bench.dispatchers", url, address)
    process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == READY
        yield
    finally:
        process.terminate()
        await process.wait()


async def _dispatch(url: str, address: str) -> None:
    stub.every_core()
    app = lumbar.app(url, address, rate=Rate(RATE, chat_interval=0.0))
    async with app.running() as failed:
        sys.stdout.buffer.write(READY)
        sys.stdout.flush()
        await failed


if __name__ == "__main__":
    asyncio.run(_dispatch(*sys.argv[1:3]))
