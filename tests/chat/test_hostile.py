"""Whatever somebody sends or taps, it does nothing to anybody else, breaks nothing, and is never taken for our markup.

Fault row 53, and what has no row.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random  # noqa: TID251  (seeded, in the test alone)
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from typing_extensions import override

from bot.chat import routes
from bot.chat.taps import Answer, Way, decode
from bot.flows import talk
from bot.flows.talk import Button, say
from bot.playground.chat import Query
from bot.playground.phone import Phone
from bot.store.people import Person
from bot.store.tables import inbox
from bot.store.vault import new_id
from tests.chat.hostile import Noting, mutated, rows_of, taken_for_markup, texts
from tests.chat.talks import ANSWERED, agreed, consult, goes, moved_in, one, open_step
from tests.chat.town import MONDAY, StillClock, Town, town, town_at

TOGETHER = 10
"""Taps of which the first is answered after the last is made."""


class PatientClock(StillClock):
    """The seconds between two attempts are over at once."""

    @override
    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


@dataclass(slots=True)
class Place:
    """A town with Ana in it, who is to notice nothing."""

    lumbar: Town
    telegram: Noting
    ana: Phone
    ana_id: str
    rows: Mapping[str, list[str]]

    async def unharmed(self, since: int) -> None:
        """That nobody but the one who did something has felt it, and nothing was put aside."""
        assert await rows_of(self.lumbar, self.ana_id) == self.rows
        assert not [sent for sent in self.telegram.sent[since:] if sent.chat_id == self.ana.chat.id]
        assert self.telegram.refused == []
        assert list(taken_for_markup(self.telegram, since)) == []
        async with self.lumbar.app.database.reading() as db:
            unfinished = select(inbox.c.state, inbox.c.error).where(inbox.c.state != "done")
            assert (await db.execute(unfinished)).all() == []


@asynccontextmanager
async def place(running: Callable[..., Any], *args: Any) -> AsyncIterator[Place]:
    clock = PatientClock()
    telegram = Noting(clock.now)
    async with running(*args, clock=clock, telegram=telegram) as lumbar:
        ana = lumbar.phone()
        await moved_in(lumbar, ana)
        await goes(ana, "New symptom", "None of these")
        person = await lumbar.person(ana)
        assert person is not None
        yield Place(lumbar, telegram, ana, person.id, await rows_of(lumbar, person.id))


@pytest.fixture
async def here(address: str) -> AsyncIterator[Place]:
    async with place(town_at, address) as made:
        yield made


async def test_a_button_of_somebody_else_s_question_is_an_old_button(here: Place) -> None:
    mal = here.lumbar.phone(name="Mal")
    await moved_in(here.lumbar, mal)
    card = one(await mal.says("/help"))
    message, step = open_step(here.ana)
    since = len(here.telegram.sent)
    for option in ("n", "y", "None"):
        assert not await mal.presses(card.id, f"{step}:{option}")
        assert mal.toast == ANSWERED
    for data in (f"{step}:n", "/delete", "/symptoms", "x"):
        number = str(here.telegram.next_id())
        mal.chat.unanswered[number] = Query(number, mal.chat.id, message.id, data, here.lumbar.clock.now())
        raw = {"id": number, "from": mal.chat.person(), "chat_instance": "1", "data": data}
        here.telegram.updates.add("callback_query", raw | {"message": here.telegram.api(message)})
        await here.lumbar.settled()
        assert not mal.chat.unanswered
        assert mal.toast == ANSWERED
    await here.unharmed(since)


async def test_an_old_or_a_changed_button_of_one_s_own_is_refused_in_the_same_words(here: Place) -> None:
    ana, (message, step) = here.ana, open_step(here.ana)
    before = await here.lumbar.person(ana)
    data = next(button.data for row in message.buttons for button in row if (button.data or "").startswith(step))
    assert data is not None
    flipped = [data[:at] + chr(ord(data[at]) ^ 1) + data[at + 1 :] for at in range(0, len(data), 4)]
    old = f"{new_id()}:{data.partition(':')[2]}"
    for forged in (*flipped, old, data[1:], data + "x", f"{step}:", step, f"/{data}", "/nowhere:1", "/", ":", "{}"):
        await ana.presses(message.id, forged)
        assert ana.toast == ANSWERED, forged
    after = await here.lumbar.person(ana)
    assert before is not None
    assert after is not None
    assert replace(after, seen_at=before.seen_at) == before
    # The same button again, once it has been answered: nothing is answered twice.
    await ana.presses(message.id, data)
    answered = await here.lumbar.person(ana)
    assert answered is not None
    await ana.presses(message.id, data)
    assert ana.toast == ANSWERED
    again = await here.lumbar.person(ana)
    assert again is not None
    assert replace(again, seen_at=answered.seen_at, step=answered.step) == answered


OPTIONS = ("n", "c", "y", "one-leg", "1", "10")


def _decodes(count: int) -> None:
    step, dice = new_id(), Random(53)  # noqa: S311  (no secret)
    asked = talk.dump(
        replace(say("welcome"), buttons=tuple((Button(say("welcome").text[0][0], each),) for each in OPTIONS))
    )
    person = Person("id", 1, "hash", b"", MONDAY, MONDAY, step=step, question="screen", asked=asked)
    own = [f"{step}:{option}" for option in OPTIONS]
    ways = [f"/{name}" for name in routes.WAYS] + ["/exercise:bird-dog", "/walked:20", "/later:session"]
    for _ in range(count):
        data = mutated(dice.choice((*own, *ways)), dice)
        match decode(data):
            case Way(name=name, value=value):
                assert data in (f"/{name}", f"/{name}:{value}")
                assert name in routes.WAYS
            case Answer() as answer:
                assert answer.answers(person) == (data in own)
                assert not answer.answers(replace(person, step=new_id()))
                assert not answer.answers(replace(person, step=None, asked=None))


def test_a_changed_button_is_a_way_that_there_is_or_answers_nothing() -> None:
    _decodes(2_000)


@pytest.mark.soak
def test_a_hundred_thousand_changed_buttons() -> None:
    _decodes(100_000)


async def _taps(here: Place, count: int) -> None:
    dice, lumbar = Random(54), here.lumbar  # noqa: S311  (no secret)
    mal = lumbar.phone(name="Mal")
    await moved_in(lumbar, mal)
    await mal.says("/help")
    since = len(here.telegram.sent)
    for number in range(count):
        if number % TOGETHER == 0:
            await mal.says(dice.choice(("/help", "/today", "/settings", "/walk", "/progress", "New symptom", "/start")))
        carried = [
            button.data for m in mal.chat.messages if m.from_bot for row in m.buttons for button in row if button.data
        ]
        data = mutated(dice.choice([*carried, *(f"/{name}" for name in routes.WAYS)]), dice)
        shown = dice.choice([message.id for message in mal.chat.messages if message.from_bot])
        here.telegram.taps(mal.chat.id, shown, data)
        if number % TOGETHER == TOGETHER - 1:
            await lumbar.settled()
            assert not mal.chat.unanswered, "a tap is answered whatever it carries"
            await here.unharmed(since)


async def test_changed_buttons_break_nothing_and_reach_nobody_else(tmp_path: Path, empty: Path) -> None:
    async with place(town, tmp_path, empty) as here:
        await _taps(here, 30)


@pytest.mark.soak
async def test_two_thousand_changed_buttons_break_nothing(address: str) -> None:
    async with place(town_at, address) as here:
        await _taps(here, 2_000)


async def _new(_: Town, __: Phone) -> None:
    """Nothing was said yet."""


async def _welcomed(_: Town, mal: Phone) -> None:
    await mal.says("/start")


async def _screening(_: Town, mal: Phone) -> None:
    await agreed(mal)


async def _placing(lumbar: Town, mal: Phone) -> None:
    await moved_in(lumbar, mal)
    await mal.says("/settings")
    await mal.says("/zone")


async def _held(lumbar: Town, mal: Phone) -> None:
    await moved_in(lumbar, mal)
    assert consult(await mal.says("my left leg is tingling"))


WHERE: Mapping[str, Callable[[Town, Phone], Awaitable[None]]] = {
    "new": _new,
    "welcomed": _welcomed,
    "screening": _screening,
    "settled": moved_in,
    "asked for a place": _placing,
    "held": _held,
}
HOW = ("says", "edits", "forwards", "writes below a picture")


async def _said(here: Place, where: str, said: list[tuple[str, str]]) -> None:
    mal = here.lumbar.phone(name="Mal <b>")
    await WHERE[where](here.lumbar, mal)
    first = here.telegram.says(mal.chat.id, "hello").id
    await here.lumbar.settled()
    since = len(here.telegram.sent)
    for how, text in said:
        match how:
            case "edits":
                here.telegram.says(mal.chat.id, text, edits=first)
            case "writes below a picture":
                here.telegram.sends(mal.chat.id, "photo", caption=text)
            case _:
                here.telegram.says(mal.chat.id, text, forwarded=how == "forwards")
    await here.lumbar.settled()
    await here.unharmed(since)
    mal.chat.messages.clear()


def _hostile(folder: Path, empty: Path, examples: int, each: int) -> None:
    messages = st.lists(st.tuples(st.sampled_from(HOW), texts()), min_size=each, max_size=each)

    # What it found is not made smaller: an example is a conversation.
    @settings(max_examples=examples, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    @given(where=st.sampled_from(list(WHERE)), said=messages)
    def try_all(where: str, said: list[tuple[str, str]]) -> None:
        runner.run(_said(here, where, said))

    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        here = runner.run(stack.enter_async_context(place(town, folder, empty)))
        try:
            try_all()
        finally:
            runner.run(stack.aclose())


def test_hostile_texts_break_nothing_and_reach_nobody_else(tmp_path: Path, template: Path) -> None:
    _hostile(tmp_path, template, examples=4, each=10)


@pytest.mark.soak
def test_twenty_thousand_hostile_texts(tmp_path: Path, template: Path) -> None:
    _hostile(tmp_path, template, examples=800, each=25)
