"""Messages a second on one core: the courier with all its bookkeeping durable, against a bare loop of `send_message`."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bench import stub
from bot.app import App, Parts
from bot.chat.rate import Rate
from bot.chat.wire import CONNECTIONS, Wire
from bot.clock import SystemClock
from bot.flows import talk
from bot.flows.talk import say
from bot.store import instance, outbox, people, schema
from bot.store.outbox import Lane
from bot.store.vault import Vault

ROOT = Path(__file__).parents[1]
KEY = bytes(32)
TOKEN = "1:BENCH"  # noqa: S105  (nobody's)
UNLIMITED = 100_000
CLOCK = SystemClock()


async def ours(count: int) -> float:
    """Each to somebody else, as a reply that waits in the outbox: claimed, marked, sent and noted."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.sqlite'}"
        await schema.migrate(url, Vault(KEY))
        async with stub.serving() as address:
            rate = Rate(per_second=UNLIMITED, chat_interval=0.0)
            content = ROOT / "content"
            app = App(Parts(TOKEN, url, KEY, SystemClock(), content, api_url=address, rate=rate, operator="The bench"))
            await _fill(app, count)
            async with app.running():
                await app.settled()
            return _a_second(await stub.moments(address))


async def bare(count: int, request: Callable[[], BaseRequest], at_once: int) -> float:
    """Nothing is written down, so whatever happens is lost."""
    async with stub.serving() as address:
        bot = Bot(TOKEN, f"{address}/bot", request=request(), get_updates_request=request())
        async with bot:
            left = iter(range(count))

            async def send() -> None:
                for chat in left:
                    await bot.send_message(chat + 1, "Sorry, something went wrong here.")

            await asyncio.gather(*(send() for _ in range(at_once)))
        return _a_second(await stub.moments(address))


async def httpx_loop(count: int) -> float:
    """python-telegram-bot as it comes."""
    return await bare(count, lambda: HTTPXRequest(connection_pool_size=CONNECTIONS), CONNECTIONS)


async def wire_loop(count: int) -> float:
    return await bare(count, Wire, CONNECTIONS)


async def _fill(app: App, count: int) -> None:
    now, words = CLOCK.now(), talk.dump(say("apology"))
    async with app.database.writing() as db:
        await instance.furnish(db)
        for chat in range(1, count + 1):
            person = await people.register(db, chat, language="en", now=now)
            await outbox.add(db, person, chat, payload=words, lane=Lane.REPLY, kind="plain", now=now)


def _a_second(moments: list[float]) -> float:
    return (len(moments) - 1) / (moments[-1] - moments[0])
