"""What stands around words that may be a symptom: whether it is there, now, and whose (docs/care.md 2.6).

The scope rules are those of NegEx (Chapman 2001), made lopsided on purpose: what is in doubt counts as there.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.lexicon import Category, Cue, Lexicon
from bot.domain.message import STOP, Found, Mentions, Message, find


class Context(StrEnum):
    PRESENT = "present"
    DENIED = "denied"
    PAST = "past"
    SUPPOSED = "supposed"
    ANOTHER = "somebody else"


FAR = 10
"""Words over which a cue before a symptom still belongs to it."""
LIST = 16
"""The same for a denial with a list: no tingling, numbness or weakness."""
AFTER = 10
"""The same for a cue that follows."""
NEAR = 4


@dataclass(frozen=True, slots=True)
class Cues:
    """Where the cues of a message stand."""

    message: Message
    spans: Mapping[Cue, Sequence[tuple[int, int]]]
    """Of each kind, from and to, in order."""
    sentences: Sequence[tuple[int, int]]
    turns: frozenset[int]
    """Words over which no pattern's gap reaches: but, however."""
    denials: Mapping[int, int]
    """The last word of each denial → its first: a gap that reaches over one is denied, as in "my leg is not weak"."""

    def before(self, cue: Cue, start: int, far: int = FAR) -> tuple[int, int] | None:
        """The nearest that ends before `start`, in its sentence."""
        spans = self.spans.get(cue, ())
        low = max(start - far, self.sentences[start][0])
        at = bisect_right(spans, start, key=_end_of) - 1
        return spans[at] if at >= 0 and spans[at][0] >= low else None

    def begun(self, cue: Cue, start: int, far: int = FAR) -> tuple[int, int] | None:
        """The nearest that begins before `start`, in its sentence."""
        spans = self.spans.get(cue, ())
        at = bisect_left(spans, (start, 0)) - 1
        return spans[at] if at >= 0 and spans[at][0] >= max(start - far, self.sentences[start][0]) else None

    def after(self, cue: Cue, end: int, far: int = AFTER) -> tuple[int, int] | None:
        """The nearest that begins at `end` or later, in the sentence of the word before."""
        spans = self.spans.get(cue, ())
        at = bisect_left(spans, (end, 0))
        return spans[at] if at < len(spans) and spans[at][0] < min(end + far, self.sentences[end - 1][1]) else None

    def at(self, cue: Cue, start: int) -> tuple[int, int] | None:
        """The one that begins at `start`."""
        spans = self.spans.get(cue, ())
        at = bisect_left(spans, (start, 0))
        return spans[at] if at < len(spans) and spans[at][0] == start else None

    def between(self, cue: Cue, start: int, end: int) -> bool:
        """Whether one stands wholly between the two positions."""
        spans = self.spans.get(cue, ())
        at = bisect_left(spans, (start, 0))
        return at < len(spans) and spans[at][1] <= end


def _end_of(span: tuple[int, int]) -> int:
    return span[1]


APART: Mapping[Cue, Cue] = MappingProxyType(
    {Cue.DENIED: Cue.NOT_DENIED, Cue.NOT: Cue.NOT_DENIED, Cue.OVER: Cue.NOT_OVER, Cue.SELF: Cue.NOT_SELF}
)
"""A cue → the longer ones that look like it and are none."""


def cues_in(message: Message, mentions: Mentions, lexicon: Lexicon) -> Cues:
    spans: dict[Cue, list[tuple[int, int]]] = {}
    for found in find(message, mentions, lexicon.cues):
        assert isinstance(found.pattern.means, Cue)
        spans.setdefault(found.pattern.means, []).append((found.start, found.end))
    for cue, apart in APART.items():
        apparent = _within(spans.get(apart, ()))
        spans[cue] = [span for span in spans.get(cue, ()) if span[0] not in apparent]
    return Cues(
        message,
        {cue: _widest(each) for cue, each in spans.items()},
        message.sentences(),
        turns=_within(spans.get(Cue.BUT, ())),
        denials={end - 1: start for cue in (Cue.NOT, Cue.DENIED) for start, end in spans[cue]},
    )


