"""What must never be found where somebody could read it, in each form in which it could be written, and the search for it.

All canaries of one kind begin alike, so that one look finds those of fifty people.
"""

import base64
import json
import struct
from collections.abc import Iterable, Iterator
from urllib.parse import quote

WORD = "zébrafinch"
"""In everything that somebody types, and in every name."""
SLUG = "zebra_finch"
"""The same for a user name, which takes fewer letters."""
FIRST_CHAT = 3_141_592_653_578_240
"""As long as ids of Telegram may be. A multiple of 2¹⁴, so that the ids that follow begin alike in binary too."""
ALIKE = 13
"""Decimal places that the ids of 256 chats from there share."""
LATITUDE, LONGITUDE = 51.50718293, -0.12764135
WINDOW = 16
"""Bytes at the beginning of a text that are looked for. What is shorter says too little."""


def words(text: str) -> set[bytes]:
    """Each way a text may be written down: encodings, escapes, base64 wherever in its groups of three it begins."""
    plain = text.encode()
    forms = {plain, text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("utf-32-le")}
    forms |= {json.dumps(text)[1:-1].encode(), ascii(text)[1:-1].encode(), quote(text).encode()}
    forms |= {_folded(text).encode(), text.encode("latin-1", "ignore")}
    return forms | set(raw(plain))


def raw(data: bytes) -> Iterator[bytes]:
    """As it is, as hexadecimals and in base64."""
    yield data
    yield data.hex().encode()
    yield data.hex().upper().encode()
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + data)
        # At both ends a letter holds bits of its neighbours too.
        whole = coded[(0, 2, 3)[shift] : len(coded) - (0, 3, 2)[(shift + len(data)) % 3]]
        yield whole
        yield whole.translate(bytes.maketrans(b"+/", b"-_"))


def chats() -> set[bytes]:
    """The beginning of each chat's id: as a text, and as a number of SQLite, of PostgreSQL and of anybody else."""
    forms = words(str(FIRST_CHAT)[:ALIKE])
    forms |= {struct.pack(">q", FIRST_CHAT)[:-1], struct.pack("<q", FIRST_CHAT)[1:]}
    forms.add(varint(FIRST_CHAT)[:-2])
    groups = [FIRST_CHAT // 10_000**place % 10_000 for place in (3, 2, 1)]
    return forms | {struct.pack(f"{order}3h", *groups) for order in "<>"}


def varint(number: int) -> bytes:
    """A rowid of SQLite of less than 56 bits."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))


def places() -> set[bytes]:
    forms = set()
    for degrees in (LATITUDE, LONGITUDE):
        forms |= words(str(degrees)) | {struct.pack("<d", degrees), struct.pack(">d", degrees)}
    return forms


class Canaries:
    """Forms by what they are of, and the beginnings of texts that are only too long to have so many forms."""

    def __init__(self, **forms: Iterable[bytes]) -> None:
        self._forms = {name: {form for form in each if form} for name, each in forms.items()}
        self._beginnings: dict[bytes, str] = {}

    def add(self, name: str, texts: Iterable[bytes]) -> None:
        self._beginnings.update((text[:WINDOW], name) for text in texts if len(text) >= WINDOW)

    def found_in(self, data: bytes) -> set[str]:
        """Names of those that are in it."""
        found = {name for name, forms in self._forms.items() for form in forms if form in data}
        beginnings = self._beginnings
        windows = (data[at : at + WINDOW] for at in range(len(data) - WINDOW + 1 if beginnings else 0))
        return found | {beginnings[window] for window in windows if window in beginnings}

    def forms(self) -> Iterator[tuple[str, bytes]]:
        for name, each in self._forms.items():
            yield from ((name, form) for form in each)


def _folded(text: str) -> str:
    """Without its accents, as who looks for words reads it."""
    return text.replace("é", "e")
