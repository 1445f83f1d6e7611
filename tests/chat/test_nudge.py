"""Reminders: at each person's own time, on their own days, and never when they are not wanted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.playground.phone import Phone
from bot.store.slots import Outcome
from tests.chat.talks import (
    MOVES,
    OPENERS,
    answers_daily,
    exercising,
    goes,
    moved_in,
    one,
    only_follow_ups,
    settled_in,
    texts,
)
from tests.chat.town import Town

READY = "Ready for today's routine?"
DAY = timedelta(days=1)


def _at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def _nudges(phone: Phone, words: str = READY) -> list[datetime]:
    """The instants at which a reminder came."""
    return [
        message.at.replace(second=0, microsecond=0)
        for message in phone.chat.messages
        if message.from_bot and words in message.plain
    ]


async def test_a_reminder_comes_on_weekdays_at_the_local_time(lumbar: Town) -> None:
    ana = lumbar.phone()
    await settled_in(ana)
    nudge = one(await ana.passes_until(_at(3, 8)))
    assert nudge.text == "Ready for today's routine? 7 minutes, 5 moves.\nOne quick check first."
    assert nudge.labels == ("Start", "1 minute", "Later", "Not today", "New symptom")
    await answers_daily(ana, 13)
    assert _nudges(ana) == [_at(day, 8) for day in (3, 4, 5, 6, 9, 10, 11, 12, 13, 16)]


@pytest.mark.parametrize(
    ("zone", "until", "walks"),
    [
        # London springs forward on 29 March: 01:30 does not exist there and is said at 02:30 summer time.
        ("Europe/London", _at(31, 12), [_at(28, 1, 30), _at(29, 1, 30), _at(30, 0, 30), _at(31, 0, 30)]),
        # New York on 8 March: 01:30 is before the gap of 02:00.
        ("America/New_York", _at(10, 12), [_at(7, 6, 30), _at(8, 6, 30), _at(9, 5, 30), _at(10, 5, 30)]),
    ],
)
async def test_a_reminder_keeps_its_local_time_across_the_night_the_clocks_change(
    lumbar: Town, zone: str, until: datetime, walks: list[datetime]
) -> None:
    ana = lumbar.phone()
    lumbar.clock.move_to(until - 5 * DAY)
    await moved_in(lumbar, ana, session="08:00", walk="01:30", zone=zone)
    await answers_daily(ana, 5)
    assert _nudges(ana, "Time for a walk?")[-4:] == walks
    offsets = {instant.hour for instant in _nudges(ana)}
    assert offsets == ({8, 7} if zone == "Europe/London" else {13, 12})


async def test_a_time_in_the_gap_comes_once_an_hour_later_by_the_clock(lumbar: Town) -> None:
    ana = lumbar.phone()
    lumbar.clock.move_to(_at(6, 12))
    await moved_in(lumbar, ana, walk="02:30", zone="America/New_York")
    await ana.passes_until(_at(10, 0))
    assert _nudges(ana, "Time for a walk?")[-3:] == [_at(7, 7, 30), _at(8, 7, 30), _at(9, 6, 30)]


async def test_start_asks_what_is_new_in_the_same_bubble(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    nudge = one(await ana.passes_until(_at(3, 8)))
    card = one(await ana.taps("Start"))
    assert card.id == nudge.id
    assert card.labels[0] == "Nothing new – start"


async def test_later_asks_again_then_and_once(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes_until(_at(3, 8))
    later = one(await ana.taps("Later"))
    assert later.labels == ("15 minutes", "1 hour", "This evening, 19:00", "Not today")
    assert one(await ana.taps("15 minutes")).text == "OK, I'll ask again at 08:15."
    assert not await ana.passes(timedelta(minutes=14))
    assert READY in one(await ana.passes(timedelta(minutes=1))).text
    await goes(ana, "Later", "1 hour")
    assert READY in one(await ana.passes(timedelta(hours=1))).text
    await goes(ana, "Later", "This evening")
    assert not await ana.passes(timedelta(hours=9))
    assert READY in one(await ana.passes(timedelta(hours=1))).text
    assert _nudges(ana)[-1] == _at(3, 19)


async def test_a_second_later_takes_the_place_of_the_first(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    nudge = one(await ana.passes_until(_at(3, 8)))
    await goes(ana, "Later")
    message = ana.chat.find(nudge.id)
    assert message is not None
    data = {button.label: button.data or "" for row in message.buttons for button in row}
    await ana.presses(nudge.id, data["15 minutes"])
    await ana.presses(nudge.id, data["1 hour"])
    assert len(await ana.passes(timedelta(hours=3))) == 1
    assert _nudges(ana)[-1] == _at(3, 9)


async def test_times_in_the_quiet_hours_are_not_offered(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, session="20:45")
    await ana.passes_until(_at(3, 20, 45))
    assert one(await ana.taps("Later")).labels == ("15 minutes", "Not today")


async def test_a_late_reminder_says_so_and_one_after_its_window_does_not_come(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    lumbar.clock.move_to(_at(3, 8, 30))
    late = one(await ana.passes(timedelta(seconds=1)))
    assert late.text.startswith("Running late: this was for 08:00. Still want it?")
    lumbar.clock.move_to(_at(4, 11, 30))
    assert not await ana.passes(timedelta(seconds=1))
    outcomes = await lumbar.outcomes(ana)
    assert outcomes == {date(2026, 3, 3): Outcome.SENT, date(2026, 3, 4): Outcome.EXPIRED}


async def test_nobody_is_reminded_of_what_is_done_skipped_or_paused(lumbar: Town) -> None:
    ana, ben, eve = lumbar.phone(), lumbar.phone(name="Ben"), lumbar.phone(name="Eve")
    for phone in (ana, ben, eve):
        await moved_in(lumbar, phone, session="21:00")
    await exercising(ana)
    await goes(ana, *["Done"] * MOVES, "2", "OK")
    await ben.says("tomorrow")
    await eve.says("/pause 2 days")
    await ana.passes(timedelta(hours=5))
    assert [_nudges(phone) for phone in (ana, ben, eve)] == [[], [], []]
    assert await lumbar.outcomes(ana) == {date(2026, 3, 2): Outcome.DONE_ALREADY}
    assert await lumbar.outcomes(ben) == {date(2026, 3, 2): Outcome.SKIPPED_BY_USER}
    await ana.passes_until(_at(4, 21))
    assert _nudges(ben) == [_at(3, 21), _at(4, 21)]
    assert _nudges(eve) == [_at(4, 21)]


async def test_who_is_at_it_is_not_reminded_to_begin(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, session="18:10")
    await exercising(ana)
    assert not await ana.passes(timedelta(minutes=30))


async def test_a_hold_stops_reminders_and_takes_back_a_snoozed_one(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="12:00")
    await ana.passes_until(_at(3, 8))
    await goes(ana, "Later", "15 minutes", "New symptom", "None of these", "B: one leg", "No", "None of these", "3")
    await ana.taps("Yes")
    assert only_follow_ups(await ana.passes(14 * DAY))


async def test_a_blocked_bot_sends_nothing_and_takes_up_again_when_let_in(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="17:00")
    lumbar.telegram.blocks(ana.chat.id)
    await lumbar.settled()
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.unreachable_since is not None
    assert not await ana.passes(3 * DAY)
    assert not await lumbar.outcomes(ana), "nothing is even planned"
    lumbar.telegram.unblocks(ana.chat.id)
    await lumbar.settled()
    assert READY in texts(await ana.passes(DAY))


async def test_a_refused_reminder_makes_them_unreachable_until_they_write(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    ana.chat.blocked = True
    assert not await ana.passes_until(_at(5, 12))
    assert await lumbar.outcomes(ana) == {date(2026, 3, 3): Outcome.UNDELIVERABLE}
    ana.chat.blocked = False
    one(await ana.says("/help"))
    assert READY in one(await ana.passes_until(_at(6, 8))).text


async def test_a_reminder_never_opens_an_exercise_by_itself(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    nudge = one(await ana.passes_until(_at(3, 8)))
    assert OPENERS & set(nudge.labels) == {"Start", "1 minute"}
    minute = one(await ana.taps("1 minute"))
    assert "Before we start: anything new or worse" in minute.text
