"""Several bots on one PostgreSQL, and PostgreSQL going away: rows 5, 9, 41 to 43 and 45."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import astuple
from datetime import timedelta
from pathlib import Path
from random import Random  # noqa: TID251  (seeded, in the test alone)

import pytest

from bot.playground.refusal import too_many
from bot.pulse import Pulse
from bot.store import schema
from bot.store.engine import connect
from bot.store.vault import Vault
from tests.faults import mishap
from tests.faults.bot import KEY
from tests.faults.mishap import Mishap
from tests.faults.nursery import Nursery
from tests.faults.rig import MORNING, SPEED, Rig, promised
from tests.postgres import Databases, served

ANA, BEN = 1, 2
CHECKERS = 100_000
LEASE = 90
"""Seconds for which a process that is gone still holds what it had claimed."""
TAKEN_OVER = 3 * LEASE

pytestmark = pytest.mark.fault


async def test_five_planners_insert_each_slot_once(either: Rig) -> None:
    """Row 45: at the same moment, on either database."""
    rig = either
    async with rig.tried(per_second=200):
        await rig.settles(*promised(range(1, 301)))
        rig.clock.jumps(timedelta(minutes=1), 0)
        databases = [connect(rig.url, Vault(KEY)) for _ in range(5)]
        beats = [Pulse(each, rig.clock, wake=_nothing, reap=_nobody) for each in databases]  # type: ignore[arg-type]  # only its `now` is asked
        await asyncio.gather(*(each.plan() for each in beats))
        for each in databases:
            await each.close()
        assert await rig.rows("SELECT count(*), count(DISTINCT key) FROM slots") == [(300, 300)]
        assert await rig.rows("SELECT count(*) FROM outbox") == [(300,)]
        async with rig.bot():
            await rig.settled()


async def test_a_replica_whose_clock_is_wrong_doubles_nothing(shared: Rig) -> None:
    """Row 9: ninety seconds ahead, as far as a lease is long."""
    async with shared.tried(per_second=200):
        await shared.settles(*promised(range(1, 31)))
        for chat_id in range(200, 210):
            shared.asks(chat_id)
        async with shared.bot("right"), shared.bot("ahead", skew=LEASE):
            await shared.settled()
        assert await shared.outcomes() == {"sent": 30}


@pytest.mark.parametrize("step", [mishap.STORED, mishap.HANDLED, mishap.CLAIMED, mishap.SENDING])
async def test_a_commit_whose_answer_is_lost_has_its_effect_once(shared: Rig, step: str) -> None:
    """Row 43."""
    async with shared.tried():
        shared.asks(ANA)
        async with shared.bot(mishaps=[Mishap(step, deed="fail")]):
            await shared.settled(TAKEN_OVER)


@pytest.mark.soak
async def test_transactions_whose_connection_is_cut_are_tried_again(shared: Rig) -> None:
    """Row 42: whatever is under way, ten times."""
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    async with shared.tried(per_second=200):
        await shared.settles(*promised(range(1, 31)))
        async with shared.bot() as child:
            for cuts in range(10):
                for chat_id in range(1000 + 10 * cuts, 1010 + 10 * cuts):
                    shared.asks(chat_id)
                wanted = len(shared.telegram.sent) + 2
                await shared.until(lambda wanted: len(shared.telegram.sent) >= wanted, wanted)
                await shared.rows(cut)
            await shared.settled(TAKEN_OVER)
            assert child.lives


@pytest.mark.soak
async def test_a_server_that_is_restarted_again_and_again_loses_nothing(
    tmp_path: Path, nursery: Nursery, request: pytest.FixtureRequest
) -> None:
    """Row 41: told to stop, and crashed."""
    with served() as server:
        databases = Databases(server.url)
        url = databases.address(await databases.make())
        await schema.migrate(url, Vault(KEY))
        rig = Rig(tmp_path, url, nursery)
        async with rig.tried(per_second=200), rig.bot("one") as one, rig.bot("two") as two:
            await rig.settles(*promised(range(1, 101), at="08:10"))
            for restart in range(8):
                for chat_id in range(1000 + 20 * restart, 1020 + 20 * restart):
                    rig.asks(chat_id)
                wanted = len(rig.telegram.sent) + 3
                await rig.until(lambda wanted: len(rig.telegram.sent) >= wanted, wanted)
                await asyncio.to_thread(server.stop, "fast" if restart % 2 else "immediate")
                await asyncio.to_thread(server.start)
            await rig.settled(TAKEN_OVER)
            assert one.lives
            assert two.lives
    request.node.user_properties.append(("fault figures", astuple(rig.figures)))


@pytest.mark.soak
async def test_a_process_that_stood_still_beyond_its_lease_sends_nothing_any_more(shared: Rig) -> None:
    """Row 5: what it had claimed is another's by then."""
    async with shared.tried(speed=20):
        await shared.settles(*promised(range(1, 21)))
        shared.telegram.fail_next("sendMessage", too_many(5))
        async with shared.bot("stopped") as stopped:
            await shared.until_rows("SELECT 1 FROM outbox WHERE state = 'claimed'")
            stopped.told(signal.SIGSTOP)
            shared.clock.jumps(timedelta(0), 1)
            async with shared.bot("other"):
                await shared.until_rows(
                    "SELECT 1 WHERE (SELECT count(*) FROM outbox WHERE state = 'sent') >= 19", TAKEN_OVER
                )
                stopped.told(signal.SIGCONT)
                shared.clock.jumps(timedelta(0), SPEED)
                await shared.settled(TAKEN_OVER)


