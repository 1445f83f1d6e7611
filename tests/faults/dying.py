"""Processes that die, each in its own way: `python -m tests.faults.dying`.

Whose words they have in hand they are told by their input, and not in here: a traceback quotes the line.
"""

import asyncio
import json
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Mapping

from sqlalchemy import text

from bot import logs
from bot.store.engine import engine_of


def of_an_error(said: str) -> None:
    try:
        int(said)
    except ValueError as error:
        raise RuntimeError(said) from error


def in_a_thread(said: str) -> None:
    thread = threading.Thread(target=of_an_error, args=(said,), name=said)
    thread.start()
    thread.join()


def in_a_task(said: str) -> None:
    async def fails() -> None:
        of_an_error(said)

    async def lives() -> None:
        asyncio.get_running_loop().call_soon(of_an_error, said)
        await asyncio.wait({asyncio.create_task(fails(), name=said)})

    asyncio.run(lives())


def of_a_statement(said: str) -> None:
    async def asks() -> None:
        async with engine_of("sqlite+aiosqlite://").connect() as connection:
            await connection.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": said})

    asyncio.run(asks())


def warned(said: str) -> None:
    warnings.warn(said, RuntimeWarning, stacklevel=1)


def of_a_signal(said: str) -> None:
    os.environb[b"SAID"] = said.encode()
    os.kill(os.getpid(), signal.SIGABRT)


NEXT = "== and now "
STYLES = ("console:debug", "json:debug")
DEATHS: Mapping[str, tuple[Callable[[str], None], str]] = {
    "an error": (of_an_error, "RuntimeError"),
    "an error in a thread": (in_a_thread, "nobody caught an error in a thread"),
    "an error in a task": (in_a_task, "Task exception was never retrieved"),
    "a statement": (of_a_statement, "OperationalError"),
    "a warning": (warned, "RuntimeWarning"),
    "a signal": (of_a_signal, "Fatal Python error: Aborted"),
}
"""How, and what is said of it."""


def main() -> None:
    told = json.load(sys.stdin)
    for name, (dies, _) in DEATHS.items():
        for style in STYLES:
            os.write(sys.stderr.fileno(), f"{NEXT}{name} {style}\n".encode())
            if not (child := os.fork()):
                logs.configure(style, secrets=told["secrets"])
                logs.die_discreetly()
                dies(told["said"])
                return
            os.waitpid(child, 0)


if __name__ == "__main__":
    main()
