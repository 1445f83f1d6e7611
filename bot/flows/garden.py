"""The weeks so far as a plant, and in words that say the same."""

from bot.domain import progress
from bot.domain.garden import Garden, grown
from bot.domain.progress import Days
from bot.flows import d1
from bot.flows.day import WALK, Day, own_days
from bot.flows.talk import Button, Drawing, Paragraph, Reply, Turn, words
from bot.store import pauses

CARD = "garden"
YESTERDAY = Button(words("label-yesterday"), goes="yesterday")


async def days_of(turn: Turn, day: Day) -> Days:
    """From the whole history: which days were kept, and by what rule."""
    rests = await pauses.of(turn.db, turn.person.id)
    return Days(
        practised=frozenset(each.day for each in day.history if each.kind != WALK and each.state == "done"),
        paused=progress.spans([(each.first, each.last) for each in rests], day.date),
        weekdays=own_days(day),
    )


def picture(turn: Turn, day: Day, days: Days) -> Reply:
    dark = turn.person.dark
    garden = _garden(turn, day, days)
    other = Button(words("label-light-picture") if dark else words("label-dark-picture"), goes="progress-theme")
    return Reply(
        text=told(garden),
        buttons=((other, YESTERDAY), *d1.ways_on(turn)),
        card=CARD,
        drawing=Drawing("garden", garden.dump(), dark=dark),
    )


def in_words(turn: Turn, day: Day, days: Days) -> tuple[Paragraph, ...]:
    return told(_garden(turn, day, days))


def told(garden: Garden) -> tuple[Paragraph, ...]:
    """What stands under the picture, and is all there is without it."""
    weeks = tuple(words("garden-week", week=each.week, kept=each.kept, walks=each.walked) for each in garden.branches)
    return ((words("garden-title"), words("garden-what")), weeks)


def _garden(turn: Turn, day: Day, days: Days) -> Garden:
    """Weeks run from the first day of the programme, or from an earlier one on which something was done."""
    walks = [each.day for each in day.walks]
    first = min([turn.person.started_on or day.date, *days.practised, *walks])
    return grown(first, day.date, progress.kept(days, day.date), walks)
