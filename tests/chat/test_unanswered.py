"""Somebody who does not answer: written to less, asked once, left in peace, and taken up again when they are back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.playground.phone import Phone
from bot.playground.telegram import Telegram
from bot.store import routines, slots
from bot.store.slots import Outcome
from tests.chat.talks import after_a_restart, goes, in_hand, moved_in, on_course, one, texts
from tests.chat.town import StillClock, Town, town

READY = "Ready for today's routine?"
WALK = "Time for a walk?"
QUESTION = "No answer for a while. Keep the reminders, change the time, or pause?"
EVERY_DAY = "Sat: off", "Sun: off"
DAY = timedelta(days=1)


def _at(day: int, hour: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def _days(phone: Phone, words: str = READY) -> list[int]:
    """Days of March on which it came."""
    return [message.at.day for message in phone.chat.messages if message.from_bot and words in message.plain]


async def _moved_in(lumbar: Town, phone: Phone, session: str = "08:00", walk: str | None = None) -> None:
    """Without the week's questions, which come once a week in the place of a session's reminder."""
    await moved_in(lumbar, phone, session, walk)
    await on_course(lumbar, phone, weekly=False)


async def _daily(lumbar: Town, phone: Phone, walk: str | None = None) -> None:
    """A reminder at 08:00 every day from 3 March on."""
    await _moved_in(lumbar, phone, walk=walk)
    await phone.says("/settings")
    await goes(phone, "Session days", *EVERY_DAY)


async def _resting(lumbar: Town, phone: Phone) -> bool:
    person = await lumbar.person(phone)
    assert person is not None
    async with lumbar.app.database.reading() as db:
        return all(each.next_due is None for each in (await routines.of(db, person.id)).values())


async def test_the_absent_one_is_asked_once_and_left_in_peace(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _daily(lumbar, ana)
    await ana.passes(40 * DAY)
    assert _days(ana) == [3, 4, 5, 7, 9, 11, 13], "three in a row, then every other day"
    assert _days(ana, QUESTION) == [15], "in the place of the reminder that would be the last"
    assert await _resting(lumbar, ana)
    person = await lumbar.person(ana)
    assert person is not None
    async with lumbar.app.database.reading() as db:
        planned = await slots.of(db, person.id)
    assert max(slot.date.day for slot in planned) == 17, "the planner does not touch the row any more"
    assert {slot.outcome for slot in planned} == {Outcome.SENT, Outcome.CANCELLED}


async def test_who_writes_again_is_reminded_again_as_before(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _daily(lumbar, ana, walk="12:00")
    await ana.passes_until(_at(10, 18, month=4))
    assert await _resting(lumbar, ana)
    assert "Session: 08:00, every day" in one(await ana.says("/settings")).text
    assert not await _resting(lumbar, ana)
    assert READY in one(await ana.passes_until(_at(11, 8, month=4))).text
    assert WALK in one(await ana.passes_until(_at(11, 12, month=4))).text


async def test_the_question_says_nothing_of_a_back_and_each_way_works(lumbar: Town) -> None:
    ana, ben, eve = lumbar.phone(), lumbar.phone(name="Ben"), lumbar.phone(name="Eve")
    for phone in (ana, ben, eve):
        await _daily(lumbar, phone)
    await ana.passes_until(_at(15, 9))
    asked = ana.screen[-1]
    assert (asked.text, asked.labels) == (QUESTION, ("Keep them", "Change time", "Pause", "New symptom"))
    assert one(await ana.taps("Keep them")).text == "OK. They go on as they are."
    assert "When shall I remind you of your session?" in one(await ben.taps("Change time")).text
    assert "How long shall I stay quiet?" in texts(await eve.taps("Pause"))
    await eve.taps("7 days")
    await ana.passes_until(_at(17, 9))
    assert [_days(phone)[-2:] for phone in (ana, ben)] == [[16, 17], [16, 17]]
    assert _days(eve)[-1] == 13


@pytest.mark.parametrize(
    ("days", "came", "asked"),
    [
        ((), [3, 4, 5, 9, 11, 13], 16),
        (("Mon: on", "Tue: on", "Thu: on", "Fri: on"), [4], 11),
        (("Tue: on", "Wed: on", "Thu: on"), [6, 9, 13], 16),
    ],
)
async def test_whatever_the_days_the_last_reminder_before_the_silence_asks(
    lumbar: Town, days: tuple[str, ...], came: list[int], asked: int
) -> None:
    ana = lumbar.phone()
    await _moved_in(lumbar, ana)
    await ana.says("/settings")
    await goes(ana, "Session days", *days)
    await ana.passes(40 * DAY)
    assert (_days(ana), _days(ana, QUESTION)) == (came, [asked])


async def test_everything_rests_on_the_days_left_out_and_beside_the_question(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _daily(lumbar, ana, walk="12:00")
    await ana.says("/settings")
    await goes(ana, "More", "Sitting breaks", "Switch on", "Days", "Sat: off", "Sun: off")
    await ana.passes(40 * DAY)
    sessions = [3, 4, 5, 7, 9, 11, 13]
    assert (_days(ana), _days(ana, WALK), _days(ana, QUESTION)) == (sessions, sessions, [15])
    assert sorted(set(_days(ana, "Stand up"))) == sessions


@pytest.mark.parametrize("answer", ["Not today", "thanks", "/pause 1 day"])
async def test_any_answer_begins_the_count_anew(lumbar: Town, answer: str) -> None:
    ana = lumbar.phone()
    await _daily(lumbar, ana)
    await ana.passes_until(_at(5, 9))
    await (ana.taps(answer) if answer == "Not today" else ana.says(answer))
    await ana.passes_until(_at(9, 9))
    assert _days(ana)[-3:] == [6, 7, 8]


async def test_an_answer_late_in_the_day_counts_for_the_day(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _daily(lumbar, ana)
    for day in range(3, 10):
        await ana.passes_until(_at(day, 23))
        await ana.says("thanks")
    assert _days(ana) == list(range(3, 10))


async def test_time_without_reminders_is_no_silence(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _daily(lumbar, ana)
    await ana.says("/pause 20 days")
    await ana.passes_until(_at(24, 9))
    assert _days(ana) == [22, 23, 24]


async def test_what_a_blocked_chat_never_got_is_not_counted(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _daily(lumbar, ana)
    await ana.passes_until(_at(4, 9))
    lumbar.telegram.blocks(ana.chat.id)
    await lumbar.settled()
    await ana.passes(30 * DAY)
    lumbar.telegram.unblocks(ana.chat.id)
    await lumbar.settled()
    seen = len(_days(ana))
    await ana.passes(3 * DAY)
    assert len(_days(ana)) == seen + 3, "to let the bot in again is to be there"


async def test_a_restart_forgets_nothing_of_it(tmp_path: Path, empty: Path) -> None:
    clock = StillClock()
    telegram = Telegram(clock.now)
    async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
        ana = lumbar.phone()
        await _daily(lumbar, ana)
        await ana.passes_until(_at(5, 9))
    for day in (7, 12, 16, 25):
        telegram = after_a_restart(telegram)
        async with town(tmp_path, empty, clock=clock, telegram=telegram) as lumbar:
            ana = in_hand(lumbar, ana)
            await ana.passes_until(_at(day, 7))
    assert (_days(ana), _days(ana, QUESTION)) == ([3, 4, 5, 7, 9, 11, 13], [15])


async def test_who_left_a_safety_question_open_is_asked_to_finish_it_and_nothing_else(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _daily(lumbar, ana)
    await ana.passes_until(_at(3, 9))
    await goes(ana, "Start", "Yes or not sure")
    await ana.passes(40 * DAY)
    assert not _days(ana, QUESTION)
    asked = sorted(set(_days(ana, "Let's finish that check before any exercise.")))
    assert asked == [4, 5, 6, 8, 10, 12, 14, 16]
