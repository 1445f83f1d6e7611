"""`make bench`: each figure beside what one would use instead, as JSON lines and, for the eye, in words.

`make bench ARGS="--only P3 --full"` takes one of them at its full size. `--table` prints the Markdown of bench/README.md.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench import (
    dispatchers,
    guide,
    idle,
    intake,
    machine,
    peak,
    planning,
    rate,
    reading,
    restart,
    sealing,
    sending,
    start,
    taps,
)
from bench.goal import HEAD, Line
from bench.runner import QUICK_RUNS, Runner

FIGURES: dict[str, Callable[[Runner], Iterator[Line]]] = {
    "reading": reading.measure,
    "P1": restart.measure,
    "P2": idle.measure,
    "P3": planning.measure,
    "P4": peak.measure,
    "P5": sending.measure,
    "P6": rate.measure,
    "P7": taps.measure,
    "P8": intake.measure,
    "P9": start.measure,
    "P10": dispatchers.measure,
    "sealing": sealing.measure,
    "guided": guide.measure,
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=FIGURES, action="append", help="this figure; may be given several times")
    parser.add_argument("--full", action="store_true", help="the full sizes: a million people, half an hour")
    parser.add_argument("--runs", type=int, default=QUICK_RUNS, help="how often each is measured; the median counts")
    parser.add_argument("--table", action="store_true", help="a Markdown table in the place of JSON lines")
    parser.add_argument("--profile", action="store_true", help="once each, with the functions that take longest")
    return parser.parse_args()


def main() -> None:
    given = _arguments()
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder, Progress(*columns, console=console) as progress:
        runner = Runner(Path(folder), progress, full=given.full, runs=given.runs, profile=given.profile)
        for name in given.only or FIGURES:
            for line in FIGURES[name](runner):
                lines.append(line)
                console.print(line.in_words(), highlight=False, markup=False)
                if not given.table:
                    print(json.dumps(line.as_json(), ensure_ascii=False), flush=True)
    if given.table:
        print("\n".join((f"{machine.in_words()}.\n", HEAD, *(line.in_table() for line in lines))))


if __name__ == "__main__":
    main()
