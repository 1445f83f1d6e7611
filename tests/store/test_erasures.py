"""Who was erased stays erased: a file beside the database knows of it when a backup of the database does not."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.standing import Stage
from bot.store import erasures, people
from bot.store.engine import BUSY_MILLISECONDS, Database
from bot.store.journal import NAME, Journal
from bot.store.people import Person
from tests.engines import opened, url
from tests.store.test_people import LATER, NOW

ANA, BEN = 101, 202
HOUR = timedelta(hours=1)


async def _agreed(database: Database, chat_id: int, now: datetime = NOW) -> Person:
    async with database.writing() as db:
        person = await people.register(db, chat_id, language="en", now=now)
        person = replace(person, standing=replace(person.standing, stage=Stage.ACTIVE))
        await people.save(db, person)
    return person


async def _erased(database: Database, person: Person, now: datetime) -> None:
    async with database.writing() as db:
        await people.erase(db, person, now)


async def _here(database: Database) -> set[int]:
    async with database.reading() as db:
        return {chat_id for chat_id in (ANA, BEN) if await people.by_chat(db, chat_id) is not None}


async def _kept(database: Database) -> dict[str, datetime]:
    async with database.reading() as db:
        return dict(await erasures.since(db, NOW - 1000 * erasures.KEPT))


async def test_who_never_agreed_leaves_no_trace_of_having_gone(database: Database) -> None:
    async with database.writing() as db:
        await people.erase(db, await people.register(db, ANA, language="en", now=NOW), NOW)
    assert await _kept(database) == {}


async def test_erased_twice_counts_from_the_second_time(database: Database) -> None:
    await _erased(database, await _agreed(database, ANA), NOW)
    await _erased(database, await _agreed(database, ANA, LATER), LATER)
    assert list((await _kept(database)).values()) == [LATER]


async def test_whom_a_backup_brings_back_is_erased_again_and_who_came_back_by_themselves_stays(
    database: Database, tmp_path: Path
) -> None:
    await _erased(database, await _agreed(database, ANA), LATER)
    await _erased(database, await _agreed(database, BEN), LATER)
    await Journal(database, tmp_path).copy()
    async with database.writing() as db:
        await erasures.purge(db, LATER + HOUR)
    await _agreed(database, ANA)
    await _agreed(database, BEN, LATER + HOUR)
    assert await Journal(database, tmp_path).replay(LATER) == 1
    assert await _here(database) == {BEN}
    assert set((await _kept(database)).values()) == {LATER}, "it is not as if it had happened only now"


async def test_another_process_writes_down_what_it_did_not_do_itself(database: Database, tmp_path: Path) -> None:
    journal = Journal(database, tmp_path)
    await journal.replay(NOW)
    for chat_id in (ANA, BEN):
        await _erased(database, await _agreed(database, chat_id), LATER)
        await journal.copy()
        await journal.copy()
    lines = (tmp_path / NAME).read_text(encoding="ascii").split()
    assert sorted(lines[1::2]) == sorted(await _kept(database))


async def test_the_file_is_nobody_elses_and_names_nobody(on_sqlite: Database, tmp_path: Path) -> None:
    await _erased(on_sqlite, await _agreed(on_sqlite, ANA), NOW)
    await Journal(on_sqlite, tmp_path / "data").copy()
    file = tmp_path / "data" / NAME
    assert file.stat().st_mode & 0o077 == 0
    assert str(ANA) not in file.read_text(encoding="ascii").split()[1]


@pytest.mark.parametrize("cut", [1, 20, 44, 50])
async def test_a_line_that_a_crash_cut_off_costs_no_other(on_sqlite: Database, tmp_path: Path, cut: int) -> None:
    await _erased(on_sqlite, await _agreed(on_sqlite, ANA), NOW)
    journal, file = Journal(on_sqlite, tmp_path), tmp_path / NAME
    await journal.copy()
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:-cut])
    await _erased(on_sqlite, await _agreed(on_sqlite, BEN), LATER)
    await journal.copy()
    await Journal(on_sqlite, tmp_path).replay(LATER)
    assert len(file.read_text(encoding="ascii").split()) == 4
    async with on_sqlite.writing() as db:
        await erasures.purge(db, LATER + HOUR)
    await Journal(on_sqlite, tmp_path).replay(LATER)
    assert len(await _kept(on_sqlite)) == 2


async def test_after_a_year_nothing_is_known_of_it(on_sqlite: Database, tmp_path: Path) -> None:
    await _erased(on_sqlite, await _agreed(on_sqlite, ANA), NOW)
    await Journal(on_sqlite, tmp_path).copy()
    later = NOW + erasures.KEPT + HOUR
    async with on_sqlite.writing() as db:
        await erasures.purge(db, later - erasures.KEPT)
    await Journal(on_sqlite, tmp_path).replay(later)
    assert await _kept(on_sqlite) == {}
    assert not (tmp_path / NAME).read_text(encoding="ascii").strip()


async def test_nothing_of_who_was_erased_is_left_in_the_file_or_its_log(tmp_path: Path, template: Path) -> None:
    file = Path(shutil.copy(template, tmp_path / "lumbar.db"))
    async with opened(url(file)) as database:
        ana = await _agreed(database, ANA)
        assert any(ana.id.encode() in part for part in _parts(file))
        await _erased(database, ana, NOW)
        assert any(ana.id.encode() in part for part in _parts(file)), "it stands in the log until that is emptied"
        assert await database.scrub()
        assert not any(ana.id.encode() in part or ana.key in part for part in _parts(file))
        async with database.writing() as db:
            await people.register(db, BEN, language="en", now=NOW)


async def test_while_somebody_reads_the_log_is_left_for_the_next_time(on_sqlite: Database) -> None:
    async with on_sqlite.reading() as db:
        await people.by_chat(db, ANA)
        await _agreed(on_sqlite, ANA)
        assert not await on_sqlite.scrub()
    assert await on_sqlite.scrub()


async def test_while_somebody_writes_it_fails_and_who_writes_next_waits_as_long_as_ever(
    tmp_path: Path, template: Path
) -> None:
    file = Path(shutil.copy(template, tmp_path / "lumbar.db"))
    async with opened(url(file)) as database:
        with closing(sqlite3.connect(file, isolation_level=None)) as another:
            another.execute("BEGIN IMMEDIATE")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                await database.scrub()
        async with database.writing() as db:
            assert (await db.execute(text("PRAGMA busy_timeout"))).scalar_one() == BUSY_MILLISECONDS


async def test_a_database_that_is_made_now_gives_back_the_room_of_what_was_deleted(file: Path) -> None:
    async with opened(url(file)) as database:
        async with database.writing() as db:
            folk = [await people.register(db, chat_id, language="en", now=NOW) for chat_id in range(1, 60)]
        await database.scrub()
        before = _size(file)
        async with database.writing() as db:
            for person in folk:
                await people.erase(db, person, NOW)
        await database.scrub()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert _size(file) < before


def _size(file: Path) -> int:
    return file.stat().st_size


def _parts(file: Path) -> list[bytes]:
    return [part.read_bytes() for part in file.parent.glob("lumbar.db*")]
