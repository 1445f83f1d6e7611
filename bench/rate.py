"""P6: at the usual rate: the fullest second at the stub, and the time of the processor, against a bare loop with pauses."""

from collections import deque
from collections.abc import Iterator, Sequence

from telegram import Bot

from bench import lumbar, stub
from bench.child import cpu_seconds
from bench.goal import Line, at_most
from bench.lumbar import TOKEN
from bench.runner import Runner
from bench.sending import WORDS
from bench.stub import Moment
from bot.chat.rate import OVERALL
from bot.clock import SystemClock

WARM_UP = 2
"""Seconds at the start that are not counted: the first messages read what the others find ready."""
CLOCK = SystemClock()


def measure(bench: Runner) -> Iterator[Line]:
    seconds = bench.size(20, 120)
    count = OVERALL * seconds
    found = bench.median(ours, people=bench.people(count, count), count=count)
    bare = bench.median(rival, count=count)
    name = "a bare loop of send_message with pauses"
    what = f"{count:,} reminders at {OVERALL}/s"
    yield Line(
        "P6", f"{what}: most in one second", found["most"], "", at_most(OVERALL + 1), name, bare["most"], smaller=True
    )
    yield Line("P6", f"{what}: of one core", found["percent"], "%", at_most(10), name, bare["percent"], smaller=True)


async def ours(people: str, count: int) -> dict[str, float]:
    with lumbar.copied(people) as url:
        async with stub.serving() as address:
            app = lumbar.app(url, address)
            async with app.running():
                await CLOCK.sleep(WARM_UP)
                before, start = cpu_seconds(), CLOCK.monotonic()
                moments = await stub.arrived(address, count, 2 * count / OVERALL)
                used, seconds = cpu_seconds() - before, CLOCK.monotonic() - start
    assert len(moments) == count, f"{len(moments)} of {count} arrived"
    return {"most": fullest_second(moments), "percent": 100 * used / seconds}


async def rival(count: int) -> dict[str, float]:
    async with stub.serving() as address, Bot(TOKEN, f"{address}/bot") as bot:
        before, start = cpu_seconds(), CLOCK.monotonic()
        for chat in range(1, count + 1):
            await CLOCK.sleep(max(0.0, start + chat / OVERALL - CLOCK.monotonic()))
            await bot.send_message(chat, WORDS)
        used, seconds = cpu_seconds() - before, CLOCK.monotonic() - start
        return {"most": fullest_second(await stub.moments(address)), "percent": 100 * used / seconds}


def fullest_second(moments: Sequence[Moment]) -> float:
    """How many messages arrived in the fullest second, wherever it begins."""
    most, within = 0, deque[float]()
    for at, _ in moments:
        within.append(at)
        while within[0] <= at - 1:
            within.popleft()
        most = max(most, len(within))
    return most
