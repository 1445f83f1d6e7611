"""One clock for Telegram and for many processes: calendar time as a file says it, moved while they run."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from typing_extensions import override

from bot.clock import SystemClock


class ToldClock(SystemClock):
    """`skew` is how wrong this process has it; with `hurry` its real time, too, runs that much faster."""

    def __init__(self, file: Path, *, skew: float = 0, hurry: float = 1) -> None:
        self._file = file
        self._skew = timedelta(seconds=skew)
        self._hurry = hurry

    @override
    def now(self) -> datetime:
        start, base, speed = (float(word) for word in self._file.read_text(encoding="ascii").split())
        seconds = base + (super().monotonic() - start) * speed
        return datetime.fromtimestamp(seconds, UTC) + self._skew

    @override
    def monotonic(self) -> float:
        return super().monotonic() * self._hurry

    @override
    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._hurry)


@dataclass(slots=True)
class Teller:
    """Sets the clock that others read. Its real seconds are the machine's, the same in every process."""

    file: Path

    def runs(self, at: datetime, speed: float) -> None:
        draft = self.file.with_suffix(".new")
        draft.write_text(f"{SystemClock().monotonic()} {at.timestamp()} {speed}", encoding="ascii")
        draft.replace(self.file)

    def now(self) -> datetime:
        return ToldClock(self.file).now()

    def jumps(self, by: timedelta, speed: float) -> None:
        self.runs(self.now() + by, speed)
