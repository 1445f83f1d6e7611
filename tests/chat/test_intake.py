"""Updates are stored before they are confirmed, handled once and in order, and a broken one stops nobody."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import Application, BaseHandler, TypeHandler
from typing_extensions import override

from bot.chat.flood import BURST, Flood
from bot.chat.incoming import text_of
from bot.chat.intake import Intake
from bot.chat.poller import Poller
from bot.chat.token import TokenRefusedError
from bot.playground.refusal import NOT_FOUND, OTHER_POLLER, UNAUTHORIZED
from bot.playground.telegram import Telegram
from bot.store import inbox, instance
from bot.store.engine import Database, Db, connect
from bot.store.inbox import Arrival
from bot.store.vault import Vault
from tests.chat.talks import texts
from tests.chat.town import KEY, MONDAY, StillClock, Town
from tests.patience import PATIENCE
from tests.wire import InProcess

ANA, BEN = 1, 2
AT_ONCE = (0.0, 0.0, 0.0)
SIGNS = ("tingling", "numb")
FEW = 40
"""Updates of a chat that may wait here."""


class PatientClock(StillClock):
    """Notes how long somebody wanted to sleep, and lets them on at once: only so its seconds go by."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []

    @override
    def monotonic(self) -> float:
        return sum(self.slept)

    @override
    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


def _warnings(update: Mapping[str, Any]) -> Sequence[str]:
    return [each for each in SIGNS if each in text_of(update)]


class Desk:
    """An intake with the real python-telegram-bot, whose updates are handled when the test says so."""

    def __init__(self, database: Database, telegram: Telegram, clock: PatientClock) -> None:
        self.database, self.telegram, self.clock = database, telegram, clock
        request = InProcess(telegram)
        self.bot = Bot(telegram.token, "http://telegram/bot", request=request, get_updates_request=request)
        self.ptb = Application.builder().bot(self.bot).updater(None).job_queue(None).build()
        handler: BaseHandler[Update, Any, None] = TypeHandler(Update, self._handle)
        self.ptb.add_handler(handler)
        self.ptb.add_error_handler(self._keep)
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.dead: list[int] = []
        self.held: dict[int, asyncio.Event] = {}
        self.fails: dict[int, int] = {}
        """How often an update is to fail."""
        self.fault: Exception = RuntimeError("my left leg is tingling")
        self._errors: dict[int, Exception] = {}
        self._moved = asyncio.Event()
        self.contacts = 0
        self.deaf = False
        """Whether nothing can be noted of what was heard."""
        self.rescued: list[int] = []
        self.late: list[int] = []
        self.dropped: list[int] = []
        self.unread_ones: list[int] = []
        self.interval = 0.0
        """Seconds between two updates of a chat that has asked for many."""
        self.closed_ones: list[int] = []
        self.intake = self.another()
        self.poller = Poller(database, self.intake, self.bot, clock, heard=self._heard)

    async def answer(self, updates: Sequence[Mapping[str, Any]]) -> None:
        self.rescued.extend(update["update_id"] for update in updates)
        self._moved.set()

    async def warn(self, updates: Sequence[Mapping[str, Any]]) -> None:
        self.late.extend(update["update_id"] for update in updates)
        self._moved.set()

    async def too_many(self, updates: Sequence[Mapping[str, Any]]) -> None:
        self.dropped.extend(update["update_id"] for update in updates)
        self._moved.set()

    async def unread(self, updates: Sequence[Mapping[str, Any]]) -> None:
        self.unread_ones.extend(update["update_id"] for update in updates)

    def closed(self, update: Mapping[str, Any]) -> None:
        self.closed_ones.append(update["update_id"])

    async def _heard(self) -> None:
        self.contacts += 1
        if self.deaf:
            raise OSError(5, "Input/output error")

    def another(self) -> Intake:
        return Intake(
            self.database,
            self.ptb,
            self.clock,
            trouble=lambda update_id: self._errors.pop(update_id, None),
            committed=lambda _: False,
            lifeline=self,
            flood=Flood(self.interval, warnings=_warnings, most=FEW),
            give_up=self._bury,
            back_off=(1.0, 5.0, 30.0),
        )

    async def until(self, ready: Any) -> None:
        async with asyncio.timeout(PATIENCE):
            while not ready():
                self._moved.clear()
                await self._moved.wait()

    async def state(self, update_id: int) -> str | None:
        async with self.database.reading() as db:
            return await inbox.state(db, update_id)

    async def _handle(self, update: Update, _: Any) -> None:
        number = update.update_id
        self.begun.append(number)
        self._moved.set()
        if number in self.held:
            await self.held[number].wait()
        if self.fails.get(number, 0) > 0:
            self.fails[number] -= 1
            raise self.fault
        async with self.database.writing() as db:
            if not await inbox.finish(db, number, MONDAY):
                return
        self.ended.append(number)
        self._moved.set()

    async def _keep(self, update: object, context: Any) -> None:
        assert isinstance(update, Update)
        self._errors[update.update_id] = context.error

    async def _bury(self, update_id: int, _: str | None) -> None:
        async with self.database.writing() as db:
            await inbox.bury(db, update_id, now=MONDAY)
        self.dead.append(update_id)
        self._moved.set()


