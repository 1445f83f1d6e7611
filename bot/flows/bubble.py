"""Today's bubble: a reminder, D1 and "done" are one message, which changes while the cards run beneath it."""

from bot.domain import schedule
from bot.flows.day import Day
from bot.flows.move import minutes_of
from bot.flows.talk import Button, Reply, Turn, paragraph, words
from bot.store import cards
from bot.store.practices import Practice

CARD = "today"


async def is_on_screen(turn: Turn, day: Day) -> bool:
    """Whether a tap may change it in place: it was sent today."""
    shown = await cards.of(turn.db, turn.person.id, CARD)
    return turn.tapped and shown is not None and schedule.day_of(shown.shown_at, day.place) == day.date


async def is_lower(turn: Turn, this: str, other: str) -> bool:
    """Whether it stands below the other card, which then has to come to the foot of the chat to be seen."""
    here, there = await cards.of(turn.db, turn.person.id, this), await cards.of(turn.db, turn.person.id, other)
    return here is not None and there is not None and here.message_id > there.message_id


def begun(day: Day) -> Reply:
    """Its question is answered, so its buttons go."""
    stop = (Button(words("label-enough"), goes="today-enough"),)
    return Reply(text=(paragraph(words("today-begun", time=day.local(day.now))),), buttons=(stop,), card=CARD)


def done(day: Day, practice: Practice) -> Reply:
    upcoming = day.next_session()
    lines = (
        words(
            "today-done",
            moves=sum(item.state == "done" for item in practice.items),
            minutes=minutes_of(practice),
            time=day.local(practice.finished_at or practice.touched_at),
        ),
        words("sessions-this-week", done=day.sessions_this_week, planned=day.sessions_a_week),
        *((upcoming,) if upcoming else ()),
    )
    ways = (Button(words("label-walk"), goes="walk"), Button(words("label-look-again"), goes="exercises"))
    return Reply(text=((words("today-done-title"),), lines), buttons=(ways,), card=CARD)
