"""Keyboards: under a bubble (inline), and in place of the phone's own (persistent)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.refusal import bad_request

MOST_DATA_BYTES = 64
MOST_BUTTONS = 100


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    data: str | None = None
    url: str | None = None
    copies: str | None = None
    style: str | None = None
    asks_location: bool = False

    def api(self) -> dict[str, Any]:
        raw = {"text": self.label, "callback_data": self.data, "url": self.url, "style": self.style}
        copy = {"copy_text": {"text": self.copies}} if self.copies else {}
        return {name: value for name, value in raw.items() if value is not None} | copy


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Inline:
    rows: Rows

    def api(self) -> dict[str, Any]:
        return {"inline_keyboard": [[button.api() for button in row] for row in self.rows]}


@dataclass(frozen=True, slots=True)
class Persistent:
    """Stays at the foot of the chat until it is replaced or removed. No rows: removes it."""

    rows: Rows
    placeholder: str = ""


Markup = Inline | Persistent | None


def parse(raw: Any) -> Markup:
    """Reads `reply_markup`. Raises RefusedError where Telegram does; and where Telegram silently picks one of two."""
    if raw in (None, ""):
        return None
    markup = _object(raw)
    if "inline_keyboard" in markup and ("keyboard" in markup or "remove_keyboard" in markup):
        raise bad_request("inline keyboard and reply keyboard can't be used in one message")
    if "inline_keyboard" in markup:
        return Inline(_rows([[_inline(button) for button in row] for row in _table(markup["inline_keyboard"])]))
    if "keyboard" in markup:
        rows = _rows([[_persistent(button) for button in row] for row in _table(markup["keyboard"])])
        if not rows:
            raise bad_request("reply keyboard is empty")
        return Persistent(rows, str(markup.get("input_field_placeholder") or ""))
    return Persistent(()) if markup.get("remove_keyboard") else None


def for_edit(raw: Any) -> Rows:
    """An edit takes an inline keyboard or none; none takes the buttons off."""
    markup = parse(raw)
    if isinstance(markup, Persistent):
        raise bad_request("inline keyboard expected")
    return markup.rows if markup else ()


def _object(raw: Any) -> dict[str, Any]:
    try:
        markup = json.loads(raw) if isinstance(raw, str) else raw
    except ValueError as error:
        raise bad_request("can't parse reply keyboard markup JSON object") from error
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    return markup


def _table(raw: Any) -> Sequence[Sequence[Any]]:
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise bad_request("can't parse reply keyboard markup JSON object: array of arrays expected")
    return raw


def _rows(table: Sequence[Sequence[Button]]) -> Rows:
    rows = tuple(tuple(row) for row in table if row)
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return rows


def _inline(raw: Any) -> Button:
    if not isinstance(raw, dict):
        raise bad_request("can't parse inline keyboard button: Inline keyboard button must be an Object")
    label, data, url = str(raw.get("text") or "").strip(), raw.get("callback_data"), raw.get("url")
    copies = (raw.get("copy_text") or {}).get("text")
    if not label:
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not (data or url or copies):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if data and len(str(data).encode()) > MOST_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return Button(label, data=data, url=url, copies=copies, style=raw.get("style"))


def _persistent(raw: Any) -> Button:
    button = raw if isinstance(raw, dict) else {"text": raw}
    label = str(button.get("text") or "").strip()
    if not label:
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    return Button(label, asks_location=bool(button.get("request_location")))
