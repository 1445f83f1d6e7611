"""Parameters as they arrive: strings, or JSON within strings, or uploads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.refusal import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Params:
    raw: Mapping[str, Any]
    files: Mapping[str, Upload]

    def text(self, name: str) -> str:
        value = self.raw.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        try:
            return int(self.raw.get(name) or default)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return str(self.raw.get(name, "")).lower() in {"true", "1", "yes"}

    def json(self, name: str) -> Any:
        """Raises RefusedError when it is text that is not JSON."""
        value = self.raw.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {name} JSON object") from error
