"""content/<language>/answers.toml: what people type instead of a tap, and the answer that it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.message import plain
from bot.library.table import Table

LONGEST = 60
"""Characters of an answer. What is longer says more than one thing."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The answers of one question."""

    meant: Mapping[str, tuple[str, ...]]
    """A whole phrase → its options; the first that is on offer counts."""
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()

    def options(self, said: str) -> tuple[str, ...]:
        return next((self.meant[each] for each in self.cores(said) if each in self.meant), ())

    def cores(self, said: str) -> Iterator[str]:
        """The phrase, then without what may stand before and behind it."""
        found = [said] if len(said) <= LONGEST else []
        for each in found:
            yield each
            shorter = [each.removeprefix(f"{word} ") for word in self.opens]
            shorter += [each.removesuffix(f" {word}") for word in self.closes]
            found.extend(core for core in dict.fromkeys(shorter) if core not in found)


AROUND = ("opens", "closes")


@dataclass(frozen=True, slots=True)
class Answers:
    questions: Mapping[str, Spoken]
    """By the name of a question, or by the key of the words that put it."""
    doubt: Spoken
    help: Spoken
    """Have you been able to get help? Ways too, right after it was asked."""
    ways: Spoken
    """Of the buttons under the safety messages."""
    walk: Spoken
    """Of the buttons of the walk card."""
    timer: Spoken
    """Of those of a move that is counted."""
    score_of: tuple[str, ...]
    """What follows a score: out of 10."""
    score_around: frozenset[str]
    numbers: Mapping[str, int]


def phrase(text: str) -> str:
    """As the phrases are written: small letters, no accents, apostrophes or commas."""
    return " ".join(plain(text).replace(",", " ").split())


def read_answers(root: Table) -> Answers:
    questions, score = root.table("answer"), root.table("score")
    spoken = {names: _spoken(questions.table(names)) for names in questions.names()}
    answers = Answers(
        questions=MappingProxyType({name: each for names, each in spoken.items() for name in names.split()}),
        doubt=_spoken(root.table("doubt")),
        help=_spoken(root.table("help")),
        ways=_spoken(root.table("way")),
        walk=_spoken(root.table("walk")),
        timer=_spoken(root.table("timer")),
        score_of=score.phrases("of"),
        score_around=frozenset(word for each in score.phrases("around") for word in each.split()),
        numbers=MappingProxyType({name: number for number, name in enumerate(score.phrases("numbers"))}),
    )
    score.finish()
    root.finish()
    return answers


def _spoken(table: Table) -> Spoken:
    meant: dict[str, tuple[str, ...]] = {}
    around = {name: table.phrases(name) if name in table.names() else () for name in AROUND}
    for option in table.names():
        for each in table.phrases(option):
            if each != phrase(each):
                table.note(option, f"{each!r} is never met: write {phrase(each)!r}")
            if option not in AROUND:
                meant[each] = (*meant.get(each, ()), option)
    return Spoken(MappingProxyType(meant), **around)
