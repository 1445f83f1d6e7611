"""What is wrong with the content, all of it at once, each with its file and key."""

from typing import NamedTuple

from typing_extensions import override


class Gap(NamedTuple):
    file: str
    key: str
    problem: str

    @override
    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.problem}"


class ContentError(Exception):
    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__("\n".join(str(gap) for gap in gaps))
        self.gaps = gaps


class Gaps:
    """Collects while the content is read, so that one run names every gap."""

    def __init__(self) -> None:
        self._found: list[Gap] = []

    def note(self, file: str, key: str, problem: str) -> None:
        self._found.append(Gap(file, key, problem))

    def none_in(self, file: str) -> bool:
        return all(gap.file != file for gap in self._found)

    def check(self) -> None:
        """Raise ContentError if anything was noted."""
        if self._found:
            raise ContentError(tuple(self._found))
