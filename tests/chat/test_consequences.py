"""What follows from a session, a hold or days away follows once, and from nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.response import Footing
from bot.playground.phone import Phone
from bot.store import people, rungs
from tests.chat.talks import (
    NO_SIGNS,
    ONE_LEG,
    checked,
    data_of,
    exercise_in,
    exercising,
    goes,
    has_practised,
    is_exercise,
    levels_of,
    moved_in,
    on_course,
    one,
    texts,
    whole_session,
)
from tests.chat.town import Town

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def _at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


async def _stands(lumbar: Town, phone: Phone, level: int, *exercises: str) -> None:
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        await rungs.put(db, person, {each: Footing(level, MONDAY - 9 * DAY, sessions=5) for each in exercises})


async def test_the_week_does_not_use_up_the_morning(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await on_course(lumbar, ana, usual=3.0, weekly_on=MONDAY - 7 * DAY, week_began=MONDAY)
    await whole_session(ana, "7", "Glute bridge")
    await ana.passes_until(_at(3))
    await ana.says("/checkin")
    await goes(ana, "Nothing new", "3", "3", "3", "Low back")
    await ana.says("/today")
    check = await goes(ana, "A lot more sore")
    assert "Safety check · 1 of 6" in texts(check)


async def test_start_now_after_a_check_asks_for_the_morning_first(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await whole_session(ana)
    await ana.passes_until(_at(3))
    await ana.says("/checkin")
    await goes(ana, "Yes or not sure", *NO_SIGNS)
    assert "First: how is your back after last time?" in texts(await ana.taps("Start now"))


async def test_weekly_answers_do_not_stand_for_sessions(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await on_course(lumbar, ana, week=9, week_began=MONDAY - 45 * DAY, weekly_on=MONDAY - 7 * DAY, usual=3.0)
    await has_practised(lumbar, ana, MONDAY - 45 * DAY)
    await _stands(lumbar, ana, 4, "bird-dog")
    await ana.says("/checkin")
    if "Nothing new" in ana.labels:
        await goes(ana, "Nothing new")
    await goes(ana, "3", "3", "3", "Low back")
    today = one(await ana.says("/today"))
    assert "The plan starts again from week 1, gently." in today.text
    assert await levels_of(lumbar, ana) == {"bird-dog": 4}, "until a session begins"


async def test_a_session_before_a_hold_has_no_consequence_after_it(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await _stands(lumbar, ana, 1, "bird-dog", "glute-bridge", "draw-in", "cat-camel", "hip-flexor-stretch")
    await exercising(ana)
    await goes(ana, *["Done"] * 5, "8", *ONE_LEG)
    await ana.passes(DAY)
    await checked(ana)
    await goes(ana, *NO_SIGNS)
    assert set((await levels_of(lumbar, ana)).values()) == {0}
    assert "how is your back" not in one(await ana.says("/today")).text
    await ana.passes(DAY)
    await ana.says("/today")
    assert set((await levels_of(lumbar, ana)).values()) == {0}


async def test_the_easy_days_after_the_gate_are_not_ended_early(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await on_course(lumbar, ana, easy_from=MONDAY - 5 * DAY)
    await ana.says("/today")
    old = one(await goes(ana, "Change today", "Why these?", "Ready for more?"))
    await goes(ana, "New symptom", *ONE_LEG)
    await checked(ana)
    await goes(ana, *NO_SIGNS, "Today", "Change today", "Why these?")
    assert "End the easier week" not in one(await ana.taps("Ready for more?")).labels
    await ana.presses(old.id, "/ready-for-more:end")
    assert "This is an easier week" in one(await ana.says("/today")).text


async def test_a_move_that_hurt_can_be_named_and_pays_once(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await goes(ana, "It hurt", "Back only, still strong", "6", *["Done"] * 4, "6", "Cat-camel", "OK")
    await ana.passes_until(_at(3))
    await goes(ana, "Today", "Usual or better")
    assert await levels_of(lumbar, ana) == {
        "cat-camel": 0,
        **dict.fromkeys(("draw-in", "glute-bridge", "bird-dog", "hip-flexor-stretch"), 1),
    }


async def test_easier_in_an_easy_week_keeps_the_ladder(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await on_course(lumbar, ana, week=6, week_began=MONDAY, usual=6.5)
    await has_practised(lumbar, ana, MONDAY - DAY)
    await _stands(lumbar, ana, 4, "bird-dog")
    await ana.says("/today")
    await goes(ana, "Start", "Done", "Easier")
    assert (await levels_of(lumbar, ana))["bird-dog"] == 3, (
        "a rung down from their own, not from what a sore week shows"
    )


async def test_a_move_that_rests_is_not_done_by_itself_either(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await whole_session(ana, "7", "Glute bridge")
    await ana.passes_until(_at(3))
    await goes(ana, "Today", "A lot more sore", *NO_SIGNS)
    listed = one(await ana.says("/exercises"))
    rests = await ana.presses(listed.id, "/today-begin:move-glute-bridge")
    assert "That move rests for three days" in texts(rests)
    assert not any(is_exercise(bubble) for bubble in rests)


async def test_weeks_later_nobody_is_asked_about_that_morning(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await has_practised(lumbar, ana, MONDAY - 20 * DAY, judged=False)
    await on_course(lumbar, ana, week=2, week_began=MONDAY - 20 * DAY)
    assert one(await ana.says("/today")).text.startswith("Today: ")


async def test_a_session_noted_for_yesterday_does_not_end_days_away(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await on_course(lumbar, ana, week=6, week_began=MONDAY - 20 * DAY)
    await has_practised(lumbar, ana, MONDAY - 20 * DAY)
    await ana.passes(DAY)
    await ana.says("/progress")
    await goes(ana, "Yesterday", "I did the session")
    assert "This part of the plan starts again" in one(await ana.says("/today")).text


async def test_undo_does_not_reach_into_the_day_before(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes_until(_at(3, 2).replace(minute=55))
    receipt = (await whole_session(ana))[-1]
    undo = data_of(ana, receipt.id, "Undo")
    await ana.passes_until(_at(3, 3).replace(minute=2))
    assert one(await ana.presses(receipt.id, undo)).text == "That can't be taken back any more."


@pytest.mark.parametrize(
    "forged", ["/morning::zzz", "/morning::not-due", "/today-begin:move-zzz", "/ready-for-more:end", "/swap:x:y"]
)
async def test_a_forged_button_is_met_with_todays_card(lumbar: Town, forged: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    card = one(await ana.says("/today"))
    shown = await ana.presses(card.id, forged)
    assert not any(is_exercise(bubble) for bubble in shown)
    assert exercise_in(await ana.says("/today"))


async def test_a_reminder_at_three_in_the_night_belongs_to_the_day_that_begins(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, session="03:00")
    receipt = (await whole_session(ana))[-1]
    assert "Next: tomorrow 03:00." in receipt.text