@pytest.fixture
async def desk(tmp_path: Path, empty: Path) -> AsyncIterator[Desk]:
    file = shutil.copy(empty, tmp_path / "lumbar.sqlite")
    database = connect(f"sqlite+aiosqlite:///{file}", Vault(KEY))
    async with database.writing() as db:
        await instance.furnish(db)
    clock = PatientClock()
    desk = Desk(database, Telegram(clock.now), clock)
    async with desk.ptb:
        yield desk
        await desk.intake.stop()
    await database.close()


@asynccontextmanager
async def polling(poller: Poller, telegram: Telegram) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(poller.run())
    try:
        yield task
    finally:
        telegram.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def message(number: int, sender: int = ANA, /, **changes: Any) -> dict[str, Any]:
    """A raw update; a part that is changed to None is taken out."""
    person = {"id": sender, "is_bot": False, "first_name": "Ana"}
    raw = {"message_id": number, "date": 1772474400, "chat": {"id": sender, "type": "private"}, "from": person}
    parts = {**raw, "text": "hello", **changes}
    return {"update_id": number, "message": {name: part for name, part in parts.items() if part is not None}}


def nested(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = message(1)["message"]
    for _ in range(depth):
        inner = message(1, reply_to_message=inner)["message"]
    return inner


POISON = {
    "a date that is none": {"date": "yesterday"},
    "an entity that is a text": {"entities": ["bold"]},
    "deep JSON": {"reply_to_message": nested(700)},
}


@pytest.mark.parametrize("changes", POISON.values(), ids=POISON.keys())
async def test_what_cannot_be_read_is_dead_after_three_attempts_and_the_next_is_handled(
    desk: Desk, changes: dict[str, Any]
) -> None:
    await desk.intake.accept([message(1, **changes), message(2)])
    await desk.until(lambda: desk.dead and desk.ended)
    await desk.intake.settled()
    assert (desk.dead, desk.ended) == ([1], [2])
    assert (await desk.state(1), await desk.state(2)) == ("dead", "done")
    assert desk.clock.slept == [1.0, 5.0]


async def test_an_update_that_fails_twice_is_handled_the_third_time(desk: Desk) -> None:
    desk.fails[1] = 2
    await desk.intake.accept([message(1), message(2)])
    await desk.until(lambda: len(desk.ended) == 2)
    assert desk.ended == [1, 2], "the next one waits its turn"
    assert desk.clock.slept == [1.0, 5.0]
    assert desk.dead == []


async def test_the_same_update_twice_is_one(desk: Desk) -> None:
    await desk.intake.accept([message(1), message(1)])
    await desk.until(lambda: desk.ended)
    await desk.intake.accept([message(1), message(2)])
    await desk.until(lambda: 2 in desk.ended)
    await desk.intake.settled()
    assert desk.begun == [1, 2]


async def test_a_chat_is_served_in_order_and_nobody_waits_for_another(desk: Desk) -> None:
    desk.held[1] = asyncio.Event()
    await desk.intake.accept([message(1, ANA), message(2, ANA), message(3, BEN)])
    await desk.until(lambda: desk.ended and 1 in desk.begun)
    assert (sorted(desk.begun), desk.ended) == ([1, 3], [3]), "Ana's second waits for her first, Ben for nobody"
    desk.held[1].set()
    await desk.until(lambda: len(desk.ended) == 3)
    assert desk.ended == [3, 1, 2]


async def test_what_an_earlier_process_left_is_taken_up_first(desk: Desk) -> None:
    desk.held[1] = asyncio.Event()
    await desk.intake.accept([message(1), message(2)])
    await desk.until(lambda: desk.begun)
    await desk.intake.stop()
    assert (await desk.state(1), await desk.state(2)) == ("new", "new")
    desk.held.clear()
    later = desk.another()
    await later.resume()
    await later.accept([message(3)])
    await desk.until(lambda: len(desk.ended) == 3)
    await later.settled()
    assert desk.ended == [1, 2, 3]


async def stored_by_another(desk: Desk, number: int) -> None:
    async with desk.database.writing() as db:
        await inbox.store(db, [Arrival(number, ANA, json.dumps(message(number)))], MONDAY)


async def test_two_processes_that_both_have_the_same_in_hand_handle_it_once(desk: Desk) -> None:
    other = desk.another()
    for number in range(1, 6):
        await asyncio.gather(desk.intake.accept([message(number)]), other.accept([message(number)]))
    await asyncio.gather(desk.intake.settled(), other.settled())
    assert desk.ended == [1, 2, 3, 4, 5]
    assert desk.dead == []
    await other.stop()


async def test_what_another_process_left_is_taken_over_at_the_second_look(desk: Desk) -> None:
    await stored_by_another(desk, 1)
    seen = await desk.intake.resume(())
    await desk.intake.settled()
    assert (desk.begun, seen) == ([], {1})
    await desk.intake.resume(seen)
    await desk.intake.settled()
    assert desk.ended == [1]


async def test_what_another_process_closes_as_it_fails_here_holds_nothing_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = inbox.failed

    async def failed(db: Db, update_id: int, error: str, *, known: int) -> int:
        assert await inbox.finish(db, update_id, MONDAY), "the other one is quicker"
        return await counted(db, update_id, error, known=known)

    monkeypatch.setattr(inbox, "failed", failed)
    desk.fails[1] = 1
    await desk.intake.accept([message(1), message(2)])
    await desk.intake.settled()
    assert (desk.begun, desk.ended) == ([1, 2], [2])
    assert desk.clock.slept == []


async def test_the_offset_is_one_above_the_last_update_and_never_the_greatest(desk: Desk) -> None:
    """After a week of silence Telegram may count from lower again (docs/architecture.md)."""
    for first_id in (900, 40):
        telegram = Telegram(desk.clock.now, first_id=first_id)
        telegram.says(ANA, "hello")
        desk.telegram.updates.waiting = telegram.updates.waiting
        await desk.poller.poll()
        assert desk.poller._offset == first_id + 2 - 1
    await desk.intake.settled()
    assert sorted(desk.ended) == [40, 900]


async def test_nothing_is_confirmed_that_could_not_be_stored(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: Any, **__: Any) -> bool:
        raise OSError(28, "No space left on device")

    desk.telegram.says(ANA, "hello")
    with monkeypatch.context() as patched:
        patched.setattr(inbox, "store", full)
        with pytest.raises(OSError, match="No space"):
            await desk.poller.poll()
    assert len(desk.telegram.updates.waiting) == 1
    assert len(desk.rescued) == 1, "the lifeline has a look at it meanwhile"
    async with polling(desk.poller, desk.telegram):
        await desk.until(lambda: desk.ended)
        await desk.telegram.updates.emptied()


UNKEPT = {
    "half a letter": message(2, text="tingling \ud800"),
    "a number beyond all": {**message(2, text="tingling"), "update_id": 2**70},
    "a chat that is none": message(2, chat={"id": "Ana \ud800", "type": "private"}, text="tingling"),
    "a chat beyond all": message(2, chat={"id": float("inf"), "type": "private"}, text="tingling \ud800"),
}


@pytest.mark.parametrize("update", UNKEPT.values(), ids=UNKEPT.keys())
async def test_what_cannot_be_kept_is_looked_at_and_holds_up_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, update: dict[str, Any]
) -> None:
    async def brought(*_: Any, **__: Any) -> list[dict[str, Any]]:
        return [message(1), update, message(3)]

    with monkeypatch.context() as patched:
        patched.setattr(Bot, "do_api_request", brought)
        await desk.poller.poll()
        await desk.poller.poll()
    await desk.intake.settled()
    assert desk.poller._offset == 4
    assert desk.ended == [1, 3]
    assert await desk.state(2) == ("dead" if update["update_id"] == 2 else None)
    assert set(desk.rescued) == {update["update_id"]}, "the lifeline has a look at it"


