"""Breaks from sitting: off until they are wanted, four a day at most, and nothing for somebody who waits for a check."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.phone import Phone
from tests.chat.talks import consult, exercising, goes, moved_in, one, texts
from tests.chat.town import Town

STAND_UP = "Stand up for a minute?"
READY = "Ready for today's routine?"
WALK = "Time for a walk?"
DAY = timedelta(days=1)


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def _nudges(phone: Phone, words: str = STAND_UP) -> list[datetime]:
    return [
        message.at.replace(second=0, microsecond=0)
        for message in phone.chat.messages
        if message.from_bot and words in message.plain
    ]


async def _with_breaks(lumbar: Town, phone: Phone, session: str = "08:00", walk: str | None = None) -> None:
    await moved_in(lumbar, phone, session, walk)
    await phone.says("/settings")
    await goes(phone, "More", "Sitting breaks", "Switch on")


async def test_they_come_on_their_days_with_another_tip_each(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/settings")
    offer = one(await goes(ana, "More", "Sitting breaks"))
    assert offer.labels == ("Switch on", "Back")
    card = one(await ana.taps("Switch on"))
    assert "Sitting breaks: 10:00, 12:00, 14:00, 16:00, Monday to Friday" in card.text
    nudge = one(await ana.passes_until(_at(3, 10)) and [ana.screen[-1]])
    assert nudge.labels == ("Done", "Not today")
    assert nudge.text.endswith(STAND_UP)
    await ana.passes_until(_at(3, 20))
    assert _nudges(ana) == [_at(3, hour) for hour in (10, 12, 14, 16)]
    tips = [message.plain for message in ana.chat.messages if STAND_UP in message.plain]
    assert len(set(tips)) == 4
    assert "Your best position is your next one. Stand up for a minute?" in tips
    assert not any("your back" in tip or "your lower back" in tip for tip in tips), "it shows on a locked screen"
    await ana.passes_until(_at(3, 20))
    assert [hour.day for hour in _nudges(ana)] == [3] * 4


async def test_done_is_a_reaction_and_no_bubble(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _with_breaks(lumbar, ana)
    await ana.passes_until(_at(3, 10))
    before = len(ana.screen)
    await ana.taps("Done")
    assert len(ana.screen) == before
    assert any(sent.method == "setMessageReaction" for sent in lumbar.telegram.sent)


async def test_not_today_ends_them_for_the_day_whatever_plans_them_anew(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _with_breaks(lumbar, ana)
    await ana.passes_until(_at(3, 10))
    assert one(await ana.taps("Not today")).text == "OK. No more breaks today."
    await ana.says("/settings")
    await goes(ana, "Walk time", "No reminder", "Session time", "19:00")
    await ana.passes_until(_at(4, 11))
    assert _nudges(ana) == [_at(4, 10)], "the one of today says that there are no more"


@pytest.mark.parametrize(
    ("steps", "said", "times"),
    [
        (("Every 60 min",), None, "10:00, 11:00, 12:00, 13:00"),
        (("Every 90 min",), None, "10:00, 11:30, 13:00, 14:30"),
        (("Hours", "08:00–16:00"), None, "08:00, 10:00, 12:00, 14:00"),
        (("Hours",), "9 to 5", "09:00, 11:00, 13:00, 15:00"),
        (("Hours",), "13:00 to 14:00", "13:00"),
    ],
)
async def test_their_hours_and_steps_are_set(
    lumbar: Town, steps: tuple[str, ...], said: str | None, times: str
) -> None:
    ana = lumbar.phone()
    await _with_breaks(lumbar, ana)
    bubbles = await goes(ana, *steps)
    card = one(bubbles if said is None else await ana.says(said))
    assert f"Sitting breaks: {times}, Monday to Friday" in card.text


async def test_hours_that_cannot_be_read_or_lie_in_the_quiet_hours_are_refused(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _with_breaks(lumbar, ana, session="16:00")
    await ana.taps("Hours")
    assert "I can't read that." in one(await ana.says("while I work")).text
    assert "I can't read that." in one(await ana.says("17:00 to 12:00")).text
    await goes(ana, "Back", "Back", "More", "Quiet hours")
    assert "A break is at 14:00, inside those hours." in one(await ana.says("13:00 to 15:00")).text
    assert "Quiet hours: 17:00 to 09:00" in one(await ana.says("17:00 to 9:00")).text
    await goes(ana, "More", "Sitting breaks", "Hours")
    assert "That is inside your quiet hours, 17:00 to 09:00." in one(await ana.says("8:00 to 12:00")).text


async def test_days_and_off(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _with_breaks(lumbar, ana)
    await goes(ana, "Days", "Tue: on", "Back")
    assert "Sitting breaks: 10:00, 12:00, 14:00, 16:00, Mon, Wed, Thu, Fri" in ana.screen[-1].text
    await ana.passes_until(_at(3, 20))
    assert not _nudges(ana)
    off = one(await goes(ana, "More", "Sitting breaks", "Switch off"))
    assert "Sitting breaks: none" in off.text
    await ana.passes_until(_at(4, 20))
    assert not _nudges(ana)


async def test_a_late_one_does_not_come_and_of_several_the_newest_does(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _with_breaks(lumbar, ana, session="19:00")
    lumbar.clock.move_to(_at(3, 10, 21))
    assert not await ana.passes(timedelta(seconds=1))
    lumbar.clock.move_to(_at(3, 14, 10))
    assert len(await ana.passes(timedelta(seconds=1))) == 1
    await ana.passes_until(_at(3, 20))
    assert len(_nudges(ana)) == 2


async def test_none_while_something_waits_for_a_check(lumbar: Town) -> None:
    ana, ben, eve = lumbar.phone(), lumbar.phone(name="Ben"), lumbar.phone(name="Eve")
    for phone in (ana, ben, eve):
        await _with_breaks(lumbar, phone, session="20:00")
    assert consult(await ana.says("my left leg is tingling"))
    await ben.says("/pause 2 days")
    await exercising(eve)
    await eve.taps("It hurt")
    await ana.passes_until(_at(3, 19))
    assert [_nudges(phone) for phone in (ana, ben, eve)] == [[], [], []]


async def test_six_a_day_is_the_most_with_all_that_was_switched_on(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _with_breaks(lumbar, ana, session="17:00", walk="08:00")
    await ana.says("/settings")
    await goes(ana, "More", "Remind me once more")
    await ana.passes_until(_at(3, 23))
    assert len(_nudges(ana)) == 4
    assert [len(_nudges(ana, words)) for words in (WALK, READY, "Still time")] == [1, 1, 0]


async def test_two_a_day_is_the_most_that_is_sent_unasked(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, session="08:00", walk="09:00")
    await ana.passes_until(_at(3, 10))
    await ana.says("/settings")
    await ana.taps("Session time")
    assert "Session: 12:00" in one(await ana.says("12:00")).text
    await ana.passes_until(_at(4, 7))
    assert (_nudges(ana, READY), _nudges(ana, WALK)) == ([_at(3, 8)], [_at(3, 9)])
    await ana.passes_until(_at(4, 13))
    assert texts([ana.screen[-1]]).startswith(READY), "the day after has its own measure"
