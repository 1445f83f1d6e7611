"""The full safety check, from its first question to what follows from it (docs/care.md 2)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import screening, triage
from bot.domain.lapse import Told, lapsed
from bot.domain.screening import Question, Screen
from bot.domain.standing import Hold, Stage
from bot.domain.triage import Opening
from bot.flows import d1, finding, hold, questions
from bot.flows.finding import Reason
from bot.flows.talk import Reply, Turn, words
from bot.store import check_ins
from bot.store.check_ins import CheckIn, Topic

OLD = "SLW"
"""Letters of the questions that an old sign can answer."""
FRESH = timedelta(hours=24)
"""How long a check that was left can be taken up."""
LASTS = timedelta(days=28)
"""How long a finished check is good for (docs/care.md 1.1)."""
SAME = timedelta(minutes=10)
"""Opening a check again within this is the same occasion, not a new one."""


OWN_RULES = {Reason.WORSE, Reason.MISTAKE, Reason.GATE}
"""An OK, or one leg, means something else after these."""
WAY_BACK = {Reason.MISTAKE, Reason.GATE}
"""An OK at its end lowers what holds, unless something was told since the check began (docs/care.md 3.2)."""
ROUTINE = {Reason.MONTHLY, Reason.RETURN}
"""Nothing was said to be new or worse. Nothing holds, and yet no exercise comes before the check is finished."""
OPENINGS = {
    Reason.MONTHLY: words("screen-monthly"),
    Reason.RETURN: words("screen-return"),
    Reason.MISTAKE: words("screen-after-mistake"),
    Reason.GATE: words("screen-after-gate"),
}


def is_due(turn: Turn) -> bool:
    """Whether the last full check is too long ago for another exercise."""
    screened = turn.person.screened_at
    return screened is None or turn.now - screened > LASTS


async def symptoms(turn: Turn) -> Sequence[Reply]:
    """New symptom."""
    return await open_screen(turn, said_anew(turn, Reason.SYMPTOMS))


async def worse(turn: Turn) -> Sequence[Reply]:
    """It's got worse: the full screen, at once (T1)."""
    return await open_screen(turn, Reason.WORSE)


def said_anew(turn: Turn, reason: Reason) -> Reason:
    """Somebody who is held already and comes with a symptom says that it got worse, unless it is the same occasion."""
    standing = turn.person.standing
    if standing.hold < Hold.CONSULT or standing.held_since is None or turn.now - standing.held_since < SAME:
        return reason
    return Reason.WORSE


async def routine(turn: Turn) -> Sequence[Reply]:
    """The full check that is due although nothing is new: after four weeks, or coming back from a pause."""
    return await open_screen(turn, Reason.RETURN if turn.person.screened_at is None else Reason.MONTHLY)


async def open_screen(turn: Turn, reason: Reason) -> Sequence[Reply]:
    """A new occasion: the questions from the first. What an unfinished check found stays as a hold."""
    await check_ins.drop_open(turn.db, turn.person, Topic.DOUBT)
    if turn.person.standing.stage is Stage.SCREENING and reason not in WAY_BACK:
        reason = Reason.START
    left = await check_ins.open_of(turn.db, turn.person, Topic.SCREEN)
    if left is not None:
        if await _is_same_occasion(turn, left, reason):
            return (await _card(turn, left),)
        await _leave(turn, left)
    if turn.person.standing.stage is not Stage.SCREENING and reason not in ROUTINE:
        await hold.open_question(turn)
    check = await check_ins.start(turn.db, turn.person, Topic.SCREEN, answers=(("source", reason),), now=turn.now)
    turn.notes.append(f"full screen: {reason}")
    return (await _card(turn, check),)


async def resume(turn: Turn) -> Sequence[Reply]:
    """Take up the check that was left, or begin it."""
    left = await check_ins.open_of(turn.db, turn.person, Topic.SCREEN)
    if left is not None and turn.now - left.started_at < FRESH:
        return (await _card(turn, left),)
    if turn.person.standing.held is Hold.NONE and turn.person.standing.stage is not Stage.SCREENING:
        return (Reply(text=((words("screen-nothing-open"),),), buttons=(d1.to_today(),)),)
    return await _begin_again(turn, left) if left else await open_screen(turn, Reason.SYMPTOMS)


async def overdue(turn: Turn) -> Sequence[Reply]:
    """The message of an unfinished check's floor, which comes with the next thing the person does."""
    left = await check_ins.open_of(turn.db, turn.person, Topic.SCREEN)
    standing = turn.person.standing
    if left is None or standing.floor < Hold.CONSULT or standing.floor <= standing.hold:
        return ()
    told = await hold.said(turn, standing.floor, _openings(_read(turn, left)[1]))
    await place_floor(turn, turn.now)
    return (told,)


async def place_floor(turn: Turn, told_at: datetime) -> None:
    """Its message is said: from now on the floor is the hold, and Back does not go behind it (docs/care.md 2.3).

    `told_at`: when the answer was given.
    """
    left, standing = await check_ins.open_of(turn.db, turn.person, Topic.SCREEN), turn.person.standing
    if left is None or standing.floor < Hold.CONSULT or standing.floor <= standing.hold:
        return
    reason, screen = _read(turn, left)
    answers = (("source", reason), *screening.without_back(screen).answers)
    await check_ins.save(turn.db, turn.person, replace(left, answers=answers))
    detail = {
        "level": standing.floor.name,
        "reasons": ["the floor of an unfinished safety check holds once it was said (2.3)"],
        "openings": list(_openings(screen)),
        hold.TOLD_AT: told_at.isoformat(),
    }
    await hold.place(turn, standing.floor, source=hold.UNFINISHED, detail=detail)


