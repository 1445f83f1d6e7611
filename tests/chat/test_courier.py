"""What becomes of a message when Telegram says no, says nothing, or says it too late (docs/architecture.md)."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from typing_extensions import override

from bot.chat.errors import NotSent
from bot.chat.gate import is_nudge, real_now
from bot.chat.outcomes import TOKEN_WAIT
from bot.chat.rate import CHAT_BURST, Rate
from bot.domain.standing import Hold
from bot.flows import hold, talk
from bot.flows.talk import Kind, Reply, say
from bot.playground.faults import Drop, Fault, Gateway, Stall
from bot.playground.message import Sent
from bot.playground.phone import Phone
from bot.playground.refusal import NOT_FOUND, UNAUTHORIZED, Refusal, too_many
from bot.store import outbox, people, routines, slots
from bot.store.engine import Db, GoneError
from bot.store.outbox import Lane, Post
from bot.store.slots import Outcome
from tests.chat.outages import file_of, locked
from tests.chat.talks import is_exercise, settled_in
from tests.chat.town import MONDAY, Town, town
from tests.patience import PATIENCE
from tests.wire import InProcess

A_MINUTE = timedelta(seconds=60)
AMBIGUOUS: list[Fault] = [Gateway(502), Gateway(504), Drop(), Drop(accepted=True), Stall()]


class Noting(Rate):
    """As fast as a test likes; notes for how long everybody would have waited."""

    def __init__(self) -> None:
        super().__init__(per_second=10_000, chat_interval=0.0)
        self.holds: list[float] = []

    @override
    def hold(self, until: float) -> None:
        self.holds.append(until)


def rows(lumbar: Town, columns: str, where: str = "1") -> list[tuple[object, ...]]:
    return rows_of(file_of(lumbar), columns, where)


def rows_of(database: Path, columns: str, where: str = "1") -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(f"SELECT {columns} FROM outbox WHERE {where} ORDER BY seq").fetchall()  # noqa: S608


def sends(lumbar: Town, phone: Phone) -> list[Sent]:
    return [sent for sent in lumbar.telegram.sent if sent.chat_id == phone.chat.id and sent.method == "sendMessage"]


async def post(lumbar: Town, phone: Phone, reply: Reply, *, lane: Lane = Lane.REPLY, wake: bool = True) -> None:
    """A reply as the adapter would leave it in the outbox."""
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, phone.chat.id)
        dumped, now = talk.dump(reply), lumbar.clock.now()
        await outbox.add(db, person, phone.chat.id, payload=dumped, lane=lane, kind=reply.kind.value, now=now)
    if wake:
        lumbar.app.courier.wake()
        await lumbar.settled()


@pytest.fixture
async def ana(lumbar: Town) -> Phone:
    phone = lumbar.phone()
    await phone.says("/start")
    return phone


@pytest.fixture
async def noted(tmp_path: Path, empty: Path) -> AsyncIterator[tuple[Town, Noting]]:
    rate = Noting()
    async with town(tmp_path, empty, rate=rate) as lumbar:
        yield lumbar, rate


@pytest.mark.parametrize(
    ("refusal", "seconds"), [(too_many(7), 7), (Refusal(429, "Too Many Requests"), 30)], ids=["told", "untold"]
)
async def test_too_many_requests_puts_back_uncounted_and_everybody_waits(
    noted: tuple[Town, Noting], refusal: Refusal, seconds: int
) -> None:
    lumbar, rate = noted
    ana = lumbar.phone()
    lumbar.telegram.fail_next("sendMessage", refusal)
    assert await ana.says("/help") == []
    now = asyncio.get_running_loop().time()
    (until,) = rate.holds
    assert seconds - 5 < until - now <= seconds
    assert rows(lumbar, "state, attempts, twin") == [("pending", 0, 0)]
    assert await ana.passes(timedelta(seconds=seconds - 4)) == []
    assert len(await ana.passes(timedelta(seconds=4))) == 1
    assert rows(lumbar, "state, attempts, twin") == [("sent", 0, 0)]


BLOCKED = (
    Refusal(403, "Forbidden: bot was blocked by the user"),
    Refusal(403, "Forbidden: user is deactivated"),
    Refusal(400, "Bad Request: chat not found"),
    Refusal(400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -100}),
)


@pytest.mark.parametrize("refusal", BLOCKED, ids=lambda refusal: refusal.description)
async def test_who_cannot_be_reached_is_left_alone_until_they_write(lumbar: Town, refusal: Refusal) -> None:
    ana = lumbar.phone()
    await settled_in(ana, session="08:00", walk="12:00")
    lumbar.telegram.fail_next("sendMessage", refusal, chat_id=ana.chat.id)
    assert await ana.says("/help") == []
    assert rows(lumbar, "state, error, payload", "state = 'dead'") == [("dead", "unreachable", None)]
    person = await lumbar.person(ana)
    assert person is not None
    assert person.standing.unreachable_since is not None
    async with lumbar.app.database.reading() as db:
        wishes = await routines.of(db, person.id)
    assert {kind: wish.next_due for kind, wish in wishes.items()} == dict.fromkeys(("session", "walk", "weekly"))
    assert await ana.passes(timedelta(days=3)) == []
    assert await ana.says("/help"), "who writes is there again"
    async with lumbar.app.database.reading() as db:
        wishes = await routines.of(db, person.id)
    assert all(wish.next_due is not None for wish in wishes.values())


async def test_a_nudge_to_somebody_who_blocked_the_bot_is_undeliverable(lumbar: Town) -> None:
    ana = lumbar.phone()
    await settled_in(ana, session="08:00")
    lumbar.telegram.fail_next("sendMessage", BLOCKED[0], chat_id=ana.chat.id)
    await ana.passes(timedelta(days=2))
    assert list((await lumbar.outcomes(ana)).values()) == [Outcome.UNDELIVERABLE]


async def test_an_edit_that_changes_nothing_has_succeeded(lumbar: Town) -> None:
    ana = lumbar.phone()
    await settled_in(ana)
    before = len(sends(lumbar, ana))
    card = replace(say("nudge-when"), card="today", anew=True)
    await post(lumbar, ana, card)
    await post(lumbar, ana, replace(card, anew=False))
    assert len(sends(lumbar, ana)) == before + 1
    assert rows(lumbar, "state")[-2:] == [("sent",), ("sent",)]


@pytest.mark.parametrize(
    "said", ["message to edit not found", "message can't be edited", "there is no text in the message to edit"]
)
async def test_a_card_that_is_lost_is_sent_anew(lumbar: Town, ana: Phone, said: str) -> None:
    await post(lumbar, ana, replace(say("nudge-when"), card="today"))
    before = ana.screen[-1].id
    lumbar.telegram.fail_next("editMessageText", Refusal(400, f"Bad Request: {said}"))
    await post(lumbar, ana, replace(say("cancel-done"), card="today"))
    assert ana.screen[-1].id > before
    await post(lumbar, ana, replace(say("apology"), card="today"))
    assert ana.screen[-1].text.startswith("Sorry"), "the new one is the card now"
    assert ana.screen[-1].edited


async def test_markup_that_telegram_refuses_goes_as_plain_text(lumbar: Town) -> None:
    ana = lumbar.phone()
    lumbar.telegram.fail_next("sendMessage", Refusal(400, "Bad Request: can't parse entities: unsupported start tag"))
    (bubble,) = await ana.says("/gethelp")
    assert "parse_mode" not in sends(lumbar, ana)[-1].params
    assert "<" not in bubble.text
    assert "&" not in bubble.text
    assert rows(lumbar, "state") == [("sent",)]


async def test_markup_that_is_refused_twice_is_dead(lumbar: Town) -> None:
    ana = lumbar.phone()
    refusal = Refusal(400, "Bad Request: can't parse entities: unsupported start tag")
    lumbar.telegram.fail_next("sendMessage", refusal, times=2)
    assert await ana.says("/help") == []
    assert rows(lumbar, "state") == [("dead",)]


async def test_any_other_refusal_is_for_ever_and_stops_nobody(lumbar: Town) -> None:
    ana = lumbar.phone()
    lumbar.telegram.fail_next("sendMessage", Refusal(400, "Bad Request: BUTTON_DATA_INVALID"))
    assert await ana.says("/help") == []
    assert rows(lumbar, "state, payload") == [("dead", None)]
    assert await ana.passes(timedelta(hours=1)) == []
    assert await ana.says("/help")


async def test_a_safety_message_that_is_refused_loses_its_buttons_and_arrives(lumbar: Town, ana: Phone) -> None:
    before = len(sends(lumbar, ana))
    lumbar.telegram.fail_next("sendMessage", Refusal(400, "Bad Request: BUTTON_DATA_INVALID"))
    await post(lumbar, ana, hold.message(Hold.URGENT), lane=Lane.SAFETY)
    (sent,) = sends(lumbar, ana)[before:]
    assert "Please get medical advice today" in sent.text
    assert "reply_markup" not in sent.params
    assert rows(lumbar, "state")[-1] == ("sent",)


async def test_a_safety_message_whose_markup_and_buttons_are_refused_arrives(lumbar: Town, ana: Phone) -> None:
    before = len(sends(lumbar, ana))
    lumbar.telegram.fail_next("sendMessage", Refusal(400, "Bad Request: can't parse entities"), times=2)
    await post(lumbar, ana, hold.message(Hold.URGENT), lane=Lane.SAFETY)
    (sent,) = sends(lumbar, ana)[before:]
    assert "parse_mode" not in sent.params
    assert "<b>" not in sent.text
    assert rows(lumbar, "state")[-1] == ("sent",)


async def test_a_safety_message_that_is_refused_in_every_form_is_the_static_text_of_its_level(
    lumbar: Town, ana: Phone
) -> None:
    before = len(sends(lumbar, ana))
    lumbar.telegram.fail_next("sendMessage", Refusal(400, "Bad Request: message text is empty"), times=2)
    await post(lumbar, ana, hold.message(Hold.URGENT), lane=Lane.SAFETY)
    (sent,) = sends(lumbar, ana)[before:]
    assert sent.text == plain(lumbar.app.library.say("safety-lifeline-urgent"))
    assert rows(lumbar, "state")[-1] == ("dead",)


SPOILT: dict[str, Callable[[str], str]] = {
    "a word is missing": lambda dumped: dumped.replace("safety-urgent", "safety-urgent-of-old"),
    "an argument is none": lambda dumped: dumped.replace('"safety-urgent"', '["safety-urgent",{"EM":{"w":["x",{}]}}]'),
    "it cannot be read": lambda dumped: dumped[:-5],
    "its kind is unknown": lambda dumped: dumped.replace('"kind":"safety"', '"kind":"of old"'),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
async def test_a_safety_message_that_cannot_be_rendered_is_the_static_text_of_its_level(
    lumbar: Town, ana: Phone, spoil: Callable[[str], str]
) -> None:
    before, now = len(sends(lumbar, ana)), lumbar.clock.now()
    for kind, lane in ((Kind.SAFETY.value, Lane.SAFETY), (hold.UNSAID, Lane.NUDGE)):
        async with lumbar.app.database.writing() as db:
            person = await people.by_chat(db, ana.chat.id)
            dumped = spoil(talk.dump(hold.message(Hold.URGENT)))
            await outbox.add(db, person, ana.chat.id, payload=dumped, lane=lane, kind=kind, now=now)
        lumbar.app.courier.wake()
        await lumbar.settled()
        assert rows(lumbar, "state, attempts")[-1] == ("sent", 0)
    told = [sent.text for sent in sends(lumbar, ana)[before:]]
    assert told == [plain(lumbar.app.library.say("safety-lifeline-urgent"))] * 2


async def test_what_fails_in_the_safety_message_of_somebody_is_logged_without_their_words(
    lumbar: Town, ana: Phone, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = replace(say("no-such-words", secret="my leg is numb"), kind=Kind.SAFETY)
    await post(lumbar, ana, reply, lane=Lane.SAFETY)
    assert ana.screen[-1].text.startswith("When to get help")
    logged = "".join(capsys.readouterr())
    assert "a safety message is said without its form" in logged
    assert "numb" not in logged


async def test_a_safety_message_that_cannot_be_made_ready_at_all_is_said_from_memory_in_the_end(
    lumbar: Town, ana: Phone
) -> None:
    """Its person cannot be read: a spoilt row, which no patience mends."""
    before = len(sends(lumbar, ana))
    await post(lumbar, ana, hold.message(Hold.URGENT), lane=Lane.SAFETY, wake=False)
    with closing(sqlite3.connect(lumbar.app.database.reader.url.database or "")) as connection, connection:
        connection.execute("UPDATE people SET stage = 'of old'")
    lumbar.app.courier.wake()
    await lumbar.settled()
    for _ in range(8):
        await ana.passes(timedelta(seconds=20))
    (told,) = [sent.text for sent in sends(lumbar, ana)[before:]]
    assert told == plain(lumbar.app.library.say("safety-lifeline-urgent"))
    assert rows(lumbar, "state")[-1] == ("dead",)


@pytest.mark.parametrize("fault", AMBIGUOUS, ids=str)
async def test_an_answer_that_may_have_arrived_comes_again_after_a_minute(
    lumbar: Town, ana: Phone, fault: Fault
) -> None:
    lumbar.telegram.fail_next("sendMessage", fault)
    before = len(sends(lumbar, ana))
    await ana.says("/help")
    arrived = int(isinstance(fault, Drop | Gateway | Stall) and fault.accepted)
    assert rows(lumbar, "state, attempts, twin")[-1] == ("pending", 1, 1)
    await ana.passes(A_MINUTE - timedelta(seconds=10))
    assert len(sends(lumbar, ana)) == before + arrived
    await ana.passes(timedelta(seconds=10))
    assert len(sends(lumbar, ana)) == before + arrived + 1
    assert rows(lumbar, "state, twin")[-1] == ("sent", 1)


async def test_an_answer_that_never_gets_through_is_given_up_in_the_end(lumbar: Town, ana: Phone) -> None:
    lumbar.telegram.fail_next("sendMessage", Drop(), times=100)
    await ana.says("/help")
    await ana.passes(timedelta(minutes=10))
    assert rows(lumbar, "state, attempts")[-1] == ("unknown", 4)


@pytest.mark.parametrize("fault", AMBIGUOUS, ids=str)
async def test_words_about_safety_go_again_at_once(lumbar: Town, ana: Phone, fault: Fault) -> None:
    lumbar.telegram.fail_next("sendMessage", fault, times=7)
    assert await ana.says("/gethelp")
    assert rows(lumbar, "state")[-1] == ("sent",)


async def test_so_do_those_that_a_check_left_open_ends_with(lumbar: Town, ana: Phone) -> None:
    before, now = len(sends(lumbar, ana)), lumbar.clock.now()
    lumbar.telegram.fail_next("sendMessage", Drop(), times=7)
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        dumped = talk.dump(hold.message(Hold.URGENT))
        await outbox.add(db, person, ana.chat.id, payload=dumped, lane=Lane.NUDGE, kind=hold.UNSAID, now=now)
    lumbar.app.courier.wake()
    await lumbar.settled()
    assert len(sends(lumbar, ana)) == before + 1
    assert rows(lumbar, "state")[-1] == ("sent",)


async def test_an_edit_that_may_have_arrived_goes_again_at_once(lumbar: Town, ana: Phone) -> None:
    await post(lumbar, ana, replace(say("nudge-when"), card="today"))
    lumbar.telegram.fail_next("editMessageText", Drop(accepted=True), times=2)
    await post(lumbar, ana, replace(say("cancel-done"), card="today"))
    assert rows(lumbar, "state, attempts, twin")[-1] == ("sent", 2, 0)


async def test_a_card_that_is_lost_and_sent_anew_counts_as_a_new_message(lumbar: Town, ana: Phone) -> None:
    """What may have arrived as a message of its own must not come again at once, as an edit may."""
    await post(lumbar, ana, replace(say("nudge-when"), card="today"))
    before = len(sends(lumbar, ana))
    lumbar.telegram.fail_next("editMessageText", Refusal(400, "Bad Request: message to edit not found"), times=2)
    lumbar.telegram.fail_next("sendMessage", Drop(accepted=True))
    await post(lumbar, ana, replace(say("cancel-done"), card="today"))
    assert len(sends(lumbar, ana)) == before + 1
    assert rows(lumbar, "state, attempts, twin")[-1] == ("pending", 1, 1)
    await ana.passes(A_MINUTE)
    assert len(sends(lumbar, ana)) == before + 2
    assert rows(lumbar, "state, twin")[-1] == ("sent", 1)


async def test_what_telegram_took_is_not_forgotten_while_the_database_is_locked(lumbar: Town, ana: Phone) -> None:
    """Its outcome waits until it can be written: it must not look as if nobody knew."""
    before = len(sends(lumbar, ana))
    wire = lumbar.app.bot.request
    assert isinstance(wire, InProcess)
    async with AsyncExitStack() as stack:
        wire.before = Locking(lumbar, stack)
        lumbar.telegram.says(ana.chat.id, "/help")
        async with asyncio.timeout(PATIENCE):
            while len(sends(lumbar, ana)) == before:
                await lumbar.telegram.changed.after(lumbar.telegram.changed.count)
        await asyncio.sleep(0.2)
        wire.before = None
    await lumbar.settled()
    await ana.passes(2 * A_MINUTE)
    assert len(sends(lumbar, ana)) == before + 1
    assert rows(lumbar, "state, attempts, twin")[-1] == ("sent", 0, 0)


class Locking:
    """Another process takes the database at the moment of the first send."""

    def __init__(self, lumbar: Town, stack: AsyncExitStack) -> None:
        self.lumbar, self.stack = lumbar, stack

    async def __call__(self, method: str) -> None:
        if method == "sendMessage":
            await self.stack.enter_async_context(locked(self.lumbar))


@pytest.mark.parametrize(("walk", "nudges", "outcome"), [(None, 2, Outcome.SENT), ("08:00", 1, Outcome.UNKNOWN)])
async def test_a_session_nudge_goes_once_more_and_a_walk_never(
    lumbar: Town, walk: str | None, nudges: int, outcome: Outcome
) -> None:
    ana = lumbar.phone()
    await settled_in(ana, session="20:00" if walk else "08:00", walk=walk)
    lumbar.telegram.fail_next("sendMessage", Stall(accepted=True), chat_id=ana.chat.id)
    before = len(sends(lumbar, ana))
    for _ in range(20):
        await ana.passes(timedelta(hours=1))
        if await lumbar.outcomes(ana):
            break
    await ana.passes(timedelta(minutes=5))
    assert len(sends(lumbar, ana)) == before + nudges
    assert list((await lumbar.outcomes(ana)).values()) == [outcome]


async def test_a_second_reminder_that_may_have_arrived_is_not_sent_a_third_time(lumbar: Town) -> None:
    ana = lumbar.phone()
    await settled_in(ana, session="08:00")
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        await people.save(db, replace(person, remind_again=True))
    before = len(sends(lumbar, ana))
    await ana.passes(timedelta(hours=14, minutes=10))
    assert len(sends(lumbar, ana)) == before + 1, "the first, at eight"
    lumbar.telegram.fail_next("sendMessage", Stall(accepted=True), chat_id=ana.chat.id)
    await ana.passes(timedelta(hours=2))
    assert len(sends(lumbar, ana)) == before + 2, "the second, an hour later"
    assert rows(lumbar, "state")[-1] == ("unknown",)


async def test_a_session_nudge_that_stays_ambiguous_is_unknown_and_no_third_is_sent(lumbar: Town) -> None:
    ana = lumbar.phone()
    await settled_in(ana, session="08:00")
    lumbar.telegram.fail_next("sendMessage", Drop(accepted=True), chat_id=ana.chat.id, times=10)
    before = len(sends(lumbar, ana))
    await ana.passes(timedelta(hours=20))
    assert len(sends(lumbar, ana)) == before + 2
    assert list((await lumbar.outcomes(ana)).values()) == [Outcome.UNKNOWN]


class Unplugged:
    """A network whose cable is out for the first so many sends."""

    def __init__(self, fails: int) -> None:
        self.left = fails

    async def __call__(self, method: str) -> None:
        if self.left and method == "sendMessage":
            self.left -= 1
            raise aiohttp.ConnectionTimeoutError


async def test_what_never_left_is_tried_for_as_long_as_it_takes_and_comes_once(lumbar: Town, ana: Phone) -> None:
    wire = lumbar.app.bot.request
    assert isinstance(wire, InProcess)
    wire.before = Unplugged(fails=20)
    before = len(sends(lumbar, ana))
    await ana.says("/help")
    assert rows(lumbar, "state, attempts, twin")[-1] == ("pending", 0, 0), NotSent.__name__
    await ana.passes(timedelta(minutes=5))
    assert len(sends(lumbar, ana)) == before + 1
    assert rows(lumbar, "state, attempts, twin")[-1] == ("sent", 0, 0)


@pytest.mark.parametrize("refusal", [UNAUTHORIZED, NOT_FOUND], ids=["401", "404"])
async def test_a_refused_token_stops_everybody_and_loses_nothing(noted: tuple[Town, Noting], refusal: Refusal) -> None:
    lumbar, rate = noted
    ana = lumbar.phone()
    lumbar.telegram.fail_next("sendMessage", refusal)
    assert await ana.says("/help"), "getMe still answers: it was a proxy"
    assert len(rate.holds) == 1
    assert rate.holds[0] - asyncio.get_running_loop().time() > TOKEN_WAIT - 5
    assert rows(lumbar, "state, attempts, twin") == [("sent", 0, 0)]


@pytest.mark.parametrize(
    ("kind", "held", "state"),
    [
        (Kind.EXERCISE, Hold.CONSULT, "cancelled"),
        (Kind.WALK, Hold.CONSULT, "sent"),
        (Kind.WALK, Hold.URGENT, "cancelled"),
        (Kind.PLAIN, Hold.EMERGENCY, "sent"),
    ],
)
async def test_what_waited_is_never_sent_to_somebody_whom_a_hold_keeps_from_it_by_then(
    lumbar: Town, kind: Kind, held: Hold, state: str
) -> None:
    """The hold reaches what is queued (docs/care.md 2.5, 3.3); the step to sending asks again all the same."""
    ana = lumbar.phone()
    await settled_in(ana)
    before = len(sends(lumbar, ana))
    await post(lumbar, ana, replace(say("nudge-when"), kind=kind), wake=False)
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        await people.save(db, replace(person, standing=replace(person.standing, hold=held)))
    lumbar.app.courier.wake()
    await lumbar.settled()
    assert len(sends(lumbar, ana)) == before + (state == "sent")
    assert rows(lumbar, "state, payload")[-1] == (state, None)


async def test_a_reminder_made_ready_before_a_question_opened_asks_for_the_answer(lumbar: Town) -> None:
    ana = lumbar.phone()
    await settled_in(ana, session="08:00")
    courier, ready, opened = lumbar.app.courier, asyncio.Event(), asyncio.Event()
    own_turn = courier._own_turn

    async def after_the_question(post: Post) -> None:
        if is_nudge(post):
            ready.set()
            await opened.wait()
        await own_turn(post)

    courier._own_turn = after_the_question  # type: ignore[method-assign]  # the only moment between the two
    morning = asyncio.create_task(ana.passes(timedelta(hours=15)))
    await ready.wait()
    async with lumbar.app.database.writing() as db:
        person = await people.by_chat(db, ana.chat.id)
        assert person is not None
        await people.save(db, replace(person, standing=replace(person.standing, hold=Hold.OPEN_QUESTION)))
    opened.set()
    (told,) = await morning
    assert "Finish" in " ".join(told.labels)
    assert list((await lumbar.outcomes(ana)).values()) == [Outcome.SENT]


async def test_a_practice_card_that_waited_is_cancelled_with_the_hold(lumbar: Town) -> None:
    ana = lumbar.phone()
    await settled_in(ana)
    await ana.taps("Today")
    lumbar.telegram.fail_next("*", too_many(1), chat_id=ana.chat.id)
    await ana.taps("Start")
    await ana.says("both my legs are numb")
    assert rows(lumbar, "count(*)", "kind = 'exercise' AND state = 'cancelled'") == [(1,)]
    await ana.passes(timedelta(hours=1))
    assert not any(is_exercise(bubble) for bubble in ana.screen)


async def test_a_walk_that_waited_is_cancelled_with_a_hold_that_forbids_it(lumbar: Town) -> None:
    ana = lumbar.phone()
    await settled_in(ana)
    await ana.says("/walk")
    lumbar.telegram.fail_next("editMessageText", too_many(1), chat_id=ana.chat.id)
    await ana.taps("Start walk")
    await ana.says("both my legs are numb")
    assert rows(lumbar, "count(*)", "kind = 'walk' AND state = 'cancelled'") == [(1,)]
    assert not any(bubble.text.startswith("Walking:") for bubble in await ana.passes(timedelta(hours=1)))


async def test_what_a_dead_process_claimed_is_released_and_what_it_was_sending_is_ambiguous(
    tmp_path: Path, empty: Path
) -> None:
    async with town(tmp_path, empty) as lumbar:
        ana = lumbar.phone()
        await ana.says("/start")
        telegram = lumbar.telegram
    before = len(telegram.sent)
    async with town(tmp_path, empty) as other:
        for key in ("apology", "cancel-done"):
            await post(other, ana, say(key), wake=False)
        database = other.app.database.reader.url.database
        assert database is not None
    with closing(sqlite3.connect(database)) as connection, connection:
        first, second = (seq for (seq,) in connection.execute("SELECT seq FROM outbox ORDER BY seq DESC LIMIT 2"))
        far = "UPDATE outbox SET owner = 'a dead one', fence = 1, state = ?, lease_until = 9999999999999 WHERE seq = ?"
        connection.execute(far, ("sending", second))
        connection.execute(far, ("claimed", first))
    telegram.updates._closed = False
    async with town(tmp_path, empty, telegram=telegram) as lumbar:
        await lumbar.settled()
        phone = Phone(telegram, ana.chat.id, lumbar.settled, lumbar.skip)
        states = rows(lumbar, "state, twin", f"seq IN ({first}, {second})")
        assert states == [("pending", 1), ("pending", 0)], "the second waits for the first"
        await phone.passes(A_MINUTE)
        assert rows(lumbar, "state", f"seq IN ({first}, {second})") == [("sent",), ("sent",)]
    assert len(telegram.sent) >= before + 2


async def claimed_by(db: Db, lumbar: Town, *, lease: timedelta) -> Sequence[Post]:
    """As the courier claims."""
    owner, at = lumbar.app.courier.owner, real_now(lumbar.clock)
    return await outbox.claim(db, owner=owner, now=lumbar.clock.now(), real_now=at, lease=lease, limit=5)


async def test_a_lease_that_ran_out_is_taken_back(lumbar: Town, ana: Phone) -> None:
    await post(lumbar, ana, say("apology"), wake=False)
    async with lumbar.app.database.writing() as db:
        (claimed,) = await claimed_by(db, lumbar, lease=-timedelta(seconds=1))
    await lumbar.app.courier.reap()
    lumbar.app.courier.wake()
    await lumbar.settled()
    assert rows(lumbar, "state, fence", f"seq = {claimed.seq}") == [("sent", 2)]


async def test_a_message_that_a_hold_took_back_after_the_claim_is_not_sent(lumbar: Town, ana: Phone) -> None:
    """Between the claim and the step to sending the row was cancelled: the fence finds nothing."""
    await post(lumbar, ana, say("apology"), wake=False)
    async with lumbar.app.database.writing() as db:
        (claimed,) = await claimed_by(db, lumbar, lease=A_MINUTE)
        assert claimed.person_id is not None
        await outbox.cancel(db, claimed.person_id, lumbar.clock.now(), kinds=[Kind.PLAIN])
    before = len(sends(lumbar, ana))
    lumbar.app.courier._dispatch([claimed])
    lumbar.app.courier.wake()
    await lumbar.settled()
    assert len(sends(lumbar, ana)) == before


async def test_safety_overtakes_all_that_waits(lumbar: Town, ana: Phone) -> None:
    for lane, key in ((Lane.NUDGE, "nudge-when"), (Lane.REPLY, "apology"), (Lane.REPLY, "cancel-done")):
        await post(lumbar, ana, say(key), lane=lane, wake=False)
    await post(lumbar, ana, replace(say("safety-follow-up"), kind=Kind.SAFETY), lane=Lane.SAFETY, wake=False)
    before = len(sends(lumbar, ana))
    lumbar.app.courier.wake()
    await lumbar.settled()
    say_ = lumbar.app.library.say
    expected = ["safety-follow-up", "apology", "cancel-done", "nudge-when"]
    assert [sent.text for sent in sends(lumbar, ana)[before:]] == [plain(say_(key)) for key in expected]


def plain(markup: str) -> str:
    return re.sub("<[^>]+>", "", markup)


async def test_a_chat_gets_its_messages_in_order_however_the_first_fares(lumbar: Town, ana: Phone) -> None:
    lumbar.telegram.fail_next("sendMessage", too_many(1))
    before = len(sends(lumbar, ana))
    await post(lumbar, ana, say("apology"), wake=False)
    await post(lumbar, ana, say("cancel-done"))
    await ana.passes(timedelta(seconds=5))
    say_ = lumbar.app.library.say
    expected = [plain(say_("apology")), plain(say_("cancel-done"))]
    assert [sent.text for sent in sends(lumbar, ana)[before:]] == expected


async def test_a_chat_is_not_flooded(tmp_path: Path, empty: Path) -> None:
    """Real seconds: a burst of four, then one each."""
    async with town(tmp_path, empty, rate=Rate()) as lumbar:
        ana = lumbar.phone()
        await ana.says("/start")
        for _ in range(5):
            await post(lumbar, ana, say("apology"), wake=False)
        lumbar.app.courier.wake()
        await lumbar.settled()
        moments = [sent.real for sent in sends(lumbar, ana)]
    assert len(moments) == 6
    assert max(sum(start <= moment < start + 0.95 for moment in moments) for start in moments) <= 4
    assert moments[-1] - moments[0] >= 1.9


async def test_chats_that_have_had_their_measure_hold_up_nobody_else(tmp_path: Path, empty: Path) -> None:
    async with town(tmp_path, empty, rate=Rate(per_second=1_000, chat_interval=30.0)) as lumbar:
        crowd, ana = [lumbar.phone() for _ in range(80)], lumbar.phone()
        for phone in crowd:
            phone.chat.started = True
            for _ in range(CHAT_BURST + 1):
                await post(lumbar, phone, say("apology"), wake=False)
        lumbar.app.courier.wake()
        async with asyncio.timeout(PATIENCE):
            while sum(len(sends(lumbar, phone)) for phone in crowd) < len(crowd) * CHAT_BURST:
                await lumbar.telegram.changed.after(lumbar.telegram.changed.count)
            ana.chat.started = True
            await post(lumbar, ana, say("apology"), wake=False)
            lumbar.app.courier.wake()
            while not sends(lumbar, ana):
                await lumbar.telegram.changed.after(lumbar.telegram.changed.count)
    assert set(rows_of(tmp_path / "lumbar.sqlite", "state", "closed_at IS NULL")) == {("pending",)}, "let go of"


async def test_a_slot_has_one_outcome_whatever_was_tried(lumbar: Town) -> None:
    ana = lumbar.phone()
    await settled_in(ana, session="08:00")
    lumbar.telegram.fail_next("sendMessage", too_many(3), chat_id=ana.chat.id)
    lumbar.telegram.fail_next("sendMessage", Drop(), chat_id=ana.chat.id)
    await ana.passes(timedelta(hours=20))
    person = await lumbar.person(ana)
    assert person is not None
    async with lumbar.app.database.reading() as db:
        (slot,) = await slots.of(db, person.id)
    assert slot.outcome is Outcome.SENT
    assert slot.due > MONDAY


async def test_what_the_database_broke_off_is_not_counted(lumbar: Town, ana: Phone) -> None:
    """A message must not be given up because the database went away five times."""
    await post(lumbar, ana, say("apology"), wake=False)
    async with lumbar.app.database.writing() as db:
        (claimed,) = await claimed_by(db, lumbar, lease=A_MINUTE)
    await lumbar.app.courier._outcomes.broken(claimed, GoneError())
    assert rows(lumbar, "state, attempts", f"seq = {claimed.seq}") == [("pending", 0)]
