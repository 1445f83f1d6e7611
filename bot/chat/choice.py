"""What somebody wrote → the flow it goes to, in the order of docs/architecture.md. Read, decided, never kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.chat import routes
from bot.chat.incoming import Command, Text
from bot.chat.render import Renderer
from bot.chat.routes import Route
from bot.chat.typed import bare, chosen
from bot.domain import symptoms
from bot.domain.lexicon import Result
from bot.domain.standing import Hold
from bot.domain.symptoms import Reading
from bot.flows import doubt, follow_up, guide, talk, walk, warning
from bot.flows.talk import Reply, Turn, words
from bot.library import Library
from bot.library.answers import phrase
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
DICTATION = timedelta(minutes=30)
"""So long after the question a text is the answer that is dictated. Later it may be about anything."""
NEW, WORSE = "symptoms", "worse"
HELD: Mapping[str, str] = {
    "label-checked": "checked",
    "label-worse": WORSE,
    "label-worse-or-new": WORSE,
    "label-answers": "answers",
    "label-getting-help": "getting-help",
    "label-mistake": "mistake",
    "label-not-yet": "not-yet",
    "label-same": "same",
    "label-better": "better",
    "label-finish-check": "finish-check",
}
"""Buttons under the safety messages → their ways, which count typed too while something holds the person."""


class Chooser:
    def __init__(self, library: Library, renderer: Renderer, admins: frozenset[int]) -> None:
        self._admins = admins
        self._lexicon = library.lexicon
        self._answers = library.answers
        self._renderer = renderer
        self._keyboard: Mapping[str, str] = {label: routes.KEYBOARD[key] for label, key in renderer.keyboard().items()}
        self._labels: Mapping[str, str] = {phrase(renderer.plain(words(key))): name for key, name in HELD.items()}

    async def text(self, turn: Turn, text: Text) -> Choice | None:
        """Keyboard, option, warning signs, free answer, everyday words, help. None: it asks for no answer."""
        own = text.edits is None and not text.forwarded
        if own and (meant := await self._meant(turn, text.text)) is not None:
            return meant
        if own and self._dictates(turn):
            return open_question(turn.person, text.text, typed=True)
        reading = symptoms.read(text.text, self._lexicon, another=text.forwarded)
        if reading.result >= Result.CONSULT:
            return _heard(reading, edits=text.edits)
        if own and reading.result is not Result.NONE and _is_place(turn, text.text):
            return open_question(turn.person, text.text, typed=True)
        if reading.asks:
            return _heard(reading, edits=text.edits)
        if not own:
            return None
        return NOTED if reading.result is Result.NEGATED else self._free(turn, text.text)

    def command(self, person: Person, command: Command) -> Choice:
        """Words after a command are words like any others."""
        name = routes.ALIASES.get(command.name, command.name)
        known = name in routes.COMMANDS or (name in routes.ADMIN_COMMANDS and person.chat_id in self._admins)
        written = command.rest if known else f"{command.name} {command.rest}"
        reading = symptoms.read(written, self._lexicon, another=command.is_linked)
        if reading.result > Result.NEGATED:
            return _heard(reading)
        return Choice(name, routes.WAYS[name], command.rest) if known else _unknown(written)

    def _dictates(self, turn: Turn) -> bool:
        person = turn.person
        if person.question not in routes.DICTATED or person.chat_id not in self._admins or person.asked_at is None:
            return False
        return turn.now - person.asked_at < DICTATION

    async def _meant(self, turn: Turn, text: str) -> Choice | None:
        """A label of the keyboard, an option of what was asked, of the last question first, or a button that is there."""
        if (name := self._keyboard.get(text.strip())) is not None:
            return Choice(name, routes.WAYS[name])
        if (way := await self._followed(turn, text)) is not None:
            return way
        option = self._option(turn, text)
        answer = None if option is None else open_question(turn.person, option)
        meant = await self._doubted(turn, text, answer) or answer or await self._counted(turn, text)
        return meant or self._way(turn.person, text)

    async def _followed(self, turn: Turn, text: str) -> Choice | None:
        """A button of the follow-up question, right after it: then these words answer nothing of before."""
        asked = await follow_up.just_asked(turn)
        if asked is None or turn.person.standing.held is Hold.NONE:
            return None
        name = next(iter(self._answers.help.options(phrase(bare(text)))), None)
        if name is None or asked is Hold.CONSULT:
            return self._way(turn.person, text)
        return Choice(name, routes.WAYS[name])

    async def _doubted(self, turn: Turn, text: str, answer: Choice | None) -> Choice | None:
        """An answer to the doubt that is open, where nothing was asked since that takes these words."""
        said = self._doubt_answer(text)
        put = None if said is None else await doubt.put_at(turn)
        if said is None or put is None:
            return None
        if turn.person.asked_at is None or turn.person.asked_at <= put:
            return Choice("doubt", routes.WAYS["doubt"], said)
        if answer is not None:
            return answer
        # A no to what was asked since says nothing about the symptom.
        return ASKED_AGAIN if said == doubt.NO else Choice("doubt", routes.WAYS["doubt"], said)

    async def _counted(self, turn: Turn, text: str) -> Choice | None:
        """A button of a card that counts, where that is what these words are about."""
        said = phrase(bare(text))
        for spoken, on_offer in ((self._answers.timer, guide.on_offer), (self._answers.walk, walk.on_offer)):
            meant = spoken.options(said)
            offered = await on_offer(turn) if meant else ()
            if (name := next((each for each in meant if each in offered), None)) is not None:
                return Choice(name, routes.WAYS[name])
        return None

    def _option(self, turn: Turn, text: str) -> str | None:
        if turn.person.asked is None:
            return None
        renderer, country = Renderer(turn.library), turn.person.country
        return chosen(talk.load(turn.person.asked), text, lambda label: renderer.plain(label, country), self._answers)

    def _doubt_answer(self, text: str) -> str | None:
        said = bare(text)
        for answer, label in doubt.ANSWERS.items():
            if said == bare(self._renderer.plain(words(label))):
                return answer
        return next(iter(self._answers.doubt.options(phrase(said))), None)

    def _way(self, person: Person, text: str) -> Choice | None:
        """What a button under a safety message says. "Worse" is heard whether one is there or not."""
        said = phrase(bare(text))
        name = self._labels.get(said) or next(iter(self._answers.ways.options(said)), None)
        held = person.standing.held
        if name == WORSE and held < Hold.CONSULT:
            name = NEW
        elif name is None or held is Hold.NONE:
            return None
        return Choice(name, routes.WAYS[name])

    def _free(self, turn: Turn, text: str) -> Choice:
        """What the open question takes, else everyday words."""
        ask = None if turn.person.asked is None else talk.load(turn.person.asked).ask
        foreign = symptoms.is_foreign(text, self._lexicon)
        if ask is not None and ask.typed and (not foreign or _begins_place(turn, text)):
            return open_question(turn.person, text, typed=True)
        return _everyday(text)


async def _asked_again(turn: Turn) -> Sequence[Reply]:
    asked = () if turn.person.asked is None else (replace(talk.load(turn.person.asked), anew=True),)
    return (Reply(text=((words("unknown-with-question"),),)), *asked)


ASKED_AGAIN = Choice("asked again", routes.anyone(_asked_again))


def open_question(person: Person, value: str, *, typed: bool = False) -> Choice:
    name = person.question or ""
    return Choice(name, routes.ANSWERS[name], value, typed=typed, answers=True)


def _heard(reading: Reading, *, edits: datetime | None = None) -> Choice:
    async def flow(turn: Turn) -> Sequence[Reply]:
        return await warning.heard(turn, reading, edits=edits)

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
