"""D1, the question before every bout of exercise (docs/care.md 2.1): how it is put, and what it opens."""

from bot.domain.standing import is_quiet, may_exercise
from bot.flows.talk import Ask, Button, Paragraph, Turn, paragraph, words

ASK = Ask("d1")
NOTHING, NEW = "nothing", "new"

Rows = tuple[tuple[Button, ...], ...]

FULL = "full"
EASY = "easy"
SORE = "sore"
REST = "rest"
ONE_MINUTE = "one-minute"
CARRY_ON = "carry-on"
AGAIN = "again"
MOVE = "move-"
"""Followed by the id of an exercise: that one alone."""
SAFETY = (Button(words("label-new-symptom"), goes="symptoms"), Button(words("label-get-help"), goes="gethelp"))


def question() -> Paragraph:
    return paragraph(
        words("d1-ask"),
        words("d1-tingling"),
        words("d1-knee"),
        words("d1-weak"),
        words("d1-saddle"),
        words("d1-fever"),
    )


def answers(wish: str) -> Rows:
    """The two answers. `wish` is what "nothing new" opens; it travels in the option."""
    return (
        (Button(words("label-nothing-new"), option=f"{NOTHING}:{wish}"),),
        (Button(words("label-yes-not-sure"), option=NEW),),
    )


def start(wish: str) -> Rows:
    """In the place of the answers, while an earlier one still holds."""
    return ((Button(words("label-start"), goes=f"today-begin:{wish}"),),)


def wish_of(option: str) -> str:
    return option.partition(":")[2] or FULL


def is_open(turn: Turn) -> bool:
    """Whether Today shows something, and is not refused."""
    return may_exercise(turn.person.standing) and not is_quiet(turn.person.standing, turn.now)


def ways_on(turn: Turn) -> Rows:
    """Where a message ends: Today while it is open, else the two ways that always are."""
    return (to_today(),) if is_open(turn) else (SAFETY,)


def to_today() -> tuple[Button, ...]:
    return (Button(words("label-today"), goes="today"),)
