"""A person who asks in writing: `lumbar export` and `lumbar erase`, by the chat id that the operator types."""

import asyncio
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.standing import Stage
from bot.store import people
from bot.store.journal import NAME
from bot.store.lock import only_one
from tests.commands.operator import Operator, complete
from tests.engines import opened, url
from tests.store.test_people import NOW

ANA, NOBODY = 4711, 4712


@pytest.fixture
def operator(tmp_path: Path, file: Path) -> Operator:
    asyncio.run(_lives(file))
    return complete(tmp_path, LUMBAR_DATABASE_URL=url(file))


async def _lives(file: Path) -> None:
    async with opened(url(file)) as database, database.writing() as db:
        ana = await people.register(db, ANA, language="en", now=NOW)
        standing = replace(ana.standing, stage=Stage.ACTIVE)
        await people.save(
            db, replace(ana, standing=standing, country="GB", zone="Europe/London", started_on=NOW.date())
        )


def test_an_export_is_written_for_its_owner_alone(operator: Operator) -> None:
    done = operator.calls("export", "ana.zip", stdin=f"{ANA}\n")
    assert done.code == 0, done.said
    written = operator.folder / "ana.zip"
    assert written.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(written) as archive:
        assert "Country: United Kingdom" in archive.read("lumbar.txt").decode()
    again = operator.calls("export", "ana.zip", stdin=f"{ANA}\n")
    assert again.code == 74
    assert "ana.zip: File exists" in again.err


def test_erasing_leaves_nobody_and_the_mark_that_keeps_backups_from_bringing_them_back(
    operator: Operator, file: Path
) -> None:
    assert operator.calls("erase", stdin=f"{ANA}\n").code == 0
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM people").fetchone() == (0,)
    assert len((operator.folder / ".lumbar" / NAME).read_text(encoding="ascii").split()) == 2


@pytest.mark.parametrize("words", [("export", "x.zip"), ("erase",)])
def test_who_is_not_there_is_said_not_to_be(operator: Operator, words: tuple[str, ...]) -> None:
    done = operator.calls(*words, stdin=f"{NOBODY}\n")
    assert done.code == 65
    assert done.err.endswith("lumbar: Nobody with this chat id is here.\n")
    assert not (operator.folder / "x.zip").exists()


def test_beside_a_bot_on_sqlite_nobody_is_erased(operator: Operator) -> None:
    with only_one(operator.folder / ".lumbar"):
        assert operator.calls("erase", stdin=f"{ANA}\n").code == 69