async def test_what_cannot_be_noted_as_heard_is_read_all_the_same(desk: Desk) -> None:
    desk.deaf = True
    desk.telegram.says(ANA, "hello")
    async with polling(desk.poller, desk.telegram):
        await desk.until(lambda: desk.ended)
    assert desk.contacts > 1


async def test_a_full_disk_pauses_polling_and_does_not_end_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    store, left = inbox.store, [3]

    async def full(*args: Any) -> set[int]:
        if left[0]:
            left[0] -= 1
            raise OSError(28, "No space left on device")
        return await store(*args)

    monkeypatch.setattr(inbox, "store", full)
    desk.telegram.says(ANA, "hello")
    async with polling(desk.poller, desk.telegram):
        await desk.until(lambda: desk.ended)
    assert desk.clock.slept == [1.0, 2.0, 4.0]


async def test_an_update_waits_while_the_database_fails_and_keeps_its_place(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish, state, left = inbox.finish, inbox.state, [2]

    async def not_finished(*args: Any) -> bool:
        if left[0]:
            raise OSError(5, "Input/output error")
        return await finish(*args)

    async def not_read(*args: Any) -> str | None:
        if left[0]:
            left[0] -= 1
            raise OSError(5, "Input/output error")
        return await state(*args)

    monkeypatch.setattr(inbox, "finish", not_finished)
    monkeypatch.setattr(inbox, "state", not_read)
    await desk.intake.accept([message(1), message(2)])
    await desk.until(lambda: len(desk.ended) == 2)
    assert desk.ended == [1, 2]
    assert desk.clock.slept == [1.0, 1.0]
    assert desk.rescued == [1, 1], "each time: what was not sent the first time is sent then"
    await desk.intake.settled()
    assert desk.closed_ones == [1, 2]


async def test_an_update_that_the_database_breaks_off_again_and_again_is_never_counted(desk: Desk) -> None:
    desk.fault, desk.fails[1] = ConnectionResetError(), 6
    await desk.intake.accept([message(1)])
    await desk.until(lambda: desk.ended)
    await desk.intake.settled()
    assert (desk.dead, await desk.state(1)) == ([], "done")
    assert desk.clock.slept == [0.0, *[1.0] * 5], "the first time at once"
    assert desk.rescued == [1] * 5, "and nobody is told of a moment"


async def test_what_waits_longer_than_its_patience_is_looked_at_and_what_is_closed_is_not(desk: Desk) -> None:
    desk.intake._patience = 0.3
    desk.held[2] = asyncio.Event()
    await desk.intake.accept([message(1), message(2), message(3, BEN)])
    await desk.until(lambda: desk.late)
    assert desk.late == [2]
    desk.held[2].set()
    await desk.until(lambda: len(desk.ended) == 3)


async def test_nothing_of_it_goes_on_after_it_has_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def warn(_: Sequence[Mapping[str, Any]]) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(desk, "warn", warn)
    desk.intake._patience = 0.3
    desk.held[1] = desk.held[2] = asyncio.Event()
    await desk.intake.accept([message(1)])
    await begun.wait()
    begun.clear()
    await desk.intake.accept([message(2, BEN)])
    await desk.intake.stop()
    assert ended.is_set(), "a warning that was on its way"
    await asyncio.sleep(0.1)
    assert not begun.is_set(), "and one that would have begun"


async def test_what_waits_for_the_database_to_take_it_is_looked_at_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, taken = inbox.store, asyncio.Event()

    async def slowly(*args: Any) -> set[int]:
        await taken.wait()
        return await store(*args)

    monkeypatch.setattr(inbox, "store", slowly)
    desk.intake._patience = 0.3
    accepting = asyncio.create_task(desk.intake.accept([message(1)]))
    await desk.until(lambda: desk.late)
    taken.set()
    await accepting
    await desk.until(lambda: desk.ended)
    assert desk.rescued == []


async def test_while_the_database_fails_telegram_is_asked_every_few_seconds(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, left = inbox.store, [6]

    async def full(*args: Any) -> set[int]:
        if left[0]:
            left[0] -= 1
            raise OSError(28, "No space left on device")
        return await store(*args)

    monkeypatch.setattr(inbox, "store", full)
    desk.telegram.says(ANA, "hello")
    async with polling(desk.poller, desk.telegram):
        await desk.until(lambda: desk.ended)
    assert desk.clock.slept == [1.0, 2.0, 4.0, 5.0, 5.0, 5.0]


async def test_another_poller_is_waited_for_longer_each_time(desk: Desk) -> None:
    desk.telegram.fail_next("getupdates", OTHER_POLLER, times=7)
    desk.telegram.says(ANA, "hello")
    async with polling(desk.poller, desk.telegram):
        await desk.until(lambda: desk.ended)
    assert desk.clock.slept == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


@pytest.mark.parametrize("refusal", [UNAUTHORIZED, NOT_FOUND])
async def test_one_refusal_of_the_token_is_asked_about_and_forgotten(desk: Desk, refusal: Any) -> None:
    desk.telegram.fail_next("getupdates", refusal)
    desk.telegram.says(ANA, "hello")
    async with polling(desk.poller, desk.telegram):
        await desk.until(lambda: desk.ended)


@pytest.mark.parametrize("refusal", [UNAUTHORIZED, NOT_FOUND])
async def test_a_token_that_is_refused_again_and_again_ends_it(desk: Desk, refusal: Any) -> None:
    desk.telegram.fail_next("*", refusal, times=100)
    with pytest.raises(TokenRefusedError, match="LUMBAR_BOT_TOKEN") as raised:
        await desk.poller.run()
    assert desk.telegram.token not in str(raised.value)
    assert not isinstance(raised.value, TelegramError)


async def test_a_dead_update_brings_one_apology_and_the_way_to_tell_a_symptom(lumbar: Town) -> None:
    ana, ben = lumbar.phone(), lumbar.phone()
    await ana.says("/start")
    lumbar.app.intake._back_off = AT_ONCE
    await lumbar.app.intake.accept([message(7001, ana.chat.id, date="yesterday"), {"update_id": 7002, "message": {}}])
    bubbles = await ana.says("/help")
    apologies = [bubble for bubble in ana.screen if bubble.text == lumbar.app.library.say("apology")]
    assert len(apologies) == 1
    assert "Today" in texts(bubbles) or "/today" in texts(bubbles), "what came after it is answered"
    assert await ben.says("/start"), "and everybody else is, too"


@pytest.mark.parametrize("changes", [{"chat": None}, {"chat": 7}, {"from": None}, {"text": None}, {"from": 7}], ids=str)
async def test_what_python_telegram_bot_lets_through_is_closed_one_way_or_another(
    lumbar: Town, changes: dict[str, Any]
) -> None:
    lumbar.app.intake._back_off = AT_ONCE
    await lumbar.app.intake.accept([message(7001, 55, **changes)])
    await lumbar.app.settled()
    async with lumbar.app.database.reading() as db:
        assert await inbox.state(db, 7001) in ("done", "dead")
    assert await lumbar.phone().says("/start")


async def test_an_update_of_a_kind_we_never_asked_for_concerns_nobody(lumbar: Town) -> None:
    await lumbar.app.intake.accept([{"update_id": 7001, "brand_new": {"chat": {"id": 5}}}])
    await lumbar.app.settled()
    async with lumbar.app.database.reading() as db:
        assert await inbox.state(db, 7001) == "done"
    assert lumbar.telegram.sent == []


async def test_who_asks_for_much_waits_for_it_and_nobody_else_does(desk: Desk) -> None:
    desk.interval = 1.0
    intake = desk.another()
    await intake.accept([message(number) for number in range(1, BURST + 4)])
    await intake.accept([message(900, BEN)])
    await desk.until(lambda: 900 in desk.ended)
    await desk.until(lambda: len(desk.ended) == BURST + 4)
    assert desk.clock.slept == pytest.approx([desk.interval] * 3)
    assert [each for each in desk.ended if each != 900] == sorted(range(1, BURST + 4)), "in order, and none is lost"


async def test_what_waits_for_its_pace_goes_on_waiting_when_it_is_seen_again(desk: Desk) -> None:
    desk.interval = 1.0
    desk.held[BURST + 1] = asyncio.Event()
    intake = desk.another()
    await intake.accept([message(number) for number in range(1, BURST + 4)])
    await desk.until(lambda: BURST + 1 in desk.begun)
    seen = await intake.resume(())
    assert seen == {BURST + 1, BURST + 2, BURST + 3}
    await intake.resume(seen)
    desk.held[BURST + 1].set()
    await intake.settled()
    assert desk.clock.slept == pytest.approx([desk.interval] * 3)


async def test_what_warns_waits_for_nothing(desk: Desk) -> None:
    desk.interval = 1000.0
    intake = desk.another()
    await intake.accept([message(number) for number in range(1, BURST + 6)])
    await desk.until(lambda: len(desk.ended) == BURST)
    await intake.accept([message(900, text="my left leg is tingling"), message(901)])
    await desk.until(lambda: 900 in desk.ended)
    assert 901 not in desk.ended
    await intake.stop()


async def test_what_is_too_much_is_dropped_but_for_what_warns(desk: Desk) -> None:
    desk.held[1] = asyncio.Event()
    await desk.intake.accept([message(number) for number in range(1, FEW)])
    await desk.intake.accept([message(number) for number in range(FEW, FEW + 11)])
    assert desk.dropped == list(range(FEW + 1, FEW + 11))
    await desk.intake.accept([message(900, text="tingling"), message(901, text="tingling"), message(902, BEN)])
    assert desk.dropped[10:] == [901], "it was heard"
    await desk.until(lambda: 902 in desk.ended)
    assert len(desk.intake._open) <= BURST + 2, "the rest waits in the database"
    desk.held[1].set()
    await desk.until(lambda: len(desk.ended) == FEW + 2)
    assert desk.ended[:3] == [902, 1, 900], "what warns comes first, behind what was under way"
    async with desk.database.reading() as db:
        assert await inbox.waiting(db) == []
        assert await inbox.state(db, FEW + 1) is None


async def test_what_warns_is_kept_when_it_could_not_be_stored_the_first_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.held[1] = asyncio.Event()
    await desk.intake.accept([message(number) for number in range(1, FEW + 1)])
    with monkeypatch.context() as broken:
        broken.setattr(desk.database, "writing", _broken)
        with pytest.raises(OSError, match="away"):
            await desk.intake.accept([message(900, text="tingling")])
    await desk.intake.accept([message(900, text="tingling")])
    assert await desk.state(900) == "new"
    desk.held[1].set()
    await desk.until(lambda: 900 in desk.ended)


@asynccontextmanager
async def _broken() -> AsyncIterator[None]:
    raise OSError(5, "away")
    yield


async def test_of_what_an_earlier_process_left_nothing_waits_for_its_pace(desk: Desk) -> None:
    desk.held[1] = asyncio.Event()
    await desk.intake.accept([message(number) for number in range(1, BURST + 11)])
    await desk.until(lambda: desk.begun)
    await desk.intake.stop()
    desk.interval = 1000.0
    desk.held.clear()
    later = desk.another()
    await later.resume()
    await desk.until(lambda: len(desk.ended) == BURST + 10)
    await later.settled()
