"""The morning after a session: one tap in a bubble that is there anyway, and the plan of today follows from it."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.standing import Hold
from bot.playground.phone import Phone
from tests.chat.talks import (
    CONSULT,
    MOVES,
    data_of,
    exercise_in,
    goes,
    has_practised,
    levels_of,
    moved_in,
    on_course,
    one,
    texts,
    whole_session,
)
from tests.chat.town import Town

DAY = timedelta(days=1)
MORNINGS = ("Usual or better", "A bit more sore", "A lot more sore")
SORE = "Your back has been more sore for a while, even after easier days."


async def _yesterday(lumbar: Town, *answers: str) -> Phone:
    """Somebody whose session of yesterday ended with these answers."""
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await whole_session(ana, *answers)
    await ana.passes_until(datetime(2026, 3, 3, 8, tzinfo=UTC))
    return ana


async def test_the_reminder_asks_in_the_place_of_start(lumbar: Town) -> None:
    ana = await _yesterday(lumbar)
    nudge = ana.screen[-1]
    assert nudge.text.endswith("One quick check first.\n\nHow are you after last time?")
    assert nudge.labels[:3] == MORNINGS
    assert nudge.labels[3:] == ("1 minute", "Later", "Not today", "New symptom")
    today = one(await ana.taps("Usual or better"))
    assert today.id == nudge.id
    assert today.text.startswith("Today: 5 moves")
    assert "Nothing new – start" in today.labels


async def test_today_asks_first_and_is_answered_by_typing_too(lumbar: Town) -> None:
    ana = await _yesterday(lumbar)
    asked = one(await ana.says("/today"))
    assert asked.text == "First: how is your back after last time?"
    assert asked.labels == (*MORNINGS, "Skip this")
    assert one(await ana.says("a bit more sore")).text.startswith("Today: 5 moves")


async def test_it_is_asked_once(lumbar: Town) -> None:
    ana = await _yesterday(lumbar)
    nudge = ana.screen[-1]
    data = data_of(ana, nudge.id, "A lot more sore")
    await ana.taps("Usual or better")
    assert "Today: 5 moves" in texts(await ana.presses(nudge.id, data)) or not await ana.presses(nudge.id, data)
    assert set((await levels_of(lumbar, ana)).values()) == {1}
    assert one(await ana.says("/today")).text.startswith("Today: 5 moves")


async def test_skipped_it_is_neither_good_nor_bad(lumbar: Town) -> None:
    ana = await _yesterday(lumbar)
    await ana.says("/today")
    assert one(await ana.taps("Skip this")).text.startswith("Today: 5 moves")
    assert set((await levels_of(lumbar, ana)).values()) == {1}


async def test_a_lot_more_sore_makes_each_move_easier_and_says_so(lumbar: Town) -> None:
    ana = await _yesterday(lumbar)
    today = one(await ana.taps("A lot more sore"))
    assert "The moves are easier today, as the next morning was more sore." in today.text
    assert "3. Half bridge: 2 seconds at the top, 6 times" in today.text
    assert set((await levels_of(lumbar, ana)).values()) == {0}
    why = one(await goes(ana, "Change today", "Why these?"))
    assert "one step down, as the next morning was more sore." in why.text


async def test_too_much_and_a_lot_more_sore_open_the_whole_check(lumbar: Town) -> None:
    ana = await _yesterday(lumbar, "7", "Glute bridge")
    check = await ana.taps("A lot more sore")
    assert "Safety check · 1 of 6" in texts(check)
    assert not exercise_in(await ana.says("/today"))


async def test_two_very_sore_mornings_are_an_easy_week_and_no_help_from_it_a_consult(lumbar: Town) -> None:
    ana = await _yesterday(lumbar)
    await goes(ana, "A lot more sore")
    await whole_session(ana)
    await ana.passes_until(datetime(2026, 3, 4, 8, tzinfo=UTC))
    eased = one(await ana.taps("A lot more sore"))
    assert "This is an easier week: gentle forms, and half as much." in eased.text
    for day in (5, 6, 7):
        await whole_session(ana)
        await ana.passes_until(datetime(2026, 3, day, 9, tzinfo=UTC))
        await ana.says("/today")
        await ana.taps("A lot more sore")
    assert SORE in texts(ana.screen)
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.hold is Hold.CONSULT
    assert not exercise_in(await ana.says("/today"))
    assert CONSULT in texts(ana.screen)


async def test_after_week_two_it_is_only_asked_where_something_was_new(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await on_course(lumbar, ana, week=3, week_began=date(2026, 3, 2))
    await has_practised(lumbar, ana, date(2026, 2, 27))
    await whole_session(ana)
    await ana.passes(DAY)
    assert one(await ana.says("/today")).labels[:3] == MORNINGS, "the moves of phase 2 are new"
    await whole_session(ana)
    await ana.passes(DAY)
    await whole_session(ana)
    await ana.passes(DAY)
    assert one(await ana.says("/today")).text.startswith("Today: 6 moves"), "A again, and nothing in it is new"


async def test_one_minute_in_between_does_not_answer_for_it(lumbar: Town) -> None:
    ana = await _yesterday(lumbar)
    await goes(ana, "1 minute", "Nothing new – start", "Done")
    assert one(await ana.says("/today")).labels[:3] == MORNINGS
    assert MOVES == 5
