"""The clock jumps, and the zones change: rows 7, 8, 47 and 50."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot.domain import schedule
from bot.pulse import TZDATA, Pulse
from bot.store import instance, tables
from tests.faults.people import Settled
from tests.faults.rig import Rig, promised

ANA, BEN, CHLOE, DEV = 1, 2, 3, 4

pytestmark = pytest.mark.fault


async def test_a_computer_that_slept_says_one_thing_to_each_and_no_more(rig: Rig) -> None:
    """Row 7: eight hours at once. What is too old to be said has that for its outcome."""
    async with rig.tried():
        await rig.settles(
            *promised([ANA], at="08:00"), *promised([BEN], at="14:30"), *promised([CHLOE], kind="walk", at="10:00")
        )
        rig.clock.jumps(timedelta(0), 0)
        async with rig.bot():
            rig.asks(DEV)
            await rig.until(lambda: rig.messages(DEV))
            rig.clock.jumps(timedelta(hours=8), rig.speed)
            await rig.settled()
        assert await rig.outcomes() == {"expired": 2, "sent": 1}
        assert [len(rig.messages(chat_id)) for chat_id in (ANA, BEN, CHLOE)] == [0, 1, 0]


async def test_a_clock_that_goes_back_brings_nothing_twice(rig: Rig) -> None:
    """Row 8: an hour, after what was due was sent."""
    async with rig.tried():
        await rig.settles(*promised([ANA], at="08:00"), *promised([BEN], kind="walk", at="08:01"))
        async with rig.bot():
            await rig.settled()
            rig.clock.jumps(-timedelta(hours=1), rig.speed)
            rig.asks(DEV)
            await rig.settled()
            rig.clock.jumps(timedelta(hours=1), rig.speed)
            rig.asks(DEV)
            await rig.settled()
        assert [len(rig.messages(chat_id)) for chat_id in (ANA, BEN)] == [1, 1]


async def test_other_time_zone_data_plans_anew_and_says_nothing_twice(rig: Rig) -> None:
    """Row 50: an instant that the old data had an hour wrong, and one that was sent already."""
    async with rig.tried():
        await rig.settles(Settled(ANA, at="23:30", zone="America/Vancouver"), *promised([BEN]))
        # 23:30 in Vancouver is 07:30 UTC, and old data may say 08:30: it is due now, and late.
        rig.ran.changed = {ANA}
        wrong = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
        async with rig.database.writing() as db:
            await instance.write(db, TZDATA, "2025.2")
            late = tables.routines.c.time == "23:30"
            values = {"next_due": wrong, "next_date": date(2026, 3, 1)}
            await db.execute(update(tables.routines).where(late).values(values))
        async with rig.bot():
            await rig.settled()
        async with rig.bot():
            rig.asks(DEV)
            await rig.settled()
        assert [len(rig.messages(chat_id)) for chat_id in (ANA, BEN)] == [1, 1]
        keys = await rig.rows("SELECT key FROM slots WHERE key LIKE '%23:30'")
        assert [key.rpartition(":20")[2] for (key,) in keys] == ["26-03-01:23:30"]


@pytest.mark.parametrize(
    "weekend",
    [
        pytest.param((3, 7), marks=pytest.mark.soak),
        (3, 28),
        *(pytest.param((10, day), marks=pytest.mark.soak) for day in (24, 31)),
    ],
    ids=lambda day: f"{day[1]}.{day[0]}.",
)
async def test_on_a_weekend_when_clocks_change_each_zone_has_one_reminder_a_date(
    rig: Rig, weekend: tuple[int, int]
) -> None:
    """Row 47: all zones at 02:30, planned minute by minute as the pulse does it; the oracle tries every minute."""
    month, first = weekend
    begin = datetime(2026, month, first, 0, 0, tzinfo=UTC)
    zones = sorted(schedule._allowed())
    async with rig.tried(at=begin):
        await rig.settles(*(Settled(10_000 + n, at="02:30", zone=zone) for n, zone in enumerate(zones)))
        rig.ran.promised.clear()
        pulse = Pulse(rig.database, rig.clock, wake=_nothing, reap=_nobody)  # type: ignore[arg-type]  # only its `now` is asked
        for quarter in range(48 * 4 + 1):
            rig.clock.runs(begin + timedelta(minutes=15 * quarter), 0)
            await pulse.plan()
        async with rig.database.reading() as db:
            query = select(tables.people.c.zone, tables.slots.c.due).join_from(tables.slots, tables.people)
            found = {(zone, due) for zone, due in await db.execute(query)}
        async with rig.database.writing() as db:
            await db.execute(update(tables.slots).values(outcome="cancelled", closed_at=begin))
    assert found == {(zone, due) for zone in zones for due in _oracle(zone, begin)}


def _oracle(zone: str, begin: datetime) -> set[datetime]:
    """Minute by minute: the first at which a clock there shows 02:30, or has gone past it for the first time that day."""
    place, found, seen = ZoneInfo(zone), set(), set()
    before = (begin - timedelta(hours=3)).astimezone(place)
    for minute in range(-179, 48 * 60 + 1):
        now = (begin + timedelta(minutes=minute)).astimezone(place)
        jumped = before.date() == now.date() and before.time() < time(2, 30) < now.time()
        if now.date() not in seen and (now.time() == time(2, 30) or jumped):
            seen.add(now.date())
            late = 60 * (2 - before.hour) + 30 - before.minute - 1 if jumped else 0
            found.add(begin + timedelta(minutes=minute + late))
        before = now
    return {due for due in found if due > begin}


def _nothing() -> None: ...


async def _nobody() -> None: ...
