"""What somebody wrote → the flow it goes to, in the order of docs/architecture.md. Read, decided, never kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat import routes
from bot.chat.incoming import Command, Text
from bot.chat.render import Renderer
from bot.chat.routes import Route
from bot.chat.typed import bare, chosen
from bot.domain import symptoms
from bot.domain.lexicon import Result
from bot.domain.symptoms import Reading
from bot.flows import doubt, talk, warning
from bot.flows.talk import Reply, Turn, words
from bot.library import Library
from bot.store.people import Person


@dataclass(frozen=True, slots=True)
class Choice:
    """The flow that an update goes to, and with what."""

    name: str
    route: Route
    value: str = ""
    typed: bool = False
    answers: bool = False
    """It answers the open question, which is closed before the flow runs."""


NOTED = Choice("noted", routes.NOTED)


class Reader:
    def __init__(self, library: Library, renderer: Renderer) -> None:
        self._lexicon = library.lexicon
        self._renderer = renderer
        self._keyboard: Mapping[str, str] = {label: routes.KEYBOARD[key] for label, key in renderer.keyboard().items()}

    async def text(self, turn: Turn, text: Text) -> Choice | None:
        """Keyboard, option, warning signs, free answer, everyday words, help. None: it asks for no answer."""
        own = not text.edited and not text.forwarded
        if own and (meant := await self._meant(turn, text.text)) is not None:
            return meant
        reading = symptoms.read(text.text, self._lexicon, another=text.forwarded)
        if reading.result >= Result.CONSULT:
            return _heard(reading, edited=text.edited)
        if own and reading.result is not Result.NONE and _is_place(turn, text.text):
            return open_question(turn.person, text.text, typed=True)
        if reading.asks:
            return _heard(reading, edited=text.edited)
        if not own:
            return None
        return NOTED if reading.result is Result.NEGATED else self._free(turn, text.text)

    def command(self, command: Command) -> Choice:
        """Words after a command are words like any others."""
        name = routes.ALIASES.get(command.name, command.name)
        known = name in routes.COMMANDS
        written = command.rest if known else f"{command.name} {command.rest}"
        reading = symptoms.read(written, self._lexicon)
        if reading.result > Result.NEGATED:
            return _heard(reading, edited=False)
        return Choice(name, routes.WAYS[name], command.rest) if known else _unknown(written)

    async def _meant(self, turn: Turn, text: str) -> Choice | None:
        """A label of the keyboard, or an option of what was asked: of the last question first."""
        if (name := self._keyboard.get(text.strip())) is not None:
            return Choice(name, routes.WAYS[name])
        person = turn.person
        option = self._option(person, text)
        answer = None if option is None else open_question(person, option)
        said = self._doubt_answer(text)
        put = None if said is None else await doubt.put_at(turn)
        if said is None or put is None:
            return answer
        asked_since = person.asked_at is not None and person.asked_at > put
        return answer if answer is not None and asked_since else Choice("doubt", routes.WAYS["doubt"], said)

    def _option(self, person: Person, text: str) -> str | None:
        if person.asked is None:
            return None
        return chosen(talk.load(person.asked), text, lambda label: self._renderer.plain(label, person.country))

    def _doubt_answer(self, text: str) -> str | None:
        said = bare(text)
        for answer, label in doubt.ANSWERS.items():
            if said == bare(self._renderer.plain(words(label))):
                return answer
        typed = text.strip().replace("’", "'")
        return next((answer for pattern, answer in doubt.TYPED if pattern.fullmatch(typed)), None)

    def _free(self, turn: Turn, text: str) -> Choice:
        """What the open question takes, else everyday words."""
        ask = None if turn.person.asked is None else talk.load(turn.person.asked).ask
        foreign = symptoms.is_foreign(text, self._lexicon)
        if ask is not None and ask.typed and (not foreign or _begins_place(turn, text)):
            return open_question(turn.person, text, typed=True)
        return _everyday(text)


def open_question(person: Person, value: str, *, typed: bool = False) -> Choice:
    name = person.question or ""
    return Choice(name, routes.ANSWERS[name], value, typed=typed, answers=True)


def has_option(person: Person, option: str) -> bool:
    if person.asked is None:
        return False
    return any(button.option == option for row in talk.load(person.asked).buttons for button in row)


def _heard(reading: Reading, *, edited: bool) -> Choice:
    async def flow(turn: Turn) -> Sequence[Reply]:
        return await warning.heard(turn, reading, edited=edited)

    return Choice(f"words → {reading.result.name}", routes.anyone(flow, beneath=reading.asks))


def _everyday(text: str) -> Choice:
    """Everyday words that go to a route: done, skip, walked 25, tomorrow."""
    for pattern, name in routes.TYPED:
        if (match := pattern.fullmatch(text.strip())) is not None:
            return Choice(name, routes.WAYS[name], next((group for group in match.groups() if group), ""))
    return _unknown(text)


def _unknown(text: str) -> Choice:
    return Choice("unknown", routes.UNKNOWN, text, typed=True)


def _is_place(turn: Turn, text: str) -> bool:
    """Whether the open question asks for a place, and this is one by its whole name."""
    if turn.person.question in routes.COUNTRIES:
        return turn.library.find_country(text) is not None
    return turn.person.question in routes.PLACED and turn.places.knows(text)


def _begins_place(turn: Turn, text: str) -> bool:
    if turn.person.question in routes.PLACED:
        return bool(turn.places.cities(text))
    return _is_place(turn, text)
