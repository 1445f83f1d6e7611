"""A still picture goes with its words, and never costs them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.garden import grown
from bot.flows import talk
from bot.flows.talk import Button, Drawing, Reply, say, words
from bot.playground.message import Sent
from bot.playground.phone import Bubble, Phone
from bot.playground.refusal import bad_request
from bot.store import outbox, people
from bot.store.outbox import Lane
from tests.chat.talks import moved_in, one
from tests.chat.town import Town

FIRST = date(2026, 3, 2)
WORDS = "Nothing was deleted."


def drawing(*, dark: bool = False, kept: int = 3) -> Drawing:
    days = [FIRST + timedelta(days=each) for each in range(kept)]
    return Drawing("garden", grown(FIRST, FIRST + timedelta(days=9), days, ()).dump(), dark=dark)


def shown(**changes: object) -> Reply:
    buttons = ((Button(words("label-today"), goes="today"),),)
    return replace(say("delete-kept"), buttons=buttons, drawing=drawing(), **changes)  # type: ignore[arg-type]  # fields of Reply


@pytest.fixture
async def ana(lumbar: Town) -> Phone:
    phone = lumbar.phone()
    await moved_in(lumbar, phone)
    return phone


async def gets(lumbar: Town, phone: Phone, reply: Reply) -> list[Bubble]:
    """What the person sees of a reply as the adapter would leave it in the outbox."""
    seen = {bubble.id: bubble for bubble in phone.screen}
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        dumped, now = talk.dump(reply), lumbar.clock.now()
        await outbox.add(db, person, phone.chat.id, payload=dumped, lane=Lane.REPLY, kind=reply.kind.value, now=now)
    lumbar.app.courier.wake()
    await lumbar.settled()
    return [bubble for bubble in phone.screen if seen.get(bubble.id) != bubble]


def last(lumbar: Town) -> Sent:
    return lumbar.telegram.sent[-1]


def test_a_drawing_survives_being_stored() -> None:
    assert talk.load(talk.dump(shown())) == shown()
    assert talk.load(talk.dump(say("delete-kept"))).drawing is None


async def test_it_is_a_photo_with_the_words_beneath_and_the_buttons(lumbar: Town, ana: Phone) -> None:
    bubble = one(await gets(lumbar, ana, shown()))
    assert (bubble.media, bubble.text, bubble.labels) == ("photo", WORDS, ("Today",))
    media = last(lumbar).media
    assert media is not None
    assert (last(lumbar).method, media.content_type) == ("sendPhoto", "image/png")
    assert lumbar.telegram.files[media.file_id].content.startswith(b"\x89PNG")


async def test_who_wants_text_only_gets_the_words(lumbar: Town, ana: Phone) -> None:
    await ana.says("/settings")
    await ana.taps("Text only")
    bubble = one(await gets(lumbar, ana, shown()))
    assert (bubble.media, bubble.text, bubble.labels) == (None, WORDS, ("Today",))


@pytest.mark.parametrize("broken", [Drawing("castle", {}), Drawing("garden", {"week": "no"})])
async def test_words_go_out_where_the_picture_cannot_be_drawn(lumbar: Town, ana: Phone, broken: Drawing) -> None:
    bubble = one(await gets(lumbar, ana, replace(shown(), drawing=broken)))
    assert (bubble.media, bubble.text, bubble.labels) == (None, WORDS, ("Today",))


async def test_words_go_out_where_telegram_refuses_the_picture(lumbar: Town, ana: Phone) -> None:
    lumbar.telegram.fail_next("sendPhoto", bad_request("IMAGE_PROCESS_FAILED").refusal)
    bubble = one(await gets(lumbar, ana, shown(card="garden")))
    assert (bubble.media, bubble.text, bubble.labels) == (None, WORDS, ("Today",))
    photo = (await gets(lumbar, ana, shown(card="garden")))[-1]
    assert (photo.media, photo.id != bubble.id) == ("photo", True), "the card knows that it was words"


async def test_a_card_with_the_same_picture_changes_its_words_in_place(lumbar: Town, ana: Phone) -> None:
    first = one(await gets(lumbar, ana, shown(card="garden")))
    again = one(await gets(lumbar, ana, replace(shown(card="garden"), text=((words("delete-nothing"),),))))
    assert (again.id, again.media, again.text) == (first.id, "photo", "Nothing about you is stored.")


async def test_a_card_with_another_picture_changes_it_in_place(lumbar: Town, ana: Phone) -> None:
    first = one(await gets(lumbar, ana, shown(card="garden")))
    before = last(lumbar).media
    await gets(lumbar, ana, replace(shown(card="garden"), drawing=drawing(dark=True)))
    assert (last(lumbar).method, last(lumbar).message_id) == ("editMessageMedia", first.id)
    assert last(lumbar).media != before


async def test_a_card_between_words_and_a_picture_is_sent_anew_both_ways(lumbar: Town, ana: Phone) -> None:
    text = replace(say("delete-kept"), card="garden")
    first = one(await gets(lumbar, ana, text))
    photo = one(await gets(lumbar, ana, shown(card="garden")))
    after = (await gets(lumbar, ana, text))[-1]
    assert [first.media, photo.media, after.media] == [None, "photo", None]
    assert len({first.id, photo.id, after.id}) == 3
