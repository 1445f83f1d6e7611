"""A street of people who do anything at any time, and what has to be true of the bot after each thing they did.

Everything is checked on what really reached a chat, beside how its person stood in the database at that moment.
"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import note
from typing_extensions import override

from bot.chat.rate import Rate
from bot.domain.standing import Hold, Stage
from bot.playground.faults import Fault
from bot.playground.message import Message, Sent
from bot.playground.params import Params, Upload
from bot.playground.phone import Phone
from bot.playground.refusal import NOT_MODIFIED, Answer
from bot.playground.telegram import Telegram
from bot.store import check_ins, people
from tests.chat.talks import OPENERS
from tests.chat.town import StillClock, Town, read_library, town

T = TypeVar("T")

NEW_MESSAGES = {"sendMessage", "sendAnimation", "sendAudio", "sendDocument", "sendPhoto"}
STANDS_ALREADY = "not modified"
"""Instead of an edit: the card that was wished for is on the screen as it is."""
EDITS = {"editMessageText", "editMessageCaption", "editMessageMedia"}
WALK_ENDS = "That's your walk"
"""A walk that was begun says so by itself, as at half time."""
CHECK_HOLDS = timedelta(hours=4)
A_DAY = 2
"""Messages that nobody asked for, at most."""
A_DAY_IN_ALL = 6
"""The same with what people switched on: breaks, and a reminder that comes again."""
SETTLES_DOUBT = {"screen", "doubt", "hurt", "hurt-pain"}
"""Routes that answer a question left open."""
CHANGES = {
    *("set-session", "set-walk", "session-time", "walk-time", "zone", "zone-right", "time", "walks", "set-days"),
    *("set-country", "country-now", "remind", "set-time", "resume", "not-today", "set-weekend"),
}
"""Routes that move a reminder, so that a second one may come on the same day."""
FLUSH = timedelta(minutes=3)
"""After a fault: longer than any wait before another attempt."""


class Unhurried(Rate):
    """Nobody waits in real time for a limit of Telegram's."""

    @override
    def hold(self, until: float) -> None:
        """The messages come back by their own time."""


@dataclass(frozen=True, slots=True)
class Stood:
    """A person as the database has them."""

    id: str
    stage: Stage
    hold: Hold
    floor: Hold
    mistaken: bool
    walks: bool
    held_since: datetime | None
    quiet_until: datetime | None
    checked_at: datetime | None
    zone: ZoneInfo

    @property
    def held(self) -> Hold:
        return max(self.hold, self.floor)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What reached a chat, and how its person stood just then."""

    sent: Sent
    stood: Stood | None
    kinds: frozenset[str]
    """Of what was on its way to the chat."""
    slots: frozenset[tuple[str, str]]
    """The same, as kind and key of each reminder."""

    @property
    def labels(self) -> set[str]:
        return {button.label for row in self.sent.buttons for button in row}

    @property
    def shows_card(self) -> bool:
        return {"Done", "It hurt"} <= self.labels

    @property
    def shows_exercise(self) -> bool:
        if self.sent.method not in NEW_MESSAGES | EDITS:
            return False
        return self.shows_card or bool(OPENERS & self.labels) or self.kinds == {"exercise"}

    @property
    def shows_walk(self) -> bool:
        return self.sent.method in NEW_MESSAGES | EDITS and bool({"Start walk", "Stop"} & self.labels)

    @property
    def is_seen(self) -> bool:
        method = self.sent.method
        toast = method == "answerCallbackQuery" and bool(self.sent.text)
        return toast or method in NEW_MESSAGES | EDITS | {"setMessageReaction", STANDS_ALREADY}


class Ledger:
    """Reads the bot's database beside it, in transactions of one statement: the newest that is committed."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
        self._db.row_factory = sqlite3.Row

    def close(self) -> None:
        self._db.close()

    def stood(self, chat_hash: str) -> Stood | None:
        row = self._db.execute("SELECT * FROM people WHERE chat_hash = ?", (chat_hash,)).fetchone()
        if row is None:
            return None
        return Stood(
            row["id"],
            Stage(row["stage"]),
            Hold(row["hold"]),
            Hold(row["floor"]),
            bool(row["mistaken"]),
            bool(row["walks"]),
            _instant(row["held_since"]),
            _instant(row["quiet_until"]),
            _instant(row["checked_at"]),
            ZoneInfo(row["zone"] or "Europe/London"),
        )

    def on_its_way(self, chat_hash: str) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        rows = self._db.execute(
            "SELECT o.kind AS sort, s.kind, s.key FROM outbox o LEFT JOIN slots s ON s.id = o.slot_id "
            "WHERE o.chat_hash = ? AND o.state = 'sending'",
            (chat_hash,),
        ).fetchall()
        return frozenset(row["sort"] for row in rows), frozenset(
            (row["kind"], row["key"]) for row in rows if row["key"]
        )

    def dead(self) -> list[tuple[str, str]]:
        """Updates and messages that were given up, save to somebody who blocked the bot."""
        rows = self._db.execute(
            "SELECT 'inbox', error FROM inbox WHERE state = 'dead' UNION ALL "
            "SELECT 'outbox', error FROM outbox WHERE state = 'dead' AND error != 'unreachable'"
        )
        return [(table, error) for table, error in rows.fetchall()]


