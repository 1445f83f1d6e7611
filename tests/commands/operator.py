"""Somebody at a terminal: commands in a folder of their own, with an environment of their own.

`runs` is the real thing, a process; `calls` is the same command line in this process, for the many small cases.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, chdir
from dataclasses import dataclass, field
from pathlib import Path

from typer.testing import CliRunner

from bot import settings
from bot.commands import app
from bot.store.vault import write_key

ROOT = Path(__file__).parents[2]
TOKEN = "123456:Aa-test-token-that-opens-nothing-at-all"
KEY = write_key(bytes(range(32)))
PATIENCE = 60
"""Seconds that any command may take on a busy computer."""


@dataclass(frozen=True, slots=True)
class Done:
    code: int | None
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


@dataclass(slots=True)
class Operator:
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    async def runs(self, *words: str, stdin: str = "", module: str = "bot", **changes: str | None) -> Done:
        """`lumbar <words>`, to its end. Names in `changes` are settings; None takes one away."""
        async with self.starts(*words, module=module, **changes) as process, asyncio.timeout(PATIENCE):
            out, err = await process.communicate(stdin.encode())
        return Done(process.returncode, out.decode(), err.decode())

    def calls(self, *words: str, stdin: str | None = None, **changes: str | None) -> Done:
        """As `runs`. Not for `run` beyond the reading of settings: it would set up this process's logging."""
        own: dict[str, str | None] = dict.fromkeys(settings.known())
        with chdir(self.folder):
            done = CliRunner().invoke(app, words, input=stdin, env={**own, **self.settings, **changes})
        assert isinstance(done.exception, SystemExit | None), done.exception
        return Done(done.exit_code, done.stdout, done.stderr)

    @asynccontextmanager
    async def starts(
        self, *words: str, module: str = "bot", **changes: str | None
    ) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *words),
            cwd=self.folder,
            env=self._environment(changes),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    def _environment(self, changes: Mapping[str, str | None]) -> dict[str, str]:
        chosen = {**self.settings, **changes}
        own = {name: value for name, value in chosen.items() if value is not None}
        path = os.environ["PATH"]  # noqa: TID251  (where the programs are; nothing of ours)
        return {"PATH": path, "PYTHONPATH": str(ROOT), "TERM": "dumb", "COLUMNS": "200", **own}


def complete(folder: Path, **settings: str) -> Operator:
    """Somebody who set everything that `run` needs."""
    given = {
        "LUMBAR_BOT_TOKEN": TOKEN,
        "LUMBAR_DATA_KEY": KEY,
        # Nothing listens there: a command that talks to Telegram unasked fails at once.
        "LUMBAR_API_URL": "http://127.0.0.1:9",
    }
    return Operator(folder, given | settings)
