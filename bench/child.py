"""Each measurement has a process to itself, on a core to itself: `python -m bench.child MODULE FUNCTION ARGUMENTS`.

The last line of its output is its figures as JSON. Its memory and its time are then its own.
"""

import asyncio
import cProfile
import importlib
import inspect
import json
import logging
import pstats
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.stub import ROOT, one_core
from bot.clock import SystemClock

CLOCK = SystemClock()
SHOWN = 25
"""Functions of a profile."""

Figures = dict[str, float]


def measured(function: Callable[..., Any], *, profile: bool, arguments: dict[str, Any]) -> Figures:
    """What `function` returns, which was run in a process of its own. `begun` is its start, on the monotonic clock."""
    words = [sys.executable, "-m", "bench.child", function.__module__, function.__name__, json.dumps(arguments)]
    words.append(str(CLOCK.monotonic()))
    words += ["profile"] if profile else []
    done = subprocess.run(  # noqa: S603  (ourselves)
        words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def begun() -> float:
    """When this process was started, in seconds of the monotonic clock."""
    return float(sys.argv[4])


def resident_mb() -> float:
    """Now; where the system does not say, the most there ever was."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmRSS")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cpu_seconds() -> float:
    """Of this process with all its threads, so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    module, function, arguments = sys.argv[1:4]
    one_core(0)
    # The rivals write a line for each job they drop.
    logging.disable(logging.WARNING)
    profile = cProfile.Profile()
    if "profile" in sys.argv[5:]:
        profile.enable()
    figures = getattr(importlib.import_module(module), function)(**json.loads(arguments))
    if inspect.isawaitable(figures):
        figures = asyncio.run(figures)  # type: ignore[arg-type]
    profile.disable()
    if "profile" in sys.argv[5:]:
        pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(SHOWN)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
