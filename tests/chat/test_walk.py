"""The walk: today's minutes, going, done, and its own reminder."""

from datetime import UTC, datetime, timedelta

from tests.chat.talks import HELD_EMERGENCY, ONE_LEG, goes, moved_in, one, only_follow_ups
from tests.chat.town import Town

DAY = timedelta(days=1)


async def test_a_walk_is_shown_begun_and_saved_in_one_bubble(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    card = one(await ana.taps("Walk"))
    assert card.text.startswith("Today's walk: 10 minutes\nGo at a pace where you can still talk.")
    assert card.labels == ("Going", "Done", "New symptom")
    going = one(await ana.taps("Going"))
    assert (going.id, going.text) == (card.id, "Enjoy it. Tap Done when you are back.")
    ask = one(await ana.taps("Done"))
    assert ask.labels == ("10", "20", "30")
    saved = one(await ana.taps("20"))
    assert (saved.id, saved.text) == (card.id, "Saved: you have walked 20 minutes today.")
    await ana.taps("I walked again")
    assert one(await ana.says("10")).text == "Saved: you have walked 30 minutes today."


async def test_minutes_can_be_typed_in_words(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    assert one(await ana.says("walked 25")).text == "Saved: you have walked 25 minutes today."
    assert "How many minutes?" in one(await ana.says("went for a walk")).text
    assert "Type a number, such as 25." in one(await ana.says("quite far")).text
    assert "45 minutes" in one(await ana.says("about 20 min")).text
    assert "You have walked" in one(await ana.says("/today")).text


async def test_a_walk_nudge_comes_every_day_and_not_after_the_walk(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana, session="08:00", walk="17:00")
    await ana.passes_until(datetime(2026, 3, 3, 16, 59, tzinfo=UTC))
    nudge = one(await ana.passes(timedelta(minutes=1)))
    assert nudge.text.startswith("Time for a walk? Aim for 10 minutes")
    assert nudge.labels == ("Going", "Done", "Not today", "New symptom")
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
    for data in ("/walk", "/walk-going", "/walk-done", "/walked:20"):
        assert HELD_EMERGENCY in one(await ana.presses(card.id, data)).text
    assert HELD_EMERGENCY in (await ana.says("walked 25"))[0].text
