"""A session's length: kept near the minutes of its phase by sets, never by harder rungs (docs/care.md 5.2)."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.exercise import Dose, Rung, minutes
from bot.domain.plan import Span

SHORTEST = 0.8
"""Of the least minutes of the phase."""
LONGEST = 1.2
"""Of the most."""


def is_short(doses: Iterable[Dose], planned: Span) -> bool:
    return minutes(doses) < SHORTEST * planned[0]


def trimmed(rungs: Sequence[Rung], planned: Span) -> list[Rung]:
    """Without the last set of the longest that has several, until it is no longer too long."""
    fewer = list(rungs)
    while minutes(rung.dose for rung in fewer) > LONGEST * planned[1]:
        several = [place for place, rung in enumerate(fewer) if len(rung.dose.sets) > 1]
        if not several:
            break
        longest = max(several, key=lambda place: fewer[place].dose.seconds)
        fewer[longest] = with_sets(fewer[longest], len(fewer[longest].dose.sets) - 1)
    return fewer


def with_sets(rung: Rung, count: int) -> Rung:
    """Only the first `count` sets."""
    return of(rung, rung.dose.sets[:count])


def of(rung: Rung, sets: tuple[int, ...]) -> Rung:
    """With other sets the dose is no longer the article's."""
    same = sets == rung.dose.sets
    return replace(rung, dose=replace(rung.dose, sets=sets), from_article=rung.from_article and same)


def halved(rung: Rung) -> Rung:
    """Half the sets, as in an easy week; of a single set, half its repetitions."""
    sets = rung.dose.sets
    if len(sets) > 1:
        return with_sets(rung, math.ceil(len(sets) / 2))
    return of(rung, (math.ceil(sets[0] / 2),))


def shorter(rung: Rung) -> list[Rung]:
    """Itself, and all that a plan may make of it."""
    fewer = [with_sets(rung, count) for count in range(1, len(rung.dose.sets) + 1)]
    return list(dict.fromkeys((*fewer, *(halved(each) for each in fewer))))
