"""What a message is read as: our reader against the list of words that one would write first, one search for each."""

import csv
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from bench.goal import Line
from bench.runner import Runner
from bot.clock import SystemClock
from bot.domain import symptoms
from bot.library import Library

ROOT = Path(__file__).parents[1]
FILES = ("freetext_core.csv", "phrases_tuned.csv", "phrases_set_aside.csv")
LONGEST = 4096
"""Characters of a Telegram message."""
ROUNDS = 20
HARD = (
    "numb",
    "no, numb or",
    "can't pee",
    "left leg right leg",
    "my mum had numb gone",
    "tinglinx numbmess",
    "tingling bladder weak leg both feet",
    "i",
    "(",
    "no",
)
"""Repeated to the full length: what makes a careless reader slow."""
WORDS: dict[str, str] = {
    "CRISIS": "suicidal|kill myself|end it all|self.?harm|better off dead|don't want to be here",
    "EMERGENCY": "both (?:my )?(?:legs|feet)|can'?t (?:pee|wee|walk)|wet myself|incontinen|foot ?drop|gave way|getting weaker"
    "|chest pain|lost control|groin|saddle|between my legs|passed out|erection",
    "URGENT": "weak (?:leg|foot)|(?:leg|foot) feels weak|tripping",
    "CONSULT": "tingl|numb|pins (?:and|&|n) needles|sciatica|electric|shooting|below the knee|burning|dead leg",
    "ASK": "leg|foot|feet|toe|calf|bladder|pee|poo|fever|cancer|pregnant|fell",
}
"""The first words of each row of docs/care.md 2.6."""

CLOCK = SystemClock()
Read = Callable[[str], str]


def measure(bench: Runner) -> Iterator[Line]:
    found, plainly = bench.median(ours), bench.median(rival)
    name = "a list of words"
    for key, what, unit, smaller in (
        ("median_ms", "reading a message, the median one", "ms", True),
        ("slowest_ms", "the slowest of 4,096 characters", "ms", True),
        ("exact", f"of {found['phrases']:.0f} phrases read exactly", "", False),
        ("symptoms_passed_over", "symptoms passed over", "", True),
    ):
        yield Line("reading", what, found[key], unit, None, name, plainly[key], smaller=smaller)


def ours() -> dict[str, float]:
    lexicon = Library.read(ROOT / "content").lexicon
    return _measured(lambda text: symptoms.read(text, lexicon).result.name)


def rival() -> dict[str, float]:
    patterns = {level: re.compile(rf"\b(?:{words})", re.IGNORECASE) for level, words in WORDS.items()}
    return _measured(lambda text: next((level for level, found in patterns.items() if found.search(text)), "NONE"))


def _measured(read: Read) -> dict[str, float]:
    """Milliseconds of the median message and of the slowest at full length, and how well the phrases are read."""
    rows = [row for name in FILES for row in _rows(name)]
    read("a first one, for what is made ready once")
    short = [_milliseconds(read, row["text"]) for row in rows for _ in range(ROUNDS)]
    long = [_least(read, _filled(words)) for words in HARD]
    results = [(row, read(row["text"])) for row in rows]
    silent = [row for row, result in results if row["silent_forbidden"] == "1" and result in ("NONE", "NEGATED")]
    return {
        "median_ms": statistics.median(short),
        "slowest_ms": max(long),
        "doubled": long[0] / _least(read, _filled(HARD[0], LONGEST // 2)),
        "phrases": len(rows),
        "exact": sum(result == row["expected"] for row, result in results),
        "symptoms_passed_over": len(silent),
    }


def _least(read: Read, text: str) -> float:
    return min(_milliseconds(read, text) for _ in range(ROUNDS))


def _filled(words: str, length: int = LONGEST) -> str:
    return "".join(islice(cycle(f"{words} "), length))


def _milliseconds(read: Read, text: str) -> float:
    start = CLOCK.monotonic()
    read(text)
    return (CLOCK.monotonic() - start) * 1000


def _rows(name: str) -> Sequence[dict[str, str]]:
    with (ROOT / "tests" / "domain" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
