"""The whole vocabulary between flows and the outside: what came in (`Turn`), what goes out (`Reply`).

A reply holds word keys and arguments, never finished text: it is rendered when it is sent, so a queued message
speaks the words of today and every argument is escaped in one place.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.library import Library
from bot.places import Places
from bot.store import people
from bot.store.engine import Db
from bot.store.nightly import Nightly
from bot.store.people import Person


class Kind(StrEnum):
    """What a message is about, which decides whether a hold reaches it in the queue."""

    SAFETY = "safety"
    PLAIN = "plain"
    EXERCISE = "exercise"
    WALK = "walk"
    """Offers a walk, or shows one that is under way."""
    TIMED = "timed"
    """What a timer says on its way. It is worth nothing late, or twice."""
    STRANGER = "stranger"
    """What somebody hears whom nobody invited: no more than once a day."""
    NOTICE = "notice"
    """Says that everything is about to be deleted."""
    NEWS = "news"
    """What an admin tells everybody."""


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence by its key in content/<language>/, with arguments. An argument may be words itself."""

    key: str
    args: Mapping[str, Argument] = field(default_factory=dict)


Argument = str | int | float | Words
Line = Words
Paragraph = tuple[Line, ...]


def words(key: str, **args: Argument) -> Words:
    return Words(key, args)


@dataclass(frozen=True, slots=True)
class Button:
    """Either an answer to the question of its reply (`option`), or a way to a route (`goes`).

    An option lives as long as its question: afterwards it is met with "already answered". A way keeps working: it is
    written `route` or `route:argument`, at most 64 bytes.
    """

    label: Words
    option: str | None = None
    goes: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """The question a reply puts. `name` finds its flow in chat.routes; `typed` says that free text may answer it."""

    name: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A still picture that is drawn when it is sent. Where that fails the text goes alone, so it has to say it all."""

    kind: str
    """Of bot.pictures."""
    shows: Mapping[str, Any]
    """Fit for JSON."""
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    text: tuple[Paragraph, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    kind: Kind = Kind.PLAIN
    note: str | None = field(default=None, repr=False)
    """What an admin typed, below the text and as it is: no sentence of ours could hold so much."""
    ask: Ask | None = None
    card: str | None = None
    """A message edited in place, by name: "check", "today", "practice", "settings", "walk"."""
    anew: bool = False
    """Send the card as a new message at the foot of the chat, and take the buttons off the old one."""
    picture: str | None = None
    """Exercise form whose picture goes with the text (then a caption: at most 1,024 UTF-16 units)."""
    sound: str | None = None
    """Name of a recording, which goes in the place of a picture."""
    drawing: Drawing | None = None
    """Goes with the text like a picture, in the place of one."""
    document: str | None = None
    """A file by name, which is written when the message is sent and goes with it. The words are its caption."""
    keyboard: bool = False
    """Brings the persistent keyboard. Such a reply has no inline buttons."""
    reaction: str | None = None
    """Instead of a bubble: an emoji on the message that is answered. Best effort."""
    country: str | None = None
    """Whose emergency numbers the words carry, where the person's own country is not kept (before consent)."""
    step: str | None = None
    """Id of the question put, which its option buttons carry. The adapter sets it."""


def say(key: str, **args: Argument) -> Reply:
    """A reply of one sentence."""
    return Reply(text=((words(key, **args),),))


def paragraph(*lines: Line) -> Paragraph:
    return lines


@dataclass(slots=True)
class Turn:
    """One thing that a person did, and all that a flow needs to answer it. `db` is the open transaction.

    The one value here that changes: `person` moves on with `become`, so that no flow writes over another's work.
    """

    db: Db
    now: datetime
    person: Person
    library: Library
    places: Places
    nightly: Nightly | None = None
    """Who knows of the last backup."""
    value: str = ""
    """The option tapped or typed, the argument of a way, or the words after a command."""
    typed: bool = False
    """True when `value` is free text and not one of the options."""
    tapped: bool = False
    location: tuple[float, float] | None = None
    """Latitude and longitude, read and dropped."""
    gone: bool = False
    """The person was erased in this turn; the replies still go out."""
    reloads: bool = False
    """The content is to be read anew once this is committed."""
    notes: list[str] = field(default_factory=list)
    """What was decided and by which rule, for `What just happened`. Codes and ids only; never logged."""

    async def become(self, **changes: Any) -> Person:
        """Store the person with these fields of theirs changed."""
        self.person = replace(self.person, **changes)
        await people.save(self.db, self.person)
        return self.person

    async def leave(self) -> None:
        """Erase the person, now."""
        await people.erase(self.db, self.person, self.now)
        self.gone = True


Flow = Callable[[Turn], Awaitable[Sequence[Reply]]]
FIELDS = ("note", "card", "anew", "picture", "sound", "document", "keyboard", "reaction", "country", "step")
"""Of a reply, what is written down as it is."""


def dump(reply: Reply) -> str:
    """JSON that `load` reads back: what the outbox keeps, sealed."""
    return json.dumps(_plain(reply), ensure_ascii=False, separators=(",", ":"))


def load(dumped: str) -> Reply:
    raw = json.loads(dumped)
    ask, drawing = raw.get("ask"), raw.get("drawing")
    return Reply(
        text=tuple(tuple(_words(line) for line in lines) for lines in raw["text"]),
        buttons=tuple(tuple(_button(button) for button in row) for row in raw.get("buttons", ())),
        kind=Kind(raw["kind"]),
        ask=Ask(**ask) if ask else None,
        drawing=Drawing(**drawing) if drawing else None,
        **{name: raw[name] for name in FIELDS if name in raw},
    )


def _plain(reply: Reply) -> dict[str, Any]:
    raw: dict[str, Any] = {"text": [[_plain_words(line) for line in lines] for lines in reply.text], "kind": reply.kind}
    if reply.buttons:
        raw["buttons"] = [[_plain_button(button) for button in row] for row in reply.buttons]
    if reply.ask:
        raw["ask"] = {"name": reply.ask.name, "typed": reply.ask.typed}
    if reply.drawing:
        raw["drawing"] = {"kind": reply.drawing.kind, "shows": reply.drawing.shows, "dark": reply.drawing.dark}
    for name in FIELDS:
        if value := getattr(reply, name):
            raw[name] = value
    return raw


def _plain_words(words: Words) -> Any:
    if not words.args:
        return words.key
    args = {name: {"w": _plain_words(arg)} if isinstance(arg, Words) else arg for name, arg in words.args.items()}
    return [words.key, args]


def _words(raw: Any) -> Words:
    if isinstance(raw, str):
        return Words(raw)
    key, args = raw
    return Words(key, {name: _words(arg["w"]) if isinstance(arg, dict) else arg for name, arg in args.items()})


def _plain_button(button: Button) -> dict[str, Any]:
    raw: dict[str, Any] = {"label": _plain_words(button.label)}
    if button.option is not None:
        raw["option"] = button.option
    if button.goes is not None:
        raw["goes"] = button.goes
    return raw


def _button(raw: dict[str, Any]) -> Button:
    return Button(_words(raw["label"]), raw.get("option"), raw.get("goes"))
