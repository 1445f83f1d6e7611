"""`python -m tools.slips` makes content/en/not-slips.txt.

A word that is one slip of the finger away from a word of the symptom lexicon is read as that word, and one that two of its
words make up as those two, unless it is a word of its own. Those are taken from Debian's word lists (packages wamerican
and wbritish) and the names of cities.
"""

import textwrap
from collections.abc import Iterable
from pathlib import Path

from bot.domain.lexicon import Lexicon
from bot.domain.message import plain
from bot.domain.slips import SHORTEST, apart
from bot.library import Library

CONTENT = Path(__file__).parents[1] / "content"
CITIES = CONTENT / "places" / "cities.tsv"
DICTIONARIES = (Path("/usr/share/dict/american-english"), Path("/usr/share/dict/british-english"))
TITLE = "# Words one slip away from a word of symptoms.toml and yet meant as they stand. Made by python -m tools.slips."


def not_slips(words: set[str], lexicon: Lexicon) -> list[str]:
    return sorted(word for word in words - lexicon.known if lexicon.slips.meant(word) or apart(word, lexicon.language))


def _words(names: Iterable[str]) -> set[str]:
    words = {plain(word) for name in names for word in name.replace("-", " ").split()}
    return {word for word in words if word.isascii() and word.isalpha() and len(word) >= SHORTEST}


def main() -> None:
    lexicon = Library.read(CONTENT).lexicon
    cities = [line.partition("\t")[0] for line in CITIES.read_text(encoding="utf-8").splitlines()]
    words = set().union(
        *(_words(path.read_text(encoding="utf-8").splitlines()) for path in DICTIONARIES), _words(cities)
    )
    lines = textwrap.wrap(" ".join(not_slips(words, lexicon)), 120)
    (CONTENT / "en" / "not-slips.txt").write_text("\n".join([TITLE, *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
