"""No button without an answer: what stands under a safety message is found there, and tapped, in every state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from bot.domain.standing import Hold, Stage
from bot.flows import hold
from bot.flows.talk import Turn
from bot.playground.phone import Bubble, Phone
from bot.store import people
from bot.store.tables import outbox
from tests.chat.talks import NO_SIGNS, ONE_LEG, at_once, checked, exercise_in, goes, moved_in, texts
from tests.chat.town import Town

LOST = ("I didn't get that", "something went wrong")
TYPED = (
    *("my left foot is tingling", "I can't pee", "my left leg is weak", "chest pain"),
    *("I want to kill myself", "my mum has foot drop"),
    *("/today", "/gethelp", "New symptom", "bonjour, tout va bien"),
)
"""Every level, crisis, doubt, what is refused, another language."""
FEW = ("my left foot is tingling", "I want to kill myself", "my mum has foot drop", "/today")
"""Between the check and the first reminder all is as it is later: one of each sort is enough."""
SILENCES = (timedelta(hours=2), timedelta(days=1))
STATES = [
    *((stage, Hold.NONE) for stage in Stage),
    *((stage, held) for stage in (Stage.SCREENING, Stage.PLACING, Stage.ACTIVE) for held in Hold if held),
]


async def stands(lumbar: Town, phone: Phone, stage: Stage, held: Hold) -> None:
    """Bring somebody there: as far as a conversation is quick, by it."""
    if stage is Stage.NEW:
        return
    if stage is Stage.CONSENTING:
        await phone.says("/start")
        await phone.taps("United Kingdom")
        return
    await moved_in(lumbar, phone)
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        turn = Turn(db=db, now=lumbar.clock.now(), person=person, library=lumbar.app.library, places=lumbar.app.places)
        await turn.become(standing=replace(person.standing, stage=stage))
        if held is Hold.OPEN_QUESTION:
            await hold.open_question(turn)
        elif held > Hold.NONE:
            await hold.place(turn, held, source="words", detail={"level": held.name, "reasons": []})


async def held_at(lumbar: Town, phone: Phone) -> Hold:
    person = await lumbar.person(phone)
    return Hold.NONE if person is None else person.standing.held


@dataclass(frozen=True, slots=True)
class Found:
    message_id: int
    under: str
    label: str
    data: str


@dataclass(slots=True)
class Walker:
    """Taps each button that it sees for the first time, on a message that has only just come."""

    lumbar: Town
    tapped: set[tuple[Hold, str, str]] = field(default_factory=set)
    old: list[tuple[Phone, int, str]] = field(default_factory=list)

    async def walks(self, stage: Stage, held: Hold, said: Sequence[str]) -> None:
        """A phone for each thing said, and another for each button under its answer."""
        while said:
            phones = [self.lumbar.phone() for _ in said]
            for phone in phones:
                await stands(self.lumbar, phone, stage, held)
            says = self.lumbar.telegram.says
            acts = [(phone, partial(says, phone.chat.id, text)) for phone, text in zip(phones, said, strict=True)]
            answers = await at_once(self.lumbar, acts)
            assert all(answers), (stage, held, [text for text, got in zip(said, answers, strict=True) if not got])
            left = [await self.left(phone, got) for phone, got in zip(phones, answers, strict=True)]
            await self.taps([(phone, each[0]) for phone, each in zip(phones, left, strict=True) if each])
            said = [text for text, each in zip(said, left, strict=True) if len(each) > 1]

    async def left(self, phone: Phone, bubbles: list[Bubble]) -> list[Found]:
        """What nobody has tapped who was held like that; the first of these is about to be."""
        at = await held_at(self.lumbar, phone)
        shown = [bubble for bubble in bubbles if not bubble.text.startswith("Safety check ·")]
        found = [each for each in buttons(phone, shown) if (at, each.under, each.label) not in self.tapped]
        self.tapped |= {(at, each.under, each.label) for each in found[:1]}
        return found

    async def taps(self, each: Sequence[tuple[Phone, Found]]) -> None:
        toasts = {phone: len(phone.chat.toasts) for phone, _ in each}
        taps = self.lumbar.telegram.taps
        acts = [(phone, partial(taps, phone.chat.id, found.message_id, found.data)) for phone, found in each]
        answers = await at_once(self.lumbar, acts)
        for (phone, found), answered in zip(each, answers, strict=True):
            assert answered, f"silence after {found}"
            assert len(phone.chat.toasts) == toasts[phone], f"stale at once: {found}"
            await self.sound(phone, answered, found.label)
            self.old.append((phone, found.message_id, found.data))

    async def sound(self, phone: Phone, answered: list[Bubble], label: str) -> None:
        assert not phone.chat.unanswered, label
        assert not any(lost in texts(answered) for lost in LOST), (label, texts(answered))
        if await held_at(self.lumbar, phone) is not Hold.NONE:
            assert not exercise_in(answered), (label, texts(answered))

    async def taps_again(self, old: Sequence[tuple[Phone, int, str]]) -> None:
        """An old button: a bubble, the same one as it stands there already, or a word over it."""
        toasts, before = {phone: len(phone.chat.toasts) for phone, _, _ in old}, len(self.lumbar.happened)
        taps = self.lumbar.telegram.taps
        acts = [(phone, partial(taps, phone.chat.id, message_id, data)) for phone, message_id, data in old]
        answers = await at_once(self.lumbar, acts)
        happened = self.lumbar.happened[before:]
        assert len(happened) == len(old)
        for (phone, _, data), answered in zip(old, answers, strict=True):
            sent = any(each.rows.get("outbox") for each in happened if each.chat_id == phone.chat.id)
            assert answered or sent or len(phone.chat.toasts) > toasts[phone], data
            await self.sound(phone, answered, data)


def buttons(phone: Phone, bubbles: list[Bubble]) -> Iterator[Found]:
    for bubble in bubbles:
        message = phone.chat.find(bubble.id)
        assert message is not None
        for button in (button for row in message.buttons for button in row):
            yield Found(bubble.id, bubble.text, button.label, button.data or "")


async def safety_messages(lumbar: Town, phone: Phone) -> set[int]:
    """Ids of all that was sent to somebody as a safety message."""
    person = await lumbar.person(phone)
    assert person is not None
    query = select(outbox.c.message_id).where(outbox.c.person_id == person.id, outbox.c.kind == "safety")
    async with lumbar.app.database.reading() as db:
        return {message_id for message_id in (await db.execute(query)).scalars() if message_id}


@pytest.mark.parametrize(("stage", "held"), STATES, ids=lambda each: each.name)
async def test_every_button_that_comes_is_answered_fresh_and_again_when_it_is_old(
    lumbar: Town, stage: Stage, held: Hold
) -> None:
    walker = Walker(lumbar)
    await walker.walks(stage, held, FEW if stage is Stage.PLACING else TYPED)
    assert walker.tapped or stage in (Stage.NEW, Stage.CONSENTING)
    await walker.taps_again(walker.old)


@pytest.mark.parametrize("held", [Hold.OPEN_QUESTION, Hold.CONSULT, Hold.URGENT, Hold.EMERGENCY], ids=lambda h: h.name)
async def test_every_button_of_what_comes_by_itself_is_answered(lumbar: Town, held: Hold) -> None:
    walker, labels = Walker(lumbar), set[str]()
    for silence in SILENCES:
        phones = [lumbar.phone() for _ in range(5)]
        for phone in phones:
            await stands(lumbar, phone, Stage.ACTIVE, held)
        seen = {phone: len(phone.screen) for phone in phones}
        await lumbar.skip(silence)
        await lumbar.settled()
        for phone in phones:
            came = phone.screen[seen[phone] :]
            assert not exercise_in(came)
            labels |= {label for bubble in came for label in bubble.labels}
            await walker.taps([(phone, each) for each in (await walker.left(phone, came))[:1]])
    assert labels <= {label for _, _, label in walker.tapped}, "there were phones enough for all of them"
    assert labels


async def _through_the_gate(phone: Phone) -> None:
    await checked(phone)
    await goes(phone, *NO_SIGNS)


async def _paused(phone: Phone) -> None:
    await phone.says("/pause 3 days")


async def _higher(phone: Phone) -> None:
    await goes(phone, "It's got worse", "Yes, one or more")


async def _deleted(phone: Phone) -> None:
    await phone.says("/delete")
    await goes(phone, "Delete everything")


async def _months_later(phone: Phone) -> None:
    await phone.passes(timedelta(days=60))


@pytest.mark.parametrize("moves_on", [_through_the_gate, _paused, _higher, _deleted, _months_later])
async def test_the_buttons_of_an_earlier_time_are_answered_in_another_state(lumbar: Town, moves_on: object) -> None:
    assert callable(moves_on)
    ana = lumbar.phone()
    await moved_in(lumbar, ana)
    await goes(ana, "New symptom", "None of these", "B: one leg")
    await ana.passes(timedelta(minutes=15))
    await ana.says("I want to kill myself")
    await goes(ana, "New symptom", *ONE_LEG)
    await ana.says("/today")
    await ana.passes(timedelta(days=2))
    safety = await safety_messages(lumbar, ana)
    kept = [(each.message_id, each.data) for each in buttons(ana, ana.screen) if each.message_id in safety]
    assert len(kept) >= 6
    await moves_on(ana)
    walker = Walker(lumbar)
    for message_id, data in kept:
        await walker.taps_again([(ana, message_id, data)])
