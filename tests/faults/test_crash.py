"""Killed after each step (reliability: what holds after which crash): rows 2, 43 in one process, and 51."""

import asyncio
import signal
from datetime import timedelta

import pytest

from bot.playground.faults import Stall
from tests.faults import mishap
from tests.faults.invariants import CANARY, HELD
from tests.faults.mishap import KILLED, Mishap
from tests.faults.rig import Rig, promised

ANA, BEN, CHLOE = 1, 2, 3
TINGLING = f"my left leg is tingling {CANARY}"
STEPS = (
    mishap.FETCHED,
    mishap.STORED,
    mishap.HALF_WAY,
    mishap.HANDLED,
    mishap.PLANNED,
    mishap.CLAIMED,
    mishap.SENDING,
    mishap.ANSWERED,
)
STOPS = 5
LATER = "20:00"

pytestmark = pytest.mark.fault


@pytest.mark.parametrize("step", STEPS)
async def test_killed_after_a_step_it_takes_up_where_it_was(rig: Rig, step: str) -> None:
    """Row 2: nine of the eleven points, with a message, a warning sign and a reminder under way."""
    async with rig.tried():
        await rig.settles(*promised([CHLOE]), *promised([BEN], at=LATER))
        rig.asks(ANA)
        rig.telegram.says(BEN, TINGLING)
        async with rig.bot(mishaps=[Mishap(step)]) as first:
            await first.dead(KILLED)
        async with rig.bot():
            await rig.settled()
        assert [text for text in rig.messages(BEN) if HELD in text], rig.messages(BEN)
        assert await rig.outcomes() == {"sent": 1}


async def test_killed_while_the_answer_is_on_its_way_it_sends_once_more(rig: Rig) -> None:
    """Row 2: the request has left, and whether it arrived nobody knows."""
    async with rig.tried():
        await rig.settles(*promised([CHLOE]), *promised([BEN], kind="walk"))
        for method in ("sendMessage", "sendAnimation"):
            rig.telegram.fail_next(method, Stall(accepted=True, seconds=5), times=2)
        async with rig.bot() as first:
            await rig.until(lambda: rig.messages(CHLOE) and rig.messages(BEN))
            await first.killed()
        async with rig.bot():
            await rig.settled()
        assert len(rig.messages(CHLOE)) == 2, "and the second one is marked"
        assert len(rig.messages(BEN)) == 1
        assert await rig.outcomes() == {"sent": 1, "unknown": 1}


@pytest.mark.parametrize("step", [mishap.STORED, mishap.HANDLED, mishap.PLANNED, mishap.CLAIMED, mishap.SENDING])
async def test_a_commit_whose_answer_is_lost_has_its_effect_once(rig: Rig, step: str) -> None:
    """Rows 2 and 43: it took place, and the process believes that it did not."""
    async with rig.tried(hurry=60):
        await rig.settles(*promised([CHLOE]), *promised([BEN], at=LATER))
        rig.asks(ANA)
        rig.telegram.says(BEN, TINGLING)
        async with rig.bot(mishaps=[Mishap(step, deed="fail")]):
            await rig.settled()
        assert await rig.outcomes() == {"sent": 1}


async def test_stopped_anywhere_it_loses_nothing(rig: Rig) -> None:
    """Row 51: a stop cancels what is under way, and nothing is concluded from that."""
    # A start takes no second here, as a real one does: the rate of two processes would add up.
    async with rig.tried(per_second=200):
        await rig.settles(*promised(range(100, 120)), *promised(range(200, 200 + STOPS), at=LATER))
        for stop in range(STOPS):
            for chat_id in range(300, 310):
                rig.asks(chat_id)
            rig.telegram.says(200 + stop, TINGLING)
            wanted = len(rig.telegram.sent) + stop
            async with rig.bot() as child:
                await rig.until(lambda wanted: len(rig.telegram.sent) > wanted, wanted)
                child.told(signal.SIGTERM)
        async with rig.bot():
            await rig.settled()


async def test_told_to_stop_twice_it_lets_arrive_what_is_on_its_way(rig: Rig) -> None:
    """Rows 3 and 4: one handler is slow, one answer too, and the signal comes again."""
    async with rig.tried():
        rig.telegram.fail_next("sendMessage", Stall(accepted=True, seconds=1.5), chat_id=ANA)
        rig.asks(ANA)
        async with rig.bot(mishaps=[Mishap(mishap.HALF_WAY, nth=2, deed="linger", seconds=20)]) as child:
            await rig.until(lambda: rig.messages(ANA))
            rig.asks(BEN)
            await rig.until_rows("SELECT 1 FROM inbox WHERE state = 'new'")
            child.told(signal.SIGTERM)
            # The second one has to find the first at work.
            await asyncio.sleep(0.6)
            child.told(signal.SIGTERM)
        async with rig.bot():
            await rig.settled()
        assert len(rig.messages(BEN)) == 1


async def test_a_process_that_stood_still_is_late_and_drops_nothing(rig: Rig) -> None:
    """Row 6: the event loop is blocked while reminders fall due."""
    async with rig.tried():
        await rig.settles(*promised([ANA], at="08:00"), *promised([BEN], at="08:02"), *promised([CHLOE], at="08:03"))
        async with rig.bot(mishaps=[Mishap(mishap.SENDING, deed="block", seconds=3)]):
            await rig.until_rows("SELECT 1 WHERE (SELECT count(*) FROM slots) = 3")
            await rig.settled()
        assert await rig.outcomes() == {"sent": 3}
        assert rig.clock.now() > rig.ran.promised[-1].due + timedelta(seconds=30)
