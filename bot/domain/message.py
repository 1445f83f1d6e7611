"""A message as the reader of free text sees it: words and sentences, slips of the finger put right, patterns found."""

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.domain.lexicon import Lexicon, Pattern, Step
from bot.domain.slips import SHORTEST, apart

STOP = "."
"""Ends a sentence. No pattern reaches over it."""
BLANK = "_"
"""Where an everyday phrase stood."""

PARTS = re.compile(r"[^\W_]+|[.!?;…]+|\n\s*\n|[,:()/\n\u2013\u2014]|(?<=\s)-+(?=\s)")
ENDS = re.compile(r"[.!?;…]|\n\s*\n")
MARKS = {"Mn": "", "Cf": "", "So": ","}
"""Kinds of character: accents and what cannot be seen go, an emoji parts what stands around it."""
APOSTROPHES = re.compile(r"[\u2018\u2019\u00b4`]")
# "It's" is one word however it is written; "my leg's" is "my leg is".
OWNS = re.compile(
    r"(?<!\bit)(?<!\bhe)(?<!\bshe)(?<!\bthat)(?<!\bwhat)(?<!\bthere)(?<!\bwho)(?<!\bhow)(?<!\blet)(?<!\bhere)'s\b"
)
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
DOUBLED = re.compile(r"(.)\1")


@dataclass(frozen=True, slots=True)
class Message:
    words: tuple[str, ...]
    """STOP ends each sentence."""
    commas: frozenset[int]
    """Positions of words that have a comma, a colon or the like before them."""
    asked: frozenset[int]
    """Positions of the STOPs that were question marks."""

    @classmethod
    def of(cls, text: str, lexicon: Lexicon) -> "Message":
        words: list[str] = []
        commas: set[int] = set()
        asked: set[int] = set()
        for part in PARTS.findall(plain(text)):
            if part[0].isalnum():
                words += _spelt(part, lexicon).split()
            elif ENDS.match(part):
                if "?" in part:
                    asked.add(len(words))
                words.append(STOP)
            else:
                commas.add(len(words))
        return cls((*words, STOP), frozenset(commas), frozenset(asked))

    def without(self, spans: Sequence[tuple[int, int]]) -> "Message":
        """With these stretches left blank."""
        words = list(self.words)
        for start, end in spans:
            words[start:end] = [BLANK] * (end - start)
        return replace(self, words=tuple(words))

    def sentences(self) -> tuple[tuple[int, int], ...]:
        """For each word, where its sentence begins and where its STOP is."""
        bounds: list[tuple[int, int]] = []
        start = 0
        for at, word in enumerate(self.words):
            if word == STOP:
                bounds += [(start, at)] * (at + 1 - start)
                start = at + 1
        return tuple(bounds)


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern in a message."""

    pattern: Pattern
    start: int
    end: int
    """The position after its last word."""
    crossed: bool = False
    """Whether one of its gaps reaches over something of `crossing`: its last word → its first."""


Mentions = Sequence[Mapping[str, Sequence[int]]]
"""For each word of a message, the names of the lexicon that begin there, each with the positions after it."""
LONGEST = 12
"""Words of a phrase."""


def find(
    message: Message,
    mentions: Mentions,
    patterns: Mapping[str, Sequence[Pattern]],
    *,
    blocks: frozenset[int] = frozenset(),
    crossing: Mapping[int, int] = MappingProxyType({}),
    settled: Container[Pattern] = (),
) -> Iterator[Found]:
    """Each pattern at each place, ended as near as it can be. No gap reaches over the words at `blocks`.

    `patterns` are found by the name of their first step. Those in `settled`, to which the caller may add, are not
    looked for any further. The work grows with the length of the message.
    """
    there = {name for each in mentions for name in each}
    possible = {name: [each for each in patterns.get(name, ()) if there >= each.names] for name in there}
    for start, names in enumerate(mentions):
        for name, ends in names.items():
            for pattern in possible[name]:
                if pattern in settled:
                    continue
                lasts = (_end(message, mentions, pattern.steps, 1, end, blocks) for end in ends)
                path = next((each for each in lasts if each is not None), None)
                if path is not None:
                    yield Found(pattern, start, path[0], _crosses(message, path[1], crossing))


NEXT = 2
"""Words after a denial within which it still speaks of what follows."""


def _crosses(message: Message, gaps: Sequence[int], crossing: Mapping[int, int]) -> bool:
    """A whole denial, shortly before what follows the gap. What stands before a comma belongs to another clause."""
    last = max((at for at in gaps if at in message.commas), default=0)
    return any(at in crossing and crossing[at] in gaps and at >= last and _left(gaps, at) <= NEXT for at in gaps)


def _left(gaps: Sequence[int], at: int) -> int:
    """How many words of the same gap follow."""
    return sum(later > at and later - at == number for number, later in enumerate(gaps[gaps.index(at) :]))


def mentions_in(message: Message, lexicon: Lexicon) -> Mentions:
    mentions: list[dict[str, list[int]]] = []
    for start in range(len(message.words)):
        names: dict[str, list[int]] = {}
        branch = lexicon.phrases
        for end, word in enumerate(message.words[start : start + LONGEST], start=start + 1):
            following = branch.next.get(word)
            if following is None:
                break
            branch = following
            for name in branch.names:
                names.setdefault(name, []).append(end)
        mentions.append(names)
    return mentions


_Path = tuple[int, tuple[int, ...]]
"""Where a pattern ends, and the words that its gaps reach over."""


def _end(
    message: Message, mentions: Mentions, steps: Sequence[Step], number: int, position: int, blocks: frozenset[int]
) -> _Path | None:
    """How the steps from `number` on follow from `position`; None if they do not."""
    if number == len(steps):
        return position, ()
    step = steps[number]
    for at in range(position, min(position + step.gap + 1, len(mentions))):
        if at > position and (message.words[at - 1] == STOP or at - 1 in blocks):
            return None
        if step.gap and not step.crosses and at in message.commas:
            return None
        for end in mentions[at].get(step.name, ()):
            path = _end(message, mentions, steps, number + 1, end, blocks)
            if path is not None:
                return path[0], (*range(position, at), *path[1])
    return None


def plain(text: str) -> str:
    """Small letters without accents: "can't" is cant, "p&n" is p and n, "foooot" is foot."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(MARKS.get(unicodedata.category(each), each) for each in folded)
    whole = OWNS.sub(" is", APOSTROPHES.sub("'", bare))
    joined = whole.replace("'", "").replace("&", " and ").replace("+", " and ")
    return STRETCHED.sub(r"\1\1", joined)


def _spelt(word: str, lexicon: Lexicon) -> str:
    """The word, or words, that were meant."""
    if (right := lexicon.spellings.get(word)) is not None:
        return right
    if len(word) < SHORTEST or not word.isalpha() or word in lexicon.known or word in lexicon.not_slips:
        return word
    single = DOUBLED.sub(r"\1", word)
    if single in lexicon.known:
        return single
    return next(iter(lexicon.slips.meant(word)), None) or apart(word, lexicon.language) or word
