"""P9: from the command line to the first answer, what is resident while nothing happens, and what each import costs."""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from telegram import Update

from bench import plain, stub, updates
from bench.child import begun, resident_mb
from bench.goal import Line, at_most
from bench.lumbar import TOKEN
from bench.population import KEY, url_of
from bench.runner import Runner
from bench.stub import ROOT
from bot.clock import SystemClock
from bot.store import schema
from bot.store.vault import Vault, write_key

IDLE = 5
"""Seconds without anything to do."""
PATIENCE = 30
SHOWN = 10
IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+([\w.]+)")
CLOCK = SystemClock()


def measure(bench: Runner) -> Iterator[Line]:
    found, plainly = bench.median(ours), bench.median(rival)
    name = "a plain bot that answers and schedules nothing"
    yield Line(
        "P9", "start to the first answer", found["seconds"], "s", at_most(2.5), name, plainly["seconds"], smaller=True
    )
    yield Line("P9", "resident, idle", found["resident_mb"], "MB", at_most(130), name, plainly["mb"], smaller=True)
    for package, milliseconds in _imports():
        yield Line("P9", f"to import {package}", milliseconds, "ms", smaller=True)


async def ours() -> dict[str, float]:
    """`lumbar run`, with somebody who writes /start before it runs."""
    with tempfile.TemporaryDirectory() as folder:
        await schema.migrate(url_of(Path(folder) / "lumbar.sqlite"), Vault(KEY))
        async with stub.serving() as address:
            await stub.feed(address, [updates.message(1, 1, "/start")])
            settings = {
                "LUMBAR_BOT_TOKEN": TOKEN,
                "LUMBAR_DATA_KEY": write_key(KEY),
                "LUMBAR_DATA_DIR": folder,
                "LUMBAR_API_URL": address,
            }
            start = CLOCK.monotonic()
            async with _running(settings) as pid:
                moments = await stub.arrived(address, 1, PATIENCE)
                await CLOCK.sleep(IDLE)
                resident = _resident_mb(pid)
    return {"seconds": moments[0][0] - start, "resident_mb": resident}


@asynccontextmanager
async def _running(settings: Mapping[str, str]) -> AsyncIterator[int]:
    environment = {**os.environ, **settings, "PYTHONTZPATH": ""}  # noqa: TID251  (the child's, not ours)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


def _resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


async def rival() -> dict[str, float]:
    answered = asyncio.Event()

    async def handled(update: Update) -> None:
        assert update.effective_chat is not None
        await update.effective_chat.send_message("Hello.")
        answered.set()

    async with stub.serving() as address:
        await stub.feed(address, [updates.message(1, 1, "/start")])
        start = CLOCK.monotonic()
        async with plain.polling(address, handled):
            await answered.wait()
            seconds = CLOCK.monotonic() - start + LOADED - begun()
            await CLOCK.sleep(IDLE)
            resident = resident_mb()
    return {"seconds": seconds, "mb": resident}


def _imports() -> list[tuple[str, float]]:
    """Milliseconds of what `lumbar run` imports, by package, the dearest first."""
    words = (sys.executable, "-X", "importtime", "-c", "import bot.commands.run")
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stderr  # noqa: S603  (ourselves)
    spent: Counter[str] = Counter()
    for microseconds, module in IMPORT.findall(told):
        package = module.partition(".")[0]
        spent["the standard library" if package.lstrip("_") in STANDARD else package] += int(microseconds)
    return [(package, microseconds / 1000) for package, microseconds in spent.most_common(SHOWN)]


STANDARD = {name.lstrip("_") for name in sys.stdlib_module_names}
LOADED = CLOCK.monotonic()
"""By now the interpreter has started and read every module."""
