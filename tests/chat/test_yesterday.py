"""What was done yesterday can be added afterwards, and taken back; what was done with the bot stays."""

from datetime import date, timedelta

from bot.playground.phone import Phone
from bot.store import check_ins, people, practices, rungs
from bot.store.check_ins import Topic
from bot.store.practices import Practice
from tests.chat.talks import (
    HELD_CONSULT,
    MOVES,
    ONE_LEG,
    data_of,
    exercise_in,
    exercising,
    exported,
    goes,
    moved_in,
    one,
    texts,
)
from tests.chat.town import Town

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)
ALL = ("I did the session", "I did a bit", "A walk", "Back")


async def on_tuesday(lumbar: Town) -> Phone:
    """Somebody who has been here since Monday."""
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes(DAY)
    return ana


async def kept(lumbar: Town, phone: Phone) -> list[Practice]:
    async with lumbar.app.database.reading() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        return list(await practices.since(db, person.id, date.min))


async def test_nothing_is_noted_at_first(lumbar: Town) -> None:
    ana = await on_tuesday(lumbar)
    await ana.says("/progress")
    shown = one(await ana.taps("Yesterday"))
    assert shown.text == "Yesterday, 2 March\n\nNothing is noted."
    assert shown.labels == ALL


async def test_a_session_is_added_with_the_moves_of_that_day_and_no_questions(lumbar: Town) -> None:
    ana = await on_tuesday(lumbar)
    await ana.says("yesterday")
    shown = one(await ana.taps("I did the session"))
    assert shown.text.startswith(
        "Yesterday, 2 March\nSaved.\n\nSession: 5 moves, 7 minutes. You added this.\nIt counts as a day kept."
    )
    assert shown.labels == ("A walk", "Nothing after all", "Back")
    (practice,) = await kept(lumbar, ana)
    assert (practice.day, practice.kind, practice.state) == (MONDAY, "full", "done")
    assert (practice.judged, practice.by_hand) == (True, True)
    assert {item.state for item in practice.items} == {"done"}
    async with lumbar.app.database.reading() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        assert [await check_ins.open_of(db, person, topic) for topic in (Topic.PAIN, Topic.EFFORT)] == [None, None]
        assert await rungs.of(db, person) == {}
    assert "In all: 1 session, 0 walks." in texts(await ana.says("/progress"))


async def test_a_bit_keeps_the_day_and_is_no_session(lumbar: Town) -> None:
    ana = await on_tuesday(lumbar)
    await ana.says("yesterday")
    shown = one(await ana.taps("I did a bit"))
    assert "A bit: 1 move. You added this." in shown.text
    assert shown.labels == ("I did the session", "A walk", "Nothing after all", "Back")
    assert "In all: 0 sessions, 0 walks." in texts(await ana.says("/progress"))


async def test_a_walk_is_tapped_or_typed(lumbar: Town) -> None:
    ana = await on_tuesday(lumbar)
    await ana.says("yesterday")
    assert one(await ana.taps("A walk")).labels == ("10", "20", "30")
    assert "Walk: 20 minutes. You added this." in one(await ana.taps("20")).text
    await ana.taps("A walk")
    assert "How many minutes was it?" in one(await ana.says("a while")).text
    shown = one(await ana.says("25 min"))
    assert "Walk: 20 minutes. You added this.\nWalk: 25 minutes. You added this." in shown.text
    assert "It counts as a day kept." not in shown.text, "a walk alone keeps no day"
    assert [(each.day, each.minutes) for each in await kept(lumbar, ana)] == [(MONDAY, 25), (MONDAY, 20)]


