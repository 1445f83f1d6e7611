"""The session of an imagined person, each exercise with its reason: `lumbar explain practice`."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from bot.domain.facts import Facts
from bot.domain.programme import Item, practice_for
from bot.domain.response import Footing
from bot.domain.swaps import Swap
from bot.library import Library

Question = Mapping[str, Any]
Answer = dict[str, Any]

WEEK_OF_SESSIONS = 5
"""Planned sessions a week, which decide whether A or B is next."""
MONDAY = date(2026, 1, 5)
"""Any day will do to count the days of an imagined person from."""
HIGHEST = 5


class QuestionError(ValueError):
    """The question cannot be read; the message says what is expected."""


def answer(question: Question, library: Library) -> Answer:
    facts = _facts(question, library)
    practice = practice_for(facts, library.programme, library.exercises)
    return {
        "week": facts.week,
        "day": _whole(question, "day", 7),
        "phase": practice.phase,
        "letter": practice.letter,
        "minutes": practice.minutes,
        "exercises": [_line(item, library) for item in practice.items],
        "left_out": [_left_out(each.exercise, library.say(each.reason.key), library) for each in practice.left_out],
    }


def tell(answer: Answer) -> Iterable[str]:
    yield f"Week {answer['week']}, day {answer['day']}: phase {answer['phase']}, session {answer['letter']}, about {answer['minutes']} minutes"
    for number, line in enumerate(answer["exercises"], start=1):
        yield f"{number}. {line['name']}: {line['dose']} (step {line['level']}, {_whose(line)})"
        yield f"   {line['reason']}"
    for line in answer["left_out"]:
        yield f"-  {line['name']}: {line['reason']}"


def _whose(line: Answer) -> str:
    return "the article's dose" if line["from_article"] else "our dose"


def _facts(question: Question, library: Library) -> Facts:
    week, day = _whole(question, "week", 520), _whole(question, "day", 7)
    today = MONDAY + timedelta(days=(week - 1) * 7 + day - 1)
    return Facts(
        today=today,
        week=week,
        sessions=(week - 1) * WEEK_OF_SESSIONS + day - 1,
        footings={each: Footing(level, MONDAY) for each, level in _rungs(question, library).items()},
        easy_until=today + timedelta(days=1) if question.get("easy") else None,
        usual=_usual(question),
        swaps=_swaps(question),
    )


def _rungs(question: Question, library: Library) -> dict[str, int]:
    given = question.get("rungs") or {}
    if isinstance(given, str):
        given = dict(_pair(part) for part in given.split(","))
    if not isinstance(given, dict):
        raise QuestionError("rungs must be exercises with their rungs, such as bird-dog=3,glute-bridge=2")
    for exercise in given:
        if exercise not in library.exercises:
            raise QuestionError(f"rungs names {exercise!r}, which is none of {', '.join(library.exercises)}")
    return {exercise: _level(exercise, level) for exercise, level in given.items()}


def _pair(part: str) -> tuple[str, str]:
    exercise, _, level = part.strip().partition("=")
    return exercise, level


def _level(exercise: str, level: Any) -> int:
    if not re.fullmatch("[0-9]", str(level)) or int(level) > HIGHEST:
        raise QuestionError(f"the rung of {exercise} must be a whole number from 0 to {HIGHEST}")
    return int(level)


def _swaps(question: Question) -> frozenset[Swap]:
    given = question.get("swaps") or []
    names = [part.strip() for part in given.split(",")] if isinstance(given, str) else given
    for name in names:
        if name not in {*Swap}:
            raise QuestionError(f"swaps names {name!r}, which is none of {', '.join(Swap)}")
    return frozenset(Swap(name) for name in names)


def _usual(question: Question) -> float | None:
    usual = question.get("usual")
    if usual is not None and (isinstance(usual, bool) or not isinstance(usual, int | float) or not 0 <= usual <= 10):  # noqa: PLR2004  (the scale)
        raise QuestionError("usual must be a number from 0 to 10")
    return usual


def _line(item: Item, library: Library) -> Answer:
    return {
        "id": item.exercise,
        "level": item.rung.level,
        "name": library.say(library.exercise_key(item.exercise, item.rung.form)),
        "dose": library.say(*library.dose(item.rung.dose, item.exercise)),
        "from_article": item.rung.from_article,
        "reason": library.say(item.reason.key, item.reason.args),
    }


def _left_out(exercise: str, reason: str, library: Library) -> Answer:
    return {"id": exercise, "name": library.say(f"exercise-{exercise}"), "reason": reason}


def _whole(question: Question, name: str, highest: int) -> int:
    text = str(question.get(name))
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= highest:
        raise QuestionError(f"{name} must be a whole number from 1 to {highest}")
    return int(text)
