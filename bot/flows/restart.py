"""Where somebody takes up again who came through the gate, and what comes back when (docs/care.md 2.5, 3.2 and 3.3)."""

from dataclasses import replace

from bot.domain.programme import Kind
from bot.domain.response import USUAL_LEVEL, Footing
from bot.domain.schedule import DAY
from bot.domain.standing import Hold, Stage, Standing, brought_back, cleared, withheld_again
from bot.domain.triage import Answers, Legs
from bot.flows import hold, limits
from bot.flows.day import BACK, date_today
from bot.flows.talk import Turn
from bot.store import check_ins, practices, rungs
from bot.store.check_ins import Topic

SESSIONS = 3
"""Full sessions after which one more exercise no longer waits."""


async def through(turn: Turn, answers: Answers) -> Standing:
    """Cleared: with what waits while the leg is unchanged, and what a clinician said to leave out."""
    standing = turn.person.standing
    unchanged = standing.hold >= Hold.CONSULT and answers.legs is Legs.OLD_CLEARED
    return cleared(
        standing,
        standing.restricted | limits.withheld(turn.library) if unchanged else standing.restricted,
        left_out=limits.left_out(turn.library, await check_ins.latest(turn.db, turn.person, Topic.GATE)),
        now=turn.now,
        today=date_today(turn),
    )


async def after(turn: Turn, before: Standing) -> None:
    """The point in the programme at which it goes on: after an emergency its first day, else a rung down.

    The days of a hold are not counted: the week in which it began begins anew.
    """
    if turn.person.standing.stage is not Stage.ACTIVE or before.hold < Hold.CONSULT:
        return
    today, emergency = date_today(turn), before.hold is Hold.EMERGENCY
    stands = await rungs.of(turn.db, turn.person)
    for exercise in turn.library.exercises:
        level = stands[exercise].level if exercise in stands else USUAL_LEVEL
        lower = min(level, USUAL_LEVEL) if emergency else max(level - 1, 0)
        if lower != level:
            await rungs.put(turn.db, turn.person, {exercise: Footing(lower, today)})
    week = 1 if emergency else turn.person.course.week
    await practices.judge_all(turn.db, turn.person.id, before=today + DAY)
    course = replace(turn.person.course, week=week, week_began=today, repeats=0, resumed_on=today)
    # What soreness brought before belongs to what was checked; the seven easy days of the way back are their own.
    await turn.become(course=replace(course, easy_from=None, eased_usual=None, easy_day=None, sore_mornings=0, rises=0))
    turn.notes.append("week 1 again" if emergency else "one rung down (2.5)")


async def bring_back(turn: Turn) -> None:
    """At the end of a full session: after every third, with the leg the same or better, one exercise comes back.

    Last, and in silence, those that a clinician said to leave out: until then the rungs stay low. A leg that got worse
    would have been a hold since, or a move that hurt: both begin the count again.
    """
    standing = turn.person.standing
    waiting = [each for each in turn.library.programme.comes_back if each in standing.restricted]
    waiting.sort(key=standing.left_out.__contains__)
    since = standing.restricted_since
    if not waiting or since is None:
        return
    if await practices.count_done(turn.db, turn.person.id, Kind.FULL, begun_since=since) < SESSIONS:
        return
    await turn.become(standing=brought_back(standing, waiting[0], now=turn.now))
    if waiting[0] in standing.left_out:
        turn.notes.append(f"{waiting[0]} no longer waits, and stays left out (3.3)")
        return
    why = f"{waiting[0]} may be done again: {SESSIONS} sessions with the leg no worse (3.3)"
    await hold.record(turn, Hold.NONE, source=BACK, detail={BACK: waiting[0], "reasons": [why]})


async def hurt_leg(turn: Turn, exercise: str) -> None:
    """It brought on leg symptoms, or may have: one that had waited waits again, and the count begins anew."""
    standing = turn.person.standing
    if standing.restricted_since is None:
        return
    waited = limits.withheld(turn.library) & {exercise}
    await turn.become(standing=withheld_again(standing, waited, now=turn.now))
    turn.notes.extend(f"{each} waits again (3.3)" for each in waited)
