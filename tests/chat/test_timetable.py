"""Times, days, clock and country: set once, changed any time, and what is due changes with them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.playground.phone import Phone
from bot.store.slots import Outcome
from tests.chat.talks import goes, moved_in, one, screened, texts, two
from tests.chat.town import Town

READY = "Ready for today's routine?"


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def _nudges(phone: Phone, words: str = READY) -> list[datetime]:
    return [
        message.at.replace(second=0, microsecond=0)
        for message in phone.chat.messages
        if message.from_bot and words in message.plain
    ]


async def test_three_questions_set_the_reminders(lumbar: Town) -> None:
    ana = lumbar.phone()
    await screened(ana)
    time = one(await ana.taps("Later"))
    assert time.text == "Same time tomorrow, 18:00?\nMonday to Friday. You can also type a time."
    assert time.labels == ("Yes", "Morning 07:30", "Midday 12:30", "Evening 19:00", "Another", "None")
    walk = one(await ana.taps("Midday"))
    assert walk.text == "And a walk with your session at 12:30, every day?"
    clock = one(await ana.taps("Yes"))
    assert clock.text == "It's 18:00 where you are, right? (London)"
    done = one(await ana.taps("Yes"))
    assert done.text.splitlines()[:4] == [
        "All set.",
        "",
        "Session: 12:30, Monday to Friday",
        "Walk: 12:30, every day",
    ]


async def test_a_time_that_cannot_be_read_is_asked_for_again(lumbar: Town) -> None:
    ana = lumbar.phone()
    await screened(ana)
    await goes(ana, "Later", "Another")
    assert "I can't read that as a time." in one(await ana.says("after breakfast")).text
    assert "And a walk reminder at 12:30" in one(await ana.says("6:15")).text
    done = one(await goes(ana, "No walk reminders", "Yes"))
    assert "Backs are often stiff early." in done.text


async def test_no_reminders_at_all_is_an_answer(lumbar: Town) -> None:
    ana = lumbar.phone()
    await screened(ana)
    done = one(await goes(ana, "Later", "None", "No walk reminders"))
    assert "Session: no reminder\nWalk: no reminder" in done.text
    assert not await ana.passes(timedelta(days=7))


async def test_a_country_with_several_clocks_asks_which(lumbar: Town) -> None:
    ana = lumbar.phone()
    await screened(ana, "United States")
    when = one(await ana.taps("Later"))
    assert when.text.startswith("When shall I remind you?")
    which = one(await goes(ana, "Morning", "No walk reminders"))
    assert "Which place shares your clock?" in which.text
    assert "New York" in which.labels
    assert "I don't know that city." in one(await ana.says("Xyzzy")).text
    assert "(Chicago)" in one(await ana.says("Chicago")).text
    assert "Which place" in one(await ana.taps("No")).text
    right = one(await ana.shares(40.71, -74.01))
    assert right.text == "It's 13:00 where you are, right? (New York)"
    await ana.taps("Yes")
    await ana.passes_until(_at(3, 13))
    assert _nudges(ana) == [_at(3, 12, 30)]


async def test_a_new_time_counts_from_today(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    card = one(await ana.says("/settings"))
    assert "Session: 08:00, Monday to Friday" in card.text
    asked = one(await ana.taps("Session time"))
    assert asked.id == card.id
    assert "Session: 20:00, Monday to Friday" in one(await ana.says("8pm")).text
    await ana.passes(timedelta(days=1))
    assert _nudges(ana) == [_at(2, 20)]


async def test_a_time_out_of_the_blue_is_offered_and_not_just_set(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert one(await ana.says("19:15")).text == "Shall I remind you of your session at 19:15?"
    assert "Session: 19:15" in one(await ana.taps("Yes, at 19:15")).text
    await ana.passes(timedelta(hours=2))
    assert _nudges(ana) == [_at(2, 19, 15)]


async def test_no_reminder_in_the_settings_stops_them(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/settings")
    assert "Session: no reminder" in one(await goes(ana, "Session time", "No reminder")).text
    assert not await ana.passes(timedelta(days=3))


async def test_days_can_be_switched_one_by_one(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/settings")
    days = one(await ana.taps("Session days"))
    assert days.text.endswith("Now: Monday to Friday")
    await goes(ana, "Sat: off", "Tue: on", "Wed: on", "Thu: on")
    assert ana.screen[-1].text.endswith("Now: Mon, Fri, Sat")
    await ana.passes_until(_at(8, 12))
    await ana.says("thanks")
    await ana.passes_until(_at(9, 12))
    assert _nudges(ana) == [_at(6, 8), _at(7, 8), _at(9, 8)]


async def test_another_zone_moves_what_is_due(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/settings")
    await ana.taps("Time zone")
    assert "(New York)" in one(await ana.says("New York")).text
    moved, _ = two(await ana.taps("Yes"))
    assert moved.text == "Your clock is set. It's 13:00 where you are."
    await ana.passes_until(_at(4, 20))
    assert _nudges(ana) == [_at(3, 13), _at(4, 13)]


async def test_a_time_that_went_by_in_the_new_zone_is_offered_now(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes_until(_at(3, 6))
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.says("Kolkata")
    moved, _ = two(await ana.taps("Yes"))
    assert "08:00 has already passed in Kolkata today. Do it now?" in moved.text
    assert await lumbar.outcomes(ana) == {date(2026, 3, 3): Outcome.SKIPPED_ZONE_CHANGE}
    await ana.passes_until(_at(4, 12))
    assert _nudges(ana) == [_at(4, 2, 30)]


async def test_another_country_brings_its_numbers_and_asks_for_its_clock(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/settings")
    await ana.taps("Country")
    assert "I don't know that country." in one(await ana.says("Narnia")).text
    set_to = one(await ana.says("Germany"))
    assert "Saved: Germany. Emergency numbers are those of this country now." in set_to.text
    assert "(Berlin)" in set_to.text
    await ana.taps("Yes")
    helped = one(await ana.says("/gethelp")).text
    assert "call 112" in helped
    assert "999" not in helped


async def test_text_only_is_a_switch(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/settings")
    assert "Exercise cards: text only" in one(await ana.taps("Text only")).text
    assert "Exercise cards: with pictures" in one(await ana.taps("Show pictures")).text


# Pause


@pytest.mark.parametrize(
    ("said", "line", "first"),
    [
        ("/pause 3 days", "Paused. Reminders come again Thursday.", _at(5, 8)),
        ("/pause until Friday", "Paused. Reminders come again Friday.", _at(6, 8)),
        ("/pause 20 March", "Paused. Reminders come again 20 March.", _at(20, 8)),
    ],
)
async def test_a_pause_ends_on_its_day(lumbar: Town, said: str, line: str, first: datetime) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="17:00")
    assert line in one(await ana.says(said)).text
    await ana.passes_until(first + timedelta(hours=1))
    assert _nudges(ana) == [first]
    assert not _nudges(ana, "Time for a walk?")


async def test_a_pause_without_end_lasts_until_resume(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    asked = one(await ana.says("/pause"))
    assert asked.labels == ("1 day", "3 days", "7 days", "14 days", "Until I say so")
    assert "I can't read that as a date" in one(await ana.says("a bit")).text
    assert "Paused until you say so." in one(await ana.taps("Until I say so")).text
    assert not await ana.passes(timedelta(days=20))
    assert "Your reminders are on again." in one(await ana.taps("Resume now")).text
    assert READY in texts(await ana.passes(timedelta(days=1)))
    assert "Your reminders are not paused." in one(await ana.says("/resume")).text
