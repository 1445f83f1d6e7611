"""Change today: what is wished for one day alone, and what may take the place of a move."""

from datetime import UTC, datetime, timedelta

from bot.domain.swaps import Swap
from bot.playground.phone import Phone
from tests.chat.talks import (
    course_of,
    data_of,
    exercise_in,
    exercising,
    exported,
    goes,
    is_exercise,
    moved_in,
    one,
    texts,
)
from tests.chat.town import Town

NOTHING_NEW = "Nothing new – start"


async def _shown(lumbar: Town) -> Phone:
    """Today's card, on the morning after."""
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.passes(datetime(2026, 3, 3, 8, tzinfo=UTC) - lumbar.clock.now())
    await ana.says("/today")
    return ana


async def test_change_today_has_it_all_on_one_card(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    card = ana.screen[-1]
    change = one(await ana.taps("Change today"))
    assert change.id == card.id
    assert change.labels == ("One minute", "Sore day", "No floor", "No band", "Swap a move", "Why these?", "Back")
    assert exercise_in(await ana.taps("Back"))


async def test_no_floor_is_for_today_and_shows_todays_card_again(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    card = one(await goes(ana, "Change today", "No floor"))
    assert card.text.startswith("No floor today: sitting and standing moves.\n\nToday: ")
    assert "1. Cat-camel on a chair: 5 slow rounds\n2. Draw-in, sitting: 10 seconds, 10 times\n" in card.text
    assert "Hip stretch, standing" in card.text
    assert "Bird dog" not in card.text
    assert NOTHING_NEW in card.labels, "nothing opens before it"
    wished = (await course_of(lumbar, ana)).today
    assert wished is not None
    assert wished.date == lumbar.clock.now().date()
    assert wished.swaps == {Swap.NO_FLOOR}
    await ana.passes(timedelta(days=1))
    assert (await course_of(lumbar, ana)).swaps_on(lumbar.clock.now().date()) == set()


async def test_tapped_again_it_is_taken_back(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    await goes(ana, "Change today", "No floor", "Change today", "No band")
    change = one(await ana.taps("Change today"))
    assert {"✓ No floor", "✓ No band"} <= {*change.labels}
    assert "No floor today: sitting and standing moves." in change.text
    assert one(await ana.taps("✓ No floor")).text.startswith("The floor is fine again today.")
    wished = (await course_of(lumbar, ana)).today
    assert wished is not None
    assert wished.swaps == {Swap.NO_BAND}
    assert one(await goes(ana, "Change today", "✓ No band")).text.startswith("The band is there again today.")


async def test_typed_it_is_only_ever_wished(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    for _ in range(2):
        assert "No floor today" in one(await ana.says("no floor today")).text
    assert "No band today" in one(await ana.says("No band")).text
    wished = (await course_of(lumbar, ana)).today
    assert wished is not None
    assert wished.swaps == {Swap.NO_FLOOR, Swap.NO_BAND}


async def test_what_never_suits_is_not_offered_for_a_day(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    old = one(await goes(ana, "Change today"))
    no_band = data_of(ana, old.id, "No band")
    await ana.says("what suits me")
    await goes(ana, "No band", "Ready")
    await ana.says("/today")
    assert "No band" not in one(await ana.taps("Change today")).labels
    assert "Tap what is true of you." in texts(await ana.presses(old.id, no_band))


async def test_no_floor_reaches_a_session_that_is_open(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await goes(ana, "Done")
    left = one(await ana.says("no floor"))
    assert left.text.startswith("No floor today: sitting and standing moves.\n\nYou stopped at move 2 of 5")
    await goes(ana, "Carry on")
    assert "5 of 5 · Hip stretch, standing" in texts(await ana.taps("Done"))


# Another move


async def test_a_move_is_swapped_for_one_of_the_same_kind(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    moves = one(await goes(ana, "Change today", "Swap a move"))
    assert moves.labels == ("Cat-camel", "Draw-in", "Glute bridge", "Bird dog", "Hip-flexor stretch", "Back")
    instead = one(await ana.taps("Bird dog"))
    assert instead.text.startswith("In place of Bird dog, for today:\nProne cobra: ")
    assert instead.labels == ("Prone cobra", "Back")
    card = one(await ana.taps("Prone cobra"))
    assert card.text.startswith("Prone cobra in place of Bird dog, for today.\n\nToday: ")
    assert "Prone cobra: 30 seconds" in card.text
    assert "Bird dog: " not in card.text
    assert NOTHING_NEW in card.labels
    wished = (await course_of(lumbar, ana)).today
    assert wished is not None
    assert dict(wished.moves) == {"bird-dog": "prone-cobra"}
    told = await exported(ana)
    assert "3 March 2026, for that day: Prone cobra in place of Bird dog" in told


async def test_a_swapped_move_comes_back(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    await goes(ana, "Change today", "Swap a move", "Bird dog", "Prone cobra")
    assert "Bird dog is back." in one(await goes(ana, "Change today", "Swap a move", "Prone cobra", "Bird dog")).text
    wished = (await course_of(lumbar, ana)).today
    assert wished is not None
    assert wished.moves == {}


async def test_where_nothing_can_stand_in_it_says_so(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    none = one(await goes(ana, "Change today", "Swap a move", "Cat-camel"))
    assert none.text.startswith("There is no other move of that kind that suits you today.")
    assert none.labels == ("Back",)
    assert "Bird dog" in one(await ana.taps("Back")).labels


async def test_what_does_not_suit_stands_in_for_nothing(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    await ana.says("what suits me")
    await goes(ana, "Can't lie face down", "Ready")
    await ana.says("/today")
    assert "no other move" in one(await goes(ana, "Change today", "Swap a move", "Bird dog")).text


async def test_a_forged_swap_stores_nothing(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    page = one(await goes(ana, "Change today"))
    for data in ("/swap:bird-dog:glute-bridge", "/swap:bird-dog:nonsense", "/swap:nonsense", "/wish:nonsense"):
        await ana.presses(page.id, data)
        assert (await course_of(lumbar, ana)).today is None


async def test_nothing_of_it_opens_an_exercise_or_is_shown_to_who_is_held(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    for taps in (("Swap a move", "Bird dog", "Prone cobra"), ("No floor",), ("No band",)):
        bubbles = await goes(ana, "Change today", *taps)
        assert not any(is_exercise(bubble) for bubble in bubbles)
    page = one(await goes(ana, "Change today"))
    await ana.says("my left foot is tingling")
    for data in ("/today-change", "/wish:no-floor", "/swap", "/swap:bird-dog", "/suits"):
        shown = await ana.presses(page.id, data)
        assert not exercise_in(shown)
        assert "Your exercises are paused" in texts(shown)
