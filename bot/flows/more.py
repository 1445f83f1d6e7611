"""Ready for more: what the rules allow now, and for each other move what it still waits for (docs/care.md 4.3)."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import easing
from bot.domain.programme import Practice
from bot.domain.response import CREDITS, DAYS_AT_LEVEL, USUAL_LEVEL, Footing, may_step_up
from bot.flows import today
from bot.flows.day import Day
from bot.flows.day import today as day_of
from bot.flows.talk import Button, Kind, Reply, Turn, Words, words

END = "end"


async def show(turn: Turn) -> Sequence[Reply]:
    """`turn.value` is "end" where an easy week is over sooner than planned."""
    day = await day_of(turn)
    if turn.value == END and _may_end(day):
        await turn.become(standing=replace(turn.person.standing, easy_until=day.date))
        turn.notes.append("easy week over: settled after three days or more (4.3)")
        return await today.show(turn)
    plan = day.plan()
    lines = tuple(_line(day, plan, each) for each in dict.fromkeys(item.exercise for item in plan.items))
    head = (words("more-title"), *_easy_week(day))
    end = ((Button(words("label-end-easy-week"), goes=f"ready-for-more:{END}"),),) if _may_end(day) else ()
    rows = (*end, (Button(words("label-back"), goes="today"),))
    return (Reply(text=(head, lines), buttons=rows, card=today.CARD, kind=Kind.EXERCISE),)


def _may_end(day: Day) -> bool:
    return day.facts.eases and easing.may_end(day.pace.course, day.pace.easy_until, day.date)


def _easy_week(day: Day) -> tuple[Words, ...]:
    if not day.facts.eases:
        return ()
    return (words("more-easy-week-ends") if _may_end(day) else words("more-easy-week"),)


def _line(day: Day, plan: Practice, exercise: str) -> Words:
    """One sentence: steps up today, waits for something, or is as high as it goes."""
    name = words(f"exercise-{exercise}")
    if exercise in plan.steps_up:
        return words("more-up", name=name)
    if exercise in plan.in_turn:
        return words("more-turn", name=name)
    phase = day.library.programme.phase(day.week)
    footing = day.pace.footings.get(exercise) or Footing(USUAL_LEVEL, day.date)
    top = day.library.exercises[exercise].rungs[-1].level
    if footing.level >= min(top, phase.cap) or exercise in phase.fixed:
        return words("more-top" if footing.level >= top or exercise in phase.fixed else "more-cap", name=name)
    if day.facts.holds_still or may_step_up(footing, day.date):
        return words("more-not-now", name=name)
    days = min((day.date - footing.since).days, DAYS_AT_LEVEL)
    good = min(footing.credits, CREDITS)
    return words("more-waits", name=name, good=good, of=CREDITS, days=days, least=DAYS_AT_LEVEL)