@pytest.mark.soak
async def test_four_replicas_killed_at_random_lose_nothing(shared: Rig) -> None:
    """Row 45: for three minutes, one every two to four seconds, with 2,000 reminders due and 500 check-ins arriving."""
    await _chaos(shared, reminders=2000, check_ins=500, seconds=180)


async def test_replicas_keep_one_rate_together(shared: Rig) -> None:
    """Row 45, I6."""
    async with shared.tried():
        await shared.settles(*promised(range(1, 81)))
        async with _replicas(shared, 4):
            await shared.settled()


async def _chaos(rig: Rig, *, reminders: int, check_ins: int, seconds: float) -> None:
    chance = Random(45)  # noqa: S311  (the same each time)
    loop = asyncio.get_running_loop()
    async with rig.tried(at=MORNING + timedelta(seconds=25), speed=1):
        people = range(CHECKERS, CHECKERS + check_ins)
        await rig.settles(*promised(range(1, 1 + reminders)), *promised(people, at="20:00"))
        async with _replicas(rig, 4) as lives:
            until = loop.time() + seconds
            arriving = asyncio.create_task(_check_in(rig, people, seconds * 0.9))
            while loop.time() < until:
                # The time between two kills is what the test is about.
                await asyncio.sleep(chance.uniform(2, 4))
                await _again(rig, lives, chance.randrange(4))
            await arriving
            rig.clock.jumps(timedelta(0), SPEED)
            await rig.settled(TAKEN_OVER)
        assert await rig.rows("SELECT count(*), count(DISTINCT key) FROM slots WHERE kind = 'session'") == [
            (reminders, reminders)
        ]


@asynccontextmanager
async def _replicas(rig: Rig, count: int) -> AsyncIterator[list[AsyncExitStack]]:
    lives = [AsyncExitStack() for _ in range(count)]
    for number, life in enumerate(lives):
        await life.enter_async_context(rig.bot(f"{number}"))
    yield lives
    for life in lives:
        await life.aclose()


async def _again(rig: Rig, lives: list[AsyncExitStack], number: int) -> None:
    """Killed, and another one in its place."""
    await rig.children[f"{number}"].killed()
    await lives[number].aclose()
    await lives[number].enter_async_context(rig.bot(f"{number}"))


async def _check_in(rig: Rig, people: range, seconds: float) -> None:
    """Two messages each, evenly over the time: the question is asked for, and answered."""
    for chat_id in people:
        rig.telegram.says(chat_id, "/checkin")
        rig.telegram.says(chat_id, "nothing new")
        await asyncio.sleep(seconds / len(people))


def _nothing() -> None: ...


async def _nobody() -> None: ...
