"""An update that fails three times is given up. What it warned of holds all the same, and its person hears of it."""

from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.standing import Hold
from bot.playground.phone import Phone
from tests.chat.talks import CONSULT, EMERGENCY, goes, screened, texts
from tests.chat.test_lifeline import button, captions, edits, held, types
from tests.chat.town import Town

APOLOGY = "Sorry"
LEG = "my left leg is tingling"


@pytest.fixture
async def ana(lumbar: Town) -> Phone:
    lumbar.app.intake._back_off = (0.0, 0.0, 0.0)
    phone = lumbar.phone()
    await screened(phone)
    return phone


async def breaks(lumbar: Town, table: str) -> None:
    """Whatever stops somebody's exercises fails from now on."""
    async with lumbar.app.database.writing() as db:
        await db.execute(text(f"ALTER TABLE {table} RENAME TO lost"))


def raw(phone: Phone, **parts: Any) -> dict[str, Any]:
    """A message that python-telegram-bot cannot read, and `text_of` can."""
    return {"message_id": 77, "date": "yesterday", "chat": phone.chat.api(), "from": phone.chat.person()} | parts


@pytest.mark.parametrize("act", [types, captions, edits])
async def test_words_that_warn_get_their_message_though_nothing_can_be_placed(
    lumbar: Town, ana: Phone, act: Any
) -> None:
    await breaks(lumbar, "practices")
    act(ana)
    await lumbar.settled()
    assert texts(ana.screen).count(CONSULT) == 1
    assert "It's got worse" in ana.screen[-1].labels


async def test_before_consent_it_has_the_numbers_of_the_country_and_no_button(lumbar: Town) -> None:
    lumbar.app.intake._back_off = (0.0, 0.0, 0.0)
    ana = lumbar.phone()
    await ana.says("/start")
    await goes(ana, "United Kingdom")
    await breaks(lumbar, "routines")
    lumbar.telegram.updates.add("message", raw(ana, text="I can't pee"))
    await lumbar.settled()
    told = next(each for each in ana.screen if EMERGENCY in each.text)
    assert told.labels == ()


async def test_before_consent_an_apology_has_no_button_either(lumbar: Town) -> None:
    lumbar.app.intake._back_off = (0.0, 0.0, 0.0)
    ana = lumbar.phone()
    await ana.says("/start")
    lumbar.telegram.updates.add("message", raw(ana, text="hello"))
    await lumbar.settled()
    assert APOLOGY in ana.screen[-1].text
    assert ana.screen[-1].labels == ()


async def test_who_tapped_by_mistake_before_is_not_offered_it_again(lumbar: Town, ana: Phone) -> None:
    await goes(ana, "New symptom", "Yes, one or more", "I tapped by mistake")
    message_id, data = button(ana, "Yes, one or more")
    await breaks(lumbar, "practices")
    told = await ana.presses(message_id, data)
    assert EMERGENCY in texts(told)
    assert "I tapped by mistake" not in told[-1].labels


@pytest.mark.parametrize(
    ("kind", "part"), [("message", "text"), ("message", "caption"), ("edited_message", "text")], ids=str
)
async def test_words_that_warn_hold_though_their_update_cannot_be_read(
    lumbar: Town, ana: Phone, kind: str, part: str
) -> None:
    lumbar.telegram.updates.add(kind, raw(ana, **{part: LEG}))
    await lumbar.settled()
    assert texts(ana.screen).count(CONSULT) == 1
    assert (await held(lumbar, ana)) is Hold.CONSULT


async def test_a_tapped_answer_that_warns_gets_its_message_though_nothing_can_be_placed(
    lumbar: Town, ana: Phone
) -> None:
    await goes(ana, "New symptom")
    message_id, data = button(ana, "Yes, one or more")
    await breaks(lumbar, "practices")
    told = await ana.presses(message_id, data)
    assert texts(told).count(EMERGENCY) == 1
    assert APOLOGY not in texts(told)


async def test_a_tapped_answer_that_warns_holds_though_its_update_cannot_be_read(lumbar: Town, ana: Phone) -> None:
    await goes(ana, "New symptom", *("None of these", "No", "No", "None of these"))
    message_id, data = button(ana, "9")
    shown = next(message for message in ana.chat.messages if message.id == message_id)
    bubble = {"message_id": message_id, "date": "yesterday", "chat": ana.chat.api(), "text": shown.plain}
    tap = {"id": "1", "from": ana.chat.person(), "chat_instance": "1", "data": data, "message": bubble}
    lumbar.telegram.updates.add("callback_query", tap)
    await lumbar.settled()
    assert "strong pain" in ana.screen[-1].text, "a sentence that is true of the answer"
    assert "I've been checked" in ana.screen[-1].labels
    assert (await held(lumbar, ana)) is Hold.CONSULT


async def test_a_harmless_answer_whose_update_fails_gets_an_apology(lumbar: Town, ana: Phone) -> None:
    await goes(ana, "New symptom")
    message_id, data = button(ana, "None of these")
    await breaks(lumbar, "check_ins")
    assert APOLOGY in texts(await ana.presses(message_id, data))
