"""The weekly questions, and what follows from the weeks: an easy week, a physio, a consult."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.standing import Hold
from bot.playground.phone import Bubble, Phone
from bot.store import routines
from tests.chat.talks import exercise_in, goes, has_practised, moved_in, on_course, one, settled_in, texts
from tests.chat.town import Town

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MONDAY = date(2026, 3, 2)
PHYSIO = "It's worth seeing a physio"
EASIER = "The next seven days are easier"


async def _after_a_week(lumbar: Town, **course: object) -> Phone:
    """Somebody whose first weekly questions, a week ago, came to a usual pain of three."""
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    known: dict[str, object] = {"usual": 3.0, "weekly_on": MONDAY, "wish": "picking-up", "week_began": MONDAY}
    await on_course(lumbar, ana, **{**known, **course})
    await ana.passes(WEEK)
    await has_practised(lumbar, ana, (datetime(2026, 3, 2, tzinfo=UTC) + WEEK - DAY).date())
    return ana


async def _answers(phone: Phone, score: int, where: str = "Low back", wish: str = "5") -> list[Bubble]:
    await phone.says("/checkin")
    await goes(phone, "Nothing new", *[str(score)] * 3, where)
    return await phone.taps(wish) if wish in phone.labels and "how well" in phone.screen[-1].text else []


async def test_the_week_is_asked_after_the_check_question(lumbar: Town) -> None:
    ana = await _after_a_week(lumbar)
    await ana.says("/checkin")
    first = one(await ana.taps("Nothing new"))
    assert first.text.startswith("Your week · 1 of 5\n\nIn the last week, how strong was your pain on average?")
    assert first.labels == tuple(str(score) for score in range(11))
    where = one(await goes(ana, "3", "2", "2"))
    assert where.labels == ("Low back", "My bum or thigh", "Below the knee", "Somewhere else")
    wish = one(await ana.says("lower back"))
    assert "Picking things up: how well does it go now?" in wish.text
    assert one(await ana.taps("6")).text == "All noted. Thank you."
    person = await lumbar.person(ana)
    assert person is not None
    assert person.course.usual == pytest.approx(7 / 3)
    await ana.says("/checkin")
    assert one(await ana.taps("Nothing new")).text.startswith("All noted. If anything changes"), "once a week"


async def test_whoever_answered_unasked_is_not_reminded_of_it_the_same_week(lumbar: Town) -> None:
    ana = await _after_a_week(lumbar)
    await _answers(ana, 3)
    person = await lumbar.person(ana)
    assert person is not None
    async with lumbar.app.database.reading() as db:
        reminder = (await routines.of(db, person.id))["weekly"]
    assert reminder.next_date == MONDAY + timedelta(days=19), "not this Saturday, the next"


async def test_a_rise_of_two_brings_an_easy_week(lumbar: Town) -> None:
    ana = await _after_a_week(lumbar)
    assert EASIER in texts(await _answers(ana, 5))
    today = one(await ana.says("/today"))
    assert "This is an easier week" in today.text
    why = one(await goes(ana, "Change today", "Why these?"))
    assert why.text.count("an easier week, so less of it.") == 5
    assert "Nothing steps up in it." in one(await ana.taps("Ready for more?")).text


async def test_an_easy_week_may_be_ended_from_the_third_day_on(lumbar: Town) -> None:
    ana = await _after_a_week(lumbar)
    await _answers(ana, 5)
    await ana.passes(3 * DAY)
    await ana.says("/today")
    await goes(ana, "Change today", "Why these?", "Ready for more?")
    assert "This is an easier week" not in one(await ana.taps("End the easier week")).text


async def test_two_rises_running_are_a_consult_with_the_sentence_of_sore_weeks(lumbar: Town) -> None:
    ana = await _after_a_week(lumbar, rises=1)
    said = await _answers(ana, 6)
    assert "Your back has been more sore for a while, even after easier days." in texts(said)
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.hold is Hold.CONSULT
    assert not exercise_in(await ana.says("/today"))


async def test_a_high_usual_pain_names_a_physio_once_and_keeps_sessions_gentle(lumbar: Town) -> None:
    ana = await _after_a_week(lumbar, usual=6.0)
    assert PHYSIO in texts(await _answers(ana, 6))
    assert "the session is short and gentle" in one(await ana.says("/today")).text
    await ana.passes(WEEK)
    assert PHYSIO not in texts(await _answers(ana, 6)), "not every week"
    await ana.passes(WEEK)
    assert PHYSIO in texts(await _answers(ana, 6)), "and once more after two"


async def test_below_the_knee_opens_the_whole_check(lumbar: Town) -> None:
    ana = await _after_a_week(lumbar)
    await ana.says("/checkin")
    assert "Safety check · 1 of 6" in texts(await goes(ana, "Nothing new", "3", "3", "3", "Below the knee"))
    assert not exercise_in(await ana.says("/today"))


async def test_somewhere_else_asks_whether_it_is_new(lumbar: Town) -> None:
    ana = await _after_a_week(lumbar)
    assert "Is this a new symptom for you, today?" in texts(await _answers(ana, 3, "Somewhere else"))
    assert not exercise_in(await ana.says("/today"))
    await goes(ana, "No, I'm fine")
    assert one(await ana.says("/today")).text.startswith("Today: 5 moves")


async def test_six_weeks_without_being_easier_say_so_once(lumbar: Town) -> None:
    ana = await _after_a_week(lumbar, week=6, weekly_on=None, usual=None)
    await _answers(ana, 4)
    await ana.passes(WEEK)
    said = await _answers(ana, 4)
    assert "Six weeks in, and your back isn't clearly easier." in texts(said)
    assert "Easier week" in said[-1].labels
    assert EASIER in texts(await ana.taps("Easier week"))
    await ana.passes(WEEK)
    assert "Six weeks in" not in texts(await _answers(ana, 4))


@pytest.mark.parametrize("every_day", [False, True])
async def test_its_reminder_takes_the_place_of_a_sessions(lumbar: Town, every_day: bool) -> None:  # noqa: FBT001  (a case)
    """On a rest day, a Saturday; on Sunday where there is none."""
    ana = lumbar.phone()
    await settled_in(ana)
    await ana.says("/settings")
    await goes(ana, "Session days", *(("Sat: off", "Sun: off") if every_day else ()))
    day = date(2026, 3, 15 if every_day else 14)
    while lumbar.clock.now().date() < day - DAY:
        await ana.passes(DAY)
        await ana.says("thanks")
    await ana.passes_until(datetime.combine(day, time(8), UTC))
    nudge = ana.screen[-1]
    assert nudge.text == "A few short questions about your week? It takes a minute."
    assert nudge.labels == ("Answer now", "Today", "New symptom")
    await goes(ana, "Answer now", "Nothing new", "3", "3", "3", "Low back")
    assert not any("Ready for today" in bubble.text for bubble in await ana.passes(timedelta(hours=3)))


async def test_it_can_be_switched_off(lumbar: Town) -> None:
    ana = lumbar.phone()
    await settled_in(ana)
    await ana.says("/settings")
    off = one(await goes(ana, "More", "Don't ask about my week"))
    assert "Questions about your week: none" in off.text
    while lumbar.clock.now().date() < date(2026, 3, 16):
        await ana.passes(DAY)
        await ana.says("thanks")
    assert not any("about your week?" in message.text for message in ana.chat.messages)
