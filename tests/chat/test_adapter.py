"""Whatever comes in is answered once, kindly, and nothing that breaks stops the next message."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import func, select, text
from typing_extensions import override

from bot.chat import routes
from bot.chat.routes import Route
from bot.domain.standing import Hold
from bot.flows.talk import Reply, Turn
from bot.playground.phone import Phone
from bot.store.tables import inbox
from tests.chat.talks import consult, goes, moved_in, one, texts, two
from tests.chat.town import StillClock, Town, town

APOLOGY = "Sorry, something went wrong on my side"
LISTEN = "I can't listen to or read that. If something has changed, tap New symptom."


class PatientClock(StillClock):
    """Nobody waits on it: the seconds between two attempts are over at once."""

    @override
    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


@pytest.fixture
async def patient(tmp_path: Path, empty: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, empty, clock=PatientClock()) as running:
        yield running


async def _states(lumbar: Town) -> dict[str, int]:
    async with lumbar.app.database.reading() as db:
        query = select(inbox.c.state, func.count()).group_by(inbox.c.state)
        return {row[0]: row[1] for row in await db.execute(query)}


@pytest.mark.parametrize("said", ["/dance", "/today@somebody_else_bot now", "what is love", "…", "42", "🙂", "/"])
async def test_what_is_not_understood_gets_help_with_new_symptom(lumbar: Town, said: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    sorry = one(await ana.says(said))
    if said.startswith("/today"):
        assert sorry.text.startswith("Today: 5 moves")
        return
    assert sorry.text.startswith("I didn't get that.")
    assert {"New symptom", "Get help", "Today"} <= set(sorry.labels)


async def test_an_open_question_is_put_again_beneath(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", "None of these")
    sorry, question = two(await ana.says("what do you mean"))
    assert "Here is the question again." in sorry.text
    assert "Any tingling, numbness or pain" in question.text
    unread, again = two(await ana.sends("voice"))
    assert unread.text == LISTEN
    assert again.text == question.text


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "video", "document"])
async def test_what_cannot_be_read_says_so_with_new_symptom(lumbar: Town, kind: str) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    unread = one(await ana.sends(kind))
    assert unread.text == LISTEN
    assert "New symptom" in unread.labels
    assert one(await ana.shares(51.5, -0.1)).text == LISTEN, "a place that nobody asked for"


async def test_in_a_group_the_bot_says_where_it_works_and_leaves(lumbar: Town) -> None:
    club = lumbar.telegram.adds_to_group(-5)
    await lumbar.settled()
    assert not club.member
    said = [message.plain for message in club.messages if message.from_bot]
    assert said == ["I only work in a private chat, as this is about your health. Please message me there."]
    assert await _states(lumbar) == {"done": 1}


async def test_a_message_in_a_group_is_not_answered_there(lumbar: Town) -> None:
    club = lumbar.telegram.chat(-6, "Back pain club")
    lumbar.telegram.says(club.id, "my leg is tingling")
    await lumbar.settled()
    assert not club.member
    assert not consult(Phone(lumbar.telegram, club.id, lumbar.settled).screen)


async def test_the_same_update_twice_is_handled_once(lumbar: Town) -> None:
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    one(await ana.says("walked 20"))
    update = _message(lumbar, ana, 500, "walked 20")
    for updates in ([update, update], [update]):
        await lumbar.app.intake.accept(updates)
        await lumbar.settled()
    assert ana.screen[-1].text == "Saved: you have walked 40 minutes today."


def _message(lumbar: Town, phone: Phone, update_id: int, said: Any, **more: Any) -> dict[str, Any]:
    message = {"message_id": update_id, "date": int(lumbar.clock.now().timestamp()), "text": said}
    message |= {"chat": phone.chat.api(), "from": phone.chat.person()} | more
    return {"update_id": update_id, "message": message}


async def _receives(lumbar: Town, *updates: dict[str, Any]) -> None:
    for update in updates:
        lumbar.telegram.updates.add("message", json.loads(json.dumps(update["message"])))
    await lumbar.settled()


async def test_an_update_that_cannot_be_read_is_put_aside_with_one_apology_and_the_next_is_handled(
    patient: Town,
) -> None:
    ana = patient.phone()
    await moved_in(patient, ana)
    await _receives(
        patient, _message(patient, ana, 501, "hello", date="yesterday"), _message(patient, ana, 502, "walked 20")
    )
    apology, walked = two(ana.screen)
    assert apology.text.startswith(APOLOGY)
    assert apology.labels == ("New symptom",)
    assert walked.text == "Saved: you have walked 20 minutes today."
    assert await _states(patient) == {"dead": 1, "done": 1}
    assert one(await ana.taps("New symptom")).text.startswith("Safety check · 1 of 6")


async def test_words_that_warn_in_an_update_that_cannot_be_read_hold_all_the_same(patient: Town) -> None:
    ana = patient.phone()
    await moved_in(patient, ana)
    await _receives(patient, _message(patient, ana, 503, "my left leg is tingling", date="yesterday"))
    told, check = two(ana.screen)
    assert consult([told])
    assert check.text.startswith("Safety check · 1 of 6")
    person = await patient.person(ana)
    assert person is not None
    assert person.standing.held is Hold.CONSULT


async def test_a_flow_that_raises_leaves_no_trace_and_the_next_message_is_handled(patient: Town) -> None:
    ana = patient.phone()
    await moved_in(patient, ana)
    card = one(await ana.says("/walk"))
    async with patient.app.database.writing() as db:
        await db.execute(text("ALTER TABLE practices RENAME TO gone"))
    apology = one(await ana.says("walked 20"))
    assert apology.text.startswith(APOLOGY)
    assert APOLOGY in one(await ana.presses(card.id, "/walked:20")).text
    assert not ana.chat.unanswered, "a press is answered even when its flow fails"
    assert "What I can do" in one(await ana.says("/help")).text
    async with patient.app.database.writing() as db:
        await db.execute(text("ALTER TABLE gone RENAME TO practices"))
    assert one(await ana.says("walked 20")).text == "Saved: you have walked 20 minutes today.", "nothing was half done"


async def test_a_failing_chat_does_not_hold_up_another(patient: Town) -> None:
    ana, ben = patient.phone(), patient.phone(name="Ben")
    await moved_in(patient, ana)
    await moved_in(patient, ben)
    await _receives(
        patient, _message(patient, ana, 504, "hello", date="yesterday"), _message(patient, ben, 505, "/help")
    )
    assert "What I can do" in one(ben.screen).text
    assert APOLOGY in texts(ana.screen)


async def test_updates_that_concern_nobody_are_closed(lumbar: Town) -> None:
    await lumbar.app.intake.accept([{"update_id": 900, "poll": {"id": "1"}}, {"update_id": 901}])
    await lumbar.settled()
    states = await _states(lumbar)
    assert "new" not in states


async def test_what_somebody_typed_is_read_as_a_whole_and_given_on_cut(
    lumbar: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []

    async def noted(turn: Turn) -> Sequence[Reply]:
        given.append(turn.value)
        return ()

    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    monkeypatch.setitem(cast(dict[str, Route], routes.WAYS), "help", routes.anyone(noted))
    await ana.says("/help " + "x" * 3000)
    assert given == ["x" * 1000]
    assert consult(await ana.says("/help " + "x" * 3000 + " and my left leg is tingling"))
    assert consult(await ana.says("x" * 4000 + " and my left leg is tingling"))
