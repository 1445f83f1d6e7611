"""What is different from last time, and why: one sentence each, at the head of today's card (product: say what stepped up)."""

from datetime import timedelta

from bot.domain.programme import Item
from bot.domain.programme import Practice as Plan
from bot.domain.response import Step
from bot.domain.weeks import Away
from bot.flows.day import WALK, Day, own_days
from bot.flows.listing import exercise_name
from bot.flows.talk import Paragraph, Words, words

SEVERAL = 3
"""From so many moves on that the same has happened to, one sentence says it of them all."""
SAID_ABOVE = (Step.AWAY, Step.EASY_WEEK)
"""What the sentences about days away and an easy week say already."""
BACK = {
    Away.REPEAT: "changes-away-repeat",
    Away.DOWN: "changes-away-down",
    Away.PHASE: "changes-away-phase",
    Away.START: "changes-away-start",
}


def lines(day: Day, plan: Plan) -> Paragraph:
    welcome = _welcome(day)
    eases = (words("changes-easy-week"),) if day.facts.eases else ()
    high = (words("changes-high-pain"),) if day.facts.is_gentle and not eases else ()
    return (*welcome, *eases, *high, *(() if eases else _all_moved(day, plan)))


def _all_moved(day: Day, plan: Plan) -> Paragraph:
    moved = [item for item in plan.items if item.step is not None and item.step not in SAID_ABOVE]
    sore = [item for item in moved if item.step is Step.MORNING]
    if len(sore) < SEVERAL:
        return tuple(_moved(day, item) for item in moved)
    return (words("changes-morning-all"), *(_moved(day, item) for item in moved if item not in sore))


def _welcome(day: Day) -> Paragraph:
    """After days away: never a reproach, and nothing to catch up on."""
    away = day.pace.away
    kept = {each.day for each in day.history if each.kind != WALK}
    if away.away in BACK:
        was_here = away.away is Away.REPEAT and any((day.date - each).days <= away.days for each in kept)
        return (words("changes-away-light") if was_here else words(BACK[away.away]),)
    missed = {day.date - timedelta(days=back) for back in range(1, away.days + 1)} - kept
    return (words("changes-away-same"),) if any(each.isoweekday() in own_days(day) for each in missed) else ()


def _moved(day: Day, item: Item) -> Words:
    exercise = day.library.exercises[item.exercise]
    name = exercise_name(day.library, exercise, item.rung.form)
    if item.step is not Step.UP:
        return words(f"changes-{item.step}", name=name)
    dose, figures = day.library.dose(item.rung.dose, item.exercise)
    return words("changes-up", name=name, dose=words(dose, **figures))
