"""The words that the reader of free text knows, and the patterns they stand in: data, made ready once.

A pattern is written in words: `lost control`, `CANT .. PEE`, `NUMB <> GROIN`.

* A word in capitals is a name for words and phrases that mean the same to a pattern.
* `..` lets up to three other words stand between, `...` up to six, within a clause.
* `<>` lets up to seven others stand between, whichever side comes first, within a sentence.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property

from bot.domain.slips import Slips


class Result(IntEnum):
    """What a message comes to, the most careful last."""

    NONE = 0
    NEGATED = 1
    ASK = 2
    CONSULT = 3
    URGENT = 4
    EMERGENCY = 5
    CRISIS = 6


class Cue(StrEnum):
    """What stands around a symptom and says whether it is there, now, and whose."""

    EVERYDAY = "everyday"
    """Not about symptoms at all: the electric bike, the dead bug."""
    DENIED = "denied"
    """Before a symptom, or a list of them: no, without, haven't had."""
    NOT = "not"
    """Denies what follows at once, and nothing further on: isn't numb; not "doesn't help the tingling"."""
    FILLER = "filler"
    """What may stand between that and what it denies: not really numb."""
    NOT_DENIED = "not-denied"
    """Looks like a denial and is none: no change in, never like this."""
    BUT = "but"
    """Turns from what came before: but, however, except. No pattern reaches over it."""
    ONLY = "only"
    """Ends a denial, as "but" does, though it may stand within a pattern: just, only."""
    AFTER_ALL = "after-all"
    """After a denial: there is some all the same. No numbness except in my toe."""
    NONE = "none"
    """After a symptom: "tingling: no"."""
    FINE = "fine"
    """After a part of the body: "my legs are fine"."""
    ONCE = "once"
    """On either side: used to, years ago."""
    OVER = "over"
    """After a symptom: has gone, stopped."""
    ANY_MORE = "any-more"
    """After a denied symptom: there was one once."""
    IT = "it"
    """What may stand between a "but" and "has gone" that speak of the same symptom."""
    NOT_OVER = "not-over"
    """Still there or back: hasn't gone, won't stop, again."""
    SUPPOSED = "supposed"
    """Before a symptom: what if, should I worry."""
    ASKS = "asks"
    """Opens a sentence that is a general question, if it ends in a question mark and nobody says I in it."""
    ANOTHER = "another"
    """Somebody else: my mum, he has."""
    AND = "and"
    OR = "or"
    """Makes a list of what a comma parts: no tingling, numbness or weakness."""
    SUBJECT = "subject"
    """Begins a clause of its own, to which a denial before it does not reach: I don't have pain I have tingling."""
    SELF = "self"
    """The person who writes: I, my."""
    NOT_SELF = "not-self"
    """Where somebody else is, and no symptom: in my street, a man I know."""


class PatternError(ValueError):
    """A pattern that cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    """A name of the lexicon, or a word as it is."""
    gap: int = 0
    """Words that may stand between this and the step before."""
    crosses: bool = False
    """Whether the gap may reach over a comma."""


@dataclass(frozen=True, slots=True)
class Category:
    """What a rule is about. Its name is kept where words were read; the words never are."""

    name: str
    level: Result
    opening: str = "nerve"
    """Which text an emergency opens with, as `triage.Opening`."""
    net: bool = False
    """A part of the body, or the toilet, whatever is said of it: denied with what is denied around it."""
    stands: bool = False
    """A "no" before it does not deny it: to have had no wee is a sign itself."""
    fine: bool = False
    """ "Is fine" after it denies it: my legs are fine."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    text: str
    """As it is written in the lexicon."""
    steps: tuple[Step, ...]
    means: Category | Cue
    names: frozenset[str] = frozenset()
    """Those of its steps."""


@dataclass(slots=True)
class Branch:
    """What follows after some words, in a tree of phrases."""

    names: list[str] = field(default_factory=list)
    """Those of the phrase that ends here."""
    next: "dict[str, Branch]" = field(default_factory=dict)

    def grow(self, words: Sequence[str], name: str) -> None:
        branch = self
        for word in words:
            branch = branch.next.setdefault(word, Branch())
        if name not in branch.names:
            branch.names.append(name)


