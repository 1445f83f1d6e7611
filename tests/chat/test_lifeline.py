"""The database cannot be written: who has a warning sign hears it all the same, and nothing is lost."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.playground.phone import Phone
from tests.chat.talks import consult, goes, one, screened, texts
from tests.chat.town import Town

CANNOT_SAVE = "I can't save right now"


@asynccontextmanager
async def broken(lumbar: Town) -> AsyncIterator[None]:
    """For a while there is no inbox: every attempt to store an update fails at once."""
    file = lumbar.app.database.writer.url.database
    assert file is not None

    def rename(old: str, new: str) -> None:
        with closing(sqlite3.connect(Path(file), timeout=5)) as connection, connection:
            connection.execute(f"ALTER TABLE {old} RENAME TO {new}")

    rename("inbox", "lost")
    try:
        yield
    finally:
        rename("lost", "inbox")


async def hears(lumbar: Town, act: Callable[[], object], count: int = 1) -> list[str]:
    """What is sent in answer, while nothing can settle."""
    before = len(lumbar.telegram.sent)
    act()
    async with asyncio.timeout(10):
        while len(lumbar.telegram.sent) < before + count:
            await lumbar.telegram.changed.after(lumbar.telegram.changed.count)
    return [sent.text for sent in lumbar.telegram.sent[before:]]


@pytest.fixture
async def ana(lumbar: Town) -> Phone:
    phone = lumbar.phone()
    await screened(phone)
    return phone


async def test_words_that_warn_are_answered_without_a_database(lumbar: Town, ana: Phone) -> None:
    async with broken(lumbar):
        (told,) = await hears(lumbar, lambda: lumbar.telegram.says(ana.chat.id, "my left leg is tingling"))
        assert "Please stop your exercises" in told
        assert "112, 999 or 911" in told
    await lumbar.settled()
    assert consult(ana.screen), "and all of it is handled when the database is back"


async def test_a_tapped_answer_that_warns_is_answered_too(lumbar: Town, ana: Phone) -> None:
    await goes(ana, "New symptom", "None of these")
    bubble = ana.screen[-1]
    both = next(
        b for m in ana.chat.messages if m.id == bubble.id for row in m.buttons for b in row if "both" in b.label
    )
    async with broken(lumbar):
        (told,) = await hears(lumbar, lambda: lumbar.telegram.taps(ana.chat.id, bubble.id, both.data or ""))
        assert "get medical help now" in told
        assert "112, 999 or 911" in told


async def test_anything_else_gets_one_word_and_comes_through_later(lumbar: Town, ana: Phone) -> None:
    async with broken(lumbar):
        (told,) = await hears(lumbar, lambda: lumbar.telegram.says(ana.chat.id, "/help"))
        assert told.startswith(CANNOT_SAVE)
        told_again = len(lumbar.telegram.sent)
        lumbar.telegram.says(ana.chat.id, "/about")
        ben = lumbar.phone(name="Ben")
        (told,) = await hears(lumbar, lambda: lumbar.telegram.says(ben.chat.id, "/help"))
        assert told.startswith(CANNOT_SAVE)
        assert len(lumbar.telegram.sent) == told_again + 1, "once a chat, not once a message"
    await lumbar.settled()
    assert "What I can do" in texts(ana.screen)
    assert "About Lumbar" in texts(ana.screen)
    assert one([ben.screen[-1]]).text
