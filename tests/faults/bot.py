"""The bot as a process of its own, with a clock that runs faster: `python -m tests.faults.bot FOLDER ADDRESS SPEED`."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from typing_extensions import override

from bot import logs
from bot.app import App, Parts
from bot.chat.rate import Rate
from bot.clock import SystemClock
from bot.commands.run import serve
from bot.store.lock import only_one

TOKEN = "1:TEST"
KEY = bytes(range(32))
ROOT = Path(__file__).parents[2]


class FastClock(SystemClock):
    """Calendar time at `speed` times the real one; rates and leases stay real. The start is kept over restarts."""

    def __init__(self, folder: Path, speed: float) -> None:
        self._speed = speed
        file = folder / "start"
        if not file.exists():
            file.write_text(super().now().isoformat(), encoding="ascii")
        self._start = datetime.fromisoformat(file.read_text(encoding="ascii"))

    @override
    def now(self) -> datetime:
        return self._start + (super().now() - self._start) * self._speed


def main() -> None:
    folder, address, speed = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    logs.configure("json")
    parts = Parts(
        token=TOKEN,
        database_url=f"sqlite+aiosqlite:///{folder / 'lumbar.sqlite'}",
        data_key=KEY,
        clock=FastClock(folder, speed),
        content=ROOT / "content",
        api_url=address,
        rate=Rate(per_second=200, chat_interval=0.02),
    )
    with only_one(folder):
        asyncio.run(serve(App(parts)))


if __name__ == "__main__":
    main()
