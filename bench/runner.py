"""Runs measurements several times, shows how far it is, and keeps the databases they begin with."""

import asyncio
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.progress import Progress

from bench import child, population
from bot.store.vault import Vault

QUICK_RUNS = 3


@dataclass(slots=True)
class Runner:
    folder: Path
    progress: Progress
    full: bool = False
    runs: int = QUICK_RUNS
    profile: bool = False
    _made: dict[tuple[int, int, str], str] = field(default_factory=dict)

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

    def people(self, count: int, due: int, vault: type[Vault] = Vault) -> str:
        """The database with so many people, `due` of them at noon. It is made once, and copied by who changes it."""
        made = (count, due, vault.__name__)
        if made not in self._made:
            step = self.progress.add_task(f"{count:,} people move in", total=count)
            file = self.folder / f"people-{count}-{due}-{vault.__name__}.sqlite"

            def so_far(there: int) -> None:
                self.progress.update(step, completed=there)

            asyncio.run(population.make(file, count, due, so_far, vault))
            self._made[made] = str(file)
        return self._made[made]
