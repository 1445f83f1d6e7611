"""What somebody has done so far, in plain words, without blame, and as a plant."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain import schedule
from bot.domain.response import Footing
from bot.playground.phone import Bubble, Phone
from bot.store import check_ins, pauses, people, practices, rungs
from bot.store.check_ins import Answers, Topic
from bot.store.practices import Item
from tests.chat.talks import HELD_CONSULT, MOVES, ONE_LEG, exercising, goes, moved_in, one, two
from tests.chat.town import Town

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MONDAY = date(2026, 3, 2)
PICTURE = ("Dark picture", "Yesterday", "Today")


async def practised(lumbar: Town, phone: Phone, days: Sequence[date], *, kind: str = "full") -> None:
    """As if done with the bot on each of these days."""
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        for day in days:
            at = datetime.combine(day, schedule.DAY_STARTS, lumbar.clock.now().tzinfo) + timedelta(hours=5)
            if kind == "walk":
                await practices.add_walk(db, person.id, day=day, minutes=20, now=at)
                continue
            items = [Item(0, "cat-camel", 1, first=False, state="done")]
            practice = await practices.add(
                db, person.id, day=day, kind=kind, week=1, letter="A", minutes=7, items=items, now=at
            )
            after = at + timedelta(minutes=8)
            await practices.save(db, replace(practice, state="done", touched_at=after, finished_at=after))


async def answered(lumbar: Town, phone: Phone, topic: Topic, answers: Answers, *, ago: timedelta) -> None:
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        at = lumbar.clock.now() - ago
        check_in = await check_ins.start(db, person, topic, answers=answers, now=at)
        await check_ins.finish(db, person, check_in, at)


async def wishes(lumbar: Town, phone: Phone, wish: str) -> None:
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        await people.save(db, replace(person, course=replace(person.course, wish=wish)))


def lines(bubble: Bubble) -> list[str]:
    return [line for line in bubble.text.splitlines() if line]


def pain(first: int, second: int, third: int) -> Answers:
    return (("pain", str(first)), ("enjoyment", str(second)), ("activity", str(third)), ("where", "back"))


async def test_nothing_yet_is_said_kindly(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    shown = one(await ana.says("/progress"))
    assert shown.text == "Nothing to show yet. Your first session will be here."
    assert shown.labels == ("Yesterday", "Today")


async def test_sessions_and_walks_of_this_week_and_in_all(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await goes(ana, *["Done"] * MOVES, "2", "OK")
    await ana.says("walked 20")
    shown, garden = two(await ana.says("/progress"))
    assert lines(shown) == [
        "How it's going",
        "Week 1.",
        "This week: 1 session, 1 walk.",
        "In all: 1 session, 1 walk.",
        "Your first session is done.",
        "Three sessions a week already make a good week.",
    ]
    assert shown.labels == ()
    assert (garden.media, garden.labels) == ("photo", PICTURE)
    assert lines(garden) == [
        "Your garden",
        "A leaf for each day kept, a bud for each walk. Days of rest and pauses count as kept.",
        "Week 1: 1 day kept, 1 walk.",
    ]
    await ana.passes(WEEK)
    shown, garden = two(await ana.says("/progress"))
    assert "This week: 0 sessions, 0 walks." in lines(shown)
    assert "In all: 1 session, 1 walk." in lines(shown)
    assert lines(garden)[2:] == ["Week 1: 3 days kept, 1 walk.", "Week 2: 0 days kept, 0 walks."]


async def test_before_consent_it_leads_to_the_way_in(lumbar: Town) -> None:
    ana = lumbar.phone()
    assert "Which country are you in?" in one(await ana.says("/progress")).text


async def test_after_weeks_the_one_thing_comes_first_then_pain_then_the_rest(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes(6 * WEEK)
    await wishes(lumbar, ana, "picking-up")
    await answered(
        lumbar, ana, Topic.SETUP, (("wish", "picking-up"), ("wish-score", "4")), ago=6 * WEEK - timedelta(hours=1)
    )
    await answered(lumbar, ana, Topic.WEEKLY, (*pain(6, 5, 5), ("wish", "5")), ago=5 * WEEK)
    await answered(lumbar, ana, Topic.WEEKLY, (*pain(3, 2, 4), ("wish", "6")), ago=DAY)
    workdays = [MONDAY + DAY * each for each in range(42) if each % 7 < 5]
    await practised(lumbar, ana, [day for day in workdays if day != MONDAY + 8 * DAY])
    await practised(lumbar, ana, [MONDAY + 3 * DAY, MONDAY + 41 * DAY], kind="walk")
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        await rungs.put(db, person, {"bird-dog": Footing(3, MONDAY), "dead-bug": Footing(2, MONDAY)})
    shown, garden = two(await ana.says("/progress"))
    assert lines(shown) == [
        "How it's going",
        "Week 7.",
        "Picking things up: 4 → 6",
        "Your back in the week: 5.3 out of 10 in the first one, 3.0 in the latest. Lower is easier.",
        "This week: 0 sessions, 0 walks.",
        "In all: 29 sessions, 2 walks.",
        "41 days kept in a row. Rest days and pauses count, and one day off breaks nothing.",
        "Bird dog: 2 steps up",
        "Dead bug: 1 step up",
        "Half of the twelve weeks.",
        "Three sessions a week already make a good week.",
    ]
    assert lines(garden)[2:] == [
        "Week 1: 7 days kept, 1 walk.",
        "Week 2: 6 days kept, 0 walks.",
        *(f"Week {week}: 7 days kept, {walks}." for week, walks in enumerate(["0 walks"] * 3 + ["1 walk"], start=3)),
        "Week 7: 0 days kept, 0 walks.",
    ]


async def test_a_small_change_of_pain_is_called_one(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await practised(lumbar, ana, [MONDAY])
    await ana.passes(2 * WEEK)
    await answered(lumbar, ana, Topic.WEEKLY, pain(5, 5, 5), ago=WEEK)
    assert "out of 10" not in two(await ana.says("/progress"))[0].text
    await answered(lumbar, ana, Topic.WEEKLY, pain(4, 4, 4), ago=DAY)
    assert "A change this small says little yet." in lines(two(await ana.says("/progress"))[0])


async def test_the_one_thing_is_told_before_it_was_asked_again(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await practised(lumbar, ana, [MONDAY])
    await wishes(lumbar, ana, "sleeping")
    await answered(lumbar, ana, Topic.SETUP, (("wish", "sleeping"), ("wish-score", "3")), ago=timedelta(0))
    assert "Sleeping: 3 out of 10" in lines(two(await ana.says("/progress"))[0])


async def test_a_pause_counts_as_kept_and_ends_when_it_is_over(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await practised(lumbar, ana, [MONDAY])
    await ana.passes(DAY)
    await ana.says("/pause 2 days")
    await ana.passes(3 * DAY)
    shown, garden = two(await ana.says("/progress"))
    assert "3 days kept in a row." in shown.text
    assert lines(garden)[2:] == ["Week 1: 3 days kept, 0 walks."]


async def test_a_pause_that_is_ended_keeps_the_days_before(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await practised(lumbar, ana, [MONDAY])
    await ana.says("/pause 14 days")
    await ana.passes(2 * DAY)
    await ana.says("/resume")
    assert await rests(lumbar, ana) == [(MONDAY, MONDAY + DAY)]


async def test_days_of_a_hold_count_as_kept_until_the_gate(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await practised(lumbar, ana, [MONDAY])
    await goes(ana, "New symptom", *ONE_LEG)
    assert await rests(lumbar, ana) == [(MONDAY, None)]
    await ana.passes(3 * DAY)
    bubbles = await ana.says("/progress")
    assert HELD_CONSULT in bubbles[0].text
    assert "4 days kept in a row." in bubbles[1].text
    assert bubbles[2].labels == ("Dark picture", "Yesterday", "New symptom", "Get help")
    await goes(
        ana, "I've been checked", "Physio", "Today", "Yes", "None of these", *["No"] * 2, "None of these", "3", "Yes"
    )
    assert await rests(lumbar, ana) == [(MONDAY, MONDAY + 2 * DAY)]


async def test_a_pause_that_outlasts_a_hold_goes_on(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/pause 9 days")
    await ana.passes(DAY)
    await goes(ana, "New symptom", *ONE_LEG)
    await ana.passes(2 * DAY)
    await goes(
        ana, "I've been checked", "Physio", "Today", "Yes", "None of these", *["No"] * 2, "None of these", "3", "Yes"
    )
    assert await rests(lumbar, ana) == [
        (MONDAY, MONDAY),
        (MONDAY + DAY, MONDAY + 2 * DAY),
        (MONDAY + 3 * DAY, MONDAY + 8 * DAY),
    ]


async def test_resuming_while_held_leaves_the_days_of_the_hold(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", *ONE_LEG)
    await ana.says("/pause 3 days")
    await ana.passes(DAY)
    await ana.says("/resume")
    assert await rests(lumbar, ana) == [(MONDAY, None)]


async def test_a_floor_taken_back_is_no_day_of_rest(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", "None of these", "B: one leg")
    assert await rests(lumbar, ana) == [(MONDAY, None)]
    await ana.taps("Back")
    assert await rests(lumbar, ana) == []


async def rests(lumbar: Town, phone: Phone) -> list[tuple[date, date | None]]:
    async with lumbar.app.database.reading() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        return [(each.first, each.last) for each in await pauses.of(db, person.id)]


async def test_the_picture_can_be_dark(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await practised(lumbar, ana, [MONDAY])
    _, light = two(await ana.says("/progress"))
    before = ana.chat.find(light.id)
    dark = one(await ana.taps("Dark picture"))
    assert (dark.media, dark.text, dark.labels) == ("photo", light.text, ("Light picture", "Yesterday", "Today"))
    after = ana.chat.find(dark.id)
    assert before is not None
    assert after is not None
    assert (after.id, after.media != before.media) == (before.id, True)
    assert two(await ana.says("/progress"))[1].labels[0] == "Light picture"


async def test_with_text_only_it_is_one_message_of_words(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await practised(lumbar, ana, [MONDAY])
    await ana.says("/settings")
    await ana.taps("Text only")
    shown = one(await ana.says("/progress"))
    assert (shown.media, shown.labels) == (None, ("Yesterday", "Today"))
    assert lines(shown)[-1] == "Week 1: 1 day kept, 0 walks."
