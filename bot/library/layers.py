"""The content that comes with this version, and a folder of the operator's own that is laid over it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.library import own
from bot.library.gaps import Gaps
from bot.library.table import Table, raw_of

SHIPPED = Path(__file__).parents[2] / "content"
"""Beside the program."""
WORDS = {".ftl", ".toml", ".txt"}


@dataclass(frozen=True, slots=True)
class Layers:
    shipped: Path
    own: Path | None = None

    def gaps(self, language: str) -> Gaps:
        folders = [folder for folder in (self.own, self.shipped) if folder is not None]
        return Gaps([each for folder in folders for each in (folder / language, folder)])

    def file(self, name: str) -> Path:
        """The operator's own, where there is one."""
        mine = None if self.own is None else self.own / name
        return mine if mine is not None and mine.is_file() else self.shipped / name

    def table(self, name: str, gaps: Gaps) -> Table:
        raw: dict[str, Any] = raw_of(self.shipped / name, gaps)
        lay = own.LAID.get(name)
        if lay is not None and self.own is not None and (self.own / name).is_file():
            laid = own.Notes(name, gaps)
            raw = lay(raw, raw_of(self.own / name, gaps), laid)
        return Table(raw, name, "", gaps)

    def names(self, folder: str, suffix: str) -> list[str]:
        """Files of that kind in either, such as "sounds/6x2-every-3.m4a"."""
        found = {f"{folder}/{file.name}" for each in self._both() for file in (each / folder).glob(f"*{suffix}")}
        return sorted(found)

    def check(self, gaps: Gaps) -> None:
        if self.own is not None:
            own.check_files(self.own, self.shipped, gaps)

    def fingerprints(self) -> tuple[str, str]:
        """Of the words of this version, and of these with all that is the operator's own."""
        version = _sum(self.shipped, [file for file in _files(self.shipped) if file.suffix in WORDS])
        mine = [] if self.own is None else _files(self.own)
        return version, _sum(self.own, mine, version) if self.own is not None and mine else version

    def _both(self) -> list[Path]:
        return [self.shipped] if self.own is None else [self.shipped, self.own]


def _files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


def _sum(folder: Path, files: Iterable[Path], before: str = "") -> str:
    total = hashlib.sha256(before.encode())
    for file in files:
        total.update(f"{file.relative_to(folder)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:12]
