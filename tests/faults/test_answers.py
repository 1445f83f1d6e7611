"""What Telegram and the way to it answer: rows 10 to 12, 16 to 25 and 28."""

from datetime import timedelta

import pytest

from bot.playground.faults import Drop, Fault, Gateway, Stall
from bot.playground.refusal import (
    BLOCKED,
    NO_CHAT,
    NOT_FOUND,
    NOT_MODIFIED,
    QUERY_TOO_OLD,
    UNAUTHORIZED,
    Refusal,
    too_many,
)
from tests.faults.rig import Rig, promised

pytestmark = pytest.mark.fault

ANA, BEN, CHLOE, DEV = 1, 2, 3, 4
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
    async with rig.tried(timeouts={"read_timeout": 1}):
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


async def test_a_reminder_waits_out_too_many_requests_and_nothing_is_sent_meanwhile(rig: Rig) -> None:
    """Rows 16 (3 seconds) and 18: one chat is told so again and again, and the others have their turn between."""
    others = range(2, 12)
    async with rig.tried():
        await rig.settles(*promised([ANA, *others]))
        rig.telegram.fail_next("sendMessage", too_many(3), chat_id=ANA)
        rig.telegram.fail_next("sendMessage", too_many(1), chat_id=ANA, times=3)
        async with rig.bot():
            await rig.settled()
            await rig.until(lambda: rig.messages(ANA))
        ends = await rig.ends()
        assert set(ends.values()) == {("sent", False)}
        assert await rig.rows("SELECT DISTINCT attempts FROM outbox") == [(0,)], "it does not count as a failure"
        assert rig.telegram.sent[-1].chat_id == ANA, "the others did not wait for her"


@pytest.mark.parametrize(("refusal", "seconds"), [(too_many(300), 300), (Refusal(429, "Too Many Requests"), 30)])
async def test_however_long_telegram_says_nobody_sends_before(rig: Rig, refusal: Refusal, seconds: int) -> None:
    """Rows 16 (300 seconds) and 17 (no figure: half a minute)."""
    async with rig.tried(hurry=60):
        await rig.settles(*promised([ANA, BEN]))
        rig.telegram.fail_next("sendMessage", refusal, chat_id=ANA)
        async with rig.bot():
            await rig.settled()
        due = rig.ran.promised[0].due
        assert min(sent.at for sent in rig.telegram.sent if sent.chat_id == ANA) >= due + timedelta(seconds=seconds)
        assert await rig.rows("SELECT DISTINCT attempts FROM outbox") == [(0,)]


async def test_who_cannot_be_reached_is_left_alone_until_they_are_back(rig: Rig) -> None:
    """Rows 19, 20 and 23."""
    refusals = {
        ANA: BLOCKED,
        BEN: NO_CHAT,
        CHLOE: Refusal(403, "Forbidden: user is deactivated"),
        DEV: Refusal(400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -100_123}),
    }
    async with rig.tried():
        await rig.settles(*promised(refusals))
        for chat_id, refusal in refusals.items():
            rig.telegram.fail_next("sendMessage", refusal, chat_id=chat_id)
        async with rig.bot():
            await rig.settled()
            assert await rig.outcomes() == {"undeliverable": len(refusals)}
            assert await rig.rows("SELECT DISTINCT state, attempts FROM outbox") == [("dead", 0)], "one try"
            assert not await rig.rows("SELECT 1 FROM routines WHERE next_due IS NOT NULL")
            rig.telegram.unblocks(ANA)
            await rig.until_rows("SELECT 1 FROM routines WHERE next_due IS NOT NULL")
            await rig.settled()


async def test_words_that_break_our_markup_reach_people_all_the_same(rig: Rig) -> None:
    """Row 21: from the name of somebody, and from anything else that Telegram cannot parse."""
    async with rig.tried():
        rig.telegram.chat(ANA, "<b onload=x")
        rig.telegram.says(ANA, "/start")
        broken = Refusal(400, "Bad Request: can't parse entities: Unsupported start tag")
        rig.telegram.fail_next("sendMessage", broken, chat_id=BEN)
        await rig.settles(*promised([BEN]))
        async with rig.bot():
            await rig.settled()
        assert len(rig.messages(ANA)) == len(rig.messages(BEN)) == 1
        assert "<b>" not in rig.messages(BEN)[0]


async def test_an_edit_that_cannot_be_made_leaves_the_card_right(rig: Rig) -> None:
    """Row 22: not modified, not found, and a tap that is answered too late."""
    edits = {
        ANA: NOT_MODIFIED,
        BEN: Refusal(400, "Bad Request: message to edit not found"),
        CHLOE: Refusal(400, "Bad Request: message can't be edited"),
    }
    async with rig.tried():
        await rig.settles(*promised(edits))
        async with rig.bot():
            await rig.settled()
            for chat_id, refusal in edits.items():
                rig.telegram.fail_next("editMessageText", refusal, chat_id=chat_id)
                rig.telegram.fail_next("answerCallbackQuery", QUERY_TOO_OLD)
                reminder = rig.telegram.sent[[sent.chat_id for sent in rig.telegram.sent].index(chat_id)]
                later = next(b for row in reminder.buttons for b in row if b.label == "Later")
                assert reminder.message_id is not None
                rig.telegram.taps(chat_id, reminder.message_id, later.data or "")
            await rig.settled()
        assert {state for state, _ in (await rig.ends()).values()} == {"sent"}
        assert [len(rig.messages(chat_id)) for chat_id in edits] == [1, 2, 2], "what is lost is said anew"


async def test_a_single_401_or_404_is_a_proxy_and_stops_nothing(rig: Rig) -> None:
    """Row 24."""
    async with rig.tried(hurry=60):
        for refusal in (UNAUTHORIZED, NOT_FOUND):
            rig.telegram.fail_next("getUpdates", refusal)
            rig.telegram.fail_next("sendMessage", refusal)
        rig.asks(ANA)
        rig.asks(BEN)
        async with rig.bot():
            await rig.settled()


async def test_a_token_that_is_refused_for_good_ends_it_with_a_word(rig: Rig) -> None:
    """Row 25."""
    async with rig.tried(hurry=60):
        await rig.settles(*promised([ANA], at="20:00"))
        async with rig.bot() as child:
            rig.asks(ANA)
            await rig.settled()
            rig.telegram.fail_next("*", UNAUTHORIZED, times=1000)
            rig.updates.close()
            await child.dead(78)
        assert "Telegram refuses the bot's token" in rig.log()
