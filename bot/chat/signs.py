"""What a raw update warns of by itself: its words, or the one option tapped. No database is asked (docs/care.md 2.5)."""

from collections.abc import Mapping
from typing import Any

from bot.chat.incoming import is_forwarded, text_of
from bot.domain import screening, symptoms
from bot.domain.lexicon import Result
from bot.domain.screening import Screen
from bot.domain.standing import Hold
from bot.domain.triage import hold_for
from bot.flows.questions import QUESTIONS
from bot.library import Library
from bot.library.measure import strip

OPENED_BY: Mapping[str, tuple[tuple[str, str], ...]] = {
    later: (earlier,) for earlier, later in screening.FOLLOW_UPS.items()
}
"""The answer without which a follow-up question is never asked."""


class Signs:
    def __init__(self, library: Library) -> None:
        self._library = library
        args = library.country(None).args
        self._questions = {name: strip(library.say(key, args)).splitlines()[0] for name, key in QUESTIONS.items()}

    def of(self, update: Mapping[str, Any]) -> tuple[Hold, bool]:
        """The level, and whether it tells of a crisis."""
        reading = symptoms.read(text_of(update), self._library.lexicon, another=is_forwarded(update))
        return max(hold_for(reading.level), screening.floor(self.tapped(update))), reading.crisis

    def warn(self, text: str, *, forwarded: bool) -> bool:
        """Whether the words may mean anything that somebody should hear about."""
        reading = symptoms.read(text, self._library.lexicon, another=forwarded)
        return reading.result not in (Result.NONE, Result.NEGATED)

    def tapped(self, update: Mapping[str, Any]) -> Screen:
        """The option as the only answer of a check; the question is known by its first line. Empty where none is."""
        tap = update.get("callback_query") or {}
        option = str(tap.get("data", "")).partition(":")[2]
        lines = str((tap.get("message") or {}).get("text", "")).splitlines()
        asked = [name for name, line in self._questions.items() if line in lines]
        return max((_alone(name, option) for name in asked), key=screening.floor, default=Screen())


def _alone(question: str, option: str) -> Screen:
    screen = Screen(answers=(*OPENED_BY.get(question, ()), (question, option)))
    try:
        screening.floor(screen)
    except (KeyError, ValueError, screening.NotAnOptionError):
        return Screen()
    return screen