async def test_nothing_after_all_takes_back_what_was_added_and_no_more(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await goes(ana, *["Done"] * MOVES, "2", "OK")
    await ana.says("walked 15")
    await ana.passes(DAY)
    await ana.says("yesterday")
    shown = ana.screen[-1]
    assert shown.text.startswith("Yesterday, 2 March\n\nSession: 5 moves")
    assert "Walk: 15 minutes.\nIt counts as a day kept." in shown.text
    assert shown.labels == ("A walk", "Back")
    assert "Walk: 30 minutes. You added this." in one(await goes(ana, "A walk", "30")).text
    back = one(await ana.taps("Nothing after all"))
    assert "Taken back. What you did with me stays." in back.text
    assert back.labels == ("A walk", "Back")
    assert sorted((each.kind, each.by_hand) for each in await kept(lumbar, ana)) == [("full", False), ("walk", False)]


async def test_a_session_that_was_stopped_can_be_put_right(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await goes(ana, "Done", "Done")
    await ana.says("/today")
    await ana.taps("That's enough today")
    await ana.passes(DAY)
    shown = one(await ana.says("i did it yesterday"))
    assert "Session: 2 of 5 moves." in shown.text
    assert shown.labels == ALL


async def test_a_second_tap_adds_nothing(lumbar: Town) -> None:
    ana = await on_tuesday(lumbar)
    shown = one(await ana.says("yesterday"))
    data = data_of(ana, shown.id, "I did the session")
    await ana.presses(shown.id, data)
    await ana.presses(shown.id, data)
    assert len(await kept(lumbar, ana)) == 1


async def test_a_button_of_an_earlier_day_adds_nothing_to_another(lumbar: Town) -> None:
    ana = await on_tuesday(lumbar)
    shown = one(await ana.says("yesterday"))
    old = {label: data_of(ana, shown.id, label) for label in ALL[:3]}
    await ana.passes(DAY)
    for data in old.values():
        await ana.presses(shown.id, data)
        card = next(bubble for bubble in ana.screen if bubble.id == shown.id)
        assert card.text == "Yesterday, 3 March\n\nNothing is noted."
    assert await kept(lumbar, ana) == []


async def test_there_is_no_yesterday_on_the_first_day(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    shown = one(await ana.says("yesterday"))
    assert (shown.text, shown.labels) == ("Yesterday, 1 March\n\nYou were not here yet that day.", ("Back",))
    await ana.presses(shown.id, f"/yesterday-session:{MONDAY - DAY}")
    assert await kept(lumbar, ana) == []


async def test_a_day_ends_at_three_at_night(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes(timedelta(hours=8))
    assert "You were not here yet that day." in one(await ana.says("yesterday")).text
    await ana.passes(timedelta(hours=2))
    assert "Yesterday, 2 March" in one(await ana.says("yesterday")).text


async def test_no_exercise_is_added_while_held_and_walks_as_the_rule_says(lumbar: Town) -> None:
    ana = await on_tuesday(lumbar)
    shown = one(await ana.says("yesterday"))
    ways = [data_of(ana, shown.id, label) for label in ALL[:2]]
    await goes(ana, "New symptom", *ONE_LEG)
    for data in ways:
        answer = await ana.presses(shown.id, data)
        assert HELD_CONSULT in texts(answer)
        assert not exercise_in(answer)
    assert await kept(lumbar, ana) == []
    card = (await ana.says("yesterday"))[-1]
    assert card.labels == ("A walk", "Back")
    await goes(ana, "A walk", "10")
    assert [each.kind for each in await kept(lumbar, ana)] == ["walk"]


async def test_an_urgent_hold_takes_no_walk_either(lumbar: Town) -> None:
    ana = await on_tuesday(lumbar)
    shown = one(await ana.says("yesterday"))
    way = data_of(ana, shown.id, "A walk")
    await goes(ana, "New symptom", "None of these", "No", "A: one leg, a bit", "None of these", "3", "Yes")
    await ana.presses(shown.id, way)
    assert (await ana.says("yesterday"))[-1].labels == ("Back",)
    assert await kept(lumbar, ana) == []


async def test_what_was_added_and_each_pause_is_told_in_the_export(lumbar: Town) -> None:
    ana = await on_tuesday(lumbar)
    await ana.says("yesterday")
    await ana.taps("I did the session")
    await ana.says("/pause 3 days")
    told = await exported(ana)
    assert "2 March 2026: session, 5 moves, 7 minutes" in told
    assert "Days of rest: 3 March 2026 to 5 March 2026" in told
    await ana.says("/pause")
    await ana.taps("Until I say so")
    await ana.passes(timedelta(days=1))
    assert "Days of rest: since 3 March 2026" in await exported(ana)
