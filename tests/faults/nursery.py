"""Forks bots: `python -m tests.faults.nursery` has read what each of them needs before the first one is asked for.

A start then takes a fraction of a second instead of two, and each bot is a process that can be killed like any other.
A line of JSON on standard input is a life; the answer is its process id. How it ended stands in the file it names.
"""

import gc
import json
import os
import select
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from bot.library import Library
from tests.faults.bot import CONTENT, ROOT, Life, live
from tests.faults.mishap import Mishap

LOOKS_EVERY = 0.02


class Nursery:
    """The other end of the pipe."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONTZPATH": ""}  # noqa: TID251  (the child's, not ours)
        self._process = subprocess.Popen(
            (sys.executable, "-m", "tests.faults.nursery"),
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def bears(self, life: Life, log: Path, ended: Path) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"life": asdict(life), "log": str(log), "ended": str(ended)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def main() -> None:
    library = Library.read(CONTENT)
    gc.freeze()
    children: dict[int, Path] = {}
    while True:
        if select.select([sys.stdin], [], [], LOOKS_EVERY)[0]:
            if not (line := sys.stdin.readline()):
                break
            order = json.loads(line)
            if not (child := os.fork()):
                _grow_up(order, library)
            children[child] = Path(order["ended"])
            sys.stdout.write(f"{child}\n")
            sys.stdout.flush()
        _bury(children)
    for child in children:
        os.kill(child, signal.SIGKILL)


def _grow_up(order: dict[str, Any], library: Library) -> None:
    """The child's own path, which never returns."""
    log = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(log, sys.stderr.fileno())
    os.dup2(log, sys.stdout.fileno())
    code = 1
    try:
        told = order["life"]
        live(Life(**told | {"mishaps": [Mishap(**each) for each in told["mishaps"]]}), library)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException as error:  # noqa: BLE001  (what a process dies of is what its log is for)
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        sys.stderr.flush()
        os._exit(code)


def _bury(children: dict[int, Path]) -> None:
    while children:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        draft = children[child].with_suffix(".new")
        draft.write_text(str(os.waitstatus_to_exitcode(status)), encoding="ascii")
        draft.replace(children.pop(child))


if __name__ == "__main__":
    main()
