"""Words in any message that may be a warning sign (docs/care.md 2.6). What is read here is never stored."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.triage import Level


@dataclass(frozen=True, slots=True)
class Reading:
    level: Level
    words: tuple[str, ...]
    """The phrases of the lexicon that were met, in its order."""


def read(text: str, lexicon: Sequence[str]) -> Reading | None:
    """Whole words, whatever their case, spacing or hyphens. A phrase met is CONSULT; `None` when there is none."""
    plain = _plain(text)
    met = tuple(phrase for phrase in lexicon if _pattern(phrase).search(plain))
    return Reading(Level.CONSULT, met) if met else None


def _plain(text: str) -> str:
    """Lower case, words parted by single spaces: "Pins-and-needles!" reads as "pins and needles"."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("&", " and ")))


@lru_cache(maxsize=512)
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(_plain(phrase))}\b")
