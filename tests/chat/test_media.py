"""A practice card moves: one bubble with a picture, uploaded once, or all in words for who wants that."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.library import Illustration, Library
from bot.playground.message import Sent
from bot.playground.phone import Bubble, Phone
from bot.playground.refusal import bad_request
from bot.playground.telegram import Telegram
from tests.chat.talks import MOVES, after_a_restart, data_of, exercising, goes, in_hand, moved_in, one
from tests.chat.town import StillClock, Town, read_library, town


@pytest.fixture
def drawn(tmp_path: Path) -> Library:
    """With a film and a still for each form, which say nothing but which form it is."""
    library = read_library()
    pictures: dict[str, Illustration] = {}
    for each in library.exercises.values():
        for form in each.forms:
            film, still = (tmp_path / f"{each.id}-{form}.{kind}" for kind in ("mp4", "jpg"))
            film.write_bytes(film.name.encode())
            shade = sum(film.name.encode()) % 256
            Image.new("RGB", (48, 36), (shade, 255 - shade, len(pictures))).save(still)
            pictures[f"{each.id}-{form}"] = Illustration(f"{each.id}-{form}", film, still)
    return replace(library, pictures=pictures)


@pytest.fixture
async def lumbar(tmp_path: Path, empty: Path, drawn: Library) -> AsyncIterator[Town]:
    async with town(tmp_path, empty, library=drawn) as running:
        yield running


async def _begun(lumbar: Town) -> tuple[Phone, Bubble]:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    return ana, await exercising(ana)


def _of(lumbar: Town, card: Bubble) -> list[Sent]:
    return [sent for sent in lumbar.telegram.sent if sent.message_id == card.id and sent.media is not None]


def _was_uploaded(sent: Sent) -> bool:
    """Rather than named by an id."""
    return sent.media is not None and sent.media.file_id not in str(sent.params)


async def test_a_session_is_one_bubble_whose_picture_changes_with_the_move(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    assert card.media == "animation"
    for _ in range(MOVES - 1):
        move = one(await ana.taps("Done"))
        assert (move.id, move.media) == (card.id, "animation")
    pain = one(await ana.taps("Done"))
    assert (pain.id, pain.labels[0]) == (card.id, "0")
    effort = one(await ana.taps("2"))
    assert effort.id == card.id
    assert [sent.method for sent in _of(lumbar, card)] == [
        "sendAnimation",
        *["editMessageMedia"] * (MOVES - 1),
        *["editMessageCaption"] * 2,
    ]
    pictures = [sent.media.name for sent in _of(lumbar, card) if sent.media]
    assert len(set(pictures)) == MOVES
    assert pictures[-3:] == [pictures[-1]] * 3, "what is asked stands under the last one"


async def test_what_is_asked_about_a_move_stands_under_its_picture(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    await goes(ana, "Skip")
    back = one(await goes(ana, "Back"))
    assert (back.id, back.text) == (card.id, card.text)
    hurt = one(await ana.taps("It hurt"))
    assert (hurt.id, hurt.media) == (card.id, "animation")
    assert {sent.method for sent in _of(lumbar, card)[1:]} == {"editMessageCaption"}
    eased = one(await ana.taps("Back only, and it eased"))
    assert eased.id == card.id
    assert _of(lumbar, card)[-1].method == "editMessageMedia", "the easier form looks different"


async def test_a_timer_changes_the_words_and_leaves_the_picture_alone(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    await goes(ana, "Done", "Start timer")
    before = len(_of(lumbar, card))
    await ana.passes(timedelta(seconds=30))
    frames = _of(lumbar, card)[before:]
    assert len(frames) > 8
    assert {sent.method for sent in frames} == {"editMessageCaption"}


async def test_each_picture_is_uploaded_once_for_everybody(lumbar: Town) -> None:
    ana, first = await _begun(lumbar)
    await goes(ana, "Done")
    assert all(_was_uploaded(sent) for sent in _of(lumbar, first))
    ben, second = await _begun(lumbar)
    await goes(ben, "Done")
    assert not any(_was_uploaded(sent) for sent in _of(lumbar, second))
    assert [sent.media for sent in _of(lumbar, second)] == [sent.media for sent in _of(lumbar, first)]


async def test_ids_outlive_a_restart_and_a_file_that_telegram_lost_is_uploaded_again(
    tmp_path: Path, empty: Path, drawn: Library
) -> None:
    clock = StillClock()
    async with town(tmp_path, empty, clock=clock, library=drawn) as lumbar:
        await _begun(lumbar)
        knows, forgot = Telegram(clock.now, first_id=10_000), Telegram(clock.now, first_id=20_000)
        knows.media.update(lumbar.telegram.media)
    async with town(tmp_path, empty, clock=clock, telegram=knows, library=drawn) as lumbar:
        lumbar._next_chat = 2000
        _, card = await _begun(lumbar)
        assert not _was_uploaded(_of(lumbar, card)[0])
    async with town(tmp_path, empty, clock=clock, telegram=forgot, library=drawn) as lumbar:
        lumbar._next_chat = 3000
        _, card = await _begun(lumbar)
        assert _was_uploaded(_of(lumbar, card)[0])
        _, other = await _begun(lumbar)
        assert not _was_uploaded(_of(lumbar, other)[0])


@pytest.mark.parametrize("method", ["sendAnimation", "editMessageMedia"])
async def test_a_picture_that_telegram_refuses_costs_no_word(lumbar: Town, method: str) -> None:
    lumbar.telegram.fail_next(method, bad_request("VIDEO_CONTENT_TYPE_INVALID").refusal)
    ana, card = await _begun(lumbar)
    second = (await ana.taps("Done"))[-1]
    assert (second.text.startswith("2 of 5"), "Done" in second.labels) == (True, True)
    assert card.text.startswith("1 of 5")


# In words


async def test_who_wants_words_alone_gets_them(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/settings")
    await ana.taps("Text only")
    card = await exercising(ana)
    assert card.media is None
    held = one(await ana.taps("Done"))
    assert (held.id, held.media) == (card.id, None)
    assert "Get ready." in one(await ana.taps("Start timer")).text


async def test_a_change_of_mind_counts_from_the_next_card_on(lumbar: Town) -> None:
    ana, card = await _begun(lumbar)
    await goes(ana, "Text only")
    text = one(await ana.presses(card.id, data_of(ana, card.id, "Done")))
    assert (text.id != card.id, text.media, text.text[:6]) == (True, None, "2 of 5")
    assert ana.screen[[bubble.id for bubble in ana.screen].index(card.id)].labels == ()
    await ana.says("/settings")
    await goes(ana, "Show pictures")
    film = one(await ana.presses(text.id, data_of(ana, text.id, "Done")))
    assert (film.media, film.text[:6]) == ("animation", "3 of 5")


@pytest.mark.soak
async def test_pictures_are_there_again_after_a_restart_in_the_middle(
    tmp_path: Path, empty: Path, drawn: Library
) -> None:
    clock = StillClock()
    async with town(tmp_path, empty, clock=clock, library=drawn) as lumbar:
        ana, card = await _begun(lumbar)
        telegram = after_a_restart(lumbar.telegram)
    async with town(tmp_path, empty, clock=clock, telegram=telegram, library=drawn) as lumbar:
        ana = in_hand(lumbar, ana)
        move = one(await ana.taps("Done"))
        assert (move.id, move.media) == (card.id, "animation")


# Today at a glance


async def test_today_comes_with_the_moves_side_by_side_and_stays_one_bubble(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    today = one(await ana.says("/today"))
    assert (today.media, today.text[:14]) == ("photo", "Today: 5 moves")
    change = one(await ana.taps("Change today"))
    assert (change.id, change.media) == (today.id, "photo")
    assert one(await ana.taps("Back")).text == today.text
    begun, card = await ana.taps("Start")
    assert (begun.id, begun.media, card.media) == (today.id, "photo", "animation")
    assert {sent.method for sent in _of(lumbar, today)[1:]} == {"editMessageCaption"}


async def test_a_plan_that_changes_changes_its_picture(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    today = one(await ana.says("/today"))
    changed = one(await goes(ana, "Change today", "No floor"))
    assert (changed.id, changed.text != today.text) == (today.id, True)
    assert _of(lumbar, today)[-1].method == "editMessageMedia"


@pytest.mark.soak
async def test_a_reminder_in_words_goes_on_in_words(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    nudge = (await ana.passes(timedelta(hours=14)))[-1]
    today = one(await ana.taps("Start"))
    assert (today.id, today.media, today.text[:14]) == (nudge.id, None, "Today: 5 moves")


@pytest.mark.soak
async def test_everybody_with_the_same_plan_gets_the_same_upload(lumbar: Town) -> None:
    phones = [lumbar.phone(), lumbar.phone()]
    cards = []
    for phone in phones:
        await moved_in(lumbar, phone)
        cards.append(one(await phone.says("/today")))
    assert [_was_uploaded(_of(lumbar, card)[0]) for card in cards] == [True, False]
