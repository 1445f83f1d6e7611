"""P7: from a tap to its answer at the stub, while nothing else happens and while reminders drain."""

import statistics
from collections.abc import Iterator

from telegram import Update

from bench import lumbar, plain, stub, updates
from bench.goal import Line, at_most
from bench.runner import Runner
from bot.chat.rate import Rate
from bot.clock import SystemClock

PAUSE = 0.1
"""Seconds from one tap to the next, each by somebody else."""
UNHURRIED = 25
FAST = 500
CLOCK = SystemClock()


def measure(bench: Runner) -> Iterator[Line]:
    taps, due = bench.size(200, 600), bench.size(20_000, 100_000)
    idle = bench.median(ours, people=bench.people(10_000, 0), after=0, taps=taps, rate=UNHURRIED)
    plainly = bench.median(rival, taps=taps)
    name = "a plain handler that writes a row, then answers"
    yield Line("P7", "tap to answer, idle: median", idle["p50"], "ms", at_most(15), name, plainly["p50"], smaller=True)
    yield Line("P7", "the slowest of a hundred", idle["p99"], "ms", at_most(50), name, plainly["p99"], smaller=True)
    for rate in (UNHURRIED, FAST):
        found = bench.median(ours, people=bench.people(due + taps, due), after=due, taps=taps, rate=rate)
        what = f"while {due:,} reminders drain at {rate}/s"
        yield Line("P7", f"{what}: median", found["p50"], "ms", smaller=True)
        yield Line("P7", f"{what}: the slowest of a hundred", found["p99"], "ms", at_most(1000), smaller=True)


async def ours(people: str, after: int, taps: int, rate: int) -> dict[str, float]:
    """Those tap whose chats come after this one: they are not due."""
    with lumbar.copied(people) as url:
        async with stub.serving() as address:
            app = lumbar.app(url, address, rate=Rate(per_second=rate))
            async with app.running():
                await CLOCK.sleep(3)
                return await _tapped(address, after, taps)


async def rival(taps: int) -> dict[str, float]:
    async def handled(update: Update) -> None:
        assert update.callback_query is not None
        assert update.effective_chat is not None
        await update.callback_query.answer()
        await update.effective_chat.send_message("Today: 5 moves, 12 minutes.")

    async with stub.serving() as address, plain.polling(address, handled):
        return await _tapped(address, 0, taps)


async def _tapped(address: str, after: int, taps: int) -> dict[str, float]:
    tapped: dict[int, float] = {}
    for number in range(1, taps + 1):
        chat = after + number
        tapped[chat] = CLOCK.monotonic()
        await stub.feed(address, [updates.tap(number, chat, "/today")])
        await CLOCK.sleep(PAUSE)
    await CLOCK.sleep(2)
    answered = {chat: at for at, chat in reversed(await stub.moments(address))}
    waits = [(answered[chat] - at) * 1000 for chat, at in tapped.items() if chat in answered]
    assert len(waits) == taps, f"{taps - len(waits)} taps were not answered"
    return {"p50": statistics.median(waits), "p99": statistics.quantiles(waits, n=100)[98]}
