"""Conversations that many tests begin with, and what they look for on the screen."""

import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

from sqlalchemy import func, select

from bot.domain import schedule
from bot.domain.course import Course
from bot.domain.schedule import EVERY_DAY, WORKDAYS
from bot.domain.standing import Stage
from bot.flows.setup import PARTS
from bot.playground.keyboard import Button, Persistent
from bot.playground.message import Message
from bot.playground.phone import Bubble, Phone
from bot.playground.telegram import Telegram
from bot.store import people, practices, routines, rungs
from bot.store.practices import Item
from bot.store.tables import metadata
from tests.chat.town import Town

KEYBOARD = Persistent(((Button("Today"), Button("Walk")), (Button("New symptom"), Button("Get help"))))
NO_SIGNS = ("None of these", "No", "No", "None of these", "3", "Yes")
"""Q1 to Q5 with no warning sign."""
WELL = ("None of these", *NO_SIGNS)
"""The same with C0 before, as it is asked the first time."""
OLD_LEG = ("None of these", "Old, checked, not changed", "Yes", "No", "None of these", "3", "Yes")
"""Q1 to Q5 with a leg symptom that was checked, is OK for exercise and has not changed."""
ONE_LEG = ("None of these", "B: one leg", "No", "None of these", "3", "Yes")
"""Q1 to Q5: CONSULT."""
MOVES = 5
"""Of a session in the first week."""
SILENCE = timedelta(minutes=5)
CONSULT = "I've paused your exercises. Please book to see"
URGENT = "Please get medical advice today."
EMERGENCY = "Go to A&E now, or call 999."
HELD_CONSULT = "Your exercises are paused until a GP, doctor or physio has checked this."
HELD_URGENT = "Call your doctor, or NHS 111 if they are closed."
HELD_EMERGENCY = "Please go to A&E now, or call 999."
UNFINISHED = "Let's finish that check before any exercise."
CLEAR_FIRST = "Please ask your doctor, midwife or physio before you start these exercises."
CONSULT_BUTTONS = ("I've been checked", "It's got worse", "Show my answers")
ANSWERED = "That question is already answered."


async def agreed(phone: Phone, country: str = "United Kingdom") -> list[Bubble]:
    """START to the first question of the safety check."""
    await phone.says("/start")
    await phone.taps(country)
    return await phone.taps("I'm 18 or over and I agree")


async def screened(phone: Phone, country: str = "United Kingdom") -> list[Bubble]:
    """START to the receipt with the first routine: eleven taps in all with the next one."""
    await agreed(phone, country)
    return await goes(phone, *WELL)


async def settled_in(phone: Phone, session: str = "08:00", walk: str | None = None) -> list[Bubble]:
    """START to reminders that are set. Only countries of one time zone."""
    await screened(phone)
    await phone.taps("Later")
    await phone.says(session)
    if walk is None:
        await phone.taps("No walk reminders")
    else:
        await phone.taps("Another")
        await phone.says(walk)
    return await phone.taps("Yes")


async def moved_in(
    lumbar: Town, phone: Phone, session: str = "08:00", walk: str | None = None, *, zone: str = "Europe/London"
) -> None:
    """Somebody who came all the way through `settled_in` and the five questions after it, without the taps."""
    now, place = lumbar.clock.now(), schedule.zone(zone)
    phone.chat.started = True
    phone.chat.keyboard = KEYBOARD
    async with lumbar.app.database.writing() as db:
        person = await people.register(db, phone.chat.id, language="en", now=now)
        person = replace(
            person,
            standing=replace(person.standing, stage=Stage.ACTIVE),
            country="GB",
            zone=place.key,
            started_on=schedule.day_of(now, place),
            checked_at=now,
            screened_at=now,
            course=Course(asked=frozenset(PARTS)),
        )
        await people.save(db, person)
        for kind, at, weekdays in (("session", session, WORKDAYS), ("walk", walk, EVERY_DAY)):
            if at is None:
                continue
            due = schedule.next_due(time.fromisoformat(at), weekdays, place, now)
            assert due is not None
            mask = schedule.mask_of(weekdays)
            await routines.put(db, person.id, kind, time=at, weekdays=mask, next_due=due.utc, next_date=due.date)


