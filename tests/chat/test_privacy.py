"""What is kept can be read, taken away and deleted, by anybody, at any time."""

import json
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from sqlalchemy import func, select

from bot.playground.phone import Phone
from bot.store.tables import inbox, outbox
from tests.chat.talks import (
    HELD_CONSULT,
    MOVES,
    ONE_LEG,
    checked,
    data_of,
    exercising,
    exported,
    goes,
    left_of_people,
    moved_in,
    one,
    settled_in,
    two,
)
from tests.chat.town import Town


async def _lived(lumbar: Town, phone: Phone) -> None:
    """A row in every table that there is about a person."""
    await settled_in(phone, walk="17:00")
    await exercising(phone)
    await goes(phone, "Easier", "It hurt", "Back only, still strong", "6", *["Done"] * (MOVES - 1), "2", "OK")
    await phone.says("walked 25")
    await phone.passes(timedelta(days=1))
    await goes(phone, "Not today")
    await goes(phone, "New symptom", *ONE_LEG)
    assert (await lumbar.person(phone)) is not None


async def test_delete_leaves_nothing_of_a_person_anywhere(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _lived(lumbar, ana)
    before = await left_of_people(lumbar)
    assert {"people", "consents", "routines", "slots", "practices", "rungs", "check_ins", "triage_events", "cards"} <= (
        before.keys()
    )
    _, asked = two(await ana.says("/delete"))
    assert "Delete everything about you?" in asked.text
    told, done = two(await ana.taps("Delete everything"))
    assert HELD_CONSULT in told.text, "the last thing this chat can say"
    assert told.labels == ()
    assert done.text.startswith("Done. Everything about you is deleted.")
    assert await left_of_people(lumbar) == {}
    async with lumbar.app.database.reading() as db:
        to_the_chat = select(func.count()).select_from(inbox).where(inbox.c.chat_hash.is_not(None))
        assert (await db.execute(to_the_chat.where(inbox.c.state != "done"))).scalar_one() == 0
        assert (await db.execute(select(func.count()).where(outbox.c.state == "pending"))).scalar_one() == 0
    assert not await ana.passes(timedelta(days=30))
    assert "Which country are you in?" in one(await ana.says("/start")).text


async def _deleted(phone: Phone) -> None:
    await phone.says("/delete")
    await phone.taps("Delete everything")


async def test_what_comes_late_begins_nothing_anew_and_who_comes_back_does(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    card = one(await ana.says("/today"))
    sent_at = lumbar.clock.now()
    await _deleted(ana)
    assert await ana.presses(card.id, data_of(ana, card.id, "Start")) == []
    assert ana.chat.toasts[-1].text == "Everything about you is deleted. You can start again with /start."
    await _arrives_late(lumbar, ana, "thanks for everything", sent_at)
    assert await left_of_people(lumbar) == {}
    await _arrives_late(lumbar, ana, "my leg is numb", sent_at)
    assert "numb" in ana.screen[-1].text or "check" in ana.screen[-1].text
    assert "Which country are you in?" in one(await ana.says("/start")).text
    two(await goes(ana, "United Kingdom", "I'm 18 or over and I agree"))
    person = await lumbar.person(ana)
    assert person is not None
    assert person.started_on is None


async def _arrives_late(lumbar: Town, phone: Phone, text: str, sent_at: datetime) -> None:
    """A message that Telegram, or a queue of ours, had kept back."""
    message = {
        "message_id": lumbar.telegram.next_id(),
        "date": int(sent_at.timestamp()),
        "chat": {"id": phone.chat.id, "type": "private", "first_name": "Ana"},
        "from": {"id": phone.chat.id, "is_bot": False, "first_name": "Ana", "language_code": "en"},
        "text": text,
    }
    lumbar.telegram.updates.add("message", message)
    await lumbar.settled()


async def test_delete_takes_nobody_else_with_it(lumbar: Town) -> None:
    ana, ben = lumbar.phone(), lumbar.phone(name="Ben")
    await moved_in(lumbar, ana)
    await moved_in(lumbar, ben)
    await goes(ana, "Today")
    await ana.says("/erase")
    one(await ana.taps("Delete everything"))
    assert (await left_of_people(lumbar))["people"] == 1
    assert "Ready for today's routine?" in one(await ben.passes(timedelta(days=1))).text


async def test_keep_it_keeps_it(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    asked = one(await ana.says("/delete"))
    assert asked.labels[:2] == ("Delete everything", "Keep it")
    assert one(await ana.taps("Keep it")).text == "Nothing was deleted."
    assert await lumbar.person(ana) is not None


async def test_before_consent_the_page_can_be_read_and_nothing_is_there_to_delete(lumbar: Town) -> None:
    ana = lumbar.phone()
    await ana.says("/start")
    page = one(await ana.says("/privacy"))
    assert "This bot is run by The test town." in page.text
    assert page.labels == ("Send me my data", "Delete it all", "Take back my agreement")
    assert "Which country are you in?" in one(await ana.taps("Send me my data")).text
    assert one(await ana.presses(page.id, "/delete")).text == "Nothing about you is stored."
    assert await left_of_people(lumbar) == {}
    await ana.says("/start")
    await ana.taps("United Kingdom")
    assert "Your data" in one(await ana.taps("How my data is used")).text
    two(await ana.taps("I'm 18 or over and I agree"))


async def test_the_export_holds_what_was_told_and_decided(lumbar: Town) -> None:
    ana = lumbar.phone()
    await _lived(lumbar, ana)
    await checked(ana)
    told = await exported(ana)
    for line in (
        "Here since: 2 March 2026",
        "You agreed to the use of your health data.",
        "Country: United Kingdom",
        "Time zone: Europe/London",
        "Session: 08:00, Monday to Friday",
        "Walk: 17:00, every day",
        "Exercises are paused until a check.",
        "2 March 2026: session, ",
        "2 March 2026: walk, 25 minutes",
        "2 March 2026: most pain",
        "2 March 2026: it hurt",
        "• Back only, still strong",
        "3 March 2026: safety check",
        "• Legs and feet: one leg, with tingling",
        "3 March 2026: after a check",
        "decided by rules 2026.11.2",
        "L=u",
    ):
        assert line in told, line


async def test_the_document_is_written_when_it_leaves_and_stands_nowhere_else(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await exported(ana)
    (sent,) = [each for each in lumbar.telegram.sent if each.method == "sendDocument"]
    assert sent.text.startswith("Everything I keep about you")
    assert str(sent.params["protect_content"]).lower() == "true", "not forwarded by mistake"
    assert sent.media is not None
    assert (sent.media.name, sent.media.content_type) == ("lumbar-data.zip", "application/zip")
    content = lumbar.telegram.files[sent.media.file_id].content
    folder = Path(lumbar.app.database.writer.url.database or "").parent
    assert not any(content[:40] in file.read_bytes() for file in folder.iterdir() if file.is_file())
    with zipfile.ZipFile(BytesIO(content)) as archive:
        tables = json.loads(archive.read("lumbar.json"))["tables"]
        assert archive.read("tables/people.csv").decode("utf-8-sig").count("\n") == 2
    assert tables["people"][0]["chat"] == ana.chat.id
    assert tables["routines"][0]["time"] == "08:00"
    assert "data_key" not in tables["people"][0]


async def test_the_export_comes_once_a_day(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/export")
    again = one(await ana.says("/export"))
    assert again.text.endswith("You can ask again in 24 hours.")
    await ana.passes(timedelta(hours=22, minutes=50))
    assert one(await ana.says("/export")).text.endswith("You can ask again in 2 hours.")
    await ana.passes(timedelta(hours=2))
    assert await exported(ana)


async def test_an_agreement_is_taken_back_as_easily_as_it_was_given(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/privacy")
    asked = one(await ana.taps("Take back my agreement"))
    assert asked.labels == ("Delete everything", "Pause instead", "Keep it")
    assert "without it I may not keep it" in asked.text
    assert "Everything about you is deleted" in one(await ana.taps("Delete everything")).text
    assert await left_of_people(lumbar) == {}


async def test_who_only_wants_a_rest_pauses_instead(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("/privacy")
    await ana.taps("Take back my agreement")
    assert one(await ana.taps("Pause instead")).text.startswith("How long shall I stay quiet?")
    assert await lumbar.person(ana) is not None


async def test_what_is_typed_is_read_for_warning_signs_and_never_stored(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await ana.says("my neighbour Zebedee says it is tingling")
    assert "Zebedee" not in await exported(ana)
    async with lumbar.app.database.reading() as db:
        raw = select(func.count()).select_from(inbox).where(inbox.c.raw.is_not(None))
        assert (await db.execute(raw)).scalar_one() == 0
