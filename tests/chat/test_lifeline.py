"""The database is away: who has a warning sign hears it all the same, and nothing is lost (docs/care.md 2.5)."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from bot.chat.lifeline import TEXTS
from bot.chat.signs import Signs
from bot.domain import screening
from bot.domain.screening import Screen
from bot.domain.standing import Hold
from bot.flows.questions import QUESTIONS
from bot.library.measure import strip
from bot.playground.message import Sent
from bot.playground.phone import Phone
from bot.playground.refusal import Refusal, too_many
from tests.chat.outages import OUTAGES, Outage, file_of, locked, tell_writer
from tests.chat.talks import CONSULT, EMERGENCY, goes, one, screened, texts
from tests.chat.town import StillClock, Town, read_library, town
from tests.patience import PATIENCE

AT_ONCE = 10
"""Seconds: no warning waits until a locked database has been given up."""
CANNOT_SAVE = "I can't save right now"
FOR_CONSULT = "book to see a GP, doctor or physio in the next few days"
FOR_URGENT = "Please get medical advice today."
FOR_EMERGENCY = "get medical help now"
STATIC = "Something is wrong on my side right now"
LEG = "my left leg is tingling " + "–" * 900
"""Long enough to need room of its own in the file."""

Act = Callable[[Phone], object]


async def hears(lumbar: Town, act: Callable[[], object], count: int = 1) -> list[str]:
    """What is sent in answer, while nothing can settle."""
    before = len(lumbar.telegram.sent)
    act()
    async with asyncio.timeout(AT_ONCE):
        while len(lumbar.telegram.sent) < before + count:
            await lumbar.telegram.changed.after(lumbar.telegram.changed.count)
    return [sent.text for sent in lumbar.telegram.sent[before:]]


def sent_to(lumbar: Town, phone: Phone) -> list[Sent]:
    return [sent for sent in lumbar.telegram.sent if sent.chat_id == phone.chat.id]


async def handled(lumbar: Town, phone: Phone) -> None:
    """Words that warn, whose answer lies in the outbox and is not claimed."""
    lumbar.telegram.says(phone.chat.id, LEG)
    async with asyncio.timeout(PATIENCE):
        while not lumbar.app.lifeline.unsent():  # noqa: ASYNC110  (nothing is sent that could be waited for)
            await asyncio.sleep(0.01)


class HurriedClock(StillClock):
    """Whoever wants to wait waits a little: what is away is asked for many times."""

    @override
    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.05))


@pytest.fixture
async def lumbar(tmp_path: Path, empty: Path) -> AsyncIterator[Town]:
    folder = tmp_path / "data"
    folder.mkdir()
    async with town(folder, empty, clock=HurriedClock()) as running:
        yield running


@pytest.fixture
async def ana(lumbar: Town) -> Phone:
    phone = lumbar.phone()
    await screened(phone)
    return phone


@pytest.fixture(params=list(OUTAGES.values()), ids=list(OUTAGES))
def outage(request: pytest.FixtureRequest) -> Outage:
    chosen: Outage = request.param
    return chosen


def types(phone: Phone) -> object:
    return phone.telegram.says(phone.chat.id, LEG)


def captions(phone: Phone) -> object:
    return phone.telegram.sends(phone.chat.id, "photo", caption=LEG)


def edits(phone: Phone) -> object:
    own = next(m for m in reversed(phone.chat.messages) if not m.from_bot)
    return phone.telegram.says(phone.chat.id, LEG, edits=own.id)


@pytest.mark.parametrize("act", [types, captions, edits])
async def test_words_that_warn_are_answered_without_a_database(
    lumbar: Town, ana: Phone, outage: Outage, act: Act
) -> None:
    before = len(sent_to(lumbar, ana))
    async with outage(lumbar):
        (told,) = await hears(lumbar, lambda: act(ana))
        assert FOR_CONSULT in told
        assert STATIC in told
        assert "112, 999 or 911" in told
        # It comes again and again meanwhile, and is not answered again.
        await asyncio.sleep(0.5)
    await lumbar.settled()
    new = sent_to(lumbar, ana)[before:]
    assert [FOR_CONSULT in sent.text and STATIC in sent.text for sent in new] == [True, *(False for _ in new[1:])]
    assert sum(CONSULT in sent.text for sent in new) == 1, "and in full when the database is back, once"
    assert (await held(lumbar, ana)) is Hold.CONSULT
    assert "I've been checked" in next(bubble for bubble in ana.screen if CONSULT in bubble.text).labels
    assert dead(lumbar) == 0


async def held(lumbar: Town, phone: Phone) -> Hold:
    person = await lumbar.person(phone)
    assert person is not None
    return person.standing.held


def dead(lumbar: Town) -> int:
    with closing(sqlite3.connect(file_of(lumbar))) as connection:
        return int(connection.execute("SELECT count(*) FROM inbox WHERE state = 'dead'").fetchone()[0])


ANSWERS = (
    ((), "Yes, one or more", FOR_EMERGENCY, EMERGENCY, Hold.EMERGENCY),
    (("None of these",), "B: one leg", FOR_CONSULT, None, Hold.CONSULT),
    (("None of these", "No"), "A: one leg, a bit", FOR_URGENT, None, Hold.URGENT),
    (("None of these", "No", "No"), "One of the others", FOR_URGENT, None, Hold.URGENT),
    (("None of these", "No", "No", "None of these"), "8", FOR_CONSULT, None, Hold.CONSULT),
)


@pytest.mark.parametrize(("before", "label", "static", "full", "level"), ANSWERS, ids=[row[1] for row in ANSWERS])
async def test_a_tapped_answer_that_warns_is_answered_too(
    lumbar: Town, ana: Phone, before: tuple[str, ...], label: str, static: str, full: str | None, level: Hold
) -> None:
    await goes(ana, "New symptom", *before)
    bubble, data = button(ana, label)
    async with locked(lumbar):
        (told,) = await hears(lumbar, lambda: lumbar.telegram.taps(ana.chat.id, bubble, data))
        assert static in told
        assert "112, 999 or 911" in told
    await lumbar.settled()
    assert (await held(lumbar, ana)) is level
    assert full is None or full in texts(ana.screen)
    assert not ana.chat.unanswered


@pytest.mark.parametrize("name", ["read-only", "gone", "something else"])
async def test_so_it_is_however_the_database_is_away(lumbar: Town, ana: Phone, name: str) -> None:
    await goes(ana, "New symptom")
    bubble, data = button(ana, "Yes, one or more")
    async with OUTAGES[name](lumbar):
        (told,) = await hears(lumbar, lambda: lumbar.telegram.taps(ana.chat.id, bubble, data))
        assert FOR_EMERGENCY in told
    await lumbar.settled()
    assert (await held(lumbar, ana)) is Hold.EMERGENCY
    assert texts(ana.screen).count(EMERGENCY) == 1


def button(phone: Phone, label: str) -> tuple[int, str]:
    """Message and data of the newest button that begins so."""
    for message in reversed(phone.chat.messages):
        for each in (each for row in message.buttons for each in row):
            if each.label.startswith(label):
                return message.id, each.data or ""
    raise LookupError(label)


async def test_anything_else_gets_one_word_and_comes_through_later(lumbar: Town, ana: Phone, outage: Outage) -> None:
    ben = lumbar.phone(name="Ben")
    long = "x " * 1500
    async with outage(lumbar):
        (told,) = await hears(lumbar, lambda: lumbar.telegram.says(ana.chat.id, f"/help {long}"))
        assert told.startswith(CANNOT_SAVE)
        told_again = len(lumbar.telegram.sent)
        lumbar.telegram.says(ana.chat.id, f"/about {long}")
        (told,) = await hears(lumbar, lambda: lumbar.telegram.says(ben.chat.id, f"/help {long}"))
        assert told.startswith(CANNOT_SAVE)
        assert len(lumbar.telegram.sent) == told_again + 1, "once a chat, not once a message"
    await lumbar.settled()
    assert texts(ana.screen).count("What I can do") == 1
    assert texts(ana.screen).count("About Lumbar") == 1
    assert one([ben.screen[-1]]).text
    assert (await held(lumbar, ana)) is Hold.NONE


async def test_what_is_stored_and_cannot_be_handled_is_answered_meanwhile(lumbar: Town, ana: Phone) -> None:
    """The database goes between the two: nothing comes again from Telegram, and the row cannot be read."""
    before = len(sent_to(lumbar, ana))
    intake, lost = lumbar.app.intake, asyncio.Event()
    intake._patience = 60
    handle = intake._handle

    async def after_the_loss(update_id: int, chat_hash: str | None) -> float | None:
        await lost.wait()
        return await handle(update_id, chat_hash)

    intake._handle = after_the_loss  # type: ignore[method-assign]  # the only moment between storing and handling
    lumbar.telegram.says(ana.chat.id, LEG)
    await lumbar.telegram.updates.emptied()
    async with OUTAGES["gone"](lumbar):
        (told,) = await hears(lumbar, lost.set)
        assert FOR_CONSULT in told
        assert STATIC in told
        await asyncio.sleep(0.3)
    await lumbar.settled()
    said = [sent.text for sent in sent_to(lumbar, ana)[before:]]
    assert sum(STATIC in each for each in said) == 1
    assert sum(CONSULT in each for each in said) == 1
    assert (await held(lumbar, ana)) is Hold.CONSULT


async def test_what_waits_too_long_for_the_database_is_answered_before_it_fails(lumbar: Town, ana: Phone) -> None:
    lumbar.app.intake._patience = 0.2
    async with locked(lumbar):
        await tell_writer(lumbar, "PRAGMA busy_timeout=30000")
        (told,) = await hears(lumbar, lambda: types(ana))
        assert FOR_CONSULT in told
    await lumbar.settled()
    assert texts(ana.screen).count(STATIC) == 1
    assert texts(ana.screen).count(CONSULT) == 1


async def test_what_is_handled_and_cannot_be_claimed_is_answered_from_memory(lumbar: Town, ana: Phone) -> None:
    """The update is closed, its answer lies in the outbox, and then the database goes."""
    courier, lost, closed = lumbar.app.courier, asyncio.Event(), asyncio.Event()
    claim = courier._claim

    async def after_the_loss(wanted: int) -> object:
        closed.set()
        await lost.wait()
        return await claim(wanted)

    await lumbar.settled()
    courier._claim = after_the_loss  # type: ignore[method-assign, assignment]  # the only moment between the two
    courier.wake()
    await closed.wait()
    await handled(lumbar, ana)
    async with OUTAGES["gone"](lumbar):
        (told,) = await hears(lumbar, lost.set)
        assert FOR_CONSULT in told
        await asyncio.sleep(0.2)
    await lumbar.settled()
    assert texts(ana.screen).count(STATIC) == 1
    assert texts(ana.screen).count(CONSULT) == 1
    assert lumbar.app.lifeline.unsent() == ()


async def test_what_waits_too_long_in_the_outbox_is_answered_before_anything_fails(lumbar: Town, ana: Phone) -> None:
    """SQLite waits ten seconds for a lock, and there may be many who wait, one after another."""
    courier, lost, closed, failed = lumbar.app.courier, asyncio.Event(), asyncio.Event(), asyncio.Event()
    claim = courier._claim

    async def after_the_lock(wanted: int) -> object:
        closed.set()
        await lost.wait()
        try:
            return await claim(wanted)
        except Exception:
            failed.set()
            raise

    await lumbar.settled()
    lumbar.app.lifeline._patience = 0.3
    courier._claim = after_the_lock  # type: ignore[method-assign, assignment]  # the only moment between the two
    courier.wake()
    await closed.wait()
    await handled(lumbar, ana)
    async with locked(lumbar):
        await tell_writer(lumbar, "PRAGMA busy_timeout=5000")
        (told,) = await hears(lumbar, lost.set)
        assert FOR_CONSULT in told
        assert STATIC in told
        assert not failed.is_set()
    await lumbar.settled()
    assert texts(ana.screen).count(STATIC) == 1
    assert texts(ana.screen).count(CONSULT) == 1


async def test_what_was_answered_is_not_missed_however_late_it_is_closed(lumbar: Town, ana: Phone) -> None:
    """Telegram may be slow to take the answer to a tap, and the message be there long before."""
    lumbar.app.lifeline._patience = 0.05
    await ana.says(LEG)
    assert CONSULT in texts(ana.screen)
    update = {
        "update_id": 7001,
        "message": {"message_id": 1, "chat": {"id": ana.chat.id, "type": "private"}, "text": LEG},
    }
    assert lumbar.app.lifeline.warnings(update)
    lumbar.app.lifeline.closed(update)
    await asyncio.sleep(0.3)
    assert STATIC not in texts(ana.screen)


async def test_it_waits_out_a_silence_that_telegram_wants(tmp_path: Path, empty: Path) -> None:
    folder = tmp_path / "quiet"
    folder.mkdir()
    async with town(folder, empty) as lumbar:
        ana = lumbar.phone()
        await screened(ana)
        lumbar.app.lifeline._patience = 0.05
        lumbar.telegram.fail_next("sendMessage", too_many(1))
        await ana.says(LEG)
        await ana.passes(timedelta(seconds=5))
        assert CONSULT in texts(ana.screen)
        assert STATIC not in texts(ana.screen)


async def test_what_is_claimed_and_cannot_be_marked_as_sending_is_said_from_memory(lumbar: Town, ana: Phone) -> None:
    courier, lost = lumbar.app.courier, asyncio.Event()
    admit = courier._admit

    async def after_the_loss(*post: object) -> object:
        await lost.wait()
        return await admit(*post)  # type: ignore[arg-type]  # handed through

    courier._admit = after_the_loss  # type: ignore[method-assign, assignment]  # the only moment between the two
    lumbar.telegram.says(ana.chat.id, LEG)
    async with asyncio.timeout(PATIENCE):
        while not courier._flights:  # noqa: ASYNC110  (nothing is sent that could be waited for)
            await asyncio.sleep(0.01)
    async with OUTAGES["gone"](lumbar):
        (told,) = await hears(lumbar, lost.set)
        assert FOR_CONSULT in told
        assert STATIC in told


async def test_words_of_a_crisis_get_the_crisis_text_and_the_emergency_beside_it_its_own(
    lumbar: Town, ana: Phone
) -> None:
    async with OUTAGES["read-only"](lumbar):
        (told,) = await hears(lumbar, lambda: lumbar.telegram.says(ana.chat.id, "I want to kill myself"))
        assert "a crisis line in your country" in told
        said = await hears(
            lumbar, lambda: lumbar.telegram.says(ana.chat.id, "I want to kill myself. Both my legs are numb."), 2
        )
        assert "a crisis line in your country" in said[0]
        assert FOR_EMERGENCY in said[1]


async def test_a_static_text_whose_markup_is_refused_goes_as_plain_text(lumbar: Town, ana: Phone) -> None:
    lumbar.telegram.fail_next("sendMessage", Refusal(400, "Bad Request: can't parse entities"))
    async with OUTAGES["read-only"](lumbar):
        (told,) = await hears(lumbar, lambda: types(ana))
        assert FOR_CONSULT in told
        assert "parse_mode" not in lumbar.telegram.sent[-1].params


async def test_what_telegram_did_not_take_is_said_when_the_update_comes_again(lumbar: Town, ana: Phone) -> None:
    lumbar.telegram.fail_next("sendMessage", Refusal(500, "Internal Server Error"), times=2)
    async with OUTAGES["read-only"](lumbar):
        (told,) = await hears(lumbar, lambda: types(ana))
        assert FOR_CONSULT in told


def tap(question: str, option: str, country: str | None = None) -> dict[str, object]:
    library = read_library()
    bubble = "2 of 6\n\n" + strip(library.say(QUESTIONS[question], library.country(country).args))
    chat = {"id": 1, "type": "private"}
    return {"update_id": 1, "callback_query": {"data": f"step:{option}", "message": {"text": bubble, "chat": chat}}}


def test_every_option_of_the_check_is_known_by_the_bubble_it_stands_in() -> None:
    signs = Signs(read_library())
    for question, options in screening.OPTIONS.items():
        for option in options:
            alone = {"saddle": "saddle", "legs": "legs", "strength": "strength"}.get(question.removesuffix("-ok"))
            before = ((alone, "old"),) if alone is not None and question.endswith("-ok") else ()
            expected = screening.floor(Screen(answers=(*before, (question, option))))
            for country in (None, "GB", "US"):
                assert screening.floor(signs.tapped(tap(question, option, country))) is expected, (
                    question,
                    option,
                    country,
                )
    assert screening.floor(signs.tapped(tap("general-ticks", "tick:fever"))) is Hold.URGENT
    assert signs.tapped(tap("legs", "back")) == Screen()
    assert signs.tapped({"update_id": 1, "callback_query": {"data": "/today"}}) == Screen()


def test_every_level_that_stops_has_a_text_of_its_own() -> None:
    assert TEXTS.keys() == {hold for hold in Hold if hold >= Hold.CONSULT}
