"""P5: messages a second on one core: the courier with all its bookkeeping durable, against a bare loop of `send_message`."""

import asyncio
from collections.abc import Callable, Iterator

from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bench import lumbar, stub
from bench.goal import Line, at_least
from bench.lumbar import TOKEN
from bench.runner import Runner
from bench.stub import Moment
from bot.app import App
from bot.chat.rate import Rate
from bot.chat.wire import CONNECTIONS, Wire
from bot.flows import talk
from bot.flows.talk import say
from bot.store import instance, outbox, people
from bot.store.outbox import Lane

UNLIMITED = 100_000
WORDS = "Sorry, something went wrong here."
WORDS_WAITING = talk.dump(say("apology"))
"""The same in the outbox."""


def measure(bench: Runner) -> Iterator[Line]:
    count = bench.size(2_000, 10_000)
    httpx = bench.median(httpx_loop, count=count)["a_second"]
    wire = bench.median(wire_loop, count=count)["a_second"]
    replies = bench.median(ours, people=bench.people(count, 0), count=count)["a_second"]
    nudges = bench.median(reminders, people=bench.people(count, count), count=count)["a_second"]
    bare = f"a bare loop of send_message, {CONNECTIONS} at once"
    for what, found in (("answers", replies), ("reminders, composed as they leave", nudges)):
        words = f"{count:,} {what}, on one core"
        yield Line("P5", words, found, "/s", at_least(1000), bare, httpx, at_least(4))
        yield Line("P5", words, found, "/s", None, "the same loop on our request layer", wire, at_least(0.6))


async def ours(people: str, count: int) -> dict[str, float]:
    """Each to somebody else, as a reply that waits in the outbox: claimed, marked, sent and noted."""
    with lumbar.copied(people) as url:
        async with stub.serving() as address:
            app = lumbar.app(url, address, rate=unlimited())
            await _fill(app, count)
            async with app.running():
                await app.settled()
            return _a_second(await stub.moments(address), count)


async def reminders(people: str, count: int) -> dict[str, float]:
    """Planned beforehand; the words of each are made, and its slot closed, as it is sent."""
    with lumbar.copied(people) as url:
        async with stub.serving() as address:
            app = lumbar.app(url, address, rate=unlimited())
            async with app.database.writing() as db:
                await instance.furnish(db)
            await app.pulse.plan()
            async with app.running():
                await app.settled()
            return _a_second(await stub.moments(address), count)


async def httpx_loop(count: int) -> dict[str, float]:
    """python-telegram-bot as it comes."""
    return await _loop(count, lambda: HTTPXRequest(connection_pool_size=CONNECTIONS))


async def wire_loop(count: int) -> dict[str, float]:
    return await _loop(count, Wire)


async def _loop(count: int, request: Callable[[], BaseRequest]) -> dict[str, float]:
    """Nothing is written down, so whatever happens is lost."""
    async with stub.serving() as address:
        async with Bot(TOKEN, f"{address}/bot", request=request(), get_updates_request=request()) as bot:
            left = iter(range(count))

            async def send() -> None:
                for chat in left:
                    await bot.send_message(chat + 1, WORDS)

            await asyncio.gather(*(send() for _ in range(CONNECTIONS)))
        return _a_second(await stub.moments(address), count)


async def _fill(app: App, count: int) -> None:
    now = app.clock.now()
    async with app.database.writing() as db:
        await instance.furnish(db)
        for chat in range(1, count + 1):
            person = await people.by_chat(db, chat)
            await outbox.add(db, person, chat, payload=WORDS_WAITING, lane=Lane.REPLY, kind="plain", now=now)


def unlimited() -> Rate:
    return Rate(per_second=UNLIMITED, chat_interval=0.0)


def _a_second(moments: list[Moment], count: int) -> dict[str, float]:
    assert len(moments) == count, f"{len(moments)} of {count} arrived"
    return {"a_second": (count - 1) / (moments[-1][0] - moments[0][0])}
