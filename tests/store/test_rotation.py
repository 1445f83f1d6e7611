"""From one master key to another, broken off anywhere: no row is ever lost to both keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select

from bot.store import check_ins, instance, people, rotation
from bot.store.check_ins import Topic
from bot.store.engine import Database, connect
from bot.store.instance import RotatingError
from bot.store.lock import AlreadyRunningError
from bot.store.rotation import AnotherKeyError, Rotation
from bot.store.tables import people as people_table
from bot.store.vault import Vault, VaultError, new_key
from tests.engines import opened
from tests.postgres import MASTER
from tests.store.test_people import NOW

NEW = bytes(reversed(MASTER))
CHATS = range(1, 9)
BATCH = 3


@asynccontextmanager
async def inhabited(address: str, chats: range = CHATS) -> AsyncIterator[Database]:
    """Somebody with an answer in each chat, and nobody connected but the one who rotates."""
    async with opened(address) as database, database.writing() as db:
        for chat_id in chats:
            person = await people.register(db, chat_id, language="en", now=NOW)
            await check_ins.start(db, person, Topic.PAIN, answers=(("pain", str(chat_id)),), now=NOW)
    database = connect(address, Vault(MASTER))
    yield database
    await database.close()


async def read_all(address: str, key: bytes) -> dict[int, str]:
    """By chat, what each answered."""
    database = connect(address, Vault(key))
    try:
        async with database.writing() as db:
            await instance.furnish(db)
            found = [await people.by_chat(db, chat_id) for chat_id in CHATS]
            folk = [person for person in found if person is not None]
            answers = [await check_ins.open_of(db, person, Topic.PAIN) for person in folk]
            return {p.chat_id: c.answers[0][1] for p, c in zip(folk, answers, strict=True) if c is not None}
    finally:
        await database.close()


async def _rotated(database: Database, old: bytes = MASTER, new: bytes = NEW) -> int:
    this = Rotation.between(database, old, new)
    expected = await this.begin()
    return (expected or 0) - sum([count async for count in this.run()])


async def test_afterwards_all_opens_with_the_new_key_and_nothing_with_the_old(address: str) -> None:
    async with inhabited(address) as database:
        assert await _rotated(database) == 0
    assert await read_all(address, NEW) == {chat_id: str(chat_id) for chat_id in CHATS}
    with pytest.raises(VaultError):
        await read_all(address, MASTER)


@pytest.mark.parametrize("batches", [1, *(pytest.param(each, marks=pytest.mark.soak) for each in (0, 2, 3))])
async def test_broken_off_after_any_batch_no_bot_starts_and_it_goes_on_from_there(
    address: str, batches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", BATCH)
    async with inhabited(address) as database:
        this = Rotation.between(database, MASTER, NEW)
        await this.begin()
        running = this.run()
        for _ in range(batches):
            await anext(running)
        await running.aclose()  # type: ignore[attr-defined]  # it is a generator
        under_new = [_opens(NEW, *row) for row in await _wraps(database)]
        assert sum(under_new) == min(batches * BATCH, len(CHATS))
        for key in (MASTER, NEW):
            with pytest.raises(RotatingError, match="lumbar key rotate"):
                await read_all(address, key)
        await _rotated(database)
    assert await read_all(address, NEW) == {chat_id: str(chat_id) for chat_id in CHATS}


async def test_once_it_is_done_to_ask_again_changes_nothing(address: str) -> None:
    async with inhabited(address) as database:
        await _rotated(database)
        before = await _wraps(database)
        assert await Rotation.between(database, MASTER, NEW).begin() is None
        await _rotated(database)
        assert await _wraps(database) == before


async def test_a_database_with_nobody_in_it_changes_its_key_too(address: str) -> None:
    async with inhabited(address, range(0)) as database:
        await _rotated(database)
    assert await read_all(address, NEW) == {}


async def test_to_another_key_it_goes_only_once_the_first_change_is_done(address: str) -> None:
    async with inhabited(address) as database:
        await Rotation.between(database, MASTER, NEW).begin()
        with pytest.raises(AnotherKeyError, match="LUMBAR_NEW_DATA_KEY"):
            await Rotation.between(database, MASTER, new_key()).begin()
        await _rotated(database)
        await _rotated(database, NEW, MASTER)
    assert await read_all(address, MASTER) == {chat_id: str(chat_id) for chat_id in CHATS}


async def test_with_the_keys_of_another_database_nothing_begins(address: str) -> None:
    async with inhabited(address) as database:
        with pytest.raises(VaultError):
            await Rotation.between(database, new_key(), NEW).begin()
    assert len(await read_all(address, MASTER)) == len(CHATS)


async def test_while_another_process_is_connected_nothing_begins(postgres_address: str) -> None:
    async with inhabited(postgres_address) as database, opened(postgres_address):
        with pytest.raises(AlreadyRunningError, match="Stop every one"):
            await Rotation.between(database, MASTER, NEW).begin()
    assert len(await read_all(postgres_address, MASTER)) == len(CHATS)


async def _wraps(database: Database) -> list[tuple[str, bytes]]:
    async with database.reading() as db:
        rows = await db.execute(select(people_table.c.id, people_table.c.data_key).order_by(people_table.c.id))
        return [(row[0], row[1]) for row in rows]


def _opens(key: bytes, owner: str, wrapped: bytes) -> bool:
    try:
        return bool(Vault(key).unwrap(wrapped, owner))
    except VaultError:
        return False
