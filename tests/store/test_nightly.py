"""A backup each night while the bot runs, and none that a stop waits for."""

import asyncio
import math
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.app import App
from bot.playground.telegram import Telegram
from bot.store import backups
from bot.store.engine import Database
from bot.store.nightly import Nightly
from tests.chat.town import QUICK, StillClock, parts
from tests.engines import url

EVENING = datetime(2026, 3, 2, 18, tzinfo=UTC)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def made(folder: Path) -> list[datetime]:
    return [backups.made_at(each) for each in backups.all_in(folder)]


async def test_one_is_made_at_once_and_then_after_three_each_night(on_sqlite: Database, tmp_path: Path) -> None:
    clock, folder = StillClock(EVENING), tmp_path / "backups"
    nightly = Nightly(on_sqlite, folder, clock)
    for hours in (0, 5, 3, 1, 20, 5):
        clock.at += timedelta(hours=hours)
        await nightly.look()
    third = EVENING + timedelta(hours=9)
    assert made(folder) == [EVENING, third, third + timedelta(hours=25)]


async def test_a_bot_that_is_told_where_makes_them(file: Path, tmp_path: Path) -> None:
    clock = StillClock(EVENING)
    app = App(replace(parts(url(file), Telegram(clock.now), clock, [], QUICK), backups=tmp_path / "backups"))
    await app.pulse.back_up()
    await app.database.close()
    assert made(tmp_path / "backups") == [EVENING]


async def test_none_is_made_where_nobody_wants_one(on_sqlite: Database, tmp_path: Path) -> None:
    before = names(tmp_path)
    await Nightly(on_sqlite, None, StillClock(EVENING)).look()
    assert names(tmp_path) == before


async def test_how_old_it_is_is_known_after_a_look(on_sqlite: Database, tmp_path: Path) -> None:
    clock, folder = StillClock(EVENING), tmp_path / "backups"
    nightly = Nightly(on_sqlite, folder, clock)
    assert nightly.age == math.inf
    await nightly.look()
    clock.at += timedelta(hours=2)
    assert nightly.age == 7200
    after_a_restart = Nightly(on_sqlite, folder, clock)
    await after_a_restart.look()
    assert after_a_restart.age == 7200, "the folder tells"
    assert math.isnan(Nightly(on_sqlite, None, clock).age)


async def test_a_stop_breaks_off_the_one_that_is_being_made(
    on_sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    growing = backups._growing

    def slow(copy: Path, told: Callable[[int], None]) -> Callable[[], None]:
        look = growing(copy, told)

        def waits() -> None:
            begun.set()
            go_on.wait(10)
            look()

        return waits

    monkeypatch.setattr(backups, "_growing", slow)
    monkeypatch.setattr(backups, "INSTRUCTIONS", 1)
    nightly = Nightly(on_sqlite, tmp_path / "backups", StillClock(EVENING))
    async with nightly.awake():
        making = asyncio.create_task(nightly.look())
        await asyncio.to_thread(begun.wait, 10)
    go_on.set()
    await making
    assert names(tmp_path / "backups") == []
    assert [name for name in names(tmp_path) if "copy" in name] == []


async def test_one_that_fails_is_told_of_and_tried_again(on_sqlite: Database, file: Path, tmp_path: Path) -> None:
    folder, away = tmp_path / "backups", tmp_path / "away"
    nightly = Nightly(on_sqlite, folder, StillClock(EVENING))
    with capture_logs() as log:
        folder.write_text("in its way", encoding="ascii")
        await nightly.look()
        folder.unlink()
        file.rename(away)  # noqa: ASYNC240  (a moment on this disk)
        await nightly.look()
        away.rename(file)
        await nightly.look()
    assert [line["event"] for line in log] == [*["no backup was made"] * 2, "a backup was made"]
    assert [words in line["why"] for words, line in zip(("Not a directory", "unable to open"), log, strict=False)] == [
        True
    ] * 2
    assert made(folder) == [EVENING]
