"""The way to Telegram is closed, swallows everything or is too narrow: rows 13 to 15."""

import socket
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.playground.faults import Stall
from bot.serving import LOOPBACK
from tests.faults.rig import Rig, promised

PEOPLE = range(1, 6)
UNSENT = "SELECT 1 FROM outbox WHERE error IS NOT NULL"

pytestmark = pytest.mark.fault


async def test_ten_minutes_without_a_way_to_telegram_lose_and_double_nothing(rig: Rig) -> None:
    """Row 13: connections are refused; what never left is tried again and not marked."""
    async with rig.tried(), rig.bot():
        rig.asks(1)
        await rig.settled()
        await rig.settles(*promised(PEOPLE[1:], at="08:30"))
        async with rig.offline():
            rig.clock.jumps(timedelta(minutes=31), rig.speed)
            await rig.until_rows(UNSENT)
            rig.clock.jumps(timedelta(minutes=10), rig.speed)
        await rig.settled()
        assert await rig.rows("SELECT DISTINCT twin, attempts FROM outbox") == [(0, 0)]
        assert await rig.outcomes() == {"sent": 4}


async def test_ten_minutes_in_which_no_name_resolves_lose_and_double_nothing(rig: Rig) -> None:
    """Row 13: Telegram is there all the time, and nobody knows where."""
    lost = rig.folder / "names are lost"
    async with rig.tried(names=str(lost)):
        rig.life = replace(rig.life, address=rig.life.address.replace(LOOPBACK, "localhost"))
        async with rig.bot():
            rig.asks(1)
            await rig.settled()
            await rig.settles(*promised(PEOPLE[1:], at="08:30"))
            # What is connected stays so, whatever becomes of the name.
            async with rig.offline():
                lost.touch()
            rig.clock.jumps(timedelta(minutes=31), rig.speed)
            await rig.until_rows(UNSENT)
            rig.clock.jumps(timedelta(minutes=10), rig.speed)
            assert not any(rig.messages(chat_id) for chat_id in PEOPLE[1:])
            assert await rig.rows("SELECT DISTINCT error FROM outbox WHERE error IS NOT NULL") == [("NetworkError",)]
            lost.unlink()
            await rig.settled()
        assert await rig.rows("SELECT DISTINCT twin, attempts FROM outbox") == [(0, 0)]
        assert await rig.outcomes() == {"sent": 4}


async def test_a_connection_that_nobody_takes_up_is_no_message(rig: Rig) -> None:
    """Row 14: the port is there, and its queue is full."""
    async with rig.tried(timeouts={"connect_timeout": 0.3}), rig.bot():
        rig.asks(1)
        await rig.settled()
        await rig.settles(*promised(PEOPLE[1:], at="08:30"))
        async with rig.offline() as port:
            with ExitStack() as black_hole:
                _clog(black_hole, port)
                rig.clock.jumps(timedelta(minutes=31), rig.speed)
                await rig.until_rows(UNSENT)
        await rig.settled()
        assert await rig.rows("SELECT DISTINCT twin, attempts FROM outbox") == [(0, 0)]
        assert await rig.outcomes() == {"sent": 4}


async def test_a_message_that_found_no_connection_free_never_left(rig: Rig) -> None:
    """Row 15: two connections, one of which polls, and the other waits for a slow answer."""
    async with rig.tried(timeouts={"pool_timeout": 0.3}, connections=2):
        await rig.settles(*promised(PEOPLE))
        rig.telegram.fail_next("sendMessage", Stall(accepted=True, seconds=0.1), chat_id=100)
        rig.telegram.fail_next("sendMessage", Stall(accepted=True, seconds=2), chat_id=PEOPLE[0])
        async with rig.bot():
            await rig.until_rows(UNSENT)
            await rig.settled()
        assert len(await rig.rows("SELECT 1 FROM outbox WHERE twin")) <= 1, "of the slow one at most"
        assert await rig.outcomes() == {"sent": len(PEOPLE)}


def _clog(held: ExitStack, port: int) -> None:
    """A listener whose queue is full drops the next connection's first packet."""
    listener = held.enter_context(socket.socket())
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((LOOPBACK, port))
    listener.listen(0)
    for _ in range(3):
        client = held.enter_context(socket.socket())
        client.settimeout(0)
        client.connect_ex((LOOPBACK, port))
