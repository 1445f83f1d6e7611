"""Somebody changes what they are reminded of while the reminder is on its way: rows 48 and 49."""

from datetime import UTC, datetime

import pytest

from bot.chat.adapter import DOUBLE_TAP
from bot.playground.refusal import too_many
from tests.faults.rig import Rig, promised

ANA, BEN, CHLOE, DEV, EVE = 1, 2, 3, 4, 5
PEOPLE = (ANA, BEN, CHLOE)
SILENCE = 4
"""Seconds for which Telegram lets nobody send: a change has its effect in them."""
REFUSED = "SELECT 1 FROM outbox WHERE state = 'pending' AND fence > 0"
CLAIMED = "SELECT 1 WHERE (SELECT count(*) FROM outbox WHERE state = 'claimed' AND slot_id IS NOT NULL) = 3"
TAKEN = "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE state = 'new')"

pytestmark = pytest.mark.fault


async def test_who_changes_their_mind_while_a_reminder_waits_its_turn_has_it_or_has_not(rig: Rig) -> None:
    """Row 49, the pause: it is claimed, and Telegram makes everybody wait; one pauses meanwhile."""
    async with rig.tried(speed=20):
        await rig.settles(*promised([ANA, BEN, CHLOE, DEV]))
        rig.ran.changed = {ANA}
        rig.telegram.fail_next("sendMessage", too_many(4), chat_id=DEV)
        async with rig.bot():
            await rig.until_rows("SELECT 1 FROM outbox WHERE state = 'claimed' OR fence > 0")
            rig.telegram.says(ANA, "/pause")
            await rig.settled()
        slots = await rig.rows("SELECT person_id, date, kind, count(*) FROM slots GROUP BY person_id, date, kind")
        assert {count for *_, count in slots} == {1}, "one for each local date"


@pytest.mark.parametrize(
    ("city", "zone"),
    [("New York", "America/New_York"), pytest.param("Kolkata", "Asia/Kolkata", marks=pytest.mark.soak)],
)
async def test_a_zone_that_changes_while_a_reminder_is_claimed_leaves_one_for_each_date(
    rig: Rig, city: str, zone: str
) -> None:
    """Row 48: half past eight is still to come there, or went by."""
    async with rig.tried(speed=20):
        await rig.settles(*promised(PEOPLE, at="08:30"))
        async with rig.bot():
            for words in ("/settings", "Time zone", city):
                await _all_do(rig, words)
            await _do_while_claimed(rig, "Yes")
            await rig.settled()
            await _next_is_due(rig)
        for date in ("2026-03-02", "2026-03-03"):
            found = await rig.rows(f"SELECT count(*), count(DISTINCT person_id) FROM slots WHERE date = '{date}'")  # noqa: S608  (a date of ours)
            assert found == [(len(PEOPLE), len(PEOPLE))]
        assert await rig.outcomes() == {"sent": 2 * len(PEOPLE)}
        assert await rig.rows(f"SELECT count(*) FROM people WHERE zone = '{zone}'") == [(len(PEOPLE),)]  # noqa: S608  (a zone of ours)


async def test_a_time_that_changes_while_its_reminder_is_claimed_brings_one_at_each(rig: Rig) -> None:
    """Row 49, the edit: what was on its way arrives, and the new time counts from today."""
    async with rig.tried(speed=20):
        await rig.settles(*promised(PEOPLE, at="08:30"))
        rig.ran.changed = set(PEOPLE)
        async with rig.bot():
            for words in ("/settings", "Session time"):
                await _all_do(rig, words)
            await _do_while_claimed(rig, "20:00")
            await rig.settled()
            await _next_is_due(rig)
        slots = await rig.rows("SELECT person_id, due, outcome FROM slots")
        dues = [round(datetime(2026, 3, 2, *at, tzinfo=UTC).timestamp() * 1000) for at in ((8, 30), (20, 0))]
        owners = {owner for owner, *_ in slots}
        assert len(owners) == len(PEOPLE)
        assert sorted(slots) == sorted((owner, due, "sent") for owner in owners for due in dues)


async def _do_while_claimed(rig: Rig, words: str) -> None:
    """Their reminders fall due in a silence that Telegram ordered: they are claimed, and none can leave."""
    rig.telegram.fail_next("sendMessage", too_many(SILENCE), chat_id=EVE)
    rig.asks(EVE)
    await rig.until_rows(REFUSED)
    rig.clock.jumps(rig.ran.promised[0].due - rig.clock.now(), rig.speed)
    await rig.until_rows(CLAIMED)
    for chat_id in PEOPLE:
        _does(rig, chat_id, words)
    await rig.until_rows(TAKEN)
    assert await rig.rows(CLAIMED), "the change came in time"


async def _all_do(rig: Rig, words: str) -> None:
    # A tap on a bubble that has only just changed is taken for a double tap.
    rig.clock.jumps(DOUBLE_TAP, rig.speed)
    for chat_id in PEOPLE:
        _does(rig, chat_id, words)
    await rig.settled()


def _does(rig: Rig, chat_id: int, words: str) -> None:
    """Taps the newest button that is called so, or says it where there is none."""
    for message in reversed(rig.telegram.chat(chat_id).messages):
        for button in (button for row in message.buttons for button in row if button.label == words):
            rig.telegram.taps(chat_id, message.id, button.data or "")
            return
    rig.telegram.says(chat_id, words)


async def _next_is_due(rig: Rig) -> None:
    ((millis,),) = await rig.rows("SELECT min(next_due) FROM routines")
    rig.clock.jumps(datetime.fromtimestamp(millis / 1000, UTC) - rig.clock.now(), rig.speed)
    await rig.settled()
