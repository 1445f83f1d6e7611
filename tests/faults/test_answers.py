"""What Telegram and the way to it answer: rows 10 to 12 and 28."""

import pytest

from bot.playground.faults import Drop, Fault, Gateway, Stall
from tests.faults.rig import Rig, promised

pytestmark = pytest.mark.fault

AMBIGUOUS: dict[str, Fault] = {
    "10, no answer": Stall(accepted=True, seconds=2.5),
    "11, dropped after it was accepted": Drop(accepted=True),
    "12, dropped before it was accepted": Drop(accepted=False),
    "28, 500": Gateway(500),
    "28, 502, accepted": Gateway(502, accepted=True),
    "28, 504": Gateway(504),
    "28, a string of JSON": Gateway(500, accepted=True, body='"Internal Server Error"'),
    "28, a captive portal": Gateway(200, body="<html>Please log in</html>"),
}


async def test_what_may_have_arrived_is_sent_once_more_but_a_walk_is_not(rig: Rig) -> None:
    """Rows 10, 11, 12 and 28, for a session, a walk and an answer each."""
    async with rig.tried(timeouts=(1, 15, 5, 10)):
        sessions, walks, answers = ([100 * n + each for each in range(len(AMBIGUOUS))] for n in (1, 2, 3))
        await rig.settles(*promised(sessions), *promised(walks, kind="walk"))
        for chats in (sessions, walks, answers):
            for chat_id, fault in zip(chats, AMBIGUOUS.values(), strict=True):
                rig.telegram.fail_next("sendMessage", fault, chat_id=chat_id)
                rig.telegram.fail_next("sendAnimation", fault, chat_id=chat_id)
        for chat_id in answers:
            rig.asks(chat_id)
        async with rig.bot():
            await rig.until_rows("SELECT 1 FROM slots")
            await rig.settled()
        ends = await rig.ends()
        assert {ends[chat_id] for chat_id in sessions} == {("sent", True)}
        assert {ends[chat_id] for chat_id in walks} == {("unknown", False)}
        assert {ends[chat_id] for chat_id in answers} == {("sent", True)}
