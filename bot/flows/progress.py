"""What somebody has done so far, in plain words and as a plant."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain import progress
from bot.flows import d1, garden
from bot.flows.day import Day, whole
from bot.flows.talk import Paragraph, Reply, Turn, Words, paragraph, words
from bot.store import check_ins
from bot.store.check_ins import Topic


async def show(turn: Turn) -> Sequence[Reply]:
    day = await whole(turn)
    days = await garden.days_of(turn, day)
    if not days.practised and not day.walks:
        buttons = ((garden.YESTERDAY,), *d1.ways_on(turn))
        return (Reply(text=((words("progress-nothing-yet"),),), buttons=buttons),)
    milestone = progress.milestone(len(day.sessions), day.week)
    text = (
        paragraph(words("progress-title"), words("progress-week", week=day.week)),
        *await _one_thing(turn),
        *await _pain(turn),
        _figures(day, progress.streak(days, day.date)),
        *_steps(day),
        *((paragraph(words(f"progress-milestone-{milestone[0]}", count=milestone[1])),) if milestone else ()),
        paragraph(words("progress-enough")),
    )
    if turn.person.text_only:
        rows = ((garden.YESTERDAY,), *d1.ways_on(turn))
        return (Reply(text=(*text, *garden.in_words(turn, day, days)), buttons=rows),)
    picture = garden.picture(turn, day, days)
    return (Reply(text=text), replace(picture, anew=True))


async def theme(turn: Turn) -> Sequence[Reply]:
    """The picture once more, on the other ground."""
    await turn.become(dark=not turn.person.dark)
    if turn.person.text_only:
        return await show(turn)
    day = await whole(turn)
    return (garden.picture(turn, day, await garden.days_of(turn, day)),)


async def _one_thing(turn: Turn) -> tuple[Paragraph, ...]:
    """As in "Picking things up: 4 → 6": what was said of it first, and last."""
    wish = turn.person.course.wish
    said = await check_ins.since(turn.db, turn.person, Topic.SETUP, turn.person.created_at)
    begun = next((each for each in said if ("wish", wish) in each.answers), None)
    first = None if begun is None else dict(begun.answers).get("wish-score")
    if begun is None or begun.finished_at is None or first is None:
        return ()
    weekly = await check_ins.since(turn.db, turn.person, Topic.WEEKLY, begun.finished_at)
    latest = next((score for each in weekly if (score := dict(each.answers).get("wish"))), None)
    name = words(f"label-wish-{wish}")
    if latest is None:
        return (paragraph(words("progress-wish-first", wish=name, first=first)),)
    return (paragraph(words("progress-wish", wish=name, first=first, latest=latest)),)


async def _pain(turn: Turn) -> tuple[Paragraph, ...]:
    weekly = await check_ins.since(turn.db, turn.person, Topic.WEEKLY, turn.person.created_at)
    pain = progress.weekly_pain([dict(each.answers) for each in reversed(weekly)])
    if pain is None:
        return ()
    figures = words("progress-pain", first=f"{pain.first:.1f}", latest=f"{pain.latest:.1f}")
    return (paragraph(figures, *((words("progress-pain-small"),) if pain.is_small else ())),)


def _figures(day: Day, streak: int) -> Paragraph:
    walks = [each.day for each in day.walks]
    return paragraph(
        words("progress-this-week", sessions=day.sessions_this_week, walks=progress.this_week(walks, day.date)),
        words("progress-in-all", sessions=len(day.sessions), walks=len(walks)),
        *((words("progress-streak", days=streak),) if streak > 1 else ()),
    )


def _steps(day: Day) -> tuple[Paragraph, ...]:
    """Rungs gained, by exercise."""
    steps = progress.gained(day.levels)
    lines: tuple[Words, ...] = tuple(
        words("progress-steps", name=words(f"exercise-{exercise}"), steps=count) for exercise, count in steps.items()
    )
    return (lines,) if lines else ()
