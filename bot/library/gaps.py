"""What is wrong with the content, all of it at once, each with its file, line and key."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from typing_extensions import override


class Gap(NamedTuple):
    file: str
    key: str
    problem: str
    line: int | None = None

    @property
    def place(self) -> str:
        """Where it is, without a word of what stands there."""
        at = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{at}: {self.key}"

    @override
    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


class ContentError(Exception):
    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__("\n".join(str(gap) for gap in gaps))
        self.gaps = gaps


class Gaps:
    """Collects while the content is read, so that one run names every gap. Lines are those of the first folder that has the key."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._folders = folders
        self._found: list[Gap] = []

    def note(self, file: str, key: str, problem: str) -> None:
        self._found.append(Gap(file, key, problem))

    def none_in(self, file: str) -> bool:
        return all(gap.file != file for gap in self._found)

    def check(self) -> None:
        """Raise ContentError if anything was noted."""
        if self._found:
            raise ContentError(tuple(gap._replace(line=self._line(gap)) for gap in dict.fromkeys(self._found)))

    def _line(self, gap: Gap) -> int | None:
        best: tuple[int, int | None] = (0, None)
        for file in (folder / gap.file for folder in self._folders):
            if file.suffix in {".ftl", ".toml"} and file.is_file():
                lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
                best = max(best, line_of(gap.key, lines), key=lambda found: found[0])
        return best[1]


def line_of(key: str, lines: Sequence[str]) -> tuple[int, int | None]:
    """How many parts of a key such as "exercise.bird-dog.rungs.1.hold" are found one after another, and the line of the last."""
    count, found, at = 0, None, 0
    for part in key.split("."):
        word = re.compile(rf"(?<![\w-]){re.escape(part)}(?![\w-])")
        here = next((n for n in range(at, len(lines)) if word.search(lines[n].partition("#")[0])), None)
        if here is None:
            break
        count, found, at = count + 1, here + 1, here
    return count, found
