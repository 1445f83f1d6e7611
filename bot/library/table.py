"""Reading TOML with types: what is missing, of the wrong kind or unknown is noted as a gap, never raised here."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.library.gaps import Gaps

_REQUIRED: Any = object()


class Table:
    """One TOML table, read key by key. `finish` notes the keys that nobody asked for."""

    def __init__(self, raw: dict[str, Any], file: str, key: str, gaps: Gaps) -> None:
        self._raw = raw
        self._read: set[str] = set()
        self._gaps = gaps
        self.file = file
        self.key = key

    @classmethod
    def open(cls, path: Path, gaps: Gaps) -> "Table":
        return cls(raw_of(path, gaps), path.name, "", gaps)

    def at(self, name: str) -> str:
        return f"{self.key}.{name}" if self.key else name

    def note(self, name: str, problem: str) -> None:
        self._gaps.note(self.file, self.at(name), problem)

    def _get(self, name: str, kind: type, default: Any, empty: Any) -> Any:
        self._read.add(name)
        if name not in self._raw:
            if default is _REQUIRED:
                self.note(name, "missing")
                return empty
            return default
        value = self._raw[name]
        if type(value) is not kind:
            self.note(name, f"must be {kind.__name__}, not {value!r}")
            return empty
        return value

    def text(self, name: str, default: Any = _REQUIRED) -> str:
        value: str = self._get(name, str, default, "")
        if default is _REQUIRED and name in self._raw and not value.strip():
            self.note(name, "empty")
        return value

    def maybe_text(self, name: str) -> str | None:
        return self.text(name) if name in self._raw else None

    def number(self, name: str, default: Any = _REQUIRED) -> int:
        value: int = self._get(name, int, default, 0)
        if value < 0:
            self.note(name, "must not be negative")
        return value

    def maybe(self, name: str) -> int | None:
        return self.number(name) if name in self._raw else None

    def flag(self, name: str, *, default: bool = False) -> bool:
        value: bool = self._get(name, bool, default, empty=False)
        return value

    def texts(self, name: str, default: Any = _REQUIRED) -> tuple[str, ...]:
        found: tuple[str, ...] = self._list(name, str, default)
        return found

    def phrases(self, name: str) -> tuple[str, ...]:
        """One text, its phrases parted by commas or line ends."""
        parts = (" ".join(part.split()) for line in self.text(name).splitlines() for part in line.split(","))
        return tuple(part for part in parts if part)

    def numbers(self, name: str, default: Any = _REQUIRED) -> tuple[int, ...]:
        found: tuple[int, ...] = self._list(name, int, default)
        return found

    def span(self, name: str) -> tuple[int, int]:
        values = self.numbers(name)
        if len(values) == 2 and values[0] <= values[1]:  # noqa: PLR2004  (from, to)
            return values[0], values[1]
        if name in self._raw:
            self.note(name, "must be [from, to]")
        return 0, 0

    def table(self, name: str, default: Any = _REQUIRED) -> "Table":
        raw: dict[str, Any] = self._get(name, dict, default, {})
        return Table(raw, self.file, self.at(name), self._gaps)

    def tables(self, name: str, *, named: str) -> "Iterator[Table]":
        """An array of tables; each is called by its `named` field in a gap."""
        for index, raw in enumerate(self._get(name, list, _REQUIRED, [])):
            if isinstance(raw, dict):
                yield Table(raw, self.file, self.at(f"{name}.{raw.get(named, index)}"), self._gaps)
            else:
                self.note(f"{name}.{index}", "must be a table")

    def names(self) -> tuple[str, ...]:
        return tuple(self._raw)

    def finish(self) -> None:
        for name in self._raw.keys() - self._read:
            self.note(name, "unknown key")

    def _list(self, name: str, kind: type, default: Any) -> Any:
        values = self._get(name, list, default, [])
        if any(type(value) is not kind for value in values):
            self.note(name, f"must hold only {kind.__name__}")
            return ()
        return tuple(values)


def raw_of(path: Path, gaps: Gaps) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        gaps.note(path.name, "-", "the file is missing")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        gaps.note(path.name, "-", f"not readable as TOML: {error}")
    return {}
