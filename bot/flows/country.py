"""Which country is the person's: it decides the emergency numbers (docs/care.md 2.5), and its list of clocks."""

from collections.abc import Iterable, Sequence

from bot.flows import zone
from bot.flows.talk import Ask, Button, Reply, Turn, Words, words
from bot.library import ELSEWHERE, Library

ASK = Ask("country-now", typed=True)
CARD = "country"
OFFERED = 3
"""Countries of a new clock that are offered, besides the one before."""

Rows = tuple[tuple[Button, ...], ...]


def choices(library: Library, codes: Iterable[str]) -> Rows:
    return tuple((Button(words("label-country", country=library.country(code).name), option=code),) for code in codes)


def elsewhere() -> tuple[Button, ...]:
    return (Button(words("label-elsewhere"), option=ELSEWHERE),)


def chosen(turn: Turn) -> str | None:
    """The code that was tapped, or that of the name that was typed."""
    return turn.value if turn.value in turn.library.countries else turn.library.find_country(turn.value)


async def arrived(turn: Turn) -> Sequence[Reply]:
    """The question, where a new clock says that the country may be another.

    Until it is answered the numbers are those for anywhere: 112, 999 and 911.
    """
    before = turn.person.country or ELSEWHERE
    here = _likely(turn)
    if not turn.person.zone or (not here if before == ELSEWHERE else zone.fits(turn, turn.person.zone, before)):
        return ()
    await turn.become(country=ELSEWHERE)
    turn.notes.append(f"zone {turn.person.zone} is not of {before}: country asked again")
    codes = dict.fromkeys((*here, before)) if before != ELSEWHERE else dict.fromkeys(here)
    return (_question(turn, words("country-now"), codes),)


async def now(turn: Turn) -> Sequence[Reply]:
    """The answer. The clock has only just been set."""
    code = chosen(turn)
    if code is None:
        return (_question(turn, words("settings-country-unknown"), _likely(turn)),)
    await turn.become(country=code)
    name = turn.library.country(code).name
    settings = (Button(words("label-settings"), goes="settings"),)
    return (Reply(text=((words("settings-country-set", country=name),),), buttons=(settings,), card=CARD),)


def _likely(turn: Turn) -> list[str]:
    """Countries on this clock, those with numbers of their own."""
    name = turn.person.zone or ""
    listed = [code for code, each in turn.library.countries.items() if name in each.zones]
    on_the_clock = [code for code in turn.places.countries(name) if code in turn.library.countries]
    return list(dict.fromkeys((*listed, *on_the_clock)))[:OFFERED]


def _question(turn: Turn, line: Words, codes: Iterable[str]) -> Reply:
    rows = (*choices(turn.library, codes), elsewhere())
    return Reply(text=((line, words("country-now-why")),), buttons=rows, ask=ASK, card=CARD, anew=not turn.typed)
