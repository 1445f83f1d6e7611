"""`lumbar try` as a person starts it: a process that prints an address."""

import asyncio
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.playground.memory import Memory
from bot.playground.telegram import Telegram

START_SECONDS = 30
ROOT = Path(__file__).parents[2]
NINE = time(9, tzinfo=UTC)


class Running:
    """A `lumbar try` at work. `kill` ends it as a power cut would."""

    def __init__(self, process: Process, url: str) -> None:
        self._process = process
        self.url = url

    async def kill(self) -> None:
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> int:
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
        return await asyncio.wait_for(self._process.wait(), START_SECONDS)


def on_a_monday(folder: Path) -> None:
    """Lets a `lumbar try` in this new folder begin at nine on a Monday, whenever the test runs."""
    now = datetime.now(UTC)  # noqa: TID251  (the process counts from the real clock)
    monday = datetime.combine(now.date() + timedelta(days=7 - now.weekday()), NINE)
    (folder / "try").mkdir(parents=True)
    Memory(folder / "try").write(Telegram(lambda: now), monday - now)


@asynccontextmanager
async def trying(folder: Path, *, port: int = 0) -> AsyncIterator[Running]:
    command = (sys.executable, "-m", "bot", "try", "--port", str(port), "--folder", str(folder))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)
    try:
        running = Running(process, await asyncio.wait_for(_address(process), START_SECONDS))
        yield running
        await running.stop()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _address(process: Process) -> str:
    assert process.stdout is not None
    told = ""
    while line := (await process.stdout.readline()).decode():
        told += line
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found.group()
    raise AssertionError(f"no address; it said: {told}")
