"""What suits me: what is kept of it, what it says, and that a warning sign among it is none of it."""

import pytest

from bot.domain.standing import Hold
from bot.domain.swaps import Swap
from bot.playground.phone import Phone
from bot.store import practices
from bot.store.practices import Item
from tests.chat.talks import (
    course_of,
    exercise_in,
    exercising,
    exported,
    goes,
    moved_in,
    one,
    texts,
)
from tests.chat.town import Town


async def _items(lumbar: Town, phone: Phone) -> dict[str, Item]:
    """Of the newest practice."""
    person = await lumbar.person(phone)
    assert person is not None
    async with lumbar.app.database.reading() as db:
        newest = (await practices.since(db, person.id, person.created_at.date()))[0]
    return {item.exercise: item for item in newest.items}


async def _shown(lumbar: Town) -> Phone:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("what suits me?")
    return ana


async def test_things_are_ticked_one_by_one_and_each_says_what_it_changes(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    card = ana.screen[-1]
    assert "Nothing is changed or left out now." in card.text
    assert len(card.labels) == len(Swap) + 2
    kneeling = one(await ana.taps("Kneeling hurts"))
    assert kneeling.id == card.id
    assert "✓ Kneeling hurts" in kneeling.labels
    assert "bird dog on a cushion" in kneeling.text, "a tick is never told by its sign alone"
    both = one(await ana.taps("Can't lie face down"))
    assert "Face down: the cobra is left out." in both.text
    assert (await course_of(lumbar, ana)).swaps == {Swap.KNEES, Swap.FACE_DOWN}
    assert "bird dog" not in one(await ana.taps("✓ Kneeling hurts")).text
    assert (await course_of(lumbar, ana)).swaps == {Swap.FACE_DOWN}
    assert one(await ana.taps("Ready")).text == "Saved. Your moves follow it from now on."


async def test_every_one_can_be_ticked(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    labels = ana.screen[-1].labels[: len(Swap)]
    card = (await goes(ana, *labels))[-1]
    assert (await course_of(lumbar, ana)).swaps == set(Swap)
    assert "see a GP." in card.text, "dizzy"
    assert card.labels[: len(Swap)] == tuple(f"✓ {label}" for label in labels)


async def test_heavy_legs_on_walking_are_no_swap_but_the_whole_check(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    assert "That needs a check first." in ana.screen[-1].text
    check = one(await ana.taps("Legs heavy when walking"))
    assert check.text.startswith("Safety check · 1 of 6")
    assert (await course_of(lumbar, ana)).swaps == set()
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.held is Hold.OPEN_QUESTION
    assert not exercise_in(await ana.says("what suits me"))


@pytest.mark.parametrize(
    ("typed", "swap"),
    [
        ("Dizzy getting up", Swap.DIZZY),
        ("wrist sore", Swap.WRISTS),
        ("my knees", Swap.KNEES),
        ("I can't lie on my front", Swap.FACE_DOWN),
        ("no band", Swap.NO_BAND),
        ("no stick", Swap.NO_STICK),
        ("worse sitting", Swap.BENDING),
        ("standing", Swap.ARCHING),
        ("no floor", Swap.NO_FLOOR),
        ("shoulder", Swap.SHOULDER),
    ],
)
async def test_it_can_be_typed(lumbar: Town, typed: str, swap: Swap) -> None:
    ana = await _shown(lumbar)
    await ana.says(typed)
    assert (await course_of(lumbar, ana)).swaps == {swap}


@pytest.mark.parametrize("typed", ["Legs heavy when walking", "legs"])
async def test_the_words_of_its_button_open_the_check_too(lumbar: Town, typed: str) -> None:
    ana = await _shown(lumbar)
    assert "Safety check · 1 of 6" in texts(await ana.says(typed))
    assert (await course_of(lumbar, ana)).swaps == set()


@pytest.mark.parametrize("typed", ["my legs are heavy", "heavy legs", "numb wrists"])
async def test_other_words_are_read_as_they_always_are(lumbar: Town, typed: str) -> None:
    ana = await _shown(lumbar)
    await ana.says(typed)
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.held is not Hold.NONE
    assert person.course.swaps == set()


async def test_who_is_held_gets_the_advice(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    card = ana.screen[-1]
    await ana.says("my left foot is tingling")
    step = next(
        button.data
        for message in ana.chat.messages
        if message.id == card.id
        for row in message.buttons
        for button in row
    )
    assert step is not None
    assert not exercise_in(await ana.presses(card.id, step))
    assert (await course_of(lumbar, ana)).swaps == set()
    assert "Your exercises are paused" in texts(await ana.says("what suits me"))


async def test_what_is_kept_can_be_seen(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    await goes(ana, "Wrist sore", "No broomstick", "Ready")
    told = await exported(ana)
    assert "What does not suit you: Wrist sore" in told
    assert "What does not suit you: No broomstick" in told


async def test_it_reaches_the_moves_that_still_wait(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await goes(ana, "Done")
    await ana.says("what suits me")
    await goes(ana, "Kneeling hurts")
    items = await _items(lumbar, ana)
    assert (items["cat-camel"].level, items["cat-camel"].state) == (1, "done"), "what is done is done"
    assert items["bird-dog"].form == "cushion"
    assert items["hip-flexor-stretch"].level == 0


async def test_a_move_by_itself_is_done_as_it_suits_or_not_at_all(lumbar: Town) -> None:
    ana = await _shown(lumbar)
    await goes(ana, "Can't lie face down", "Kneeling hurts", "Shoulder sore", "Ready")
    await ana.says("/exercises")
    assert "Side plank at the wall" in one(await goes(ana, "Side plank")).text
    assert "1 of 1 · Side plank at the wall" in texts(await ana.taps("Do this now"))
    await ana.says("/exercises")
    told = texts(await goes(ana, "Prone cobra", "Do this now"))
    assert told == "You said that this does not suit you. You can change that."
    assert "Tap what is true of you." in texts(await ana.taps("What suits me"))


# A joint that is sore during a move


async def test_a_sore_joint_is_asked_for_by_name(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await goes(ana, "It hurt")
    which = one(await ana.taps("Wrist, knee or shoulder"))
    assert which.text == "Which joint is it?"
    assert which.labels == ("Wrist", "Knee", "Shoulder", "Another joint", "What suits me")
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.held is Hold.NONE, "nothing there needs a check"


@pytest.mark.parametrize("answer", ["Knee", "knee", "my left knee"])
async def test_a_sore_knee_gets_the_move_in_a_form_that_spares_it(lumbar: Town, answer: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await goes(ana, *["Done"] * 4, "It hurt", "Wrist, knee or shoulder")
    card = one(await (ana.taps(answer) if answer == "Knee" else ana.says(answer)))
    assert card.text.startswith("Try it this way. It spares that joint, and I keep it in mind.")
    assert "5 of 5 · Hip stretch, standing\n15 seconds a side, 2 each" in card.text
    assert (await course_of(lumbar, ana)).swaps == {Swap.KNEES}


async def test_a_sore_wrist_changes_the_moves_to_come_as_well(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    seated = one(await goes(ana, "It hurt", "Wrist, knee or shoulder", "Wrist"))
    assert "1 of 5 · Cat-camel on a chair" in seated.text
    assert (await _items(lumbar, ana))["bird-dog"].form == "fists"


async def test_easier_after_another_form_is_the_gentler_one(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    card = one(await goes(ana, *["Done"] * 3, "It hurt", "Wrist, knee or shoulder", "Shoulder"))
    assert "4 of 5 · Bird dog, leg only\n8 seconds a side, 2 each" in card.text
    assert (await _items(lumbar, ana))["bird-dog"].form == "leg"
    await goes(ana, "Easier")
    bird_dog = (await _items(lumbar, ana))["bird-dog"]
    assert (bird_dog.level, bird_dog.form) == (0, "leg-or-arm")


@pytest.mark.parametrize(("answer", "swaps"), [("Knee", {Swap.KNEES}), ("Another joint", set())])
async def test_a_joint_that_the_move_can_not_spare_leaves_it_out(lumbar: Town, answer: str, swaps: set[Swap]) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    following = one(await goes(ana, "Done", "Done", "It hurt", "Wrist, knee or shoulder", answer))
    assert following.text.startswith("Leave that one for today. If the joint stays sore, ask a GP or physio.")
    assert "4 of 5 · " in following.text
    assert (await course_of(lumbar, ana)).swaps == swaps


async def test_what_suits_me_is_one_tap_away_from_a_sore_joint(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exercising(ana)
    await goes(ana, "It hurt", "Wrist, knee or shoulder")
    assert "Tap what is true of you." in one(await ana.taps("What suits me")).text
