"""Words in any message that may be a warning sign (docs/care.md 2.6). Pure, and what is read is never stored.

A list of words is a backstop, the buttons are the net: whatever is in doubt is read as the more careful.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.domain.context import Context, context_of, cues_in
from bot.domain.lexicon import Category, Lexicon, Pattern, Result
from bot.domain.message import STOP, Found, Message, find, mentions_in
from bot.domain.triage import Level, Opening

LEVELS: Mapping[Result, Level] = MappingProxyType(
    {Result.CONSULT: Level.CONSULT, Result.URGENT: Level.URGENT, Result.EMERGENCY: Level.EMERGENCY}
)


@dataclass(frozen=True, slots=True)
class Match:
    words: str = field(repr=False)
    """As they were understood, slips put right."""
    pattern: str
    category: str
    opening: Opening
    result: Result
    context: Context

    @property
    def level(self) -> Level:
        """Of the words by themselves, if they are true now."""
        return LEVELS.get(self.result, Level.OK) if self.context is Context.PRESENT else Level.OK


@dataclass(frozen=True, slots=True)
class Reading:
    matches: tuple[Match, ...] = ()
    """The gravest first."""

    @property
    def result(self) -> Result:
        here = [match.result for match in self.matches if match.context is Context.PRESENT]
        if here:
            return max(here)
        if any(match.context is not Context.DENIED for match in self.matches):
            return Result.ASK
        return Result.NEGATED if self.matches else Result.NONE

    @property
    def level(self) -> Level:
        """The highest level of what is there now. Words of crisis beside it take nothing from it."""
        return max((match.level for match in self.matches), default=Level.OK)

    @property
    def crisis(self) -> bool:
        return self.result is Result.CRISIS

    @property
    def asks(self) -> bool:
        return self.result is Result.ASK

    @property
    def openings(self) -> tuple[Opening, ...]:
        """Those of what the level is for, in the order they are read."""
        found = {each.opening for each in self.matches if each.level is self.level > Level.OK}
        return tuple(each for each in (Opening.OTHER, Opening.NERVE) if each in found)

    @property
    def categories(self) -> tuple[str, ...]:
        """What the level is for. Says nothing of the words themselves."""
        return tuple(dict.fromkeys(each.category for each in self.matches if each.level is self.level > Level.OK))


def read(text: str, lexicon: Lexicon, *, another: bool = False) -> Reading:
    """`another`: the words are somebody else's, as those of a forwarded message are."""
    message = Message.of(text, lexicon)
    everyday = find(message, mentions_in(message, lexicon), lexicon.everyday)
    message = message.without([(found.start, found.end) for found in everyday])
    seen = _seen(message, lexicon)
    denied = {at for found, context in seen if context is Context.DENIED for at in range(found.start, found.end)}
    matches = {_match(message, found, context, denied, another=another): None for found, context in seen}
    return Reading(tuple(sorted(matches, key=lambda match: -match.result)))


def _seen(message: Message, lexicon: Lexicon) -> Sequence[tuple[Found, Context]]:
    """Every pattern with its context, those that are there now once each."""
    mentions = mentions_in(message, lexicon)
    cues = cues_in(message, mentions, lexicon)
    present: set[Pattern] = set()
    seen: list[tuple[Found, Context]] = []
    for found in find(message, mentions, lexicon.rules, blocks=cues.turns, crossing=cues.denials, settled=present):
        context = context_of(cues, found)
        if context is Context.PRESENT:
            present.add(found.pattern)
        seen.append((found, context))
    return seen


def _match(message: Message, found: Found, context: Context, denied: AbstractSet[int], *, another: bool) -> Match:
    category = found.pattern.means
    assert isinstance(category, Category)
    if category.net and found.start in denied:
        # A part of the body within something denied is denied with it.
        context = Context.DENIED
    if another and context is Context.PRESENT and category.level is not Result.CRISIS:
        context = Context.ANOTHER
    words = " ".join(message.words[found.start : found.end])
    return Match(words, found.pattern.text, category.name, Opening(category.opening), category.level, context)


def is_foreign(text: str, lexicon: Lexicon) -> bool:
    """Whether hardly a word of it is in the language of the lexicon."""
    words = [word for word in Message.of(text, lexicon).words if word != STOP and not word.isdigit()]
    known = sum(word in lexicon.language for word in words)
    return len(words) > 1 and known * 3 < len(words)
