"""One pace for all processes, by the server's clock (docs/architecture.md)."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.clock import SystemClock
from bot.store import paces
from bot.store.engine import Database

INTERVAL = 0.04
CLOCK = SystemClock()


async def reserve(database: Database, count: int) -> Sequence[float]:
    """The moments, on this computer's clock."""
    async with database.writing() as db:
        ahead = await paces.reserve(db, count, INTERVAL)
    now = CLOCK.monotonic()
    return [now + seconds for seconds in ahead]


async def test_turns_that_are_reserved_at_once_lie_an_interval_apart(on_postgres: Database) -> None:
    async with on_postgres.writing() as db:
        ahead = await paces.reserve(db, 3, INTERVAL)
    assert ahead == pytest.approx([0.0, INTERVAL, 2 * INTERVAL], abs=0.01)


async def test_no_two_processes_have_the_same_turn(on_postgres: Database) -> None:
    found = await asyncio.gather(*(reserve(on_postgres, count) for count in (1, 5, 3, 1, 10, 4)))
    moments = sorted(moment for each in found for moment in each)
    assert len(moments) == 24
    assert moments[-1] - moments[0] == pytest.approx(23 * INTERVAL, abs=0.02)


async def test_what_nobody_took_is_not_made_up_for(on_postgres: Database) -> None:
    await reserve(on_postgres, 1)
    # It is the server's clock that goes on.
    await asyncio.sleep(3 * INTERVAL)
    async with on_postgres.writing() as db:
        assert await paces.reserve(db, 2, INTERVAL) == pytest.approx([0.0, INTERVAL], abs=0.01)


async def test_too_many_requests_holds_everybody_and_shortens_no_longer_hold(on_postgres: Database) -> None:
    async with on_postgres.writing() as db:
        await paces.hold(db, 30)
        await paces.hold(db, 3)
        assert await paces.reserve(db, 1, INTERVAL) == pytest.approx([30.0], abs=0.5)
        assert not await paces.spare(db, INTERVAL)


async def test_what_may_be_left_out_goes_only_where_nobody_waits(on_postgres: Database) -> None:
    async with on_postgres.writing() as db:
        assert await paces.spare(db, 5.0)
        assert not await paces.spare(db, 5.0)


async def test_a_chat_has_a_burst_and_then_one_a_second_whoever_sends(on_postgres: Database) -> None:
    async with on_postgres.writing() as db:
        found = [await paces.too_early(db, {"a chat": 4, "another": 4}, 1.0) for _ in range(6)]
        assert found[:4] == [{}, {}, {}, {}]
        for early in found[4:]:
            assert early == {"a chat": pytest.approx(1.0, abs=0.2), "another": pytest.approx(1.0, abs=0.2)}
        assert await paces.too_early(db, {"a third": 1}, 1.0) == {}
        assert await paces.too_early(db, {"a third": 1}, 1.0) == {"a third": pytest.approx(1.0, abs=0.2)}


async def test_chats_that_have_been_silent_are_forgotten(on_postgres: Database) -> None:
    async with on_postgres.writing() as db:
        await paces.too_early(db, {"a chat": 1}, 1.0)
        await paces.purge(db)
        assert await paces.too_early(db, {"a chat": 1}, 1.0) != {}


async def test_one_process_alone_has_no_paces_to_forget(on_sqlite: Database) -> None:
    async with on_sqlite.writing() as db:
        await paces.purge(db)
