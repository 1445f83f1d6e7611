"""Telegram's HTML: what it allows, what it refuses, and the plain text with entities that it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from bot.playground.refusal import RefusedError, bad_request

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
_TOKEN = re.compile(r"<|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[^\s<>]*)(?P<rest>[^<>]*)>")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?!\w)")


@dataclass(frozen=True, slots=True)
class Entity:
    """A formatted stretch. Offset and length count UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str | None = None

    def api(self) -> dict[str, Any]:
        raw: dict[str, Any] = {"type": self.kind, "offset": self.offset, "length": self.length}
        return raw | {"url": self.url} if self.url else raw


@dataclass(frozen=True, slots=True)
class Formatted:
    source: str
    plain: str
    entities: tuple[Entity, ...] = ()


NO_FORMAT = Formatted("", "")


@dataclass(frozen=True, slots=True)
class _Open:
    name: str
    offset: int
    url: str | None


def units(text: str) -> int:
    """Length in UTF-16 units, in which Telegram counts everything."""
    return len(text.encode("utf-16-le")) // 2


def parse(source: str, mode: str | None) -> Formatted:
    """Raises RefusedError where Telegram does."""
    if not mode:
        return _trimmed(Formatted(source, source))
    if mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return _trimmed(_parse_html(source))


def with_commands(text: str) -> Formatted:
    """What a person typed: plain, with an entity on each /command, as their app puts it."""
    found = (Entity("bot_command", units(text[: m.start()]), units(m.group())) for m in _COMMAND.finditer(text))
    return Formatted(text, text, tuple(found))


def _parse_html(source: str) -> Formatted:
    plain: list[str] = []
    entities: list[Entity] = []
    stack: list[_Open] = []
    at = offset = 0
    for token in _TOKEN.finditer(source):
        if token.start() < at:
            continue
        text = source[at : token.start()]
        at = token.end()
        if token.group() != "<":
            text += unescape(token.group())
        plain.append(text)
        offset += units(text)
        if token.group() == "<":
            at = _tag(source, token.start(), offset, stack, entities)
    if stack:
        raise _unparsed(f'Can\'t find end tag corresponding to start tag "{stack[-1].name}"')
    plain.append(source[at:])
    return Formatted(source, "".join(plain), tuple(sorted(entities, key=lambda e: (e.offset, -e.length))))


def _tag(source: str, at: int, offset: int, stack: list[_Open], entities: list[Entity]) -> int:
    """Reads the tag at `at`; returns where the text goes on."""
    byte = len(source[:at].encode())
    tag = _TAG.match(source, at)
    if tag is None:
        kind = "end" if source.startswith("</", at) else "start"
        raise _unparsed(f"Unclosed {kind} tag at byte offset {byte}")
    name = tag["name"].lower()
    if not tag["close"]:
        if name not in KINDS:
            raise _unparsed(f'Unsupported start tag "{name}" at byte offset {byte}')
        stack.append(_Open(name, offset, _href(tag["rest"]) if name == "a" else None))
        return tag.end()
    if not stack:
        raise _unparsed(f"Unexpected end tag at byte offset {byte}")
    opened = stack.pop()
    if name and name != opened.name:
        raise _unparsed(f'Unmatched end tag at byte offset {byte}, expected "</{opened.name}>", found "</{name}>"')
    if offset > opened.offset and (opened.name != "a" or opened.url):
        entities.append(Entity(KINDS[opened.name], opened.offset, offset - opened.offset, opened.url))
    return tag.end()


def _href(attributes: str) -> str | None:
    found = _HREF.search(attributes)
    return unescape(next(group for group in found.groups() if group is not None)) if found else None


def _trimmed(text: Formatted) -> Formatted:
    """Telegram cuts white space off both ends, and the entities with it."""
    plain = text.plain.strip()
    lead = len(text.plain) - len(text.plain.lstrip())
    end = units(plain)
    kept = []
    for entity in text.entities:
        start = max(entity.offset - lead, 0)
        length = min(entity.offset - lead + entity.length, end) - start
        if length > 0:
            kept.append(Entity(entity.kind, start, length, entity.url))
    return Formatted(text.source, plain, tuple(kept))


def _unparsed(reason: str) -> RefusedError:
    return bad_request(f"can't parse entities: {reason}")
