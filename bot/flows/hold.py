"""What happens when a person is held: everything about exercise stops, and the message of the level is said.

Nobody else takes back what is queued; beside this, only the end of a check (finding.py) raises a hold (docs/care.md 2.5
and 3.1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from bot.domain import recurrence
from bot.domain.standing import UNASKED, Hold, answered, floored, may_walk, raised
from bot.domain.triage import RULES_VERSION, Answers, Opening, assess, opening
from bot.flows import follow_up, pause, talk, timetable
from bot.flows.talk import Button, Kind, Paragraph, Reply, Turn, words
from bot.store import check_ins, outbox, practices, slots, timers
from bot.store.check_ins import Topic
from bot.store.outbox import Lane
from bot.store.slots import Outcome
from bot.store.vault import new_id

SILENCE = timedelta(minutes=5)
"""After a question left open, the message of the floor so far is said without waiting any longer."""
UNSAID = "floor"
"""Kind of the queued row that says it."""
UNFINISHED = "unfinished"
"""Source of a hold that a check left open brought."""
TOLD_AT = "told"
"""In the detail of a decision: when the answer was given, where it holds only later."""

CONSULTS: Mapping[Opening, str] = MappingProxyType(
    {
        Opening.LEG: "safety-consult-leg",
        Opening.PAIN: "safety-consult-pain",
        Opening.OLD: "safety-consult-old",
        Opening.SORE: "safety-consult-sore",
    }
)
ADVICE: Mapping[Hold, str] = MappingProxyType(
    {
        Hold.OPEN_QUESTION: "safety-open-question",
        Hold.CLEAR_FIRST: "safety-clear-first",
        Hold.CONSULT: "safety-held-consult",
        Hold.URGENT: "safety-held-urgent",
        Hold.EMERGENCY: "safety-held-emergency",
    }
)
CHECKED = (Button(words("label-checked"), goes="checked"),)
WORSE = (Button(words("label-worse"), goes="worse"),)
ANSWERS = (Button(words("label-answers"), goes="answers"),)
GETTING_HELP = (Button(words("label-getting-help"), goes="getting-help"),)
MISTAKE = (Button(words("label-mistake"), goes="mistake"),)
FINISH = (Button(words("label-finish-check"), goes="finish-check"),)
NOT_YET = (Button(words("label-not-yet"), goes="not-yet"),)
GET_HELP = (Button(words("label-get-help"), goes="gethelp"),)
NEW_SYMPTOM = (Button(words("label-new-symptom"), goes="symptoms"),)


async def place(turn: Turn, level: Hold, *, source: str, detail: Mapping[str, Any]) -> None:
    """Hold the person at `level` or higher, from this transaction on, and record why. A sign answers any doubt."""
    await turn.become(standing=raised(turn.person.standing, level, now=turn.now, episode=new_id()))
    if level >= Hold.CONSULT:
        await check_ins.drop_open(turn.db, turn.person, Topic.DOUBT)
    await stop(turn)
    await follow_up.plan(turn)
    await record(turn, level, source=source, detail=detail)


async def open_question(turn: Turn) -> None:
    """A safety question that is open holds, until it is answered (docs/care.md 3.1)."""
    await stop_timers(turn)
    if turn.person.standing.held is not Hold.NONE:
        return
    standing = raised(turn.person.standing, Hold.OPEN_QUESTION, now=turn.now, episode=new_id())
    await turn.become(standing=standing)
    await outbox.cancel(turn.db, turn.person.id, turn.now, kinds=(Kind.EXERCISE,))
    await timetable.plan(turn)


async def question_answered(turn: Turn) -> None:
    """Harmlessly, or the answer leads to a check that holds by itself."""
    await turn.become(standing=answered(turn.person.standing))
    await timetable.plan(turn)


async def stop(turn: Turn) -> None:
    """Take back what is queued and end what is running. The routines rest as the standing says."""
    walks = () if may_walk(turn.person.standing) else (Kind.WALK,)
    await outbox.cancel(turn.db, turn.person.id, turn.now, kinds=(Kind.EXERCISE, UNSAID, *walks), slots=True)
    await slots.close_open(turn.db, turn.person.id, Outcome.HELD, turn.now, kinds=UNASKED)
    # First: with the practice its timer goes, and its card would go on counting to the eye.
    await stop_timers(turn)
    await practices.stop_open(turn.db, turn.person.id, turn.now)
    await timetable.plan(turn)
    await pause.keep(turn)


async def stop_timers(turn: Turn) -> None:
    """Nothing counts down any more, as its card then says, and no word of it comes after what is said now."""
    await outbox.cancel(turn.db, turn.person.id, turn.now, kinds=(Kind.TIMED,))
    for card in await timers.stop_all(turn.db, turn.person.id):
        await _say_stopped(turn, card)


async def stop_move(turn: Turn) -> None:
    """The same for a move alone, where it is let go for another reason. A walk goes on."""
    if await timers.stop(turn.db, turn.person.id, practices.CARD):
        await _say_stopped(turn, practices.CARD)


async def _say_stopped(turn: Turn, card: str) -> None:
    stopped = words("guide-stopped") if card == practices.CARD else words("timer-stopped")
    await _queue(turn, Reply(text=((stopped,),), card=card), lane=Lane.REPLY, kind=Kind.PLAIN)


async def record(turn: Turn, found: Hold, *, source: str, detail: Mapping[str, Any]) -> None:
    standing = turn.person.standing
    event = {"hold": found.name, "episode": standing.episode, **detail}
    if found is Hold.CONSULT and await is_third(turn):
        event["reasons"] = [*detail.get("reasons", ()), recurrence.REASON]
    await check_ins.record_triage(turn.db, turn.person, rules=RULES_VERSION, source=source, detail=event, now=turn.now)
    turn.db.counts.append(lambda metrics: metrics.triage(found.name.lower()))
    turn.notes.extend(str(reason) for reason in event.get("reasons", ()))
    turn.notes.append(f"{source}: {found.name}, held at {standing.held.name}")


async def at_floor(turn: Turn, floor: Hold, openings: Sequence[Opening]) -> None:
    """The highest floor so far holds at once (docs/care.md 2.3); its message waits for the end, or for silence."""
    before = turn.person.standing.floor
    await turn.become(standing=floored(turn.person.standing, floor, episode=new_id()))
    await follow_up.plan(turn)
    await outbox.cancel(turn.db, turn.person.id, turn.now, kinds=(UNSAID,))
    if floor < Hold.CONSULT:
        if before >= Hold.CONSULT:
            await timetable.plan(turn)
            await pause.keep(turn)
        return
    if floor > before:
        await stop(turn)
    if floor > turn.person.standing.hold:
        await _say_after_silence(turn, await said(turn, floor, openings))


async def settle_floor(turn: Turn) -> None:
    """The questions are left for good: what was answered so far stays as the hold (T2)."""
    standing = turn.person.standing
    await outbox.cancel(turn.db, turn.person.id, turn.now, kinds=(UNSAID,))
    await turn.become(standing=replace(standing, floor=Hold.NONE))
    if standing.floor > standing.hold:
        reasons = ["a safety check left unfinished holds at its floor (2.3)"]
        await place(turn, standing.floor, source=UNFINISHED, detail={"reasons": reasons})


async def told_since(turn: Turn, instant: datetime) -> bool:
    """Whether a warning sign was found later than this."""
    found = (each for each in await check_ins.triage_of(turn.db, turn.person) if each.at > instant)
    return any(each.detail["hold"] != Hold.NONE.name for each in found)


async def said(turn: Turn, level: Hold, openings: Sequence[Opening] = ()) -> Reply:
    """The message of a finding, as it is for this person: what they used up, and how often it came (T4, T7)."""
    told = message(level, openings, mistake=not turn.person.standing.mistaken)
    if level is not Hold.CONSULT or not await is_third(turn):
        return told
    return replace(told, text=(*told.text, (words("safety-consult-third"),)))


async def is_third(turn: Turn) -> bool:
    """T4, of the CONSULT that holds the person, or that is about to."""
    began: dict[str, datetime] = {}
    for event in await check_ins.triage_of(turn.db, turn.person):
        if event.detail["hold"] == Hold.CONSULT.name:
            began.setdefault(event.detail["episode"], event.at)
    standing = turn.person.standing
    report = began.pop(standing.episode or "", turn.now) if standing.hold >= Hold.CONSULT else turn.now
    return recurrence.is_third(report, began.values())


def message(level: Hold, openings: Sequence[Opening] = (), *, mistake: bool = True) -> Reply:
    """The message of a finding, with a sentence that is true of the answers (docs/care.md 2.5)."""
    if level is Hold.EMERGENCY:
        rows = (GETTING_HELP, ANSWERS, *((MISTAKE,) if mistake else ()))
        return Reply(text=_emergency(openings), buttons=rows, kind=Kind.SAFETY)
    if level is Hold.URGENT:
        return Reply(text=((words("safety-urgent"),),), buttons=(CHECKED, WORSE, ANSWERS), kind=Kind.SAFETY)
    if level is Hold.CONSULT:
        key = CONSULTS[openings[0] if openings else Opening.LEG]
        return Reply(text=((words(key),),), buttons=(CHECKED, WORSE, ANSWERS), kind=Kind.SAFETY)
    return advice(level)


async def openings(turn: Turn) -> tuple[Opening, ...]:
    """The sentence that was true of the answers that hold the person now."""
    standing = turn.person.standing
    for event in reversed(await check_ins.triage_of(turn.db, turn.person)):
        detail = event.detail
        if detail["episode"] != standing.episode or detail["hold"] != standing.hold.name:
            continue
        if "openings" in detail:
            return tuple(Opening(each) for each in detail["openings"])
        if "codes" in detail:
            answers = Answers.of(detail["codes"])
            return opening(answers, assess(answers))
    return ()


def advice(held: Hold) -> Reply:
    """The short advice: what anybody who is held gets, whatever they do."""
    rows = {
        Hold.OPEN_QUESTION: (FINISH, NEW_SYMPTOM),
        Hold.CLEAR_FIRST: (CHECKED, NEW_SYMPTOM),
        Hold.EMERGENCY: (GETTING_HELP, CHECKED, ANSWERS),
    }.get(held, (CHECKED, WORSE, ANSWERS))
    return Reply(text=((words(ADVICE[held]),),), buttons=rows, kind=Kind.SAFETY)


def _emergency(openings: Sequence[Opening]) -> tuple[Paragraph, ...]:
    if Opening.OTHER not in openings:
        return ((words("safety-emergency-nerve"),),)
    nerve = ((words("safety-emergency-nerve-paragraph"),),) if Opening.NERVE in openings else ()
    return ((words("safety-emergency-other"),), *nerve)


async def _say_after_silence(turn: Turn, reply: Reply) -> None:
    # Not in the safety lane: there a row that waits for its time would hold up the ones behind it.
    await _queue(turn, reply, lane=Lane.NUDGE, kind=UNSAID, wait=SILENCE)


async def _queue(turn: Turn, reply: Reply, *, lane: Lane, kind: str, wait: timedelta = timedelta(0)) -> None:
    await outbox.add(
        turn.db,
        turn.person,
        turn.person.chat_id,
        payload=talk.dump(reply),
        lane=lane,
        kind=kind,
        now=turn.now,
        not_before=turn.now + wait,
    )
