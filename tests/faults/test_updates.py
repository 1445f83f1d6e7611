"""What comes in twice, broken, out of order, too late, or to somebody else: rows 26, 27, 29 to 31, 33 and 34."""

from datetime import timedelta
from typing import Any

import pytest

from bot.playground.webhook import Webhook
from tests.faults.invariants import CANARY
from tests.faults.rig import Rig, promised

ANA, BEN = 1, 2
DEEP = 300
LETTERS = 300_000
OLD_COUNT = 700_000

pytestmark = pytest.mark.fault


async def test_another_copy_that_polls_is_reported_and_takes_nothing_away(rig: Rig) -> None:
    """Row 26: with the same token, from elsewhere, confirming nothing."""
    async with rig.tried(), rig.bot():
        rig.asks(ANA)
        await rig.settled()
        for _ in range(2):
            await rig.updates.take(0, 1, 0)
            rig.asks(ANA)
            await rig.settled()
        await rig.until_log("another copy of the bot polls")


async def test_a_webhook_that_somebody_set_is_reported_for_what_it_is(rig: Rig) -> None:
    """Row 27: and left alone, as it may be the real bot's; once it is deleted nothing was lost."""
    async with rig.tried(hurry=20), rig.bot():
        rig.asks(ANA)
        await rig.settled()
        rig.telegram.webhook = Webhook("https://example.org/hook")
        # The poll under way ends with this one.
        rig.asks(BEN)
        rig.asks(BEN)
        await rig.until_log("a webhook is set")
        rig.telegram.webhook = None
        await rig.settled()


async def test_an_update_that_is_served_again_has_one_effect(rig: Rig) -> None:
    """Row 29: also to a process that knows nothing of the one before."""
    async with rig.tried():
        async with rig.bot():
            rig.asks(ANA, 3)
            await rig.settled()
            rig.updates.waiting = list(rig.updates.accepted.values())
            rig.asks(BEN)
            await rig.settled()
        rig.updates.waiting = list(rig.updates.accepted.values())
        async with rig.bot():
            await rig.settled()


async def test_an_update_that_nobody_can_read_is_put_aside_and_the_next_one_handled(rig: Rig) -> None:
    """Row 30: a date that is none, a kind that is unknown, far too much text, and far too deep."""
    async with rig.tried(hurry=60):
        person = rig.telegram.chat(ANA).person()
        chat = rig.telegram.chat(ANA).api()
        message = {"message_id": 1, "chat": chat, "from": person, "date": 1}
        poison: tuple[dict[str, Any], ...] = (
            message | {"date": f"yesterday {CANARY}", "text": CANARY},
            message | {"text": "x" * LETTERS},
            message | {"text": CANARY, "reply_markup": _nested(DEEP)},
            {"message_id": "?", "text": [CANARY]},
        )
        for each in poison:
            rig.updates.add("message", each)
        rig.updates.add("a_kind_from_tomorrow", {"text": CANARY})
        async with rig.bot():
            rig.asks(BEN)
            await rig.until_rows("SELECT 1 WHERE (SELECT count(*) FROM inbox) = 6")
            await rig.settled()
        ((rig.ran.given_up,),) = await rig.rows("SELECT count(*) FROM inbox WHERE state = 'dead'")
        assert rig.ran.given_up >= 1


async def test_updates_that_count_from_lower_again_are_all_handled(rig: Rig) -> None:
    """Row 31: after a week of silence Telegram may begin anywhere."""
    async with rig.tried():
        rig.updates.next_id = OLD_COUNT
        async with rig.bot():
            rig.asks(ANA, 3)
            await rig.settled()
            rig.updates.next_id = 100
            rig.asks(BEN, 3)
            await rig.settled()
            assert not rig.updates.waiting, "and none is served for ever"


@pytest.mark.parametrize("away", [timedelta(minutes=10), timedelta(hours=25)], ids=["ten minutes", "25 hours"])
async def test_after_a_silence_the_open_question_comes_again(rig: Rig, away: timedelta) -> None:
    """Rows 33 and 34: a tap lives for 150 seconds and a message for a day. What fell due meanwhile has its outcome."""
    async with rig.tried():
        await rig.settles(*promised([ANA], at="20:00"))
        async with rig.bot() as child:
            rig.telegram.says(ANA, "/checkin")
            await rig.settled()
            asked = len(rig.messages(ANA))
            await child.killed()
        question = next(sent for sent in rig.telegram.sent if sent.chat_id == ANA and sent.buttons)
        assert question.message_id is not None
        rig.telegram.taps(ANA, question.message_id, question.buttons[0][0].data or "")
        rig.telegram.says(BEN, "hello")
        rig.clock.jumps(away, rig.speed)
        async with rig.bot():
            await rig.until(lambda: len(rig.messages(ANA)) > asked)
            await rig.settled()
        assert rig.messages(ANA)[-1] == rig.messages(ANA)[asked - 1]
        outcomes = await rig.outcomes()
        assert outcomes == ({} if away < timedelta(hours=1) else {"expired": 1})


def _nested(depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(depth):
        found = {"inline_keyboard": found}
    return found
