"""The walk: today's minutes, how they grow, done, and its own reminder. The timer has a file of its own."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain import schedule
from bot.flows import walk
from bot.playground.phone import Phone
from bot.store import people
from tests.chat.talks import (
    HELD_EMERGENCY,
    ONE_LEG,
    exported,
    goes,
    moved_in,
    one,
    only_follow_ups,
)
from tests.chat.town import Town

DAY = timedelta(days=1)


async def _walks_now(lumbar: Town, phone: Phone, minutes: int) -> None:
    """What the set-up question keeps."""
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        since = schedule.day_of(lumbar.clock.now(), schedule.zone("Europe/London"))
        await people.save(db, replace(person, course=replace(person.course, walk_minutes=minutes, walk_since=since)))


def _reaction(phone: Phone) -> str:
    """Under the person's newest message."""
    return "".join(next(message for message in reversed(phone.chat.messages) if not message.from_bot).reactions)


async def test_a_walk_is_shown_and_saved_in_one_bubble(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    card = one(await ana.taps("Walk"))
    assert card.text == "Today's walk: 10 minutes\nGo at a pace where you can still talk. Shorter is fine."
    assert card.labels == ("Start walk", "Done", "New symptom")
    ask = one(await ana.taps("Done"))
    assert ask.labels == ("10", "20", "30")
    saved = one(await ana.taps("20"))
    assert (saved.id, saved.text) == (card.id, "Saved: you have walked 20 minutes today.")
    assert saved.labels == ("Start walk", "I walked again")
    await ana.taps("I walked again")
    assert one(await ana.says("10")).text == "Saved: you have walked 30 minutes today."
    assert "30 minutes" in one(await ana.says("/today")).text


async def test_minutes_can_be_typed_in_words(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert one(await ana.says("walked 25")).text == "Saved: you have walked 25 minutes today."
    assert "How many minutes?" in one(await ana.says("went for a walk")).text
    assert "Type a number, such as 25." in one(await ana.says("quite far")).text
    assert "45 minutes" in one(await ana.says("about 20 min")).text
    assert "You have walked" in one(await ana.says("/today")).text


async def test_a_typed_walk_gets_a_reaction_and_the_receipt_changes_where_it_stands(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    card = one(await ana.taps("Walk"))
    receipt = one(await ana.says("walked 25"))
    assert (receipt.id, receipt.text) == (card.id, "Saved: you have walked 25 minutes today.")
    assert _reaction(ana) == "👍"
    await ana.passes(DAY)
    tomorrow = one(await ana.says("walked 10"))
    assert tomorrow.id != card.id, "nobody looks for yesterday's bubble"
    assert _reaction(ana) == "👍"
    assert "Just checking" in one(await ana.says("walked 10 but my leg hurts")).text
    assert _reaction(ana) == "", "never on a symptom"


@pytest.mark.parametrize(
    ("said", "shown"),
    [("start", "Walking: 0 of 10 minutes."), ("Done", "How many minutes?"), ("I'm finished", "How many minutes?")],
)
async def test_the_buttons_of_its_card_can_be_typed(lumbar: Town, said: str, shown: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.taps("Walk")
    assert shown in one(await ana.says(said)).text


async def test_the_same_words_mean_the_day_where_another_card_is_the_newest(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert "Today: 5 moves" in one(await ana.says("start")).text
    await ana.taps("Walk")
    await ana.says("/today")
    assert "Today: 5 moves" in one(await ana.says("start")).text
    await ana.taps("Walk")
    await ana.passes(DAY)
    assert "Today: 5 moves" in one(await ana.says("start")).text, "yesterday's walk is over"


# How long


@pytest.mark.parametrize(
    ("minutes", "title", "pace", "lengths"),
    [
        (5, "Today's walk: 5 minutes, 2 or 3 times", "still talk", ("5", "10", "20", "30")),
        (10, "Today's walk: 10 minutes", "still talk", ("10", "20", "30")),
        (15, "Today's walk: 15 minutes", "still talk", ("10", "15", "20", "30")),
        (25, "Today's walk: 25 minutes", "Brisk", ("10", "20", "25", "30")),
    ],
)
async def test_the_walk_is_as_long_as_theirs_and_is_offered_among_the_lengths(
    lumbar: Town, minutes: int, title: str, pace: str, lengths: tuple[str, ...]
) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await _walks_now(lumbar, ana, minutes)
    card = one(await ana.taps("Walk"))
    assert card.text.startswith(f"{title}\n")
    assert pace in card.text
    assert one(await ana.taps("Done")).labels == lengths


async def test_no_question_has_more_than_four_lengths(lumbar: Town) -> None:
    programme = lumbar.app.library.programme
    aims = [phase.walk for phase in programme.phases] + [(rung.minutes, rung.minutes) for rung in programme.walk]
    assert all(len({*walk.LENGTHS, *aim}) <= 4 for aim in aims)


async def test_three_days_walked_in_a_week_add_five_minutes(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="17:00")
    await _walks_now(lumbar, ana, 10)
    for _ in range(3):
        await ana.says("walked 10")
        await ana.passes(DAY)
    assert "Today's walk: 10 minutes" in one(await ana.taps("Walk")).text
    await ana.passes_until(datetime(2026, 3, 8, 18, tzinfo=UTC))
    await ana.says("thanks")
    await ana.passes_until(datetime(2026, 3, 9, 16, 59, tzinfo=UTC))
    assert "Aim for 15 minutes" in one(await ana.passes(timedelta(minutes=1))).text
    card = one(await ana.taps("Walk"))
    assert "That's 5 minutes more than before, as you walked on three days or more." in card.text
    assert "Then a 15-minute walk" in one(await ana.says("/today")).text
    await ana.says("walked 15")
    person = await lumbar.person(ana)
    assert person is not None
    assert (person.course.walk_minutes, person.course.walk_since) == (15, date(2026, 3, 9))
    await ana.passes(DAY)
    assert "more than before" not in one(await ana.taps("Walk")).text
    assert "Walk aimed at: 15 minutes" in await exported(ana)


async def test_on_a_sore_day_the_walk_is_short_and_easy(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await _walks_now(lumbar, ana, 25)
    await goes(ana, "Today", "Change today", "Sore day")
    card = one(await ana.taps("Walk"))
    assert "Today's walk: 10 minutes" in card.text
    assert "Brisk" not in card.text
    await ana.passes(DAY)
    assert "Today's walk: 25 minutes" in one(await ana.taps("Walk")).text


async def test_from_a_reminder_it_is_two_taps(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="17:00")
    await _walks_now(lumbar, ana, 15)
    await ana.passes_until(datetime(2026, 3, 3, 16, 59, tzinfo=UTC))
    assert "Aim for 15 minutes" in one(await ana.passes(timedelta(minutes=1))).text
    assert one(await goes(ana, "Done", "15")).text == "Saved: you have walked 15 minutes today."


# Reminders and holds


async def test_a_walk_nudge_comes_every_day_and_not_after_the_walk(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, session="08:00", walk="17:00")
    await ana.passes_until(datetime(2026, 3, 3, 16, 59, tzinfo=UTC))
    nudge = one(await ana.passes(timedelta(minutes=1)))
    assert nudge.text.startswith("Time for a walk? Aim for 10 minutes")
    assert nudge.labels == ("Start walk", "Done", "Not today", "New symptom")
    assert one(await ana.taps("Not today")).text == "That's fine. There is always another day."
    await ana.passes_until(datetime(2026, 3, 4, 12, tzinfo=UTC))
    await ana.says("walked 15")
    assert not await ana.passes(timedelta(hours=10))
    await ana.passes_until(datetime(2026, 3, 7, 16, 59, tzinfo=UTC))
    assert "Time for a walk?" in one(await ana.passes(timedelta(minutes=1))).text, "Saturdays too"


async def test_walking_stays_open_at_consult_with_one_line_of_caution(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, walk="17:00")
    await goes(ana, "New symptom", *ONE_LEG)
    card = one(await ana.says("/walk"))
    assert "Walk only if it feels OK. Stop if it makes anything worse, and tap New symptom." in card.text
    assert "Saved: you have walked 10 minutes today." in one(await goes(ana, "Done", "10")).text
    assert only_follow_ups(await ana.passes(7 * DAY)), "but nobody is reminded to"


async def test_there_is_no_walk_at_an_emergency(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    card = one(await ana.says("/walk"))
    await goes(ana, "New symptom", "Yes, one or more")
    for data in ("/walk", "/walk-going", "/walk-stop", "/walk-done", "/walked:20"):
        assert HELD_EMERGENCY in one(await ana.presses(card.id, data)).text
    assert HELD_EMERGENCY in (await ana.says("walked 25"))[0].text
