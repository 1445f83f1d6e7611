"""How the questions of the safety check look: their words and their buttons (docs/care.md 1.2)."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.screening import AGAIN, BACK, CHECKED, TICK, Question
from bot.flows.talk import Ask, Button, Paragraph, Reply, Words, paragraph, words

CARD = "check"
ASK = Ask("screen")
SCORES = (range(6), range(6, 11))
"""The two rows of the pain scale."""

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "eligible": "screen-eligible",
        "cleared": "screen-cleared",
        "saddle": "screen-saddle",
        "saddle-ok": "screen-exercise-ok",
        "legs": "screen-legs",
        "legs-ok": "screen-exercise-ok",
        "strength": "screen-strength",
        "strength-ok": "screen-exercise-ok",
        "general": "screen-general",
        "general-ticks": "screen-general-ticks",
        "pain": "screen-pain",
        "function": "screen-function",
    }
)
COMMON: Mapping[str, str] = MappingProxyType(
    {
        "none": "label-none-of-these",
        "unsure": "label-not-sure",
        "old": "label-old",
        "ready": "label-ready",
        "yes": "label-yes",
        AGAIN: "label-yes",
        "no": "label-no-or-not-asked",
    }
)
"""Labels of an option where its question has none of its own."""
OWN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "cleared": {"limits": "label-yes-limits"},
        "saddle": {"yes": "label-one-or-more"},
        "legs": {
            "none": "label-no",
            "ache": "label-legs-ache",
            "one": "label-legs-one",
            "both": "label-legs-both",
        },
        "strength": {"none": "label-no", "bit": "label-strength-bit", "worse": "label-strength-worse"},
        "general": {
            "chest": "label-general-chest",
            "accident": "label-general-accident",
            "tummy": "label-general-tummy",
            "others": "label-general-others",
        },
        "function": {"difficulty": "label-with-difficulty", "no": "label-no-i-cannot"},
    }
)
ITEMS: Mapping[str, str] = MappingProxyType(
    {
        "under-18": "label-item-under-18",
        "pregnant": "label-item-pregnant",
        "surgery": "label-item-surgery",
        "bone": "label-item-bone",
        "arthritis": "label-item-arthritis",
        "heart": "label-item-heart",
        "told-not": "label-item-told-not",
        "first-over-55": "label-item-first-over-55",
        "rest": "label-item-rest",
        "cough": "label-item-cough",
        "blades": "label-item-blades",
        "fever": "label-item-fever",
        "weight": "label-item-weight",
        "cancer": "label-item-cancer",
        "immune": "label-item-immune",
        "bones": "label-item-bones",
        "lump": "label-item-lump",
    }
)
"""What can be ticked."""


def card(question: Question, *before: Paragraph, anew: bool = False) -> Reply:
    """The check as it stands: one bubble, edited with every answer."""
    head = paragraph(words("screen-number", number=question.number, total=question.of))
    back = ((Button(words("label-back"), option=BACK),),) if question.back else ()
    return Reply(
        text=(*before, head, paragraph(words(_text(question)))),
        buttons=(*_rows(question), *back),
        ask=ASK,
        card=CARD,
        anew=anew,
    )


def _text(question: Question) -> str:
    return "screen-exercise-ok-again" if AGAIN in question.options else QUESTIONS[question.name]


def _rows(question: Question) -> tuple[tuple[Button, ...], ...]:
    if question.name == "pain":
        return tuple(
            tuple(Button(words("label-score", score=score), option=str(score)) for score in row) for row in SCORES
        )
    return tuple((Button(_label(question, option), option=option),) for option in question.options)


def _label(question: Question, option: str) -> Words:
    if not option.startswith(TICK):
        own = OWN.get(question.name, {})
        return words(own.get(option) or COMMON[option])
    item = words(ITEMS[option.removeprefix(TICK)])
    if option in question.ticks:
        return words("label-ticked", item=item)
    if option.replace(TICK, CHECKED, 1) in question.ticks:
        return words("label-checked-since", item=item)
    return item
