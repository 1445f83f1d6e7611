"""What is different from last time is said at the head of today's card, and days away are met with a welcome."""

from datetime import date, timedelta

import pytest

from bot.domain.response import Footing
from bot.playground.phone import Phone
from bot.store import people, rungs
from tests.chat.talks import exercise_in, goes, has_practised, moved_in, on_course, one, texts, whole_session
from tests.chat.town import Town

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
BLAME = ("missed", "failed", "should have", "streak")


async def _stands(lumbar: Town, phone: Phone, **levels: Footing) -> None:
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        await rungs.put(db, person, {name.replace("_", "-"): footing for name, footing in levels.items()})


async def test_a_move_that_has_earned_it_steps_up_and_says_why(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await on_course(lumbar, ana, week=6, week_began=MONDAY)
    await has_practised(lumbar, ana, MONDAY - 4 * DAY, MONDAY - 3 * DAY)
    await _stands(lumbar, ana, bird_dog=Footing(2, MONDAY - 6 * DAY, sessions=4, credits=3))
    today = one(await ana.says("/today"))
    assert (
        "Bird dog steps up: 10 seconds, 4, 3 and 2 a side. Three good sessions in a row. Too much? Tap Easier."
        in today.text
    )
    more = one(await goes(ana, "Change today", "Why these?", "Ready for more?"))
    assert "Bird dog: steps up today." in more.text
    assert "Cat-camel: is as far as it goes." in more.text
    await goes(ana, "Back", "Start")
    person = await lumbar.person(ana)
    assert person is not None
    async with lumbar.app.database.reading() as db:
        assert (await rungs.of(db, person))["bird-dog"].level == 3


async def test_easier_takes_a_step_back_at_once(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await on_course(lumbar, ana, week=6, week_began=MONDAY)
    await has_practised(lumbar, ana, MONDAY - 4 * DAY, MONDAY - 3 * DAY)
    await _stands(lumbar, ana, bird_dog=Footing(2, MONDAY - 6 * DAY, sessions=4, credits=3))
    await ana.says("/today")
    await goes(ana, "Start", "Done")
    eased = one(await ana.taps("Easier"))
    assert eased.text.startswith("Here is an easier form, from now on.")
    assert "10 seconds, 3 and 2 a side" in eased.text


@pytest.mark.parametrize(
    ("missed", "said"),
    [
        (1, "Welcome back. Days off count too. Nothing extra to catch up on."),
        (4, "Today is as last time, and nothing steps up."),
        (8, "I've made the session a bit easier"),
        (15, "This part of the plan starts again, a bit easier."),
    ],
)
async def test_days_away_are_met_with_a_welcome(lumbar: Town, missed: int, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes(2 * DAY)
    last = MONDAY + 2 * DAY - (missed + 1) * DAY
    await on_course(lumbar, ana, week=6, week_began=last)
    await has_practised(lumbar, ana, last, last)
    await _stands(lumbar, ana, bird_dog=Footing(3, last - 6 * DAY, sessions=4, credits=3))
    today = one(await ana.says("/today"))
    assert said in today.text
    assert "steps up:" not in today.text or missed < 4
    assert not any(word in today.text.lower() for word in BLAME)
    await goes(ana, "Nothing new – start")
    person = await lumbar.person(ana)
    assert person is not None
    async with lumbar.app.database.reading() as db:
        level = (await rungs.of(db, person))["bird-dog"].level
    assert level == {1: 4, 4: 3, 8: 2, 15: 2}[missed]
    assert person.course.week == {1: 6, 4: 6, 8: 7, 15: 5}[missed]


async def test_six_weeks_away_begin_with_the_whole_check(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes(2 * DAY)
    last = MONDAY - 45 * DAY
    await on_course(lumbar, ana, week=6, week_began=last)
    await has_practised(lumbar, ana, last)
    today = one(await ana.says("/today"))
    assert "The plan starts again from week 1, gently." in today.text
    assert "Week 1 of 12." in today.text
    check = await ana.taps("Nothing new – start")
    assert "Safety check · 1 of 6" in texts(check)
    assert not any("It hurt" in bubble.labels for bubble in check)


async def test_a_weekend_off_is_no_matter(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await has_practised(lumbar, ana, MONDAY - 3 * DAY)
    assert "Welcome back" not in one(await ana.says("/today")).text


@pytest.mark.parametrize("week", [1, 6])
async def test_a_normal_day_takes_eleven_taps_and_three_bubbles(lumbar: Town, week: int) -> None:
    """From the reminder to the receipt, and the walk."""
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="12:30")
    days = [MONDAY - back * DAY for back in range(3, 3 + 2 * (week > 1))]
    await has_practised(lumbar, ana, *days)
    await on_course(lumbar, ana, week=week, week_began=MONDAY)
    if week > 1:
        known = ("cat-camel", "bird-dog", "draw-in", "dead-bug", "side-plank", "hip-flexor-stretch")
        await _stands(
            lumbar, ana, **{each.replace("-", "_"): Footing(3, MONDAY - 3 * DAY, sessions=2) for each in known}
        )
    else:
        await whole_session(ana)
    await ana.passes_until(lumbar.clock.now().replace(hour=8, minute=0, second=0) + DAY)
    before, taps = {bubble.id for bubble in ana.screen[:-1]}, 0
    labels = ("Usual or better", "Nothing new – start", "Start", "Done", "1", "OK")
    bubbles = ana.screen[-1:]
    while label := next((each for each in labels if any(each in b.labels for b in bubbles)), None):
        bubbles, taps = await ana.taps(label), taps + 1
    assert "of 5 sessions this week." in texts(ana.screen)
    await ana.passes_until(lumbar.clock.now().replace(hour=12, minute=30, second=0))
    await goes(ana, "Done", "10")
    assert taps + 2 <= 11
    assert len({bubble.id for bubble in ana.screen} - before) <= 3
    assert not exercise_in(ana.screen[-1:])