def _within(spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    return frozenset(at for start, end in spans for at in range(start, end))


def _widest(spans: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """In order, without those that lie inside another: both ends rise from one to the next."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def context_of(cues: Cues, found: Found) -> Context:
    return next((context for context, holds in CONTEXTS if holds(cues, found)), Context.PRESENT)


def _is_denied(cues: Cues, found: Found) -> bool:
    if cues.after(Cue.AFTER_ALL, found.end):
        return False
    if found.crossed or _says_none(cues, found.end):
        return True
    category = found.pattern.means
    assert isinstance(category, Category)
    if category.fine and _is_fine(cues, found.end):
        return True
    return not category.stands and (_is_denied_at_once(cues, found.start) or _is_denied_before(cues, found.start))


def _is_denied_at_once(cues: Cues, start: int) -> bool:
    """Not numb, isn't really numb, aren't tingling or numb."""
    cue = cues.before(Cue.NOT, start, NEAR)
    if cue is None or any(at in cues.message.commas for at in range(cue[1], start + 1)):
        return False
    return all(cues.at(Cue.FILLER, at) for at in range(cue[1], start)) or cues.at(Cue.OR, start - 1) is not None


def _is_denied_before(cues: Cues, start: int) -> bool:
    cue = cues.before(Cue.DENIED, start, LIST)
    if cue is None or any(cues.between(turn, cue[1], start) for turn in (Cue.BUT, Cue.ONLY)):
        return False
    return _reaches(cues, cue[1], start) and not _is_question(cues, cue[0])


def _is_question(cues: Cues, start: int) -> bool:
    """Whether what begins at `start` is only asked about: would I not be able to?"""
    cue = cues.before(Cue.SUPPOSED, start)
    return cue is not None and not any(at in cues.message.commas for at in range(cue[1], start + 1))


def _says_none(cues: Cues, end: int) -> bool:
    """Tingling: no. Numbness? None. Leg pain this week - nil."""
    asked = cues.message.words[end] == STOP and end in cues.message.asked
    cue = cues.at(Cue.NONE, end + 1 if asked else end) or cues.after(Cue.NONE, end, NEAR)
    if cue is None or not (asked or cue[0] == end or cue[0] in cues.message.commas):
        return False
    return cues.message.words[cue[1]] == STOP or cue[1] in cues.message.commas


def _is_fine(cues: Cues, end: int) -> bool:
    """My legs are fine. Not: is sex OK with this?"""
    cue = cues.after(Cue.FINE, end, NEAR)
    first, last = cues.sentences[end - 1]
    if cue is None or last in cues.message.asked or cues.at(Cue.ASKS, first):
        return False
    return not any(cues.between(turn, end, cue[1] + 1) for turn in (Cue.BUT, Cue.DENIED, Cue.SELF))


def _reaches(cues: Cues, start: int, end: int) -> bool:
    """Whether a denial that ends at `start` still holds at `end`: next to it, or along a list."""
    if start in cues.message.commas or cues.at(Cue.SELF, start):
        # "No, my foot is numb" answers something else.
        return False
    between = range(start + 1, end + 1)
    breaks = [at for at in between if at in cues.message.commas]
    if breaks and not _is_list(cues, breaks[0]):
        return False
    if cues.between(Cue.SUBJECT, start, end):
        return False
    ands = [at for at in between if cues.at(Cue.AND, at)]
    if any(cues.between(Cue.SELF, at + 1, at + 3) for at in ands):
        return False
    return end - start <= (LIST if breaks or ands else FAR)


def _is_list(cues: Cues, comma: int) -> bool:
    return cues.between(Cue.OR, comma, min(cues.sentences[comma][1], comma + LIST))


def _is_somebody_else(cues: Cues, found: Found) -> bool:
    if cues.between(Cue.ANOTHER, found.start, found.end) and not cues.between(Cue.SELF, found.start, found.end):
        return True
    cue = cues.begun(Cue.ANOTHER, found.start)
    return cue is not None and not cues.between(Cue.SELF, cue[1], max(cue[1], found.end))


def _is_over(cues: Cues, found: Found) -> bool:
    start, end = found.start, found.end
    if cues.after(Cue.NOT_OVER, end, LIST) or cues.before(Cue.NOT_OVER, start, 2 * NEAR):
        return False
    once = cues.before(Cue.ONCE, start)
    if once is not None and not cues.between(Cue.BUT, once[1], start):
        return True
    if cues.between(Cue.ONCE, start, end) or cues.after(Cue.ONCE, end):
        return True
    if cues.after(Cue.ANY_MORE, end) and _is_denied(cues, found):
        return True
    cue = cues.after(Cue.OVER, end)
    return cue is not None and _is_of_it(cues, end, cue[0])


def _is_of_it(cues: Cues, start: int, end: int) -> bool:
    """Whether "has gone" at `end` speaks of the symptom before `start`, and not of something named since."""
    ands = [at + 1 for at in range(start, end) if cues.at(Cue.AND, at)]
    commas = [at for at in range(start, end) if at in cues.message.commas]
    but = cues.after(Cue.BUT, start, end - start)
    last = max([*ands, *commas, *([but[1]] if but else [])], default=end)
    return all(cues.at(Cue.IT, at) for at in range(last, end))


def _is_supposed(cues: Cues, found: Found) -> bool:
    cue = cues.before(Cue.SUPPOSED, found.start)
    if cue is not None and not cues.between(Cue.BUT, cue[1], found.start):
        return True
    first, last = cues.sentences[found.start]
    asks = last in cues.message.asked and cues.at(Cue.ASKS, first) is not None
    return asks and not cues.between(Cue.SELF, first, found.end)


CONTEXTS: Sequence[tuple[Context, Callable[[Cues, Found], bool]]] = (
    (Context.PAST, _is_over),
    (Context.DENIED, _is_denied),
    (Context.ANOTHER, _is_somebody_else),
    (Context.SUPPOSED, _is_supposed),
)
