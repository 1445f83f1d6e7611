"""Words that were meant: a slip of the finger put right, a space that was left out put in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

SHORTEST = 4
"""Letters of a word from which a slip of the finger is seen through; in one so short, two letters swapped alone."""


@dataclass(frozen=True, slots=True)
class Slips:
    """The words that a slip may have been meant for.

    By each word with one letter left out, or none: two words that are one slip apart always meet there, so that none has
    to be compared with all the others.
    """

    near: Mapping[str, tuple[str, ...]]

    @classmethod
    def for_words(cls, words: Iterable[str]) -> "Slips":
        near: dict[str, set[str]] = defaultdict(set)
        for word in words:
            if len(word) >= SHORTEST:
                for short in _shortened(word):
                    near[short].add(word)
        return cls({short: tuple(sorted(each)) for short, each in near.items()})

    def meant(self, word: str) -> tuple[str, ...]:
        """Those that lack, add, change or swap one letter of `word`, in order."""
        near = {each for short in _shortened(word) for each in self.near.get(short, ())}
        return tuple(sorted(each for each in near - {word} if _is_slip(word, each)))


def apart(word: str, language: Collection[str]) -> str | None:
    """The two words of `language` that were written without a space: "numbsince"."""
    parts = ((word[:at], word[at:]) for at in range(2, len(word) - 1))
    long = ((a, b) for a, b in parts if max(len(a), len(b)) >= SHORTEST)
    return next((f"{a} {b}" for a, b in long if a in language and b in language), None)


def _shortened(word: str) -> set[str]:
    """The word, and the word without each one of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _is_slip(word: str, meant: str) -> bool:
    """Of two words that meet when a letter is left out. Those of one length may still have moved it far."""
    if len(word) != len(meant):
        return min(len(word), len(meant)) > SHORTEST
    differ = [at for at, letter in enumerate(word) if letter != meant[at]]
    if len(differ) == 1:
        return len(word) > SHORTEST
    first, last = differ[0], differ[-1]
    return last - first == 1 and (word[first], word[last]) == (meant[last], meant[first])