async def on_course(lumbar: Town, phone: Phone, **changes: object) -> None:
    """With these fields of their course changed, as weeks of practice would have changed them."""
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        await people.save(db, replace(person, course=replace(person.course, **changes)))  # type: ignore[arg-type]  # fields of Course


async def has_practised(lumbar: Town, phone: Phone, *days: date, kind: str = "full", judged: bool = True) -> None:
    """Whole sessions on these days, their consequences drawn, without the taps."""
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        assert person is not None
        for day in days:
            at = datetime.combine(day, time(8), UTC)
            items = [Item(0, "cat-camel", 1, first=False), Item(1, "bird-dog", 1, first=False)]
            practice = await practices.add(
                db, person.id, day=day, kind=kind, week=1, letter="A", minutes=9, items=items, now=at
            )
            done = tuple(replace(item, state="done") for item in practice.items)
            await practices.save(db, replace(practice, state="done", finished_at=at, judged=judged, items=done))


def after_a_restart(telegram: Telegram) -> Telegram:
    """The same Telegram, with all that stands on the phones, for another bot to talk to."""
    again = Telegram(telegram.now, first_id=telegram.next_id() + 1000)
    again.chats.update(telegram.chats)
    again.changed = telegram.changed
    return again


def in_hand(lumbar: Town, phone: Phone) -> Phone:
    """The phone of somebody who talked to the bot before its restart."""
    return Phone(lumbar.telegram, phone.chat.id, lumbar.settled, lumbar.skip)


async def goes(phone: Phone, *labels: str) -> list[Bubble]:
    """One tap after the other, none of them met with silence; what the last one brought."""
    bubbles: list[Bubble] = []
    for label in labels:
        bubbles = await phone.taps(label)
        assert bubbles, f"nothing came after {label!r}"
    return bubbles


async def answers_daily(phone: Phone, days: int) -> None:
    """Days that each end with a word, so that no reminder goes without an answer."""
    for _ in range(days):
        await phone.passes(timedelta(days=1))
        await phone.says("thanks")


async def at_once(lumbar: Town, acts: Sequence[tuple[Phone, Callable[[], object]]]) -> list[list[Bubble]]:
    """What many people do at the same time, and what each of them then sees that is new."""
    seen = lumbar.telegram.changed.count
    for _, act in acts:
        act()
    await lumbar.settled()
    return [
        [bubble for bubble in phone.screen if (message := phone.chat.find(bubble.id)) and message.changed > seen]
        for phone, _ in acts
    ]


async def exercising(phone: Phone) -> Bubble:
    """From reminders that are set to the first card of today's session."""
    await phone.says("/today")
    (card,) = [bubble for bubble in await phone.taps("Start") if is_exercise(bubble)]
    return card


WELL_DONE = ("Usual or better", "Nothing new – start", "Start", "Done", "Skip this", "1", "OK")
"""What somebody taps whose session goes well, whatever is asked on the way; the first that is on the screen."""


async def whole_session(phone: Phone, *answers: str) -> list[Bubble]:
    """From today's card to the receipt. `answers` are tried before those of a session that goes well."""
    bubbles = await phone.says("/today")
    while label := next((each for each in (*answers, *WELL_DONE) if any(each in b.labels for b in bubbles)), None):
        bubbles = await phone.taps(label)
    return bubbles


async def checked(phone: Phone, said: str = "Yes", who: str = "Physio") -> list[Bubble]:
    """Through the questions of the gate, up to the safety check or to what keeps them paused."""
    return await goes(phone, "I've been checked", who, "Today", said)


async def exported(phone: Phone) -> str:
    """What is there to read in somebody's export."""
    *_, caption = await phone.says("/export")
    document = phone.chat.find(caption.id)
    assert document is not None
    assert document.media is not None
    with zipfile.ZipFile(BytesIO(phone.telegram.files[document.media.file_id].content)) as archive:
        return archive.read("lumbar.txt").decode()


