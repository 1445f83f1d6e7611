"""What follows when a message was read: at once for what may be a warning sign (docs/care.md 2.6).

The words themselves are not kept.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.context import Context
from bot.domain.lexicon import Result
from bot.domain.standing import Hold, Stage
from bot.domain.symptoms import Match, Reading
from bot.domain.triage import Level, Opening, hold_for
from bot.flows import crisis, doubt, hold, safety, screen, welcome
from bot.flows.finding import Reason
from bot.flows.talk import Reply, Turn
from bot.store import check_ins, people
from bot.store.check_ins import Topic

STRANGERS = (Stage.NEW, Stage.CONSENTING)


async def heard(turn: Turn, reading: Reading, *, edited: bool = False) -> Sequence[Reply]:
    """A crisis, a level or a doubt; a crisis and a level each get their message."""
    if turn.person.standing.stage in STRANGERS:
        return await _before_consent(turn, reading)
    told = await crisis.answered(turn) if reading.crisis else _hard(reading)
    if reading.level > Level.OK:
        return (*told, *await _held(turn, reading, edited=edited))
    doubted = () if reading.crisis else _doubted(reading)
    return (*told, *(await doubt.ask(turn, doubted, wonders=_wonders(reading)) if doubted else ()))


async def noted(turn: Turn) -> Sequence[Reply]:
    """They say that it is not there."""
    if turn.person.standing.stage in STRANGERS:
        return (*doubt.noted(turn)[:1], *await welcome.again(turn))
    return doubt.noted(turn)


def messages(reading: Reading) -> Sequence[Reply]:
    """What warns, in words alone: where nothing can be decided or kept."""
    level = hold_for(reading.level)
    return _hard(reading) if level is Hold.NONE else (*_hard(reading), hold.message(level, openings(reading)))


def openings(reading: Reading) -> tuple[Opening, ...]:
    """In the order they are read."""
    if reading.level is not Level.EMERGENCY:
        return (Opening.LEG,) if reading.level is Level.CONSULT else ()
    return reading.openings


async def _before_consent(turn: Turn, reading: Reading) -> Sequence[Reply]:
    """Nothing about health is kept yet: the texts, and back to where they were."""
    country = welcome.country_of(turn.person)
    told = [replace(each, buttons=(), country=country) for each in messages(reading)]
    if reading.crisis:
        return told
    return (*(told or await safety.get_help(turn)), *await welcome.again(turn))


async def _held(turn: Turn, reading: Reading, *, edited: bool) -> Sequence[Reply]:
    """Held first, then said, then the full screen, where it may raise it."""
    level, standing = hold_for(reading.level), turn.person.standing
    if edited and level <= standing.hold:
        # A word put right is no new report: a check that goes on is not begun again.
        goes_on = standing.held < Hold.EMERGENCY and await check_ins.open_of(turn.db, turn.person, Topic.SCREEN)
        return (hold.advice(standing.held), *(await screen.resume(turn) if goes_on else ()))
    said, true_of_it = screen.said_anew(turn, Reason.WORDS), openings(reading)
    detail = {
        "level": reading.level.name,
        "categories": list(reading.categories),
        "reasons": [f"words: {each} → {reading.level.name} (2.6)" for each in reading.categories],
        "openings": list(true_of_it),
    }
    await hold.place(turn, level, source=Reason.WORDS, detail=detail)
    higher = standing.held > level
    told = hold.advice(standing.held) if higher else await hold.said(turn, level, true_of_it)
    if turn.person.standing.held is Hold.EMERGENCY:
        await _ask_nothing(turn)
        return (told,)
    return (told, *await screen.open_screen(turn, said))


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
