"""SIGKILL at random while messages arrive and reminders fall due: row 1."""

from datetime import timedelta
from random import Random  # noqa: TID251  (seeded, in the test alone)

import pytest

from tests.faults.rig import MORNING, SPEED, Rig, promised

A_LIFE = 20
"""Messages between two kills, each from somebody else: who waits for an answer that was hit waits with all their others."""
REMINDED = range(50_000, 50_020)

pytestmark = pytest.mark.fault


async def survive(rig: Rig, kills: int) -> None:
    """Some replies out, some updates half way: then the plug is pulled."""
    chance = Random(kills)  # noqa: S311  (the same each time)
    # A minute is a minute while it is killed: what was hit is not sent again only to be hit again.
    async with rig.tried(at=MORNING + timedelta(seconds=28), speed=1, per_second=200, chat_interval=0.02):
        await rig.settles(*promised(REMINDED))
        wanted = kills * A_LIFE
        for kill in range(kills):
            async with rig.bot() as child:
                wanted_now = len(rig.telegram.sent) + chance.randint(1, 8)
                for chat_id in range(kill * A_LIFE, (kill + 1) * A_LIFE):
                    rig.asks(1 + chat_id)
                await rig.until(lambda wanted: len(rig.telegram.sent) >= wanted, wanted_now)
                await child.killed()
        rig.clock.jumps(timedelta(0), SPEED)
        async with rig.bot():
            await rig.settled()
        assert await rig.rows("SELECT state, count(*) FROM inbox GROUP BY state") == [("done", wanted)]
        ends = await rig.rows("SELECT state, count(*) FROM outbox GROUP BY state")
        assert ends == [("sent", wanted + len(REMINDED))]


async def test_nothing_is_lost_or_doubled_over_ten_kills(rig: Rig) -> None:
    await survive(rig, kills=10)


@pytest.mark.soak
async def test_nothing_is_lost_or_doubled_over_a_hundred_kills(rig: Rig) -> None:
    await survive(rig, kills=100)
