"""Runs measurements several times, shows how far it is, and keeps the databases they begin with."""

import asyncio
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.progress import Progress

from bench import child, population

QUICK_RUNS = 3


@dataclass(slots=True)
class Runner:
    folder: Path
    progress: Progress
    full: bool = False
    runs: int = QUICK_RUNS
    profile: bool = False
    _made: dict[tuple[int, int], str] = field(default_factory=dict)

    def size(self, quick: int, full: int) -> int:
        return full if self.full else quick

    def median(self, function: Callable[..., Any], *, runs: int | None = None, **arguments: Any) -> Mapping[str, float]:
        """Each figure's median of several runs."""
        runs = 1 if self.profile else runs or self.runs
        words = f"{function.__module__.removeprefix('bench.')}: {function.__name__}"
        step = self.progress.add_task(words, total=runs)
        found = []
        for _ in range(runs):
            found.append(child.measured(function, profile=self.profile, arguments=arguments))
            self.progress.advance(step)
        return {name: statistics.median(each[name] for each in found) for name in found[0]}

    def people(self, count: int, due: int) -> str:
        """The database with so many people, `due` of them at noon. It is made once, and copied by who changes it."""
        if (count, due) not in self._made:
            step = self.progress.add_task(f"{count:,} people move in", total=count)
            file = self.folder / f"people-{count}-{due}.sqlite"
            asyncio.run(population.make(file, count, due, lambda so_far: self.progress.update(step, completed=so_far)))
            self._made[count, due] = str(file)
        return self._made[count, due]
