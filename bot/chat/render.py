"""Replies → what Telegram takes: text, markup, limits. Every argument of every sentence is escaped here, once."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.chat.media import Attachment
from bot.flows import talk
from bot.flows.talk import Button, Drawing, Paragraph, Reply, Words
from bot.library import Library
from bot.library.measure import strip, units

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ARGUMENT_LIMIT = 1000
"""Characters. Fluent itself refuses a sentence with an argument of over 2,500."""
EXCERPT = 200
"""Characters that are shown of a text over that limit; each may take five once it is escaped."""
KEYBOARD = (("label-today", "label-walk"), ("label-new-symptom", "label-get-help"))
STAND_INS = ("crisis", "emergency", "urgent", "consult")
"""Levels that the key of a safety text names, the one that comes first first."""

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup


@dataclass(frozen=True, slots=True)
class Rendered:
    text: str
    """HTML, within Telegram's limits."""
    markup: Markup | None
    picture: Path | None = None
    sound: Path | None = None
    drawing: Drawing | None = None
    drawn: bytes | None = field(default=None, repr=False)
    """The drawing as a PNG, once it is made."""
    document: str | None = None
    written: bytes | None = field(default=None, repr=False)
    """The document, once it is written."""

    @property
    def attachment(self) -> Attachment | None:
        if self.drawn is not None:
            return Attachment("photo", self.drawn, "picture.png")
        if self.picture is not None:
            return Attachment("animation", self.picture, self.picture.name)
        return None if self.sound is None else Attachment("audio", self.sound, self.sound.name)

    @property
    def is_media(self) -> bool:
        return self.attachment is not None

    @property
    def fits_caption(self) -> bool:
        return units(self.text) <= CAPTION_LIMIT

    @property
    def plain(self) -> str:
        return strip(self.text)


class Renderer:
    def __init__(self, library: Library, *, operator: str = "") -> None:
        self.library = library
        self._operator = operator or library.say("operator-unnamed")

    def render(self, reply: Reply, country: str | None, *, text_only: bool = False) -> Rendered:
        country = reply.country or country
        picture = None if text_only or reply.picture is None else self.library.picture(reply.picture)
        sound = None if reply.sound is None else self.library.sounds.get(reply.sound)
        paragraphs = [self._paragraph(lines, country) for lines in reply.text]
        text = "\n\n".join(paragraphs if reply.note is None else (*paragraphs, _escaped(reply.note)))
        # A drawing is left out before any word is.
        drawing = None if text_only or units(text) > CAPTION_LIMIT else reply.drawing
        limit = CAPTION_LIMIT if picture or sound or reply.document else TEXT_LIMIT
        markup = self._markup(reply, country)
        return Rendered(_cut(text, limit), markup, picture, sound, drawing, document=reply.document)

    def bare(self, dumped: str | None, country: str | None) -> Rendered:
        """A safety message whose form fails: its own words without buttons, else the static text of its level.

        Plain text, so that no markup can be refused.
        """
        try:
            reply = talk.load(dumped or "")
            bare = replace(reply, buttons=(), keyboard=False, picture=None, sound=None, drawing=None)
            text = self.render(bare, country).text
        except Exception:  # noqa: BLE001  (whoever calls has said what went wrong; the text matters more)
            text = self.library.say(stand_in(dumped), self.library.country(None).args)
        return Rendered(_escaped(strip(text)), None)

    def plain(self, words: Words, country: str | None = None) -> str:
        """A label or a command's description: no markup in it, nothing escaped."""
        return self._say(words, country, escape=False)

    def keyboard(self) -> dict[str, str]:
        """Labels of the persistent keyboard, as they are typed → their keys."""
        return {self.plain(Words(key)): key for row in KEYBOARD for key in row}

    def _paragraph(self, lines: Paragraph, country: str | None) -> str:
        return "\n".join(self._say(line, country, escape=True) for line in lines)

    def _say(self, words: Words, country: str | None, *, escape: bool) -> str:
        if not self.library.needs(words.key):
            return self.library.say(words.key)
        args: dict[str, str | int | float] = {"OPERATOR": _argument(self._operator, escape=escape)}
        args.update(self._country_args(country, escape=escape))
        for name, arg in words.args.items():
            if isinstance(arg, Words):
                args[name] = self._say(arg, country, escape=escape)
            elif isinstance(arg, str):
                args[name] = _argument(arg, escape=escape)
            else:
                args[name] = arg
        return self.library.say(words.key, args)

    def _country_args(self, country: str | None, *, escape: bool) -> Mapping[str, str]:
        args = self.library.country(country).args
        return {name: _escaped(text) for name, text in args.items()} if escape else args

    def _markup(self, reply: Reply, country: str | None) -> Markup | None:
        if reply.keyboard:
            rows = [[KeyboardButton(self.plain(Words(key))) for key in row] for row in KEYBOARD]
            return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True)
        if not reply.buttons:
            return None
        rows_of_buttons = [[self._button(button, reply.step, country) for button in row] for row in reply.buttons]
        return InlineKeyboardMarkup(rows_of_buttons)

    def _button(self, button: Button, step: str | None, country: str | None) -> InlineKeyboardButton:
        data = f"/{button.goes}" if button.goes is not None else f"{step}:{button.option}"
        return InlineKeyboardButton(self.plain(button.label, country), callback_data=data)


def _argument(text: str, *, escape: bool) -> str:
    """What somebody typed, to stand in a sentence of ours."""
    shown = _escaped(text) if escape else text
    return shown if len(shown) <= ARGUMENT_LIMIT else _argument(text[: EXCERPT - 1] + "…", escape=escape)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def options(reply: Reply) -> Iterator[Button]:
    """The buttons that answer the question of `reply`, in the order they are shown."""
    return (button for row in reply.buttons for button in row if button.option is not None)


def stand_in(dumped: str | None) -> str:
    """Key of the static text that says what a dumped safety message was about, also where it cannot be read any more."""
    keys = " ".join(re.findall(r"safety-[a-z-]+", dumped or ""))
    level = next((level for level in STAND_INS if level in keys), None)
    return "safety-when-to-get-help" if level is None else f"safety-lifeline-{level}"


def _cut(text: str, limit: int) -> str:
    """Whole paragraphs as far as they fit, so that no tag is left open."""
    while units(text) > limit and "\n" in text:
        text = text.rpartition("\n")[0].rstrip() + "…"
    return text if units(text) <= limit else _escaped(strip(text)[: limit // 2]) + "…"