class Watched(Telegram):
    """Notes for each arrival how its person stands."""

    def __init__(self, now: Callable[[], datetime], arrivals: list[Arrival], first_id: int = 1) -> None:
        super().__init__(now, first_id=first_id)
        self._arrivals = arrivals
        self.ledger: Ledger | None = None
        self.hashes: Mapping[int, str] = {}

    @override
    async def call(
        self, method: str, params: Mapping[str, Any] | None = None, files: Mapping[str, Upload] | None = None
    ) -> Answer:
        noted = len(self.sent)
        try:
            answer = await super().call(method, params, files)
        finally:
            if method.lower() != "getupdates":
                self._arrivals.extend(self._arrival(sent) for sent in self.sent[noted:])
        if answer == NOT_MODIFIED.answer():
            same = Sent(self.now(), STANDS_ALREADY, Params(params or {}, {}).integer("chat_id"))
            self._arrivals.append(self._arrival(same))
        return answer

    def _arrival(self, sent: Sent) -> Arrival:
        chat_hash = self.hashes.get(sent.chat_id)
        if self.ledger is None or chat_hash is None:
            return Arrival(sent, None, frozenset(), frozenset())
        return Arrival(sent, self.ledger.stood(chat_hash), *self.ledger.on_its_way(chat_hash))


