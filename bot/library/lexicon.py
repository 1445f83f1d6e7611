"""content/<language>/symptoms.toml: the words by which a message may be a warning sign."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from bot.domain.lexicon import Category, Cue, Lexicon, Pattern, PatternError, Result, patterns_of
from bot.domain.message import plain
from bot.domain.triage import Opening
from bot.library.gaps import Gaps
from bot.library.table import Table

Words = Mapping[str, tuple[str, ...]]
OPENINGS = (Opening.NERVE.value, Opening.OTHER.value)
"""Of the message of an emergency."""
LEVELS = {each.name: each for each in Result if each >= Result.ASK}


def read_lexicon(folder: Path, gaps: Gaps) -> Lexicon:
    """From symptoms.toml, and from not-slips.txt the words that are near to one of ours and yet meant as they stand."""
    root = Table.open(folder / "symptoms.toml", gaps)
    names = root.table("words")
    written = {name: names.phrases(name) for name in names.names()}
    words: Words = {name: tuple(_spread(phrases, written)) for name, phrases in written.items()}
    spelling = root.table("spelling")
    lexicon = Lexicon(
        words=MappingProxyType(dict(words)),
        patterns=(*_rules(root, words), *_cues(root.table("cues"), words)),
        spellings=MappingProxyType({wrong: right for right in spelling.names() for wrong in spelling.phrases(right)}),
        not_slips=frozenset(_not_slips(folder / "not-slips.txt", gaps)),
        common=frozenset(_words(root, "common")),
    )
    _check_names(names, words, lexicon)
    names.finish()
    spelling.finish()
    root.finish()
    return lexicon


def _check_names(table: Table, words: Words, lexicon: Lexicon) -> None:
    used = {name for pattern in lexicon.patterns for name in pattern.names}
    used |= {name for name in words if any(name in table.phrases(other) for other in used & words.keys())}
    for name, phrases in words.items():
        if not name.isupper():
            table.note(name, "must be in capitals")
        elif name not in used:
            table.note(name, "stands in no pattern")
        for phrase in phrases:
            if phrase != plain(phrase):
                table.note(name, f"{phrase!r} is never met: write {plain(phrase)!r}")


def _spread(phrases: Sequence[str], written: Words) -> Iterator[str]:
    """A name among the words of another stands for its own words."""
    for phrase in phrases:
        yield from written.get(phrase, (phrase,))


def _rules(root: Table, words: Words) -> Iterator[Pattern]:
    for rule in root.tables("rule", named="category"):
        level = rule.text("level")
        if level not in LEVELS:
            rule.note("level", f"must be one of {', '.join(LEVELS)}")
        category = Category(
            rule.text("category"),
            LEVELS.get(level, Result.ASK),
            opening=rule.text("opening", default="nerve"),
            net=rule.flag("net"),
            stands=rule.flag("stands"),
            fine=rule.flag("fine"),
        )
        if category.opening not in OPENINGS:
            rule.note("opening", f"must be one of {', '.join(OPENINGS)}")
        yield from _patterns(rule, "patterns", words, category)
        rule.finish()


def _cues(table: Table, words: Words) -> Iterator[Pattern]:
    for cue in Cue:
        yield from _patterns(table, cue.value, words, cue)
    table.finish()


def _patterns(table: Table, key: str, words: Words, means: Category | Cue) -> Iterator[Pattern]:
    for text in table.phrases(key):
        if any(word != plain(word) for word in text.split() if word.isalpha() and not word.isupper()):
            table.note(key, f"{text!r} is never met: write {plain(text)!r}")
        try:
            yield from patterns_of(text, words, means)
        except PatternError as error:
            table.note(key, str(error))


def _not_slips(path: Path, gaps: Gaps) -> Iterator[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        gaps.note(path.name, "-", f"cannot be read: {type(error).__name__}")
        return
    for line in lines:
        if not line.startswith("#"):
            yield from line.split()


def _words(table: Table, key: str) -> tuple[str, ...]:
    return tuple(word for line in table.phrases(key) for word in line.split())
