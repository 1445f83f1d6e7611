"""What follows when a message was read: at once for what may be a warning sign (docs/care.md 2.6).

The words themselves are not kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from bot.domain.context import Context
from bot.domain.lexicon import Result
from bot.domain.standing import STRANGERS, Hold
from bot.domain.symptoms import Match, Reading
from bot.domain.triage import Level, Opening, hold_for
from bot.flows import crisis, doubt, harm, hold, safety, screen, welcome
from bot.flows.finding import Reason
from bot.flows.talk import Kind, Reply, Turn, words
from bot.store import check_ins, people
from bot.store.check_ins import Topic
from bot.store.people import Person

UNKEPT: Mapping[Hold, str] = MappingProxyType(
    {
        Hold.CONSULT: "safety-stranger-consult",
        Hold.URGENT: "safety-stranger-urgent",
        Hold.EMERGENCY: "safety-stranger-emergency",
    }
)
"""The messages of a level for somebody of whom nothing is kept."""


async def heard(turn: Turn, reading: Reading, *, edits: datetime | None = None) -> Sequence[Reply]:
    """A crisis, a level or a doubt; a crisis and a level each get their message.

    `edits`: when the message was sent that now reads so.
    """
    if turn.person.standing.stage in STRANGERS:
        return await _before_consent(turn, reading)
    told = await crisis.answered(turn) if reading.crisis else _hard(reading)
    if reading.level > Level.OK:
        return (*told, *await (_held(turn, reading) if edits is None else _put_right(turn, reading, edits)))
    doubted = () if reading.crisis else _doubted(reading)
    return (*told, *(await doubt.ask(turn, doubted, wonders=_wonders(reading)) if doubted else ()))


async def noted(turn: Turn) -> Sequence[Reply]:
    """They say that it is not there."""
    if turn.person.standing.stage in STRANGERS:
        return (*doubt.noted(turn)[:1], *await welcome.again(turn))
    return doubt.noted(turn)


def messages(person: Person, reading: Reading) -> Sequence[Reply]:
    """What warns, as it is for this person. Nothing is read or written for it, so nothing can fail."""
    level = hold_for(reading.level)
    found = () if level is Hold.NONE else (of_level(person, level, openings(reading)),)
    return (*(_numbered(person, each) for each in _hard(reading)), *found)


def for_unknown(reading: Reading) -> Sequence[Reply]:
    """The same for somebody of whom nothing is known."""
    level = hold_for(reading.level)
    return (*_hard(reading), *(() if level is Hold.NONE else (_unkept(level, openings(reading)),)))


def of_level(person: Person, level: Hold, true_of_it: Sequence[Opening]) -> Reply:
    if person.standing.stage not in STRANGERS:
        return hold.message(level, true_of_it, mistake=not person.standing.mistaken)
    return _numbered(person, _unkept(level, true_of_it))


def _unkept(level: Hold, true_of_it: Sequence[Opening]) -> Reply:
    """Before consent nothing is paused or stopped, and no button of a hold leads anywhere."""
    other, nerve = Opening.OTHER in true_of_it, Opening.NERVE in true_of_it
    first = words("safety-stranger-emergency-other" if other else UNKEPT[level])
    more = ((words("safety-emergency-nerve-paragraph"),),) if other and nerve else ()
    return Reply(text=((first,), *more), kind=Kind.SAFETY)


def for_stranger(person: Person, reply: Reply) -> Reply:
    """Before consent: without buttons, which would need it, and with the numbers of the country that was tapped."""
    return replace(_numbered(person, reply), buttons=()) if person.standing.stage in STRANGERS else reply


def _numbered(person: Person, reply: Reply) -> Reply:
    return replace(reply, country=welcome.country_of(person)) if person.standing.stage in STRANGERS else reply


def openings(reading: Reading) -> tuple[Opening, ...]:
    """In the order they are read."""
    if reading.level is not Level.EMERGENCY:
        return (Opening.LEG,) if reading.level is Level.CONSULT else ()
    return reading.openings


async def _before_consent(turn: Turn, reading: Reading) -> Sequence[Reply]:
    """Nothing about health is kept yet: the texts, and back to where they were."""
    return (*(messages(turn.person, reading) or await safety.get_help(turn)), *await welcome.again(turn))


async def _put_right(turn: Turn, reading: Reading, sent_at: datetime) -> Sequence[Reply]:
    """A word put right is no new report: a check that goes on is not begun again.

    Where a hold was lifted since it was sent, it is asked whether this is new; of an emergency nothing is asked. On
    the way out of a hold it is a report like any other.
    """
    level, standing = hold_for(reading.level), turn.person.standing
    if level <= standing.hold and not await _on_the_way_back(turn):
        goes_on = standing.held < Hold.EMERGENCY and await check_ins.open_of(turn.db, turn.person, Topic.SCREEN)
        return (hold.advice(standing.held), *(await screen.resume(turn) if goes_on else ()))
    if level < Hold.EMERGENCY and await _lifted_since(turn, sent_at):
        held = (hold.advice(standing.held),) if standing.held >= Hold.CLEAR_FIRST else ()
        return (*held, *await doubt.ask(turn, reading.categories, wonders=False))
    return await _held(turn, reading)


async def _held(turn: Turn, reading: Reading) -> Sequence[Reply]:
    """Held first, then said, then the full screen, where it may raise it."""
    level, standing = hold_for(reading.level), turn.person.standing
    said, true_of_it = screen.said_anew(turn, Reason.WORDS), openings(reading)
    detail = {
        "level": reading.level.name,
        "categories": list(reading.categories),
        "reasons": [f"words: {each} → {reading.level.name} (2.6)" for each in reading.categories],
        "openings": list(true_of_it),
    }
    if turn.person.question == Topic.HARM:
        await harm.keep(turn, harm.ELSE)
    await _leave_the_way_back(turn)
    await hold.place(turn, level, source=Reason.WORDS, detail=detail)
    higher = standing.held > level
    told = hold.advice(standing.held) if higher else await hold.said(turn, level, true_of_it)
    if turn.person.standing.held is Hold.EMERGENCY:
        await _ask_nothing(turn)
        return (told,)
    return (told, *await screen.open_screen(turn, said))


async def _leave_the_way_back(turn: Turn) -> None:
    """A gate, or a mistake, that was begun before this was told says nothing of it (docs/care.md 3.2)."""
    if await _on_the_way_back(turn):
        turn.person = await people.settle(turn.db, turn.person)
    await check_ins.drop_open(turn.db, turn.person, Topic.GATE)
    await screen.leave_way_back(turn)


async def _on_the_way_back(turn: Turn) -> bool:
    return (turn.person.question or "").startswith(Topic.GATE) or await screen.is_way_back(turn)


async def _lifted_since(turn: Turn, instant: datetime) -> bool:
    """Whether the gate was passed, or a mistake taken back, after this."""
    ends = [each for each in await check_ins.triage_of(turn.db, turn.person) if each.detail["hold"] == Hold.NONE.name]
    return any(each.at > instant and each.source in screen.WAY_BACK and "codes" in each.detail for each in ends)


async def _ask_nothing(turn: Turn) -> None:
    """No question stands below a message that sends somebody to hospital: none could raise it.

    A full check that was open can still be finished.
    """
    if turn.person.question != Topic.SCREEN:
        turn.person = await people.settle(turn.db, turn.person)


def _hard(reading: Reading) -> Sequence[Reply]:
    """Also where it is over, somebody else's or only a thought: "is this a symptom" is no answer to that."""
    return (crisis.message(),) if any(each.result is Result.CRISIS for each in _undenied(reading)) else ()


def _doubted(reading: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.category for each in _undenied(reading) if each.result is not Result.CRISIS))


def _undenied(reading: Reading) -> tuple[Match, ...]:
    return tuple(each for each in reading.matches if each.context is not Context.DENIED)


def _wonders(reading: Reading) -> bool:
    return any(each.context is Context.SUPPOSED for each in reading.matches)
