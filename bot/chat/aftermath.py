"""What is to be done, and told, once the transaction of an update is committed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """What one update led to, for the playground's "What just happened"."""

    chat_id: int
    at: datetime
    route: str
    notes: tuple[str, ...]
    rows: Mapping[str, int]


@dataclass(slots=True)
class Aftermath:
    """Direct calls to make once the transaction is committed."""

    toast: str | None = None
    reaction: str | None = None
    erased: bool = False
    reloads: bool = False
    is_ours: bool = False
    happened: Happened | None = None
