"""P8: updates a second, each kept before it is confirmed and answered by a flow, against a plain handler."""

import asyncio
from collections.abc import Callable, Iterator

from telegram import Update

from bench import lumbar, plain, stub, updates
from bench.goal import Line, at_least
from bench.runner import Runner
from bot.clock import SystemClock

PEOPLE = 10_000
CLOCK = SystemClock()


def measure(bench: Runner) -> Iterator[Line]:
    count = bench.size(2_000, 10_000)
    found = bench.median(ours, people=bench.people(PEOPLE, 0), count=count)["a_second"]
    plainly = bench.median(rival, count=count)["a_second"]
    yield Line(
        "P8",
        f"{count:,} × /today from as many people, on one core",
        found,
        "/s",
        at_least(400),
        "a plain handler that reads and writes a row, and answers nothing",
        plainly,
        at_least(0.7),
    )


async def ours(people: str, count: int) -> dict[str, float]:
    """The row of each update, the person, their day, and the answer in the outbox. Sending goes on at 25 a second."""
    counted, everything = _counter(count)
    with lumbar.copied(people) as url:
        async with stub.serving() as address:
            app = lumbar.app(url, address, observe=lambda _: counted())
            async with app.running():
                seconds = await _seconds(address, count, everything)
    return {"a_second": count / seconds}


async def rival(count: int) -> dict[str, float]:
    counted, everything = _counter(count)

    async def handled(_: Update) -> None:
        counted()

    async with stub.serving() as address, plain.polling(address, handled):
        seconds = await _seconds(address, count, everything)
    return {"a_second": count / seconds}


async def _seconds(address: str, count: int, everything: asyncio.Event) -> float:
    await stub.feed(address, [updates.message(number, number, "/today") for number in range(1, count + 1)])
    start = CLOCK.monotonic()
    await everything.wait()
    return CLOCK.monotonic() - start


def _counter(count: int) -> tuple[Callable[[], None], asyncio.Event]:
    everything, so_far = asyncio.Event(), 0

    def counted() -> None:
        nonlocal so_far
        so_far += 1
        if so_far == count:
            everything.set()

    return counted, everything
