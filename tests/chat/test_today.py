"""Today: what it shows in each state of a day, and the question before every bout of exercise."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.phone import Phone
from tests.chat.talks import (
    MOVES,
    NO_SIGNS,
    exercise_in,
    exercising,
    goes,
    is_exercise,
    moved_in,
    one,
    texts,
    two,
    whole_session,
)
from tests.chat.town import Town

NOTHING_NEW = "Nothing new – start"
DAY = timedelta(days=1)


async def _tomorrow_at_eight(lumbar: Town, phone: Phone) -> None:
    await phone.passes(datetime(2026, 3, 3, 8, tzinfo=UTC) - lumbar.clock.now())


async def test_the_first_card_of_a_day_lists_the_moves_and_asks_what_is_new(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, session="19:30")
    await ana.passes(DAY)
    card = one(await ana.says("/today"))
    assert card.text.startswith("Today: 5 moves, about")
    assert "Week 1 of 12.\nOn a mat or carpet." in card.text
    assert "1. Cat-camel: 5 slow rounds" in card.text
    assert "5. Hip-flexor stretch: 30 seconds a side" in card.text
    assert "Then a 10-minute walk, any time today." in card.text
    assert card.text.count("•") == 5
    assert card.labels == (NOTHING_NEW, "Yes or not sure", "Change today", "Not today")


async def test_nothing_new_starts_and_the_bubble_says_so(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await _tomorrow_at_eight(lumbar, ana)
    card = one(await ana.says("/today"))
    begun, move = two(await ana.taps(NOTHING_NEW))
    assert (begun.id, begun.text) == (card.id, "Begun at 08:00. Your moves are below.")
    assert is_exercise(move)


async def test_anything_but_nothing_new_opens_the_whole_check(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await _tomorrow_at_eight(lumbar, ana)
    await ana.says("/today")
    check = one(await ana.taps("Yes or not sure"))
    assert check.text.startswith("Safety check · 1 of 6")
    assert not exercise_in(await ana.says("/today"))
    done = one(await goes(ana, "Finish the check", *NO_SIGNS))
    assert "Start now" in done.labels
    assert is_exercise((await ana.taps("Start now"))[-1]), "a check answered OK is today's D1"


@pytest.mark.parametrize("typed", ["nothing new – start", "Nothing new - start", "1"])
async def test_the_answer_can_be_typed(lumbar: Town, typed: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await _tomorrow_at_eight(lumbar, ana)
    await ana.says("/today")
    assert is_exercise((await ana.says(typed))[-1])


@pytest.mark.parametrize(
    ("later", "asked"), [(timedelta(hours=3, minutes=59), False), (timedelta(hours=4, minutes=1), True)]
)
async def test_the_answer_holds_for_four_hours(lumbar: Town, later: timedelta, asked: bool) -> None:  # noqa: FBT001  (a row of the table)
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await _tomorrow_at_eight(lumbar, ana)
    await ana.says("/checkin")
    assert "All noted." in one(await ana.taps("Nothing new")).text
    await ana.passes(later)
    assert (NOTHING_NEW in one(await ana.says("/today")).labels) == asked


async def test_the_answer_ends_with_the_day_at_three(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes(datetime(2026, 3, 4, 1, 30, tzinfo=UTC) - lumbar.clock.now())
    await ana.says("/checkin")
    await ana.taps("Nothing new")
    await ana.passes(timedelta(hours=1))
    assert NOTHING_NEW not in one(await ana.says("/today")).labels
    await ana.passes(timedelta(minutes=40))
    assert NOTHING_NEW in one(await ana.says("/today")).labels


async def test_the_answer_ends_with_the_practice(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/today")
    await goes(ana, "Change today", "One minute", "Done")
    again = one(await ana.says("/today"))
    assert NOTHING_NEW in again.labels
    assert "Your minute today is done and counted." in again.text


async def test_a_check_that_runs_out_half_way_is_asked_before_the_next_move(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await goes(ana, "Done")
    await ana.passes(timedelta(hours=4))
    again = one(await ana.taps("Done"))
    assert "Move 3 of 5 is next. It has been a while, so one quick check first." in again.text
    assert not is_exercise(again)
    assert "3 of 5 · Glute bridge" in texts(await ana.taps(NOTHING_NEW))


async def test_left_half_way_it_can_go_on_start_again_or_be_let_go(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await goes(ana, "Done", "Done")
    await ana.passes(timedelta(minutes=20))
    left = one(await ana.says("/today"))
    assert left.text == "You stopped at move 3 of 5, 20 minutes ago."
    assert left.labels == ("Carry on", "Start again", "That's enough today")
    assert "3 of 5 · " in texts(await ana.taps("Carry on"))
    await ana.says("/today")
    assert "1 of 5 · " in texts(await ana.taps("Start again"))
    await goes(ana, "Done")
    await ana.passes(timedelta(hours=2))
    assert "2 hours ago" in one(await ana.says("/today")).text
    assert one(await ana.taps("That's enough today")).text.startswith("That's fine. You did 1 of 5 moves.")


async def test_done_for_today_stays_done_until_three_in_the_night(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    receipt = (await whole_session(ana))[-1]
    assert "Next: tomorrow 08:00." in receipt.text
    done = one(await ana.says("/today"))
    assert done.text.startswith("Done for today.\n\n5 moves, ")
    assert "1 of 5 sessions this week." in done.text
    assert done.labels == ("Walk", "Look again")
    assert not exercise_in([done])


async def test_not_today_is_an_answer_and_can_be_taken_back(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, session="21:00")
    await ana.says("/today")
    skipped = one(await ana.taps("Not today"))
    assert skipped.text == "That's fine. No session today.\nSee you tomorrow at 21:00."
    assert exercise_in(await ana.taps("I'd like to after all"))
    assert not await ana.passes(timedelta(hours=12)), "today's reminder does not come after it"


async def test_a_sore_day_and_one_minute_ask_first_and_stay_small(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await _tomorrow_at_eight(lumbar, ana)
    await ana.says("/today")
    change = one(await ana.taps("Change today"))
    assert change.labels[:2] == ("One minute", "Sore day")
    minute = one(await ana.taps("One minute"))
    assert minute.text.startswith("One minute\n1. Cat-camel: 5 slow rounds")
    assert NOTHING_NEW in minute.labels
    assert "1 of 1 · Cat-camel" in texts(await ana.taps(NOTHING_NEW))
    assert "That keeps your day." in texts(await ana.taps("Done"))
    await ana.says("/today")
    await goes(ana, "Change today")
    sore = one(await ana.taps("Sore day"))
    assert sore.text.startswith("An easy day, about")
    assert "1 of 2 · " in texts(await ana.taps(NOTHING_NEW))


async def test_one_minute_differs_by_the_day(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert "Glute bridge" in texts(await ana.says("1 minute")), "an even day"


async def test_why_these_gives_each_move_its_reason(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/today")
    why = one(await goes(ana, "Change today", "Why these?"))
    assert why.text.count("new this week, so a gentle first dose.") == MOVES
    assert exercise_in(await ana.taps("Back"))


async def test_a_rest_day_comes_after_a_good_week_and_not_after_missed_days(lumbar: Town) -> None:
    ana, ben = lumbar.phone(), lumbar.phone(name="Ben")
    await moved_in(lumbar, ana)
    await moved_in(lumbar, ben)
    for _ in range(3):
        await whole_session(ana)
        await ana.passes(DAY)
    await ana.passes(timedelta(days=2))
    await ana.says("/today")
    rest = one(await ana.taps("Usual or better"))
    assert rest.text.startswith("Today is an easy day. One easy move and a walk.")
    assert rest.labels == (NOTHING_NEW, "Yes or not sure", "Just the walk", "Not today")
    assert "1 of 1 · Cat-camel" in texts(await ana.taps(NOTHING_NEW))
    assert one(await ben.says("/today")).text.startswith("Today: 5 moves"), "who missed days may catch up"


async def test_five_sessions_make_the_week_and_more_is_a_bonus(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    for _ in range(5):
        await whole_session(ana)
        await ana.passes(DAY)
    await ana.says("/today")
    bonus = one(await ana.taps("Usual or better"))
    assert bonus.text == "5 of 5 sessions this week.\nAnything more is a bonus."
    assert bonus.labels == ("Easy day", "Full routine")
    asked = one(await ana.taps("Full routine"))
    assert NOTHING_NEW in asked.labels
    assert "1 of 5 · " in texts(await ana.taps(NOTHING_NEW))


async def test_checkin_by_itself_notes_or_opens_the_check(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    asked = one(await ana.says("/checkin"))
    assert asked.labels == ("Nothing new", "Yes or not sure")
    assert one(await ana.says("nothing new")).text == "All noted. If anything changes, tap New symptom."
    await ana.says("/checkin")
    assert one(await ana.taps("Yes or not sure")).text.startswith("Safety check · 1 of 6")
