"""What people set besides times and days: weekends, quiet hours, one reminder more; each by a tap and by typing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.playground.faults import Drop
from bot.playground.phone import Phone
from bot.playground.telegram import Telegram
from tests.chat.talks import (
    after_a_restart,
    exported,
    goes,
    in_hand,
    moved_in,
    one,
    texts,
)
from tests.chat.town import StillClock, Town, town

LONG = ("Remind me once more", "Don't ask about my week")
"""Labels that have a row to themselves."""
READY = "Ready for today's routine?"
AGAIN = "Still time for today's 7 minutes, if you like."
INSIDE = "That is inside your quiet hours, 22:00 to 07:00. Pick another time, or change the quiet hours."
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def _nudges(phone: Phone, words: str = READY) -> list[datetime]:
    return [
        message.at.replace(second=0, microsecond=0)
        for message in phone.chat.messages
        if message.from_bot and words in message.plain
    ]


async def _in_settings(lumbar: Town, phone: Phone, session: str = "08:00", walk: str | None = None) -> None:
    await moved_in(lumbar, phone, session, walk)
    await phone.says("/settings")


async def _quiet(phone: Phone, said: str = "22:00–07:00") -> str:
    await goes(phone, "More", "Quiet hours")
    return one(await phone.taps(said)).text


async def _once_more(phone: Phone) -> str:
    return one(await goes(phone, "More", "Remind me once more")).text


async def test_the_card_tells_everything_that_is_set(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    card = one(await ana.says("/settings"))
    assert card.text.splitlines()[2:] == [
        "Session: 08:00, Monday to Friday",
        "Walk: no reminder",
        "Sitting breaks: none",
        "Quiet hours: none",
        "No answer in an hour: I don't remind you again",
        "Questions about your week: on a rest day",
        "Timer: a countdown",
        "Your clock: 18:00 (London)",
        "Country: United Kingdom",
        "Exercise cards: with pictures",
    ]
    more = one(await ana.taps("More"))
    assert more.id == card.id
    assert more.text == card.text
    assert one(await ana.taps("Back")).labels == card.labels
    assert len(card.labels) <= 10
    assert all(len(label) <= 14 for label in (*card.labels, *more.labels) if label not in LONG)


async def test_the_card_tells_of_a_pause_and_ends_it(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    await goes(ana, "Pause", "3 days")
    assert "Paused. Reminders come again Thursday." in one(await ana.says("/settings")).text
    assert "Your reminders are on again." in texts(await ana.taps("Resume now"))
    assert "Paused" not in one(await ana.says("/settings")).text


@pytest.mark.parametrize("said", ["tapped", "typed"])
async def test_weekends_have_their_own_time(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    await goes(ana, "Session days", "Sat: off", "Back", "More", "Weekend time")
    saved = one(await (ana.taps("10:00") if said == "tapped" else ana.says("10am")))
    assert "Saved: at weekends your session is at 10:00." in saved.text
    assert "Session: 08:00, at weekends 10:00, Mon, Tue, Wed, Thu, Fri, Sat" in saved.text
    await ana.passes_until(_at(6, 12))
    done = one(await ana.says("tomorrow"))
    assert "10:00" in done.text, "the next one is named by the time of its day"
    await ana.passes_until(_at(9, 12))
    assert _nudges(ana)[-2:] == [_at(7, 10), _at(9, 8)]
    await ana.says("/settings")
    same = one(await goes(ana, "More", "Weekend time", "Same as other days"))
    assert "Session: 08:00, Mon" in same.text


async def test_a_weekend_time_without_weekend_days_says_what_is_missing(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    await goes(ana, "More", "Weekend time")
    early = one(await ana.says("6:30"))
    assert "Your days have no Saturday or Sunday yet." in early.text
    assert "Backs are often stiff early." in early.text


async def test_a_new_time_or_new_days_keep_the_weekends_time(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    await goes(ana, "More", "Weekend time", "09:00")
    await goes(ana, "Session days", "Sun: off", "Back")
    await ana.taps("Session time")
    assert "Session: 19:00, at weekends 09:00" in one(await ana.taps("19:00")).text


async def test_another_zone_moves_weekend_times_and_breaks_and_doubles_nothing(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    await goes(ana, "Session days", "Sat: off", "Sun: off", "Back", "More", "Weekend time", "10:00")
    await goes(ana, "More", "Don't ask about my week", "Sitting breaks", "Switch on", "Days", "Sat: off", "Sun: off")
    await ana.passes_until(_at(7, 6))
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.says("Kolkata")
    assert "10:00 has already passed in Kolkata today. Do it now?" in texts(await ana.taps("Yes"))
    await ana.passes_until(_at(7, 11))
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.says("London")
    await goes(ana, "London, United Kingdom", "Yes")
    await ana.passes_until(_at(8, 13))
    assert _nudges(ana)[-1] == _at(8, 10)
    assert _at(7, 10) not in _nudges(ana), "this Saturday had its one"
    breaks = [at for at in _nudges(ana, "Stand up for a minute?") if at >= _at(7, 0)]
    assert breaks == [_at(7, 6, 30), _at(7, 8, 30), _at(7, 10, 30), _at(8, 10), _at(8, 12)]


@pytest.mark.parametrize("typed", ["22:00 to 7", "10pm to 7am", "from 22 until 7", "22:00–07:00"])
async def test_quiet_hours_are_tapped_typed_and_taken_off(lumbar: Town, typed: str) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    saved = await _quiet(ana)
    assert "Saved. I send nothing in those hours, unless you write." in saved
    assert "Quiet hours: 22:00 to 07:00" in saved
    await goes(ana, "More", "Quiet hours")
    assert "Quiet hours: none" in one(await ana.says("none")).text
    await goes(ana, "More", "Quiet hours")
    assert "I can't read that." in one(await ana.says("at night")).text
    assert "Quiet hours: 22:00 to 07:00" in one(await ana.says(typed)).text


async def test_no_reminder_is_set_inside_the_quiet_hours(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    await _quiet(ana)
    await ana.taps("Session time")
    assert one(await ana.says("6:59")).text == INSIDE
    assert "Session: 07:00" in one(await ana.says("7:00")).text
    await ana.taps("Walk time")
    assert one(await ana.says("22:00")).text == INSIDE
    assert "Walk: 21:59" in one(await ana.says("21:59")).text
    await goes(ana, "More", "Weekend time")
    assert one(await ana.says("23:30")).text == INSIDE


@pytest.mark.parametrize(
    ("session", "walk", "what"), [("22:30", None, "Your session"), ("08:00", "06:00", "Your walk")]
)
async def test_no_quiet_hours_cover_a_reminder(lumbar: Town, session: str, walk: str | None, what: str) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana, session, walk)
    refused = await _quiet(ana)
    assert f"{what} is at {session if walk is None else walk}, inside those hours." in refused
    assert "Quiet hours: none" in one(await ana.taps("Back")).text


async def test_what_would_come_inside_the_quiet_hours_does_not_come(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana, session="21:55")
    await _quiet(ana)
    lumbar.clock.move_to(_at(2, 22, 30))
    assert not await ana.passes(timedelta(seconds=1)), "late, and inside by now"
    assert [str(outcome) for outcome in (await lumbar.outcomes(ana)).values()] == ["expired"]


async def test_later_offers_no_time_inside_the_quiet_hours(lumbar: Town) -> None:
    ana, ben = lumbar.phone(), lumbar.phone(name="Ben")
    await _in_settings(lumbar, ana, session="18:30")
    await goes(ana, "More", "Quiet hours")
    await ana.says("19:00 to 7")
    await _in_settings(lumbar, ben, session="21:40")
    await _quiet(ben)
    await ana.passes_until(_at(2, 18, 30))
    assert one(await ana.taps("Later")).labels == ("15 minutes", "Not today")
    await ana.passes_until(_at(2, 21, 40))
    assert one(await ben.taps("Later")).labels == ("15 minutes", "Not today")


async def test_one_reminder_more_after_an_hour_without_an_answer(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    assert "No answer in an hour: I remind you once more" in await _once_more(ana)
    await ana.passes_until(_at(3, 8))
    assert not await ana.passes(HOUR - timedelta(minutes=1))
    again = one([bubble for bubble in await ana.passes(timedelta(minutes=2)) if bubble.labels])
    assert again.text == f"{AGAIN}\nOne quick check first."
    assert again.labels == ("Start", "1 minute", "Later", "Not today", "New symptom")
    await ana.passes_until(_at(3, 23))
    assert (_nudges(ana), _nudges(ana, AGAIN)) == ([_at(3, 8)], [_at(3, 9)])


async def test_it_is_off_until_it_is_wanted_and_can_be_taken_back(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    await _once_more(ana)
    await ana.passes_until(_at(3, 8))
    await ana.says("/settings")
    await ana.passes_until(_at(4, 8))
    assert not _nudges(ana, AGAIN), "to write was an answer"
    assert "I don't remind you again" in one(await goes(ana, "More", "Remind me only once")).text
    await ana.passes_until(_at(5, 12))
    assert not _nudges(ana, AGAIN)


@pytest.mark.parametrize("answer", ["tap", "word", "done", "not today", "later"])
async def test_who_has_answered_is_not_reminded_again(lumbar: Town, answer: str) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    await _once_more(ana)
    await ana.passes_until(_at(3, 8))
    match answer:
        case "tap":
            await ana.taps("Start")
        case "word":
            await ana.says("thanks")
        case "done":
            await goes(ana, "Start", "Nothing new", *["Done"] * 5, "2", "OK")
        case "not today":
            await ana.taps("Not today")
        case _:
            await goes(ana, "Later", "1 hour")
    await ana.passes_until(_at(3, 20))
    assert not _nudges(ana, AGAIN)


async def test_no_reminder_more_inside_the_quiet_hours(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana, session="21:15")
    await _quiet(ana)
    await _once_more(ana)
    await ana.passes_until(_at(3, 7))
    assert (_nudges(ana), _nudges(ana, AGAIN)) == ([_at(2, 21, 15)], [])


async def test_a_restart_within_the_hour_neither_loses_nor_doubles_it(tmp_path: Path, empty: Path) -> None:
    clock = StillClock()
    telegram = Telegram(clock.now)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana = lumbar.phone()
        await _in_settings(lumbar, ana)
        await _once_more(ana)
        await ana.passes_until(_at(3, 8, 30))
    async with town(tmp_path, empty, clock=clock, telegram=after_a_restart(telegram)) as lumbar:
        ana = in_hand(lumbar, ana)
        await ana.passes_until(_at(3, 9, 1))
        clock.at -= 2 * HOUR
        await ana.passes(3 * HOUR)
        assert _nudges(ana, AGAIN) == [_at(3, 9)]


async def test_a_leap_of_the_clock_over_the_hour_brings_none(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    await _once_more(ana)
    await ana.passes_until(_at(3, 8))
    lumbar.clock.move_to(_at(3, 10, 30))
    assert not await ana.passes(timedelta(seconds=1))


async def test_a_reminder_that_may_have_come_twice_is_not_followed_by_another(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    await _once_more(ana)
    lumbar.telegram.fail_next("sendMessage", Drop(accepted=True), chat_id=ana.chat.id)
    await ana.passes_until(_at(3, 12))
    assert len(_nudges(ana)) == 2
    assert not _nudges(ana, AGAIN)


async def test_the_export_tells_what_was_set(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _in_settings(lumbar, ana)
    await _quiet(ana)
    await _once_more(ana)
    await goes(ana, "Sitting breaks", "Switch on")
    told = await exported(ana)
    for line in (
        "Sitting breaks: 10:00, 12:00, 14:00, 16:00, Monday to Friday",
        "Quiet hours: 22:00 to 07:00",
        "No answer in an hour: I remind you once more",
    ):
        assert line in told
