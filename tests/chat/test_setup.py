"""Five questions, one after each of the first whole sessions."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.course import Began, Course
from bot.domain.swaps import Swap
from bot.playground.phone import Bubble, Phone
from bot.store import people
from tests.chat.talks import course_of, goes, moved_in, one, texts, whole_session
from tests.chat.town import Town

DAY = timedelta(days=1)
WELL = ("Usual or better", "Nothing new – start", "Start", "Done", "OK")


async def _new(lumbar: Town) -> Phone:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        await people.save(db, replace(person, course=Course()))
    return ana


async def _next(phone: Phone) -> Bubble:
    """The question at the end of the next session."""
    bubbles = await phone.says("/today")
    while "Skip this" not in bubbles[-1].labels or "Usual or better" in bubbles[-1].labels:
        labels = [label for bubble in bubbles for label in bubble.labels]
        bubbles = await phone.taps(next(each for each in (*WELL, "1") if each in labels))
    return bubbles[-1]


async def test_each_of_the_first_five_sessions_ends_with_one_question(lumbar: Town) -> None:
    ana = await _new(lumbar)
    began = await _next(ana)
    assert began.text.startswith("Done: 5 moves")
    assert "when did this pain begin?" in began.text
    assert "Saved: most pain 1, effort OK." in began.text
    receipt = (await ana.taps("More than 3 months ago"))[-1]
    assert receipt.labels == ("Undo",)
    await ana.passes(DAY)

    wish = await _next(ana)
    assert "what would you most like to do more easily?" in wish.text
    score = one(await ana.taps("Picking things up"))
    assert "Picking things up: how well does it go now?" in score.text
    await goes(ana, "4")
    await ana.passes(DAY)

    assert "how strong was your pain on average?" in (await _next(ana)).text
    assert "enjoying life?" in one(await ana.taps("3")).text
    assert "everyday things?" in one(await ana.says("two")).text
    await goes(ana, "1")
    await ana.passes(DAY)

    assert "how long do you walk now, without a break?" in (await _next(ana)).text
    await goes(ana, "10 to 20 minutes")
    await ana.passes(DAY)

    assert "tap what is true." in (await _next(ana)).text
    ticked = one(await ana.taps("No exercise band"))
    assert "✓ No exercise band" in ticked.labels
    await goes(ana, "Kneeling hurts", "✓ Kneeling hurts", "Ready")

    course = await course_of(lumbar, ana)
    assert (course.began, course.wish, course.usual, course.walk_minutes) == (Began.LONG, "picking-up", 2.0, 10)
    assert course.swaps == frozenset({Swap.NO_BAND})
    await ana.passes(3 * DAY)
    assert (await whole_session(ana))[-1].labels == ("Undo",), "no sixth question"


async def test_a_question_that_was_skipped_does_not_come_again(lumbar: Town) -> None:
    ana = await _new(lumbar)
    await _next(ana)
    await goes(ana, "Skip this")
    await ana.passes(DAY)
    assert "what would you most like to do more easily?" in (await _next(ana)).text
    assert (await course_of(lumbar, ana)).began is None


async def test_one_that_was_left_comes_again(lumbar: Town) -> None:
    ana = await _new(lumbar)
    await _next(ana)
    await ana.passes(DAY)
    assert "when did this pain begin?" in (await _next(ana)).text


async def test_a_minute_asks_nothing(lumbar: Town) -> None:
    ana = await _new(lumbar)
    await ana.says("/today")
    assert "Skip this" not in texts(await goes(ana, "Change today", "One minute", "Done"))
