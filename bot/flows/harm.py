"""This hurt me: a report that Lumbar did somebody harm. Its kind and its time are kept, nothing in anybody's words."""

from collections.abc import Sequence

from bot.flows import hold, screen
from bot.flows.talk import Ask, Button, Kind, Reply, Turn, words
from bot.store import check_ins
from bot.store.check_ins import Topic

EXERCISE, MESSAGE, MISSED, ELSE = "exercise", "message", "missed", "else"
CHOICES = (
    (Button(words("label-harm-exercise"), option=EXERCISE),),
    (Button(words("label-harm-message"), option=MESSAGE),),
    (Button(words("label-harm-missed"), option=MISSED),),
    (Button(words("label-harm-else"), option=ELSE),),
)
WARNS = (EXERCISE, MISSED)
"""These say that something may be new or worse, as New symptom does: the check comes before another exercise."""
REPORT = (Button(words("label-harm"), goes="harm"),)


async def report(_: Turn) -> Sequence[Reply]:
    return (Reply(text=((words("harm-what"),),), buttons=CHOICES, ask=Ask(Topic.HARM)),)


async def told(turn: Turn) -> Sequence[Reply]:
    """Recorded first. A check that was open is put again, for the question about harm took its place."""
    await keep(turn, turn.value)
    if turn.value in WARNS:
        return (_thanks(), *await screen.symptoms(turn))
    left = await check_ins.open_of(turn.db, turn.person, Topic.SCREEN)
    return (_thanks(), *(await screen.resume(turn) if left else ()))


async def keep(turn: Turn, category: str) -> None:
    answers = (("category", category),)
    told = await check_ins.start(turn.db, turn.person, Topic.HARM, answers=answers, now=turn.now)
    await check_ins.finish(turn.db, turn.person, told, turn.now)


def _thanks() -> Reply:
    text = (
        (words("harm-thanks"),),
        (words("privacy-who"), words("harm-tell-them")),
        (words("safety-when-to-get-help"),),
    )
    return Reply(text=text, buttons=(hold.NEW_SYMPTOM,), kind=Kind.SAFETY)
