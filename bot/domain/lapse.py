"""T3: how long "old, checked, exercise OK" is good for, and what ends it at once (docs/care.md 2.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.triage import Codes

LASTS = timedelta(days=90)
CLEARED = "c"
UNMARKED = frozenset("nt")
"""Codes that say nothing about the old sign, for better or worse."""


@dataclass(frozen=True, slots=True)
class Told:
    """One finished check."""

    at: datetime
    codes: Codes
    anew: frozenset[str]
    """Letters of the questions to which a clinician has said yes again, as far as the person says."""


def lapsed(letter: str, told: Iterable[Told], now: datetime) -> bool:
    """Whether the yes to this question's old sign has to be heard anew. `told` is in order, the oldest first."""
    since: datetime | None = None
    changed = False
    for each in told:
        code = each.codes[letter]
        if code == CLEARED and (letter in each.anew or since is None):
            since, changed = each.at, changed and letter not in each.anew
        elif code != CLEARED and code not in UNMARKED:
            changed = True
    return changed or (since is not None and now - since > LASTS)
