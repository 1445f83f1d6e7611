"""What somebody has done so far, in plain words."""

from collections.abc import Sequence

from bot.domain import schedule
from bot.domain.progress import progress_of
from bot.flows import d1
from bot.flows.day import SESSION, WALK, whole
from bot.flows.talk import Reply, Turn, paragraph, words


async def show(turn: Turn) -> Sequence[Reply]:
    day = await whole(turn)
    routine = day.routines.get(SESSION)
    own_days = schedule.weekdays_of(routine.weekdays) if routine else schedule.WORKDAYS
    done = progress_of(
        sessions=[each.day for each in day.sessions],
        walks=[each.day for each in day.walks],
        kept_days={each.day for each in day.history if each.kind != WALK and each.state == "done"},
        today=day.date,
        kept=lambda date: date.isoweekday() not in own_days,
    )
    if not done.sessions and not done.walks and not done.streak:
        return (Reply(text=((words("progress-nothing-yet"),),), buttons=(d1.to_today(),)),)
    text = (
        paragraph(words("progress-title"), words("progress-week", week=day.week)),
        paragraph(
            words("progress-this-week", sessions=done.sessions_this_week, walks=done.walks_this_week),
            words("progress-in-all", sessions=done.sessions, walks=done.walks),
            *((words("progress-streak", days=done.streak),) if done.streak > 1 else ()),
        ),
        paragraph(words("progress-enough")),
    )
    return (Reply(text=text, buttons=(d1.to_today(),)),)
