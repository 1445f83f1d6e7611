"""What the last answer of a full safety check leads to (docs/care.md 2.2 and 3)."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from bot.domain import triage
from bot.domain.easing import weekly_is_due
from bot.domain.screening import Outcome
from bot.domain.standing import Hold, Stage, Standing, screened, withdrawn
from bot.domain.triage import Legs
from bot.flows import d1, follow_up, hold, limits, pause, placing, restart, timetable
from bot.flows.dates import month_words
from bot.flows.day import date_today
from bot.flows.questions import CARD
from bot.flows.talk import Button, Kind, Reply, Turn, Words, paragraph, words
from bot.store import check_ins
from bot.store.check_ins import Topic
from bot.store.vault import new_id


class Reason(StrEnum):
    """What opened the check. It decides what an OK at its end may do."""

    START = "start"
    SYMPTOMS = "symptoms"
    D1 = "d1"
    MONTHLY = "monthly"
    RETURN = "return"
    WORDS = "words"
    WORSE = "worse"
    MISTAKE = "mistake"
    GATE = "gate"


async def conclude(turn: Turn, reason: Reason, outcome: Outcome, *, limited: bool) -> Sequence[Reply]:
    """`limited`: a clinician agreed to exercise, with limits, before the first check.

    Until it is told which those are, what waits after a check waits here too.
    """
    if outcome.eligibility == "under_18":
        return await _too_young(turn)
    before = turn.person.standing
    found, reasons = _found(before, reason, outcome)
    await _decide(turn, reason, outcome, found, limited=limited)
    await hold.record(turn, found, source=reason, detail=_detail(reason, outcome, reasons))
    if found >= Hold.CONSULT:
        return await _held(turn, outcome, found)
    await _go_on(turn, reason, before)
    held = turn.person.standing.held
    if held is not Hold.NONE:
        return (_still_held(turn, found), hold.advice(held))
    return await _which_limits(turn) if limited else await _ok(turn, reason)


async def _too_young(turn: Turn) -> Sequence[Reply]:
    country = turn.person.country
    await turn.leave()
    return (Reply(text=((words("safety-under-18"),),), kind=Kind.SAFETY, country=country),)


async def _decide(turn: Turn, reason: Reason, outcome: Outcome, found: Hold, *, limited: bool) -> None:
    """What the person may do from now on."""
    after = await _after(turn, reason, outcome, found)
    if limited:
        after = replace(after, left_out=limits.withheld(turn.library))
    if outcome.eligibility == "clear_first":
        after = replace(after, uncleared=True)
    await turn.become(
        standing=replace(after, stage=Stage.PLACING) if after.stage is Stage.SCREENING else after,
        screened_at=turn.now,
        checked_at=turn.now if after.held is Hold.NONE else turn.person.checked_at,
    )


async def _go_on(turn: Turn, reason: Reason, before: Standing) -> None:
    """No sign was found: the programme and the reminders, as the standing says."""
    if reason is Reason.GATE and turn.person.standing.held is Hold.NONE:
        await restart.after(turn, before)
    if reason is Reason.MISTAKE:
        await follow_up.plan(turn)
    await timetable.plan(turn)
    await pause.keep(turn)


def _detail(reason: Reason, outcome: Outcome, reasons: Sequence[str]) -> dict[str, Any]:
    return {
        "level": outcome.finding.level.name,
        "reasons": list(reasons),
        "codes": outcome.answers.codes,
        "old": list(outcome.old),
        "anew": list(outcome.old if reason is Reason.GATE else outcome.anew),
        "eligibility": outcome.eligibility,
    }


def _found(standing: Standing, reason: Reason, outcome: Outcome) -> tuple[Hold, tuple[str, ...]]:
    """The finding, with T1: one leg, and worse while held, needs a clinician today."""
    reasons = outcome.finding.reasons
    spreads = reason is Reason.WORSE and standing.hold >= Hold.CONSULT and outcome.answers.legs is Legs.ONE
    if spreads and outcome.hold < Hold.URGENT:
        return Hold.URGENT, ("T1: L=u, worse while held → URGENT (2.2)", *reasons)
    return outcome.hold, reasons


async def _after(turn: Turn, reason: Reason, outcome: Outcome, found: Hold) -> Standing:
    standing = turn.person.standing
    if found is Hold.NONE and reason is Reason.GATE:
        return await restart.through(turn, outcome.answers)
    if found is Hold.NONE and reason is Reason.MISTAKE:
        return withdrawn(standing, await _besides_the_mistake(turn))
    return screened(standing, found, now=turn.now, episode=new_id())


async def _besides_the_mistake(turn: Turn) -> Hold:
    """T7 takes back the emergency it was tapped for: what else the episode found, or found since, goes on holding."""
    episode = turn.person.standing.episode
    events = [each for each in await check_ins.triage_of(turn.db, turn.person) if each.detail["episode"] == episode]
    tapped = max((each.at for each in events if each.source == Reason.MISTAKE), default=turn.now)
    found = ((Hold[each.detail["hold"]], each.at) for each in events)
    return max((each for each, at in found if each is not Hold.EMERGENCY or at > tapped), default=Hold.NONE)


async def _held(turn: Turn, outcome: Outcome, found: Hold) -> Sequence[Reply]:
    """The message first, at once; then the questions' bubble closes."""
    await hold.stop(turn)
    await follow_up.plan(turn)
    standing = turn.person.standing
    told = await hold.said(turn, found, triage.opening(outcome.answers, outcome.finding))
    return (told if found is standing.held else hold.advice(standing.held), Reply(text=((_done(turn),),), card=CARD))


def _still_held(turn: Turn, found: Hold) -> Reply:
    """No warning sign, and yet a hold: a condition to clear first, or one from before, which no check of ours ends."""
    from_before = () if found is turn.person.standing.held else (paragraph(words("screen-still-held")),)
    return Reply(text=((_done(turn), words("safety-ok")), *from_before), card=CARD)


async def _which_limits(turn: Turn) -> Sequence[Reply]:
    """A clinician's yes with limits, said before the first check, is kept like one of the gate."""
    await check_ins.drop_open(turn.db, turn.person, Topic.GATE)
    given = (limits.GIVEN, ("rules", triage.RULES_VERSION))
    await check_ins.start(turn.db, turn.person, Topic.GATE, answers=given, now=turn.now)
    asked = limits.question(turn.library)
    return (replace(asked, text=((_done(turn), words("safety-ok")), *asked.text)),)


async def _ok(turn: Turn, reason: Reason) -> Sequence[Reply]:
    receipt = paragraph(_done(turn), words("safety-ok"))
    if turn.person.standing.stage is Stage.PLACING:
        return (await placing.receipt(turn, receipt),)
    if reason in (Reason.D1, Reason.MONTHLY, Reason.RETURN):
        start = (Button(words("label-start-now"), goes="today-begin"),)
        rows: tuple[tuple[Button, ...], ...] = (start, d1.to_today())
        if reason is not Reason.D1 and weekly_is_due(turn.person.course, turn.person.started_on, date_today(turn)):
            rows = ((Button(words("label-about-week"), goes="checkin"),), *rows)
        return (Reply(text=(receipt,), buttons=rows, card=CARD, kind=Kind.EXERCISE),)
    note = (paragraph(words("gate-cleared")),) if reason is Reason.GATE else ()
    return (Reply(text=(receipt, *note), buttons=(d1.to_today(),), card=CARD),)


def _done(turn: Turn) -> Words:
    today = date_today(turn)
    return words("screen-done", day=today.day, month=month_words(today))