class Street:
    """A bot and its people on an event loop of their own. Whatever they do goes through `does` or `passes`."""

    def __init__(self, folder: Path, empty: Path, start: datetime, names: Sequence[str]) -> None:
        self._folder, self._empty, self._names = folder, empty, names
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self.clock = StillClock(start)
        self.arrivals: list[Arrival] = []
        self.telegram = Watched(self.clock.now, self.arrivals)
        self._apology = read_library().say("apology")[:40]
        self._routes: list[str] = []
        self._unasked: Counter[tuple[int, object]] = Counter()
        self._in_all: Counter[tuple[int, object]] = Counter()
        self._moved: Counter[tuple[int, object]] = Counter()
        self._shaky = False
        self.steps = 0
        self._open()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def _open(self) -> None:
        self._stack = AsyncExitStack()
        opened = town(
            self._folder,
            self._empty,
            clock=self.clock,
            telegram=self.telegram,
            rate=Unhurried(per_second=10_000, chat_interval=0.0),
        )
        self.lumbar: Town = self.run(self._stack.enter_async_context(opened))
        self.ledger = Ledger(self._folder / "lumbar.sqlite")
        self.phones = [self._phone(1001 + each, name) for each, name in enumerate(self._names)]
        vault = self.lumbar.app.database.vault
        self.telegram.hashes = {phone.chat.id: vault.chat_hash(phone.chat.id) for phone in self.phones}
        self.telegram.ledger = self.ledger
        self.run(self._begun())

    async def _begun(self) -> None:
        """Only then is asked again what was left open, and taken up what came meanwhile."""
        await self.telegram.updates.changes.after(0)
        await self.lumbar.settled()

    def _phone(self, chat_id: int, name: str) -> Phone:
        chat = self.telegram.chat(chat_id, name, started=False)
        return Phone(self.telegram, chat.id, self.lumbar.settled, self.lumbar.skip)

    def _shut(self) -> None:
        self._collect()
        self.telegram.ledger = None
        self.ledger.close()
        self.run(self._stack.aclose())

    def close(self) -> None:
        try:
            self._shut()
        finally:
            self._runner.close()

    def _collect(self) -> Sequence[str]:
        """Routes taken since the last time."""
        new = [each.route for each in self.lumbar.happened]
        self.lumbar.happened.clear()
        self._routes.extend(new)
        return new

    # What happens

    def does(self, phone: Phone, what: str, *acts: Callable[[], object], quietly: bool = False) -> None:
        """Something a person does, at once with more of it; `quietly`: it may be met with silence."""

        def act() -> None:
            for each in acts:
                each()
            self.run(self.lumbar.settled())

        self._after(f"{phone.chat.name} {what}", act, phone, answered=not quietly, hurried=len(acts) > 1)

    def does_meanwhile(self, phone: Phone, what: str, act: Callable[[], object]) -> None:
        """While the bot is stopped; then it starts again."""
        self._after(
            f"{phone.chat.name} {what} while the bot restarts", lambda: self._restart(act), phone, answered=True
        )

    def passes(self, by: timedelta) -> None:
        self._after(f"({by} pass)", lambda: self.run(self.lumbar.skip(by)), unasked=True)

    def restarts(self) -> None:
        self._after("(the bot restarts)", self._restart)

    def _restart(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        before = self.telegram
        self._shut()
        meanwhile()
        again = Watched(self.clock.now, self.arrivals, first_id=before.next_id() + 1000)
        again.chats.update(before.chats)
        again.changed = before.changed
        again.updates.resume(before.updates.waiting, before.updates.next_id)
        self.telegram = again
        self._open()

    def trouble(self, fault: Fault, times: int) -> None:
        """For the next messages and edits."""
        note(f"({type(fault).__name__} {times} times)")
        self._shaky = True
        for method in ("sendMessage", "editMessageText"):
            self.telegram.fail_next(method, fault, times=times)

    # What must be true

    def _after(
        self,
        what: str,
        act: Callable[[], None],
        phone: Phone | None = None,
        *,
        answered: bool = False,
        hurried: bool = False,
        unasked: bool = False,
    ) -> None:
        self.steps += 1
        before, seen, at = self._stand(), len(self.arrivals), self.clock.now()
        shaky, self._shaky = self._shaky, False
        act()
        if shaky:
            self.telegram._faults.orders.clear()
            self.run(self.lumbar.skip(FLUSH))
        routes, new = self._collect(), self.arrivals[seen:]
        note(f"{at:%d %b %H:%M} {what} [{', '.join(routes)}]" + "".join(f"\n    {_told(each)}" for each in new))
        self._no_exercise_while_held(new, hurried=hurried)
        for each, stood in zip(self.phones, before, strict=True):
            self._hold_stays(each, stood, routes if phone and each.chat.id == phone.chat.id else ())
        if answered and phone is not None:
            mine = [each for each in new if each.sent.chat_id == phone.chat.id and each.is_seen]
            assert mine or "double tap" in routes, f"silence: {phone.chat.name} {what}"
        if unasked and not shaky:
            self._few_unasked(new)
        if phone is not None:
            self._moved[self._day(phone.chat.id, at)] += len(CHANGES & set(routes))
        assert not self.ledger.dead()
        assert not [each for each in new if self._apology in each.sent.text]

    def _stand(self) -> list[Stood | None]:
        return [self.ledger.stood(self.telegram.hashes[phone.chat.id]) for phone in self.phones]

    def _no_exercise_while_held(self, new: Sequence[Arrival], *, hurried: bool) -> None:
        stopped: set[int] = set()
        for each in new:
            stood, chat = each.stood, each.sent.chat_id
            if "safety" in each.kinds:
                stopped.add(chat)
            # Of two things done at once the first may have left before the second held.
            is_late = not hurried or chat in stopped
            if stood is not None and is_late and each.shows_walk:
                assert stood.held < Hold.URGENT, f"a walk: {_told(each)}"
            if stood is None or not each.shows_exercise:
                continue
            if is_late:
                assert stood.held is Hold.NONE, f"an exercise to somebody held at {stood.held.name}: {_told(each)}"
            assert stood.quiet_until is None or stood.quiet_until <= each.sent.at, f"no quiet day: {_told(each)}"
            if each.shows_card:
                assert stood.checked_at is not None, f"no check before {_told(each)}"
                assert each.sent.at - stood.checked_at < CHECK_HOLDS, f"an old check before {_told(each)}"

    def _hold_stays(self, phone: Phone, before: Stood | None, routes: Sequence[str]) -> None:
        if before is None or before.held is Hold.NONE:
            return
        after = self.ledger.stood(self.telegram.hashes[phone.chat.id])
        if after is None or after.id != before.id:
            under_age = before.stage is Stage.SCREENING and "screen" in routes
            assert "delete" in routes or under_age, f"{phone.chat.name} is gone"
            return
        if after.held >= before.held and after.hold >= before.hold:
            return
        where = f"{before.hold.name}/{before.floor.name} → {after.hold.name}/{after.floor.name} by {routes}"
        if after.hold >= before.hold:
            # The floor of a check: moved by Back and by its end, or asked anew before the first session.
            assert "screen" in routes or before.stage is Stage.SCREENING, where
        elif before.hold is Hold.OPEN_QUESTION:
            assert SETTLES_DOUBT & set(routes), where
        else:
            assert "screen" in routes, where
            self.run(self._through_the_gate(phone, before, where))

    async def _through_the_gate(self, phone: Phone, before: Stood, where: str) -> None:
        """A check that was finished just now with every answer OK, opened by the gate or by T7."""
        async with self.lumbar.app.database.reading() as db:
            person = await people.by_chat(db, phone.chat.id)
            assert person is not None
            *_, event = await check_ins.triage_of(db, person)
            gate = await check_ins.latest(db, person, check_ins.Topic.GATE)
        assert event.detail["level"] == "OK", where
        if event.source == "mistake":
            assert before.hold is Hold.EMERGENCY, where
            assert before.mistaken, where
            return
        assert event.source == "gate", where
        assert gate is not None, where
        assert gate.finished_at is not None, where
        assert before.held_since is not None, where
        assert gate.finished_at >= before.held_since, where
        assert dict(gate.answers)["answer"] in {"yes", "limits"}, where

    def _few_unasked(self, new: Sequence[Arrival]) -> None:
        for each in new:
            stood = each.stood
            if each.sent.method not in NEW_MESSAGES or stood is None:
                continue
            for kind, key in each.slots:
                if key.startswith("later:"):
                    continue
                if kind == "follow_up":
                    assert stood.held >= Hold.CONSULT, _told(each)
                    continue
                day = self._day(each.sent.chat_id, each.sent.at)
                self._in_all[day] += 1
                self._unasked[day] += kind != "break" and not key.startswith("again:")
                assert self._unasked[day] <= A_DAY + self._moved[day], f"one too many: {_told(each)}"
                assert self._in_all[day] <= A_DAY_IN_ALL + self._moved[day], f"one too many in all: {_told(each)}"
            if "timed" in each.kinds or each.sent.text.startswith(WALK_ENDS):
                assert stood.held < Hold.URGENT, f"a walk: {_told(each)}"
                continue
            assert each.slots or each.kinds & {"floor"}, f"nobody asked for {_told(each)}"

    def _day(self, chat_id: int, at: datetime) -> tuple[int, object]:
        stood = self.ledger.stood(self.telegram.hashes[chat_id])
        return chat_id, at.astimezone(stood.zone if stood else UTC).date()

    # What stands on the screens

    def buttons(self, phone: Phone) -> list[tuple[int, str, str]]:
        """Message, label and data of each button that a finger could find, newest message first."""
        return [
            (message.id, button.label, button.data)
            for message in reversed(phone.chat.messages)
            for row in message.buttons
            for button in row
            if button.data
        ]

    def newest(self, phone: Phone, label: str) -> tuple[int, str] | None:
        """On the newest message that has such a button."""
        return next(((id_, data) for id_, shown, data in self.buttons(phone) if shown.startswith(label)), None)

    def own(self, phone: Phone) -> list[Message]:
        """What the person wrote themselves."""
        return [each for each in phone.chat.messages if not each.from_bot and each.media is None]


def _instant(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)


def _told(each: Arrival) -> str:
    sent = each.sent
    held = each.stood.held.name if each.stood else "-"
    labels = " ".join(f"[{button.label}]" for row in sent.buttons for button in row)
    first = " / ".join(sent.text.splitlines())[:110]
    return f"{sent.method} ({held}; {','.join(sorted(each.kinds))}) {first!r} {labels}"