@dataclass(frozen=True)
class Lexicon:
    words: Mapping[str, tuple[str, ...]]
    """Name → its words and phrases."""
    patterns: tuple[Pattern, ...]
    spellings: Mapping[str, str]
    """A known misspelling → the word or words meant."""
    not_slips: frozenset[str]
    """Words that are meant as they stand, near as they are to one of ours: number, legal."""
    common: frozenset[str]
    """Everyday words by which a message is known to be in this language."""

    @cached_property
    def phrases(self) -> "Branch":
        """Every word and phrase, word by word, to the names that it stands for."""
        root = Branch()
        for name, phrases in self.words.items():
            for phrase in phrases:
                root.grow(phrase.split(), name)
        for word in {step.name for pattern in self.patterns for step in pattern.steps if not step.name.isupper()}:
            root.grow([word], word)
        return root

    @cached_property
    def cues(self) -> Mapping[str, tuple[Pattern, ...]]:
        """The patterns of what stands around a symptom, by the name of their first step."""
        return _by_first(
            each for each in self.patterns if isinstance(each.means, Cue) and each.means is not Cue.EVERYDAY
        )

    @cached_property
    def everyday(self) -> Mapping[str, tuple[Pattern, ...]]:
        return _by_first(each for each in self.patterns if each.means is Cue.EVERYDAY)

    @cached_property
    def rules(self) -> Mapping[str, tuple[Pattern, ...]]:
        return _by_first(each for each in self.patterns if isinstance(each.means, Category))

    @cached_property
    def known(self) -> frozenset[str]:
        """Every single word that stands in the lexicon: none of them is a slip."""
        phrases = [phrase for each in self.words.values() for phrase in each]
        steps = [step.name for pattern in self.patterns for step in pattern.steps if not step.name.isupper()]
        return frozenset(word for text in (*phrases, *steps) for word in text.split())

    @cached_property
    def language(self) -> frozenset[str]:
        return self.known | self.common

    @cached_property
    def slips(self) -> Slips:
        """For the words of the rules; a slip in any other changes nothing."""
        names = {name for each in self.patterns if isinstance(each.means, Category) for name in each.names}
        texts = [phrase for name in names for phrase in self.words.get(name, (name,))]
        return Slips.for_words({word for text in texts for word in text.split()} - self.common)


def patterns_of(text: str, names: Mapping[str, Sequence[str]], means: Category | Cue) -> tuple[Pattern, ...]:
    """One, or two where either side may come first. Raises PatternError, which names the pattern."""
    return tuple(
        Pattern(text, steps, means, frozenset(step.name for step in steps)) for steps in _steps_both_ways(text, names)
    )


def _steps_both_ways(text: str, names: Mapping[str, Sequence[str]]) -> list[tuple[Step, ...]]:
    left, sign, right = text.partition(" <> ")
    if not sign:
        return [_steps(text, names)]
    before, after = _steps(left, names), _steps(right, names)
    return [(*before, _near(after[0]), *after[1:]), (*after, _near(before[0]), *before[1:])]


def _near(step: Step) -> Step:
    return Step(step.name, gap=7, crosses=True)


GAPS = {"..": 3, "...": 6}


def _steps(text: str, names: Mapping[str, Sequence[str]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    gap = 0
    for part in text.split():
        if part in GAPS:
            gap = GAPS[part]
            continue
        if part.isupper() and part not in names:
            raise PatternError(f"{text!r}: {part} is not among the words")
        if not part.isupper() and not part.isalnum():
            raise PatternError(f"{text!r}: {part!r} is neither a word nor a sign")
        steps.append(Step(part, gap))
        gap = 0
    if not steps or gap or steps[0].gap:
        raise PatternError(f"{text!r}: a pattern begins and ends with a word")
    return tuple(steps)


def _by_first(patterns: Iterable[Pattern]) -> Mapping[str, tuple[Pattern, ...]]:
    found: dict[str, list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        found[pattern.steps[0].name].append(pattern)
    return {name: tuple(each) for name, each in found.items()}