def one(bubbles: Iterable[Bubble]) -> Bubble:
    """The only one: silence fails, and so does a second reply."""
    found = list(bubbles)
    assert len(found) == 1, texts(found) or "silence"
    return found[0]


def two(bubbles: Iterable[Bubble]) -> tuple[Bubble, Bubble]:
    found = list(bubbles)
    assert len(found) == 2, texts(found) or "silence"
    return found[0], found[1]


def texts(bubbles: Iterable[Bubble]) -> str:
    return "\n---\n".join(bubble.text for bubble in bubbles)


def consult(bubbles: Iterable[Bubble]) -> bool:
    """Whether the CONSULT message is among them."""
    return CONSULT in texts(bubbles)


def is_exercise(bubble: Bubble) -> bool:
    """A practice card, or anything else with a button that goes on with an exercise."""
    return "Done" in bubble.labels and "It hurt" in bubble.labels


OPENERS = {
    *("Start", "Start now", "One minute", "Nothing new – start", "Carry on", "Start again", "Do this now"),
    *("Easy day", "Full routine", "Sore day", "1 minute"),
}
"""Buttons that lead to an exercise."""


def exercise_in(bubbles: Iterable[Bubble]) -> bool:
    """Whether any of them shows an exercise or a way to one."""
    return any(is_exercise(bubble) or OPENERS & set(bubble.labels) for bubble in bubbles)


def ways_to_exercise(phone: Phone) -> list[tuple[int, str]]:
    """Message and data of every button on the screen that may lead to an exercise, old ones too."""
    return [
        (message.id, button.data)
        for message in phone.chat.messages
        for row in message.buttons
        for button in row
        if button.data and (button.label in OPENERS or button.label in {"Done", "Easier", "Skip", "Today", "Undo"})
    ]


def data_of(phone: Phone, message_id: int, label: str) -> str:
    """What the button of that label, on that message, sends."""
    message = phone.chat.find(message_id)
    assert message is not None
    return next(button.data or "" for row in message.buttons for button in row if button.label == label)


def open_step(phone: Phone) -> tuple[Message, str]:
    """The newest message whose buttons answer a question, and that question's id."""
    for message in reversed(phone.chat.messages):
        for button in (button for row in message.buttons for button in row):
            if button.data and not button.data.startswith("/"):
                return message, button.data.partition(":")[0]
    raise LookupError("no question is open on this screen")


async def course_of(lumbar: Town, phone: Phone) -> Course:
    person = await lumbar.person(phone)
    assert person is not None
    return person.course


async def levels_of(lumbar: Town, phone: Phone) -> dict[str, int]:
    """Where the person stands on each ladder that anything has moved them on."""
    person = await lumbar.person(phone)
    assert person is not None
    async with lumbar.app.database.reading() as db:
        return {exercise: footing.level for exercise, footing in (await rungs.of(db, person)).items()}


async def left_of_people(lumbar: Town) -> dict[str, int]:
    """Rows of every table that is about people, and messages that wait. Nothing is left when it is empty."""
    left: dict[str, int] = {}
    async with lumbar.app.database.reading() as db:
        for table in metadata.sorted_tables:
            query = select(func.count()).select_from(table)
            if table.name == "outbox":
                query = query.where(table.c.person_id.is_not(None) | table.c.payload.is_not(None))
            elif table.name not in {"people", "practice_items"} and "person_id" not in table.c:
                continue
            left[table.name] = (await db.execute(query)).scalar_one()
    assert len(left) > 10, "the tables about people are known by their column"
    return {name: count for name, count in left.items() if count}


def only_follow_ups(bubbles: Iterable[Bubble]) -> bool:
    """Nothing came, or nothing but the questions whether help was found and how it is."""
    asked = ("Have you been able to get help?", "You told me about something that needs a check. How is it today?")
    return all(bubble.text in asked for bubble in bubbles)
