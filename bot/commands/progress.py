"""How far long work is: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

PARTS = 10
"""Lines that it takes at most."""


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """To be told how many more are done."""
    if sys.stderr.isatty():
        with typer.progressbar(length=total, label=what, file=sys.stderr) as bar:
            yield bar.update
    else:
        yield _Lines(what, total).update


class _Lines:
    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._done = 0

    def update(self, more: int) -> None:
        before = self._part()
        self._done += more
        if self._part() > before:
            typer.echo(f"{self._what}: {self._done} of {self._total}", err=True)

    def _part(self) -> int:
        return PARTS * self._done // max(self._total, 1)
