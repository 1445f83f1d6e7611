"""What somebody might send who means no good: texts, taps that no button carries, and a Telegram that notes refusals."""

import json
from collections.abc import Iterator, Mapping
from random import Random  # noqa: TID251  (seeded, in the test alone)
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select
from typing_extensions import override

from bot.chat import routes
from bot.playground.params import Upload
from bot.playground.refusal import Answer
from bot.playground.telegram import Telegram
from bot.store.tables import metadata
from tests.chat.town import Town

UNITS = 4096
"""UTF-16 units of the longest message."""
DATA_BYTES = 64
"""Of the longest data that Telegram passes on."""
MARK = "zebra4711"
"""Stands within the markup below: where it is shown, the markup has to be shown with it."""
MARKUP = (
    f"<b>{MARK}</b>",
    f"<a href='tg://user?id=1'>{MARK}</a>",
    f"</b><i>{MARK}",
    f"<{MARK}",
    f"&lt;{MARK}&gt;&amp;&#60;",
    f"*{MARK}* _[x](tg://x)_ `{MARK}`",
    f"{{ ${MARK} }} {{EM}} %s {{0}}",
)
UNUSUAL = (
    *("\u202e\u2066evil\u2069", "\u200f\u200e\u200b\ufeff", "Z\u0351\u036b\u0343" * 40, "\U0001f469\u200d\U0001f52c"),
    *("\ud7ff\ue000", "\x00", "\x1b[31m", "\r\n\u2028", "\u0661\u0662\u0663", "²", "½", "08:00\u202e", "-1", "1e309"),
    *("9" * 400, "\u0663:\u0660\u0660"),
)
COMMANDS = (
    *("/start ", "/start x" * 9, "/start@lumbar_bot ", "/erase ", "/delete now", "/export ../../etc", "/", "//"),
    *("/today:", "?start=", "https://t.me/lumbar_bot?start=", "/start " + "A" * 64, "/start ' OR 1=1 --"),
)
EVERYDAY = ("done", "skip", "walked 25", "8:30", "London", "yes", "no", "3", "None of these", "Delete everything")
VALUES = ("-1", "0", "99999999999", "1.5", "x", "x:y:z", "..", "08:00", "")


def _cut(text: str) -> str:
    """As much as Telegram would take, and no half character."""
    units = text.encode("utf-16-le", "surrogatepass")[: UNITS * 2]
    return units.decode("utf-16-le", "ignore").strip() or "?"


def texts() -> st.SearchStrategy[str]:
    pieces = st.one_of(
        st.sampled_from((*MARKUP, *UNUSUAL, *COMMANDS, *EVERYDAY)),
        st.text(max_size=60),
        st.builds(lambda piece, times: piece * times, st.sampled_from((*MARKUP, *UNUSUAL)), st.integers(2, 600)),
    )
    return st.lists(pieces, min_size=1, max_size=4).map("".join).map(_cut)


def mutated(data: str, dice: Random) -> str:
    """What a button carries with a bit flipped, a piece lost, doubled or moved, or with another's value."""
    at = dice.randrange(len(data))
    name, _, value = data.partition(":")
    way = dice.choice(list(routes.WAYS))
    changed = dice.choice(
        (
            data[:at] + chr(ord(data[at]) ^ (1 << dice.randrange(7))) + data[at + 1 :],
            data[:at],
            data[at:],
            data + dice.choice((*UNUSUAL, ":", "'", data)),
            data[:at] + dice.choice(UNUSUAL) + data[at:],
            f"{name}:{value[::-1]}",
            f"{name}:{dice.choice(UNUSUAL)}",
            f"{name}:{dice.randrange(-(10**12), 10**12)}",
            f"/{way}:{value}",
            f"/{way}:{dice.choice(VALUES)}",
        )
    )
    return changed.encode()[:DATA_BYTES].decode(errors="ignore") or ":"


class Noting(Telegram):
    """Notes what it refused: no message of the bot may be one that Telegram refuses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused: list[str] = []

    @override
    async def call(
        self, method: str, params: Mapping[str, Any] | None = None, files: Mapping[str, Upload] | None = None
    ) -> Answer:
        answered = await super().call(method, params, files)
        if answered.status >= 400 and "not modified" not in (told := json.dumps(answered.body)):
            self.refused.append(f"{method}: {told}")
        return answered


def taken_for_markup(telegram: Telegram, since: int) -> Iterator[str]:
    """Texts of the bot, after so many, in which a piece of somebody's markup counts as ours."""
    for sent in telegram.sent[since:]:
        if MARK in sent.text and not any(piece in sent.text for piece in MARKUP):
            yield sent.text


async def rows_of(lumbar: Town, person_id: str) -> dict[str, list[str]]:
    """All that is kept of a person, in every table."""
    async with lumbar.app.database.reading() as db:
        found = {}
        for table in metadata.sorted_tables:
            column = table.c.id if table.name == "people" else table.c.get("person_id")
            if column is not None:
                rows = await db.execute(select(table).where(column == person_id))
                found[table.name] = sorted(map(repr, rows))
        return found