async def is_way_back(turn: Turn) -> bool:
    """Whether a check is open that could lower what holds."""
    left = await check_ins.open_of(turn.db, turn.person, Topic.SCREEN)
    return left is not None and _read(turn, left)[0] in WAY_BACK


async def leave_way_back(turn: Turn) -> None:
    """What it found so far stays as the hold."""
    left = await check_ins.open_of(turn.db, turn.person, Topic.SCREEN)
    if left is not None and _read(turn, left)[0] in WAY_BACK:
        await _leave(turn, left)


async def answer(turn: Turn) -> Sequence[Reply]:
    check = await check_ins.open_of(turn.db, turn.person, Topic.SCREEN)
    if check is None:
        return await resume(turn)
    if turn.now - check.started_at >= FRESH:
        return await _begin_again(turn, check)
    reason, screen = await _reason(turn, check), _read(turn, check)[1]
    screen = _after(await _aged(turn, screen, reason), turn.value)
    check = replace(check, answers=(("source", reason), *screen.answers))
    await check_ins.save(turn.db, turn.person, check)
    await hold.at_floor(turn, screening.floor(screen), _openings(screen))
    at = screening.next_question(screen)
    if isinstance(at, Question):
        return (questions.card(at),)
    await check_ins.drop_open(turn.db, turn.person, Topic.DOUBT)
    if at.eligibility != "under_18":
        await check_ins.finish(turn.db, turn.person, check, turn.now)
        await _note_usual(turn, screen)
    return await finding.conclude(turn, reason, at, limited=("cleared", "limits") in screen.answers)


async def _note_usual(turn: Turn, screen: Screen) -> None:
    """Until the first weekly questions the pain that is usual is the one that was told here (docs/care.md 4.3)."""
    score = dict(screen.answers).get("pain")
    if score is not None and turn.person.course.weekly_on is None:
        await turn.become(course=replace(turn.person.course, usual=float(score)))


async def _begin_again(turn: Turn, left: CheckIn) -> Sequence[Reply]:
    """Answers of another day say nothing of today. What a clinician said then is asked again too."""
    reason = await _reason(turn, left)
    if reason is Reason.GATE:
        await _leave(turn, left)
        return (hold.advice(turn.person.standing.held),)
    return await open_screen(turn, reason)


def _after(screen: Screen, option: str) -> Screen:
    """With this answer. One that does not fit, from a bubble of long ago, changes nothing."""
    at = screening.next_question(screen)
    try:
        if option == screening.BACK:
            return screening.back(screen)
        return screening.answered(screen, at.name, option) if isinstance(at, Question) else screen
    except (screening.NotAnOptionError, screening.NoWayBackError):
        return screen


async def _card(turn: Turn, check: CheckIn) -> Reply:
    reason, screen = await _reason(turn, check), _read(turn, check)[1]
    at = screening.next_question(await _aged(turn, screen, reason))
    assert isinstance(at, Question)
    opening = OPENINGS.get(reason)
    before = ((opening,),) if opening and not screen.answers else ()
    return questions.card(at, *before, anew=True)


def _read(turn: Turn, check: CheckIn) -> tuple[Reason, Screen]:
    """The first pair of answers names the reason; the rest is the screen."""
    (_, source), *given = check.answers
    eligibility = turn.person.standing.stage is Stage.SCREENING
    return Reason(source), screening.load(given, eligibility=eligibility)


async def _reason(turn: Turn, check: CheckIn) -> Reason:
    """Where something was told since it began, a way back is none: it is a check like any other."""
    reason, _ = _read(turn, check)
    overtaken = reason in WAY_BACK and await hold.told_since(turn, check.started_at)
    return Reason.SYMPTOMS if overtaken else reason


async def _aged(turn: Turn, screen: Screen, reason: Reason) -> Screen:
    """With what T3 says of older answers. At the gate a clinician has only just said yes."""
    if reason is Reason.GATE:
        return screen
    told = [
        Told(event.at, event.detail["codes"], frozenset(event.detail.get("anew", ())))
        for event in await check_ins.triage_of(turn.db, turn.person)
        if "codes" in event.detail
    ]
    return replace(screen, lapsed=frozenset(letter for letter in OLD if lapsed(letter, told, turn.now)))


async def _is_same_occasion(turn: Turn, left: CheckIn, reason: Reason) -> bool:
    before = await _reason(turn, left)
    age = turn.now - left.started_at
    if turn.person.standing.stage is Stage.SCREENING:
        return age < FRESH and before is reason
    return age < SAME and (before is reason or not {before, reason} & OWN_RULES)


async def _leave(turn: Turn, left: CheckIn) -> None:
    """Drop an unfinished check. C0 is asked again at the first one, so its answer need not stay."""
    await check_ins.drop(turn.db, left.id)
    standing = turn.person.standing
    if standing.stage is Stage.SCREENING and standing.floor is Hold.CLEAR_FIRST:
        await turn.become(standing=replace(standing, floor=Hold.NONE))
    await hold.settle_floor(turn)


def _openings(screen: Screen) -> tuple[Opening, ...]:
    answers = screening.answers_of(screen)
    return triage.opening(answers, triage.assess(answers))
